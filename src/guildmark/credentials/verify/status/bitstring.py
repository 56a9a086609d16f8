"""``BitstringStatusListEntry``: revocation, suspension, message, refresh.

Source: Bitstring Status List 1.0, 2.1 and 3.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guildmark.credentials.status import parse_status_entry, read_status
from guildmark.credentials.verify.status.asked import Answered, Asking
from guildmark.credentials.verify.status.list_credential import fetch_list

__all__ = ["ask", "purposes_of"]


def purposes_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the one purpose of an entry."""
    return (parse_status_entry(entry).purpose,)


def ask(entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
    """Fetch the list and look the entry's bits up."""
    parsed = parse_status_entry(entry)
    credential = fetch_list(parsed.list_url, asking)
    answer = read_status(parsed, credential)
    as_of = credential.get("validFrom")
    return (
        Answered(
            parsed.purpose,
            answer.is_set,
            message=answer.message or "",
            as_of=as_of if isinstance(as_of, str) else "",
        ),
    )
