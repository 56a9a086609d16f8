"""Whom an achievement's JSON names as its creator.

Credentials name the issuer by its DID, which a room above this one knows (`publication`). It
registers how, so that the achievement served here says the same as the one inside a credential.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from guildmark.server.base.errors import OperationError
from guildmark.server.organizations.queries import OrganizationRow

CreatorSource = Callable[[UUID], dict[str, Any]]

_sources: list[CreatorSource] = []


def register_creator_source(source: CreatorSource) -> None:
    """Name the function that returns an organization as an Open Badges Profile; at start-up."""
    _sources[:] = [source]


def build_creator(issuer: OrganizationRow, *, page_url: str) -> dict[str, Any]:
    """Return the organization as an Open Badges Profile.

    An organization without a signing key has no DID yet; its public page stands for it.
    """
    for source in _sources:
        try:
            return source(issuer.id)
        except OperationError:
            break
    profile = {
        "id": page_url,
        "type": ["Profile"],
        "name": issuer.name,
        "url": issuer.url,
        "email": issuer.email,
    }
    return {name: value for name, value in profile.items() if value}
