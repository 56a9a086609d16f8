"""The P-256 key that lives for one proof and signs its statements one by one.

Its public half is signed by the issuer within the base signature; its private half is forgotten
as soon as the statements are signed.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.5 (Base Proof Serialization, proofScopedKeyPair).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from guildmark.credentials.errors import InvalidKey

__all__ = ["ScopedKey", "are_signatures_of"]

_HEADER: Final = b"\x80\x24"
_PREHASHED: Final = ec.ECDSA(utils.Prehashed(hashes.SHA256()))


class ScopedKey:
    """A fresh key pair; use it for one proof and drop it."""

    def __init__(self, private_key: ec.EllipticCurvePrivateKey | None = None) -> None:
        self._private_key = private_key or ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> bytes:
        """Multicodec header and compressed point, 35 bytes."""
        return _HEADER + self._private_key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        )

    def sign_each(self, messages: Iterable[bytes]) -> list[bytes]:
        """Return a signature for each message, 64 bytes: r and s over its SHA-256."""
        sign, sha256 = self._private_key.sign, hashlib.sha256
        return [_to_raw(sign(sha256(message).digest(), _PREHASHED)) for message in messages]


def _to_raw(encoded: bytes) -> bytes:
    """Rewrite what our own library has just written, SEQUENCE { r, s }, as r and s.

    Numbers of P-256 have at most 33 bytes in DER, a zero before 32; each length is one byte.
    """
    end = 4 + encoded[3]
    if encoded[3] >= 32 and encoded[end + 1] >= 32:
        return encoded[end - 32 : end] + encoded[-32:]
    r, s = encoded[4:end], encoded[end + 2 :]
    return r[-32:].rjust(32, b"\0") + s[-32:].rjust(32, b"\0")


def are_signatures_of(
    messages: Sequence[bytes], *, signatures: Sequence[bytes], public_key: bytes
) -> bool:
    """Tell whether each signature is the scoped key's over the message at its place.

    Args:
        messages: as many as signatures.
        signatures: 64 bytes each.
        public_key: 35 bytes.

    Raises:
        InvalidKey: the public key is no point on the curve.
    """
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), public_key[len(_HEADER) :]
        )
    except ValueError as error:
        raise InvalidKey(
            "The proof's own public key is no point on the curve P-256.", code="key_point"
        ) from error
    try:
        for message, signature in zip(messages, signatures, strict=True):
            encoded = utils.encode_dss_signature(
                int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
            )
            key.verify(encoded, hashlib.sha256(message).digest(), _PREHASHED)
    except (InvalidSignature, ValueError):
        return False
    return True
