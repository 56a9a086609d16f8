"""Multikey text: a key with its kind in front, in base58btc.

Source: Controlled Identifiers 1.0, 2.2.2 (Multikey).
"""

from __future__ import annotations

from typing import Literal

from guildmark.credentials.encoding import from_multibase, to_multibase_base58
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys.algorithm import KEY_FACTS, Algorithm

__all__ = ["format_multikey", "parse_multikey"]

Half = Literal["public", "private"]


def parse_multikey(text: str, *, half: Half) -> tuple[Algorithm, bytes]:
    """Read Multikey text and return the kind and the bytes, whose length is checked.

    Args:
        text: ``z…``.
        half: which half of a key pair it must be.

    Raises:
        InvalidKey: another base or kind of key, a second spelling, or a wrong length.
    """
    if not text.startswith("z"):
        raise InvalidKey("A Multikey is base58btc text that starts with z.", code="key_encoding")
    try:
        data = from_multibase(text)
    except CredentialError as error:
        raise InvalidKey(f"This is no Multikey: {error.message}", code="key_encoding") from error
    algorithm = next((name for name in KEY_FACTS if _header(name, half) == data[:2]), None)
    if algorithm is None:
        raise InvalidKey(
            f"This Multikey is no {half} key of a kind that Guildmark uses; Ed25519, P-256, P-384 "
            "and P-521 are.",
            code="key_kind",
        )
    raw = data[2:]
    if format_multikey(algorithm, raw, half=half) != text:
        raise InvalidKey("This Multikey is not in its one normal form.", code="key_encoding")
    facts = KEY_FACTS[algorithm]
    wanted = facts.public_bytes if half == "public" else facts.secret_bytes
    if len(raw) != wanted:
        raise InvalidKey(
            f"A {half} {algorithm} key has {wanted} bytes, this one has {len(raw)}.",
            code="key_length",
        )
    return algorithm, raw


def format_multikey(algorithm: Algorithm, raw: bytes, *, half: Half) -> str:
    """Return the Multikey text of a key.

    Raises:
        InvalidKey: RSA, which Multikey does not have; use a JWK.
    """
    header = _header(algorithm, half)
    if not header:
        raise InvalidKey(
            f"{algorithm} keys have no Multikey form; write this key as a JWK.", code="key_kind"
        )
    return to_multibase_base58(header + raw)


def _header(algorithm: Algorithm, half: Half) -> bytes:
    facts = KEY_FACTS[algorithm]
    return facts.public_header if half == "public" else facts.private_header
