"""Key pairs that sign and verify: Ed25519, ECDSA on three curves, RSA.

Key bytes are handled by libsodium for Ed25519 (``ed25519``) and by ``cryptography`` for the rest;
one of them alone verifies each kind, and here are only the forms and the checks. Private keys are
values in memory: how they are kept at rest is the keystore's business.

ECDSA signatures are r and s side by side. Both s and order - s verify, as in JOSE and Data
Integrity: the signature is no identifier of what it signs.

Source: Controlled Identifiers 1.0, 2.2.2 (Multikey) and 2.2.3 (JsonWebKey); RFC 8032; FIPS 186-5;
RFC 8017, 8.2.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from guildmark.credentials.encoding import JsonObject, canonicalize_jcs, to_base64url
from guildmark.credentials.keys.algorithm import KEY_FACTS, Algorithm, curve_of, hash_of, order_of
from guildmark.credentials.keys.ed25519 import is_signature_valid, load_signer
from guildmark.credentials.keys.half import (
    check_public_half,
    check_secret_range,
    public_half_of,
)
from guildmark.credentials.keys.jwk import (
    format_private_jwk,
    format_public_jwk,
    parse_private_jwk,
    parse_public_jwk,
)
from guildmark.credentials.keys.multikey import format_multikey, parse_multikey
from guildmark.credentials.keys.rsa import generate_rsa, load_rsa_private, load_rsa_public

__all__ = ["Algorithm", "PrivateKey", "PublicKey"]


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key that verifies signatures.

    Attributes:
        algorithm: fixes how signatures are verified; nothing in a document can change it.
        raw: 32 bytes for Ed25519; a compressed point (33, 49 or 67 bytes) for P-256, P-384 and
            P-521; DER SubjectPublicKeyInfo for RSA.
    """

    algorithm: Algorithm
    raw: bytes

    @classmethod
    def parse(cls, multikey: str) -> PublicKey:
        """Read ``publicKeyMultibase`` text such as ``z6Mk…``, ``zDn…``, ``z82L…`` or ``z2J9…``.

        Raises:
            InvalidKey: another base or kind of key, a wrong length, no point on the curve, or a
                weak one.
        """
        algorithm, raw = parse_multikey(multikey, half="public")
        check_public_half(algorithm, raw)
        return cls(algorithm, raw)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PublicKey:
        """Read a JSON Web Key: OKP Ed25519, EC P-256, P-384 or P-521, RSA of 2,048 bits or more.

        Raises:
            InvalidKey: another kind of key, one for another algorithm or use, a wrong length, no
                point on the curve, or a key published with its private half.

        Source: RFC 7517, 4; RFC 7518, 6; RFC 8037, 2.
        """
        algorithm, raw = parse_public_jwk(jwk)
        return cls(algorithm, raw)

    @property
    def multikey(self) -> str:
        """The ``publicKeyMultibase`` text, always base58btc; RSA raises ``InvalidKey``."""
        return format_multikey(self.algorithm, self.raw, half="public")

    def to_jwk(self) -> JsonObject:
        """Return the JSON Web Key with the members that make the key, and no others."""
        return format_public_jwk(self.algorithm, self.raw)

    @property
    def jwk_thumbprint(self) -> str:
        """The SHA-256 thumbprint of the JWK in base64url. Source: RFC 7638, 3."""
        return to_base64url(hashlib.sha256(canonicalize_jcs(self.to_jwk())).digest())

    @property
    def jose_algorithm(self) -> str:
        """The one ``alg`` that this key verifies in JOSE: EdDSA, ES256, ES384, ES512 or RS256."""
        return KEY_FACTS[self.algorithm].jose

    def is_signature_of(self, data: bytes, *, signature: bytes) -> bool:
        """Tell whether signature is this key's signature over data.

        Args:
            signature: 64 bytes for Ed25519; for ECDSA r and s, big-endian, 64, 96 or 132 bytes in
                all, over the hash of the curve (SHA-256, 384, 512); for RSA PKCS#1 v1.5 over
                SHA-256, as long as the modulus.
        """
        if self.algorithm == "Ed25519":
            return is_signature_valid(signature, data, public=self.raw)
        from cryptography.exceptions import InvalidSignature

        wanted = KEY_FACTS[self.algorithm].signature_bytes
        if wanted and len(signature) != wanted:
            return False
        try:
            if self.algorithm == "RSA":
                self._verify_rsa(data, signature)
            else:
                self._verify_ecdsa(data, signature)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _verify_rsa(self, data: bytes, signature: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric import padding

        key = load_rsa_public(self.raw)
        key.verify(signature, data, padding.PKCS1v15(), hash_of("RSA"))

    def _verify_ecdsa(self, data: bytes, signature: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        half = len(signature) // 2
        encoded = utils.encode_dss_signature(
            int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        )
        key = ec.EllipticCurvePublicKey.from_encoded_point(curve_of(self.algorithm), self.raw)
        key.verify(encoded, data, ec.ECDSA(hash_of(self.algorithm)))


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key pair that signs. Its secret is left out of ``repr``.

    Attributes:
        algorithm: fixes how it signs.
        secret: 32 bytes for Ed25519; a big-endian number (32, 48 or 66 bytes) for ECDSA; PKCS#8
            for RSA.

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
        """Make a new key pair; RSA keys have 3,072 bits.

        Args:
            algorithm: the kind of key.
            random: returns so many unpredictable bytes; the system's generator by default. RSA
                keys always draw from the system's.
        """
        if algorithm == "RSA":
            if random is not None:
                raise ValueError("RSA keys are drawn from the system's generator only")
            return cls(algorithm, generate_rsa())
        size = KEY_FACTS[algorithm].secret_bytes
        draw = random or secrets.token_bytes
        secret = draw(size)
        order = order_of(algorithm)
        while order:
            # FIPS 186-5, A.2.2: as many bits as the order has, drawn again until below it.
            number = int.from_bytes(secret, "big") & (1 << order.bit_length()) - 1
            secret = number.to_bytes(size, "big")
            if 0 < number < order:
                break
            secret = draw(size)
        return cls(algorithm, secret)

    @classmethod
    def parse(cls, private_multikey: str) -> PrivateKey:
        """Read ``secretKeyMultibase`` text such as ``z3u2…``.

        Raises:
            InvalidKey: another base or kind of key, a wrong length, or out of range.
        """
        algorithm, secret = parse_multikey(private_multikey, half="private")
        check_secret_range(algorithm, secret)
        return cls(algorithm, secret)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> PrivateKey:
        """Read a JSON Web Key with its private members; RSA needs all of them.

        Raises:
            InvalidKey: another kind of key, one for another algorithm or use, or halves that do
                not belong together.

        Source: RFC 7517, 4; RFC 7518, 6.2.2 and 6.3.2; RFC 8037, 2.
        """
        algorithm, secret = parse_private_jwk(jwk)
        return cls(algorithm, secret)

    @property
    def private_multikey(self) -> str:
        """The secret as ``secretKeyMultibase`` text. Keep it as you would keep the key.

        RSA raises ``InvalidKey``; ``to_jwk`` writes every kind.
        """
        return format_multikey(self.algorithm, self.secret, half="private")

    def to_jwk(self) -> JsonObject:
        """Return the JSON Web Key with its private members. Keep it as you would keep the key."""
        return format_private_jwk(self.algorithm, self.secret, public=self.public_key.raw)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return PublicKey(self.algorithm, public_half_of(self.algorithm, self.secret))

    @property
    def public_multikey(self) -> str:
        """The public half as Multikey text: ``z6Mk…``, ``zDn…``, ``z82L…`` or ``z2J9…``."""
        return self.public_key.multikey

    def sign(self, data: bytes) -> bytes:
        """Return the signature over data, in the form that ``is_signature_of`` reads.

        ECDSA signatures differ from one call to the next; Ed25519 and RSA signatures do not.
        """
        return self.load()(data)

    def load(self) -> Callable[[bytes], bytes]:
        """Return what signs, with the key read once: for many signatures in a row."""
        if self.algorithm == "Ed25519":
            return load_signer(self.secret)
        if self.algorithm == "RSA":
            from cryptography.hazmat.primitives.asymmetric import padding

            pair = load_rsa_private(self.secret)
            return lambda data: pair.sign(data, padding.PKCS1v15(), hash_of("RSA"))
        return self._load_ecdsa()

    def _load_ecdsa(self) -> Callable[[bytes], bytes]:
        from cryptography.hazmat.primitives.asymmetric import ec, utils

        number = int.from_bytes(self.secret, "big")
        pair = ec.derive_private_key(number, curve_of(self.algorithm))
        scheme = ec.ECDSA(hash_of(self.algorithm))
        size = KEY_FACTS[self.algorithm].secret_bytes

        def sign(data: bytes) -> bytes:
            r, s = utils.decode_dss_signature(pair.sign(data, scheme))
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")

        return sign
