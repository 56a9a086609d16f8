"""The kinds of keys, and what each fixes: hash, curve, lengths, names elsewhere.

A key's kind decides how its signatures are made and verified. Nothing in a document, proof or
token header can change it.

Source: FIPS 186-5; RFC 8032; RFC 8017, 8.2 (PKCS#1 v1.5); RFC 7518, 3.1; RFC 8037, 3.1; the
Multicodec registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurve
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

__all__ = [
    "JOSE_ALGORITHMS",
    "KEY_FACTS",
    "Algorithm",
    "KeyFacts",
    "curve_of",
    "hash_of",
    "order_of",
]

Algorithm = Literal["Ed25519", "P-256", "P-384", "P-521", "RSA"]


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a kind of key fixes.

    Attributes:
        public_bytes: length of ``PublicKey.raw``; 0 for RSA, whose keys differ in length.
        secret_bytes: length of ``PrivateKey.secret``; 0 for RSA.
        signature_bytes: length of a signature; 0 for RSA, where it is that of the modulus.
        public_header: Multicodec varint of the public key; empty where Multikey has none.
        private_header: the same for the private key.
        jose: the ``alg`` in JOSE headers.
    """

    public_bytes: int
    secret_bytes: int
    signature_bytes: int
    public_header: bytes
    private_header: bytes
    jose: str


KEY_FACTS: Final[dict[Algorithm, KeyFacts]] = {
    "Ed25519": KeyFacts(32, 32, 64, b"\xed\x01", b"\x80\x26", "EdDSA"),
    "P-256": KeyFacts(33, 32, 64, b"\x80\x24", b"\x86\x26", "ES256"),
    "P-384": KeyFacts(49, 48, 96, b"\x81\x24", b"\x87\x26", "ES384"),
    "P-521": KeyFacts(67, 66, 132, b"\x82\x24", b"\x88\x26", "ES512"),
    "RSA": KeyFacts(0, 0, 0, b"", b"", "RS256"),
}

# Key kind → the one JOSE algorithm that it signs and verifies with.
JOSE_ALGORITHMS: Final[dict[Algorithm, str]] = {
    algorithm: facts.jose for algorithm, facts in KEY_FACTS.items()
}


def curve_of(algorithm: Algorithm) -> EllipticCurve:
    """Return the library's curve of an ECDSA key kind."""
    from cryptography.hazmat.primitives.asymmetric import ec

    curves: dict[str, type[EllipticCurve]] = {
        "P-256": ec.SECP256R1,
        "P-384": ec.SECP384R1,
        "P-521": ec.SECP521R1,
    }
    return curves[algorithm]()


def order_of(algorithm: Algorithm) -> int:
    """Return the group order of an ECDSA key kind, which its secrets stay below; 0 for others."""
    return curve_of(algorithm).group_order if algorithm.startswith("P-") else 0


def hash_of(algorithm: Algorithm) -> HashAlgorithm:
    """Return the hash that signatures of an ECDSA or RSA key kind are made over."""
    from cryptography.hazmat.primitives import hashes

    if algorithm == "P-384":
        return hashes.SHA384()
    return hashes.SHA512() if algorithm == "P-521" else hashes.SHA256()
