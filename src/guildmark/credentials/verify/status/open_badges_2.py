"""Revocation of Open Badges 2.0: ``revoked`` in the hosted badge, or the issuer's list.

Source: Open Badges 2.0, Assertion (revoked) and RevocationList.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.model import open_badges_2
from guildmark.credentials.verify.status.asked import Answered, Asking, unusable

__all__ = ["ask", "has_list", "purposes_of"]

_ACCEPT: Final = "application/ld+json, application/json"


def has_list(badge: Mapping[str, Any], *, is_hosted: bool) -> bool:
    """Tell whether anything could say that a badge is revoked; hosted ones say it themselves."""
    return is_hosted or open_badges_2.revocation_list_of(_issuer_of(badge)) is not None


def purposes_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the one purpose of such lists."""
    open_badges_2.revocation_list_of(_issuer_of(entry))
    return ("revocation",)


def ask(entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
    """Say whether the badge is revoked.

    Args:
        entry: the badge as it is proven, with its class and issuer inside.
        asking: of whom.
    """
    if entry.get("revoked") is True:
        reason = entry.get("revocationReason")
        words = reason[:300] if isinstance(reason, str) else ""
        return (Answered("revocation", True, message=words),)
    issuer = _issuer_of(entry)
    url = open_badges_2.revocation_list_of(issuer)
    if url is None:
        return (Answered("revocation", False),)
    try:
        listed = parse_json(asking.sources.document(url, accept=_ACCEPT))
        found = open_badges_2.find_revocation(
            listed if isinstance(listed, dict) else {},
            assertion=entry,
            issuer_id=str(issuer.get("id")),
        )
    except UnreadableInput as error:
        raise unusable(error.message) from error
    words = found.reason or "" if found else ""
    return (Answered("revocation", found is not None, message=words),)


def _issuer_of(badge: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = badge.get("badge")
    issuer = inner.get("issuer") if isinstance(inner, Mapping) else None
    return issuer if isinstance(issuer, Mapping) else {}
