"""``StatusList2021Entry``: revocation and suspension, in the form before Bitstring Status List.

Source: Status List 2021, 4.1 and 5.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guildmark.credentials.status import status_list_2021
from guildmark.credentials.verify.status.asked import Answered, Asking
from guildmark.credentials.verify.status.list_credential import fetch_list

__all__ = ["ask", "purposes_of"]


def purposes_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the one purpose of an entry."""
    return (status_list_2021.parse_entry(entry).purpose,)


def ask(entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
    """Fetch the list and look the entry's bit up."""
    parsed = status_list_2021.parse_entry(entry)
    credential = fetch_list(parsed.list_url, asking)
    answer = status_list_2021.read_status(parsed, credential)
    as_of = credential.get("validFrom", credential.get("issuanceDate"))
    return (Answered(parsed.purpose, answer.is_set, as_of=as_of if isinstance(as_of, str) else ""),)
