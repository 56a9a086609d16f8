"""The JSON of status lists and of the entries that point into them.

Source: Bitstring Status List 1.0, 2.1 (BitstringStatusListEntry) and 2.2
(BitstringStatusListCredential).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    JsonObject,
    format_datetime,
)
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status.bitstring import Bitstring

__all__ = [
    "Purpose",
    "StatusEntry",
    "build_status_entry",
    "build_status_list_credential",
    "parse_status_entry",
    "read_bitstring",
]

# Revocation is for ever, suspension may end.
Purpose = Literal["revocation", "suspension"]

_MAX_INDEX_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """Where a credential's status stands.

    Attributes:
        list_url: address of the status list credential.
        index: place in the list, from 0.
        purpose: ``revocation``, ``suspension`` or another that the list names.
    """

    list_url: str
    index: int
    purpose: str


def build_status_entry(*, list_url: str, index: int, purpose: Purpose) -> JsonObject:
    """Return the ``credentialStatus`` of a credential.

    Source: Bitstring Status List 1.0, 2.1.
    """
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


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
        StatusListInvalid: a field is missing or malformed, or entries are wider than one bit.

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
    if entry.get("statusSize", 1) != 1:
        raise _malformed("only entries of one bit are supported (statusSize 1)")
    return StatusEntry(list_url=list_url, index=int(index), purpose=purpose)


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
        raise _unusable(f"The list is for {purposes!r}, not for {purpose!r}.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _unusable("The list has no encodedList text.")
    return Bitstring.decode(encoded)


def _malformed(problem: str) -> StatusListInvalid:
    return StatusListInvalid(
        f"The credentialStatus entry is malformed: {problem}.", code="MALFORMED_VALUE_ERROR"
    )


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")
