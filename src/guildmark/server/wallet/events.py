"""Facts about what a learner does with the credentials they hold; ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact

__all__ = [
    "CredentialAccepted",
    "CredentialHidden",
    "CredentialReceived",
    "CredentialUnhidden",
    "ShareLinkMade",
    "ShareLinkWithdrawn",
    "VisibilityChosen",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _HeldFact(Fact):
    subject_type: ClassVar[str] = "held credential"

    subject_id: UUID
    credential_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialReceived(_HeldFact):
    """A credential came into its learner's wallet, private."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialAccepted(_HeldFact):
    """The learner accepted a credential."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialHidden(_HeldFact):
    """The learner hid a credential; its page is private since then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialUnhidden(_HeldFact):
    """The learner took a hidden credential back into the list; it stays private until shared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChosen(_HeldFact):
    """The learner chose who may see the credential's page, and whether with their name."""

    visibility: str
    shows_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkMade(_HeldFact):
    """The learner made a link that shows the credential until it expires."""

    link_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkWithdrawn(_HeldFact):
    """The learner withdrew a link; it shows nothing any more."""

    link_id: UUID
