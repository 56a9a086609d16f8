"""What the world, and the rooms above, may read."""

from __future__ import annotations

from guildmark.server.publication.addresses import (
    achievement_url,
    credential_url,
    issuer_url,
    status_list_url,
)
from guildmark.server.publication.issuers import (
    can_rotate,
    did_document,
    issuer_by_did,
    issuer_did,
    own_did_document,
    profile_document,
    verification_method,
)

__all__ = [
    "achievement_url",
    "can_rotate",
    "credential_url",
    "did_document",
    "issuer_by_did",
    "issuer_did",
    "issuer_url",
    "own_did_document",
    "profile_document",
    "status_list_url",
    "verification_method",
]
