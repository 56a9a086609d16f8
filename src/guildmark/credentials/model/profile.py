"""Who issues and creates: profiles and what belongs to them.

Source: Open Badges 3.0, B.1.18 (Profile), B.1.1 (Address), B.1.13 (IdentifierEntry), B.1.15
(Image).
"""

# ruff: noqa: RUF009  part(), parts() and texts() are dataclass fields, made anew for each class

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guildmark.credentials.model.node import Node, part, parts

__all__ = ["Address", "IdentifierEntry", "Image", "Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Node):
    """A picture by its address or as a ``data:`` URI.

    Attributes:
        id: absolute IRI of the picture.
        caption: what it shows, for people who do not see it.
    """

    TYPE: ClassVar[str | None] = "Image"
    HAS_PLAIN_TYPE: ClassVar[bool] = True

    id: str
    caption: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry(Node):
    """An identifier in another system.

    Attributes:
        identifier: its text.
        identifier_type: a term of the standard's list, or ``ext:…``.
    """

    TYPE: ClassVar[str | None] = "IdentifierEntry"
    HAS_PLAIN_TYPE: ClassVar[bool] = True

    identifier: str
    identifier_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Node):
    """Where an organization is; ``address_country`` is element 3 of the European descriptor."""

    TYPE: ClassVar[str | None] = "Address"

    address_country: str | None = None
    address_country_code: str | None = None
    address_region: str | None = None
    address_locality: str | None = None
    street_address: str | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Node):
    """An organization or person.

    Attributes:
        id: DID or https address.
        url: its website.
    """

    TYPE: ClassVar[str | None] = "Profile"

    id: str
    name: str | None = None
    url: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    official: str | None = None
    image: Image | None = part(Image)
    address: Address | None = part(Address)
    other_identifier: tuple[IdentifierEntry, ...] = parts(IdentifierEntry)
