"""StatusList2021: the older form of bitstring status lists. Read, never written.

The same bits, but without the multibase letter, without a lower bound that all issuers kept, and
by the context ``https://w3id.org/vc/status-list/2021/v1``. Lists shorter than 131,072 entries are
refused here too: the standard asks for 16 KB.

Source: Status List 2021 (W3C Community Group draft of 2023), 4.1, 4.2 and 5.3.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status.bitstring import MAX_LIST_BYTES, Bitstring
from guildmark.credentials.status.documents import StatusAnswer, StatusEntry, parse_status_entry

__all__ = ["CREDENTIAL_TYPE", "ENTRY_TYPE", "parse_entry", "read_bitstring", "read_status"]

ENTRY_TYPE: Final = "StatusList2021Entry"
CREDENTIAL_TYPE: Final = "StatusList2021Credential"


def parse_entry(entry: Mapping[str, Any]) -> StatusEntry:
    """Read one ``credentialStatus`` object of type ``StatusList2021Entry``.

    Raises:
        StatusListInvalid: a field is missing or malformed (``MALFORMED_VALUE_ERROR``).

    Source: Status List 2021, 4.1.
    """
    one_bit = {key: value for key, value in entry.items() if not key.startswith("statusSize")}
    one_bit.pop("statusMessage", None)
    return parse_status_entry(one_bit)


def read_status(entry: StatusEntry, credential: Mapping[str, Any]) -> StatusAnswer:
    """Look one entry up in a list whose signature, issuer and dates have been checked.

    Raises:
        StatusListInvalid: not such a list, too short, or without that place.
    """
    bits = read_bitstring(credential, purpose=entry.purpose)
    return StatusAnswer(purpose=entry.purpose, value=int(bits.get(entry.index)))


def read_bitstring(credential: Mapping[str, Any], *, purpose: str) -> Bitstring:
    """Take the bits out of a ``StatusList2021Credential`` that has been verified already.

    Args:
        credential: its signature, issuer and dates are the caller's to check first.
        purpose: the purpose that the credential's entry names; the list must serve it.

    Raises:
        StatusListInvalid: not such a credential, another purpose, or bits that can not be read.

    Source: Status List 2021, 5.3 (Validate Algorithm).
    """
    types = credential.get("type")
    if CREDENTIAL_TYPE not in (types if isinstance(types, list) else [types]):
        raise _unusable(f"The document is not of type {CREDENTIAL_TYPE}.")
    subject = credential.get("credentialSubject")
    if not isinstance(subject, Mapping) or subject.get("type") not in (
        "StatusList2021",
        ["StatusList2021"],
    ):
        raise _unusable("Its subject is not of type StatusList2021.")
    found = subject.get("statusPurpose")
    if purpose not in (found if isinstance(found, list) else [found]):
        raise _unusable(f"The list is for {str(found)[:60]!r}, not for {purpose[:60]!r}.")
    encoded = subject.get("encodedList")
    if not isinstance(encoded, str):
        raise _unusable("The list has no encodedList text.")
    return Bitstring.unpack(_decode(encoded))


def _decode(text: str) -> bytes:
    """Read base64 of either alphabet: the draft's text and its example differ."""
    if len(text) > 2 * MAX_LIST_BYTES:
        raise _unusable("The encoded list is too large.")
    try:
        raw = text.encode("ascii").translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise _unusable(f"The encoded list is not base64: {error}.") from error


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")
