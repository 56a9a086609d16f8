"""Multibase, base58btc, base64url and multihash: how keys, proofs and digests are written.

Only the two bases that the Data Integrity family uses: ``z`` base58btc and ``u`` base64url
without padding.

Source: Controlled Identifiers 1.0, 2.4 (Multibase) and 2.5 (Multihash).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from guildmark.credentials.errors import UnreadableInput

__all__ = [
    "from_base64url",
    "from_multibase",
    "sha256_multibase",
    "to_base64url",
    "to_multibase_base58",
    "to_multibase_base64url",
]

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PAIRS: Final = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_NUMBERS: Final = {pair: number for number, pair in enumerate(_PAIRS)}
_TWO_DIGITS: Final = 58**2
_FOUR_DIGITS: Final = 58**4
_TEN_DIGITS: Final = 58**10
# Base58 takes quadratic time: nothing we read in it is longer than a P-384 signature.
_MAX_BASE58_LENGTH: Final = 256
# Multihash header of SHA-256: code 0x12, length 32.
_SHA256_HEADER: Final = bytes((0x12, 0x20))


def to_base64url(data: bytes) -> str:
    """Encode without padding. Source: RFC 4648, 5."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Decode text without padding, refusing any second spelling of the same bytes.

    Raises:
        UnreadableInput: a character outside the alphabet, padding, or stray last bits.

    Source: RFC 4648, 5.
    """
    try:
        raw = text.encode("ascii")
        if b"+" in raw or b"/" in raw or b"=" in raw:
            raise ValueError("a character of another alphabet")
        data = base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (ValueError, binascii.Error) as error:
        raise UnreadableInput(f"This is not base64url: {error}.", code="base64url") from error
    if to_base64url(data) != text:
        raise UnreadableInput("This base64url text has stray bits at its end.", code="base64url")
    return data


def to_multibase_base58(data: bytes) -> str:
    """Encode as multibase base58btc, ``z…``."""
    number = int.from_bytes(data, "big")
    pairs: list[str] = []
    # Ten digits at a time: long numbers divide slowly.
    while number:
        number, ten = divmod(number, _TEN_DIGITS)
        high, low = divmod(ten, _FOUR_DIGITS)
        top, middle = divmod(high, _FOUR_DIGITS)
        pairs += (
            _PAIRS[low % _TWO_DIGITS],
            _PAIRS[low // _TWO_DIGITS],
            _PAIRS[middle % _TWO_DIGITS],
            _PAIRS[middle // _TWO_DIGITS],
            _PAIRS[top],
        )
    pairs.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(pairs).lstrip("1")


def to_multibase_base64url(data: bytes) -> str:
    """Encode as multibase base64url without padding, ``u…``."""
    return "u" + to_base64url(data)


def from_multibase(text: str) -> bytes:
    """Decode ``z…`` (base58btc) or ``u…`` (base64url without padding).

    Raises:
        UnreadableInput: another base, a wrong character, or base58 longer than any key.
    """
    if text.startswith("u"):
        return from_base64url(text[1:])
    if not text.startswith("z"):
        raise UnreadableInput(
            "Multibase text must start with z (base58btc) or u (base64url).", code="multibase"
        )
    if len(text) > _MAX_BASE58_LENGTH:
        raise UnreadableInput(
            f"This base58 text has {len(text)} characters; no key or signature needs more than "
            f"{_MAX_BASE58_LENGTH}.",
            code="multibase",
        )
    digits = text[1:]
    # Leading ones are zeros, so a whole number of tens can be made with them.
    padded = "1" * (-len(digits) % 10) + digits
    number = 0
    try:
        # Ten digits at a time, for long numbers multiply slowly; two at a time looked up.
        for start in range(0, len(padded), 10):
            number = number * _TEN_DIGITS + (
                (
                    (
                        _NUMBERS[padded[start : start + 2]] * _TWO_DIGITS
                        + _NUMBERS[padded[start + 2 : start + 4]]
                    )
                    * _TWO_DIGITS
                    + _NUMBERS[padded[start + 4 : start + 6]]
                )
                * _FOUR_DIGITS
                + _NUMBERS[padded[start + 6 : start + 8]] * _TWO_DIGITS
                + _NUMBERS[padded[start + 8 : start + 10]]
            )
    except KeyError as error:
        wrong = next(character for character in digits if character not in _ALPHABET)
        raise UnreadableInput(
            f"{wrong!r} is not a base58btc character.", code="multibase"
        ) from error
    body = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return b"\0" * (len(digits) - len(digits.lstrip("1"))) + body


def sha256_multibase(data: bytes) -> str:
    """Return the SHA-256 of data as a ``digestMultibase`` value (multihash in base64url, ``uEi…``).

    Source: VC Data Model 2.0, 5.3 (digestMultibase); Controlled Identifiers 1.0, 2.5.
    """
    return to_multibase_base64url(_SHA256_HEADER + hashlib.sha256(data).digest())
