"""1EdTechRevocationList: a plain list of ids of revoked credentials. Read, never written.

The list is an unsigned JSON document that the issuer serves: who can answer for its address can
revoke and un-revoke. It also shows which credentials were revoked, and asking for it shows the
issuer that somebody looks; Guildmark issues with bitstring lists instead.

Source: 1EdTech Revocation List Status Method 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status.documents import StatusAnswer

__all__ = ["ENTRY_TYPE", "MAX_REVOKED", "parse_entry", "read_status"]

ENTRY_TYPE: Final = "1EdTechRevocationList"
# A list of a megabyte has about ten thousand; one far larger was not meant for a verifier.
MAX_REVOKED: Final = 200_000


def parse_entry(entry: Mapping[str, Any]) -> str:
    """Return the address of the list that a ``credentialStatus`` of this type names.

    Raises:
        StatusListInvalid: there is no address (``MALFORMED_VALUE_ERROR``).
    """
    url = entry.get("id")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise StatusListInvalid(
            "The credentialStatus entry is malformed: its id must be the list's address.",
            code="MALFORMED_VALUE_ERROR",
        )
    return url


def read_status(document: Mapping[str, Any], *, credential_id: str, issuer_id: str) -> StatusAnswer:
    """Say whether a credential is in a revocation list.

    Args:
        document: the list as it was fetched; JSON that was read with limits.
        credential_id: id of the credential, compared as text.
        issuer_id: id of its issuer; the list must be by the same.

    Returns:
        Purpose ``revocation``; the message is the issuer's reason, where one is given.

    Raises:
        StatusListInvalid: not such a list, or another issuer's (``STATUS_VERIFICATION_ERROR``).
    """
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    if found != issuer_id:
        raise _unusable("The revocation list is by another issuer than the credential.")
    listed = document.get("revokedCredentials", document.get("revokedCredential"))
    if listed is None:
        raise _unusable("The document has no revokedCredentials, so it is no revocation list.")
    items = listed if isinstance(listed, list) else [listed]
    if len(items) > MAX_REVOKED:
        raise _unusable(f"The revocation list has more than {MAX_REVOKED:,} entries.")
    answer = StatusAnswer(purpose="revocation", value=0)
    for item in items:
        revoked = item.get("id") if isinstance(item, Mapping) else item
        if not isinstance(revoked, str):
            raise _unusable("An entry of the revocation list has no id.")
        # An entry that says "revoked: false" is a revocation taken back.
        if revoked.strip() == credential_id.strip() and not (
            isinstance(item, Mapping) and item.get("revoked") is False
        ):
            reason = item.get("revocationReason") if isinstance(item, Mapping) else None
            answer = StatusAnswer(
                purpose="revocation",
                value=1,
                message=reason[:1000] if isinstance(reason, str) else None,
            )
    return answer


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")
