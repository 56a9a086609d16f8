"""``1EdTechRevocationList``: a plain, unsigned list of revoked ids at the issuer's address.

Nobody signs the list, so what it says is only as good as the address it came from: it is believed
when that address is on the issuer's own host. Elsewhere it can not be relied on.

Source: 1EdTech Revocation List Status Method 1.0; Open Badges 3.0, B.6.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import InvalidKey, UnreadableInput
from guildmark.credentials.keys import did_web_url
from guildmark.credentials.status import revocation_list
from guildmark.credentials.verify.status.asked import Answered, Asking, unusable

__all__ = ["ask", "purposes_of"]

_ACCEPT: Final = "application/json, application/ld+json"
_MAX_LIST_BYTES: Final = 1024 * 1024


def purposes_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the one purpose of such lists."""
    revocation_list.parse_entry(entry)
    return ("revocation",)


def ask(entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
    """Fetch the list and look for the credential's id."""
    url = revocation_list.parse_entry(entry).partition("#")[0]
    credential_id = asking.document.get("id")
    if not isinstance(credential_id, str) or asking.issuer is None:
        raise unusable("the credential has no id by which a list could name it.")
    if _host_of(url) is None or _host_of(url) != _host_of(asking.issuer):
        raise unusable(
            "nobody signs such a list, and it is not at the issuer's own address, so anybody "
            "could have written it."
        )
    try:
        listed = parse_json(asking.sources.document(url, accept=_ACCEPT), max_bytes=_MAX_LIST_BYTES)
    except UnreadableInput as error:
        raise unusable(error.message) from error
    if not isinstance(listed, dict):
        raise unusable("it is no JSON object.")
    answer = revocation_list.read_status(
        listed, credential_id=credential_id, issuer_id=asking.issuer
    )
    return (Answered("revocation", answer.is_set, message=answer.message or ""),)


def _host_of(name: str) -> str | None:
    """Return the host and port of an https address or a did:web; None for anything else."""
    try:
        url = did_web_url(name) if name.startswith("did:web:") else name
        parts = urlsplit(url)
        port = parts.port or 443
    except (InvalidKey, ValueError):
        return None
    return f"{parts.hostname}:{port}" if parts.scheme == "https" and parts.hostname else None
