"""Which standard a document follows, by its contexts and types alone; nothing is checked.

Source: Open Badges 3.0, 1.2 and B; Comprehensive Learner Record 2.0, B; VC Data Model 1.1, 4.1
and 2.0, 4.3; Open Badges 2.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import CREDENTIALS_V2_CONTEXT, JsonValue

__all__ = [
    "CREDENTIALS_V1_CONTEXT",
    "OPEN_BADGES_2_CONTEXTS",
    "is_open_badges_2",
    "is_vc_1_1",
    "profile_of",
    "types_of",
]

CREDENTIALS_V1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES_2_CONTEXTS: Final = frozenset(
    {"https://w3id.org/openbadges/v2", "https://openbadgespec.org/v2/context.json"}
)
_OPEN_BADGES_1_CONTEXTS: Final = frozenset(
    {"https://w3id.org/openbadges/v1", "https://openbadgespec.org/v1/context.json"}
)
_OPEN_BADGES_2_TYPES: Final = frozenset(
    {"Assertion", "BadgeClass", "Issuer", "Profile", "RevocationList", "CryptographicKey"}
)
# Most special first; VC-JWT and other tokens are told apart by their envelope, not here.
_PROFILES: Final = (
    ("ClrCredential", "Comprehensive Learner Record 2.0"),
    ("OpenBadgeCredential", "Open Badges 3.0"),
    ("AchievementCredential", "Open Badges 3.0"),
    ("EndorsementCredential", "Open Badges 3.0 endorsement"),
    ("BitstringStatusListCredential", "Bitstring Status List 1.0"),
    ("StatusList2021Credential", "Status List 2021"),
    ("EnvelopedVerifiableCredential", "VC-JOSE-COSE"),
    ("EnvelopedVerifiablePresentation", "VC-JOSE-COSE"),
    ("VerifiablePresentation", "Verifiable Presentation"),
)


def types_of(value: JsonValue) -> tuple[str, ...]:
    """Return the texts under ``type`` of a JSON object, in order; () for anything else."""
    listed = value.get("type") if isinstance(value, Mapping) else None
    return tuple(
        t for t in (listed if isinstance(listed, list) else [listed]) if isinstance(t, str)
    )


def profile_of(document: Mapping[str, Any]) -> str | None:
    """Name the standard that a document claims to follow; None when it is none we know.

    Returns:
        For example ``Open Badges 3.0``, ``Open Badges 3.0 (VC Data Model 1.1)``,
        ``Comprehensive Learner Record 2.0``, ``VC Data Model 2.0``, ``Open Badges 2.0 (hosted)``,
        ``Open Badges 2.0 (signed)``, ``Open Badges 2.0`` (a badge class, issuer, key or list) or
        ``Open Badges 1``, which nothing here checks.
    """
    types = types_of(document)
    for name, profile in _PROFILES:
        if name in types:
            is_older = is_vc_1_1(document) and name != "StatusList2021Credential"
            return f"{profile} (VC Data Model 1.1)" if is_older else profile
    if "VerifiableCredential" in types:
        return "VC Data Model 1.1" if is_vc_1_1(document) else "VC Data Model 2.0"
    if is_open_badges_2(document):
        return _open_badges_2_profile(document)
    return "Open Badges 1" if _is_open_badges_1(document) else None


def is_vc_1_1(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is in the dress of the VC Data Model 1.1: its first context."""
    contexts = _contexts(document)
    return contexts[:1] == [CREDENTIALS_V1_CONTEXT] or (
        CREDENTIALS_V1_CONTEXT in contexts and CREDENTIALS_V2_CONTEXT not in contexts
    )


def is_open_badges_2(document: Mapping[str, Any]) -> bool:
    """Tell whether a document is an object of Open Badges 2.0 or 2.1."""
    contexts = _contexts(document)
    if any(isinstance(url, str) and url in OPEN_BADGES_2_CONTEXTS for url in contexts):
        return "VerifiableCredential" not in types_of(document)
    return not contexts and bool(_OPEN_BADGES_2_TYPES & set(types_of(document)))


def _open_badges_2_profile(document: Mapping[str, Any]) -> str:
    verification = document.get("verification", document.get("verify"))
    kinds = set(types_of(verification))
    if "Assertion" in types_of(document) or "badge" in document:
        if kinds & {"hosted", "HostedBadge"}:
            return "Open Badges 2.0 (hosted)"
        if kinds & {"signed", "SignedBadge"}:
            return "Open Badges 2.0 (signed)"
    return "Open Badges 2.0"


def _is_open_badges_1(document: Mapping[str, Any]) -> bool:
    contexts = _contexts(document)
    if any(isinstance(url, str) and url in _OPEN_BADGES_1_CONTEXTS for url in contexts):
        return True
    # 1.0 and 0.5 had neither contexts nor types.
    return not contexts and {"recipient", "badge"} <= document.keys()


def _contexts(document: Mapping[str, Any]) -> list[Any]:
    contexts = document.get("@context")
    return contexts if isinstance(contexts, list) else [] if contexts is None else [contexts]
