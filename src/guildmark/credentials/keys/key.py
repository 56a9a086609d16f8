"""Ed25519 and P-256 key pairs and their Multikey form.

Key bytes are handled by ``cryptography``; here are only the forms and the checks. Private keys
are values in memory: how they are kept at rest is the keystore's business.

Source: Controlled Identifiers 1.0, 2.2.2 (Multikey); RFC 8032; FIPS 186-5.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from guildmark.credentials.encoding import from_multibase, to_multibase_base58
from guildmark.credentials.errors import CredentialError, InvalidKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

__all__ = ["Algorithm", "PrivateKey", "PublicKey"]

Algorithm = Literal["Ed25519", "P-256"]

# Multicodec varints: ed25519-pub, ed25519-priv, p256-pub, p256-priv.
_PUBLIC_HEADERS: Final[dict[bytes, Algorithm]] = {b"\xed\x01": "Ed25519", b"\x80\x24": "P-256"}
_PRIVATE_HEADERS: Final[dict[bytes, Algorithm]] = {b"\x80\x26": "Ed25519", b"\x86\x26": "P-256"}
_PUBLIC_LENGTHS: Final = {"Ed25519": 32, "P-256": 33}
_P256_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that verifies signatures.

    Attributes:
        algorithm: fixes how signatures are verified; nothing in a document can change it.
        raw: 32 bytes for Ed25519, a 33-byte compressed point for P-256.
    """

    algorithm: Algorithm
    raw: bytes

    @classmethod
    def parse(cls, multikey: str) -> PublicKey:
        """Read ``publicKeyMultibase`` text such as ``z6Mk…`` or ``zDn…``.

        Raises:
            InvalidKey: another base or kind of key, a wrong length, or no point on the curve.
        """
        algorithm, raw = _parse_multikey(multikey, _PUBLIC_HEADERS)
        if len(raw) != _PUBLIC_LENGTHS[algorithm]:
            raise InvalidKey(
                f"An {algorithm} public key has {_PUBLIC_LENGTHS[algorithm]} bytes, this one "
                f"has {len(raw)}.",
                code="key_length",
            )
        if algorithm == "P-256":
            from cryptography.hazmat.primitives.asymmetric import ec

            try:
                ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
            except ValueError as error:
                raise InvalidKey(
                    "This P-256 public key is no point on the curve.", code="key_point"
                ) from error
        return cls(algorithm, raw)

    @property
    def multikey(self) -> str:
        """The ``publicKeyMultibase`` text, always base58btc."""
        return _format_multikey(self.algorithm, self.raw, _PUBLIC_HEADERS)

    def is_signature_of(self, data: bytes, *, signature: bytes) -> bool:
        """Tell whether signature is this key's signature over data.

        Args:
            signature: 64 bytes; for P-256 r and s, big-endian, over SHA-256 of data.
        """
        from cryptography.exceptions import InvalidSignature

        if len(signature) != 64:
            return False
        try:
            if self.algorithm == "Ed25519":
                from cryptography.hazmat.primitives.asymmetric import ed25519

                ed25519.Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
            else:
                self._verify_p256(data, signature)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _verify_p256(self, data: bytes, signature: bytes) -> None:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        encoded = utils.encode_dss_signature(
            int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        )
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.raw)
        key.verify(encoded, data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key pair that signs. Its secret is left out of ``repr``.

    Example:
        >>> key = PrivateKey.generate("Ed25519")
        >>> key.public_multikey[:4]
        'z6Mk'
    """

    algorithm: Algorithm
    secret: bytes = field(repr=False)

    @classmethod
    def generate(
        cls, algorithm: Algorithm, random: Callable[[int], bytes] | None = None
    ) -> PrivateKey:
        """Make a new key pair.

        Args:
            algorithm: ``Ed25519`` for ``eddsa-rdfc-2022``; ``P-256`` for keys only, so far.
            random: returns so many unpredictable bytes; the system's generator by default.
        """
        draw = random or secrets.token_bytes
        secret = draw(32)
        # FIPS 186-5, A.2.2: draw again until the number is below the order.
        while algorithm == "P-256" and not 0 < int.from_bytes(secret, "big") < _P256_ORDER:
            secret = draw(32)
        return cls(algorithm, secret)

    @classmethod
    def parse(cls, private_multikey: str) -> PrivateKey:
        """Read ``secretKeyMultibase`` text such as ``z3u2…``.

        Raises:
            InvalidKey: another base or kind of key, or a wrong length.
        """
        algorithm, secret = _parse_multikey(private_multikey, _PRIVATE_HEADERS)
        if len(secret) != 32:
            raise InvalidKey(
                f"A private key has 32 bytes, this one has {len(secret)}.", code="key_length"
            )
        if algorithm == "P-256" and not 0 < int.from_bytes(secret, "big") < _P256_ORDER:
            raise InvalidKey("This P-256 private key is out of range.", code="key_point")
        return cls(algorithm, secret)

    @property
    def private_multikey(self) -> str:
        """The secret as ``secretKeyMultibase`` text. Keep it as you would keep the key."""
        return _format_multikey(self.algorithm, self.secret, _PRIVATE_HEADERS)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        from cryptography.hazmat.primitives import serialization

        if self.algorithm == "P-256":
            raw = (
                self._p256()
                .public_key()
                .public_bytes(
                    serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
                )
            )
        else:
            from cryptography.hazmat.primitives.asymmetric import ed25519

            raw = (
                ed25519.Ed25519PrivateKey.from_private_bytes(self.secret)
                .public_key()
                .public_bytes_raw()
            )
        return PublicKey(self.algorithm, raw)

    @property
    def public_multikey(self) -> str:
        """The public half as Multikey text: ``z6Mk…`` or ``zDn…``."""
        return self.public_key.multikey

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte signature over data; for P-256 r and s over SHA-256 of data."""
        if self.algorithm == "Ed25519":
            from cryptography.hazmat.primitives.asymmetric import ed25519

            return ed25519.Ed25519PrivateKey.from_private_bytes(self.secret).sign(data)
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        digest = hashlib.sha256(data).digest()
        encoded = self._p256().sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        r, s = utils.decode_dss_signature(encoded)
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def _p256(self) -> EllipticCurvePrivateKey:
        from cryptography.hazmat.primitives.asymmetric import ec

        return ec.derive_private_key(int.from_bytes(self.secret, "big"), ec.SECP256R1())


def _parse_multikey(text: str, headers: dict[bytes, Algorithm]) -> tuple[Algorithm, bytes]:
    if not text.startswith("z"):
        raise InvalidKey("A Multikey is base58btc text that starts with z.", code="key_encoding")
    try:
        data = from_multibase(text)
    except CredentialError as error:
        raise InvalidKey(f"This is no Multikey: {error.message}", code="key_encoding") from error
    algorithm = headers.get(data[:2])
    if algorithm is None:
        raise InvalidKey(
            "This Multikey is of a kind that Guildmark does not use; Ed25519 and P-256 are.",
            code="key_kind",
        )
    if _format_multikey(algorithm, data[2:], headers) != text:
        raise InvalidKey("This Multikey is not in its one normal form.", code="key_encoding")
    return algorithm, data[2:]


def _format_multikey(algorithm: Algorithm, raw: bytes, headers: dict[bytes, Algorithm]) -> str:
    header = next(header for header, name in headers.items() if name == algorithm)
    return to_multibase_base58(header + raw)
