"""The JSON of bitstring status lists and of the entries that point into them.

Not here: the older lists (``status_list_2021``, ``revocation_list``).

Source: Bitstring Status List 1.0, 2.1 (BitstringStatusListEntry) and 2.2
(BitstringStatusListCredential).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    JsonObject,
    format_datetime,
)
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status.bitstring import MAX_ENTRY_BITS, Bitstring

__all__ = [
    "Purpose",
    "StatusAnswer",
    "StatusEntry",
    "build_status_entry",
    "build_status_list_credential",
    "parse_status_entry",
    "read_bitstring",
    "read_status",
    "time_to_live",
]

# Revocation is for ever, suspension may end, refresh says that a newer credential is to be had,
# and message gives each value a text.
Purpose = Literal["revocation", "suspension", "refresh", "message"]

_MAX_INDEX_DIGITS: Final = 12
_MAX_MESSAGE_LENGTH: Final = 1000
# What a list says about its keeping when it says nothing (Bitstring Status List, 2.2).
_DEFAULT_TTL: Final = timedelta(milliseconds=300_000)
_LONGEST_TTL: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status stands.

    Attributes:
        list_url: address of the status list credential.
        index: place in the list, from 0.
        purpose: ``revocation``, ``suspension``, ``refresh``, ``message`` or another.
        bits: width of each entry (``statusSize``), 1 to 8.
        messages: for the purpose ``message``, one text for each value from 0.
        references: addresses that explain the statuses (``statusReference``).
    """

    list_url: str
    index: int
    purpose: str
    bits: int = 1
    messages: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusAnswer:
    """What a list says about one entry.

    Attributes:
        purpose: what the value is about.
        value: 0 when nothing is to be said; 1, or up to 255 for wider entries, otherwise.
        message: the entry's text for the value, with the purpose ``message``; else None.
    """

    purpose: str
    value: int
    message: str | None = None

    @property
    def is_set(self) -> bool:
        """Whether the list says that the purpose holds: revoked, suspended, to be refreshed."""
        return self.value != 0


def build_status_entry(
    *,
    list_url: str,
    index: int,
    purpose: Purpose,
    messages: Sequence[str] = (),
    references: Sequence[str] = (),
) -> JsonObject:
    """Return the ``credentialStatus`` of a credential.

    Args:
        list_url: address of the list.
        index: place in it, from 0.
        purpose: what a value other than 0 means.
        messages: for the purpose ``message``: one text for each value; 2, 4, 8 … 256 of them.
        references: addresses that explain the statuses.

    Source: Bitstring Status List 1.0, 2.1.
    """
    entry: JsonObject = {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if (purpose == "message") != bool(messages):
        raise ValueError("messages belong to the purpose message, and only to it")
    if messages:
        bits = (len(messages) - 1).bit_length()
        if len(messages) != 1 << bits or not 1 <= bits <= MAX_ENTRY_BITS:
            raise ValueError("there is one message for each value: 2, 4, 8 and so on, up to 256")
        entry["statusSize"] = bits
        entry["statusMessage"] = [
            {"status": hex(value), "message": text} for value, text in enumerate(messages)
        ]
    if references:
        entry["statusReference"] = references[0] if len(references) == 1 else list(references)
    return entry


def build_status_list_credential(
    *,
    id: str,
    issuer: str,
    purpose: Purpose,
    bitstring: Bitstring,
    valid_from: datetime,
    valid_until: datetime,
    ttl: timedelta,
) -> JsonObject:
    """Return the unsigned credential that publishes a list; sign it with ``sign_credential``.

    Args:
        id: address at which it will be published.
        issuer: the DID that also issues the credentials in the list.
        purpose: what a set bit means.
        bitstring: the bits.
        valid_from: start of validity.
        valid_until: from then on readers must not rely on this copy.
        ttl: how long readers may keep a copy; also the promise of how soon a change is seen.

    Source: Bitstring Status List 1.0, 2.2.
    """
    return {
        "@context": [CREDENTIALS_V2_CONTEXT],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": format_datetime(valid_from),
        "validUntil": format_datetime(valid_until),
        "credentialSubject": {
            "id": f"{id}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bitstring.encode(),
            "ttl": int(ttl.total_seconds() * 1000),
        },
    }


def parse_status_entry(entry: Mapping[str, Any]) -> StatusEntry:
    """Read one ``credentialStatus`` object of type ``BitstringStatusListEntry``.

    Raises:
        StatusListInvalid: a field is missing or malformed (``MALFORMED_VALUE_ERROR``).

    Source: Bitstring Status List 1.0, 2.1.
    """
    index = entry.get("statusListIndex")
    list_url = entry.get("statusListCredential")
    purpose = entry.get("statusPurpose")
    if not isinstance(list_url, str) or not isinstance(purpose, str):
        raise _malformed("statusListCredential and statusPurpose must be text")
    if isinstance(index, int) and not isinstance(index, bool):
        index = str(index)
    if (
        not isinstance(index, str)
        or not (index.isascii() and index.isdigit())
        or len(index) > _MAX_INDEX_DIGITS
    ):
        raise _malformed("statusListIndex must be a whole number from 0, written as text")
    bits = entry.get("statusSize", 1)
    if isinstance(bits, bool) or not isinstance(bits, int) or not 1 <= bits <= MAX_ENTRY_BITS:
        raise _malformed(f"statusSize must be a whole number from 1 to {MAX_ENTRY_BITS}")
    messages = _parse_messages(entry.get("statusMessage"), bits=bits)
    if purpose == "message" and not messages:
        raise _malformed("the purpose message asks for statusMessage")
    if bits > 1 and not messages:
        raise _malformed("a statusSize over 1 asks for statusMessage")
    return StatusEntry(
        list_url=list_url,
        index=int(index),
        purpose=purpose,
        bits=bits,
        messages=messages,
        references=_parse_references(entry.get("statusReference")),
    )


def read_status(entry: StatusEntry, credential: Mapping[str, Any]) -> StatusAnswer:
    """Look one entry up in a status list credential that has been verified already.

    Args:
        entry: as ``parse_status_entry`` reads it.
        credential: its signature, issuer and dates are the caller's to check first.

    Raises:
        StatusListInvalid: not such a list (``STATUS_VERIFICATION_ERROR``), too short
            (``STATUS_LIST_LENGTH_ERROR``), or without that place (``RANGE_ERROR``).

    Source: Bitstring Status List 1.0, 3.2 (Validate Algorithm), steps 5 to 12.
    """
    bits = read_bitstring(credential, purpose=entry.purpose)
    value = bits.get_value(entry.index, bits=entry.bits)
    return StatusAnswer(
        purpose=entry.purpose,
        value=value,
        message=entry.messages[value] if entry.messages else None,
    )


def read_bitstring(credential: Mapping[str, Any], *, purpose: str) -> Bitstring:
    """Take the bits out of a status list credential that has been verified already.

    Args:
        credential: its signature, issuer and dates are the caller's to check first.
        purpose: the purpose that the credential's entry names; the list must serve it.

    Raises:
        StatusListInvalid: not such a credential, another purpose, or bits that can not be read.

    Source: Bitstring Status List 1.0, 3.2 (Validate Algorithm), steps 5 to 9.
    """
    types = credential.get("type")
    if "BitstringStatusListCredential" not in (types if isinstance(types, list) else [types]):
        raise _unusable("The document is not of type BitstringStatusListCredential.")
    subject = credential.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") not in (
        "BitstringStatusList",
        ["BitstringStatusList"],
    ):
        raise _unusable("Its subject is not of type BitstringStatusList.")
    purposes = subject.get("statusPurpose")
    if purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise _unusable(f"The list is for {str(purposes)[:60]!r}, not for {purpose[:60]!r}.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _unusable("The list has no encodedList text.")
    return Bitstring.decode(encoded)


def time_to_live(credential: Mapping[str, Any]) -> timedelta:
    """Return for how long a copy of a list may be kept before it is asked for anew.

    Args:
        credential: a status list credential; ``ttl`` stands in its subject, in milliseconds.

    Returns:
        Five minutes where the list does not say; never more than a year. ``validUntil`` ends a
        copy's life earlier than this, and never later.

    Raises:
        StatusListInvalid: ``ttl`` is no number from 0 (``MALFORMED_VALUE_ERROR``).

    Source: Bitstring Status List 1.0, 2.2 (ttl).
    """
    subject = credential.get("credentialSubject")
    ttl = subject.get("ttl") if isinstance(subject, Mapping) else None
    if ttl is None:
        return _DEFAULT_TTL
    if isinstance(ttl, bool) or not isinstance(ttl, (int, float)) or not ttl >= 0:
        raise _malformed("ttl must be a number of milliseconds")
    return min(timedelta(milliseconds=min(ttl, 10**12)), _LONGEST_TTL)


def _parse_messages(listed: Any, *, bits: int) -> tuple[str, ...]:
    """Return the text for each value from 0; the standard asks for one for each."""
    if listed is None:
        return ()
    if not isinstance(listed, list):
        raise _malformed("statusMessage must be a list")
    texts: dict[int, str] = {}
    for item in listed:
        status = item.get("status") if isinstance(item, Mapping) else None
        message = item.get("message") if isinstance(item, Mapping) else None
        value = _parse_hex(status)
        if value is None or not isinstance(message, str) or len(message) > _MAX_MESSAGE_LENGTH:
            raise _malformed("each statusMessage has a status like 0x1 and a message")
        if value in texts:
            raise _malformed(f"statusMessage has two texts for {hex(value)}")
        texts[value] = message
    if texts.keys() != set(range(1 << bits)):
        raise _malformed(f"statusMessage must have one text for each of the {1 << bits} values")
    return tuple(texts[value] for value in range(1 << bits))


def _parse_hex(status: Any) -> int | None:
    if not isinstance(status, str) or not status.startswith("0x") or not 3 <= len(status) <= 4:
        return None
    digits = status[2:]
    return int(digits, 16) if all(d in "0123456789abcdefABCDEF" for d in digits) else None


def _parse_references(listed: Any) -> tuple[str, ...]:
    items = listed if isinstance(listed, list) else [] if listed is None else [listed]
    if not all(isinstance(item, str) for item in items):
        raise _malformed("statusReference must be one address or a list of them")
    return tuple(items)


def _malformed(problem: str) -> StatusListInvalid:
    return StatusListInvalid(
        f"The credentialStatus entry is malformed: {problem}.", code="MALFORMED_VALUE_ERROR"
    )


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")
