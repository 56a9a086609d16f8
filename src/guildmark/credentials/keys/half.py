"""The public half of a key: derived from the secret, and checked when it comes from outside.

Source: RFC 8032, 5.1.5; FIPS 186-5, 6.2.2 and A.2; SP 800-186, D.1 (public key validation).
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys.algorithm import Algorithm, curve_of, order_of
from guildmark.credentials.keys.rsa import load_rsa_private, load_rsa_public, public_der_of

__all__ = ["check_public_half", "check_secret_range", "public_half_of"]

_ED25519_PRIME: Final = 2**255 - 19
# The y coordinates of the eight points of small order, as 32 little-endian bytes without the sign
# bit (RFC 7748 names the prime; the list is libsodium's). A signature under such a key holds for
# other messages too, so who owns it could deny or swap what was signed.
_SMALL_ORDER: Final = frozenset(
    bytes.fromhex(text)
    for text in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)


def public_half_of(algorithm: Algorithm, secret: bytes) -> bytes:
    """Derive the public half, in the form that ``PublicKey.raw`` has."""
    if algorithm == "Ed25519":
        from cryptography.hazmat.primitives.asymmetric import ed25519

        return ed25519.Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if algorithm == "RSA":
        return public_der_of(load_rsa_private(secret).public_key())
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    check_secret_range(algorithm, secret)
    pair = ec.derive_private_key(int.from_bytes(secret, "big"), curve_of(algorithm))
    return pair.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    )


def check_public_half(algorithm: Algorithm, raw: bytes) -> None:
    """Refuse bytes that are no safe public key of their kind.

    Raises:
        InvalidKey: no point of the curve, a second spelling of one, or one of small order.
    """
    if algorithm == "Ed25519":
        y = raw[:31] + bytes([raw[31] & 0x7F])
        if int.from_bytes(y, "little") >= _ED25519_PRIME:
            raise InvalidKey(
                "This Ed25519 public key is not in its one normal form.", code="key_encoding"
            )
        if y in _SMALL_ORDER:
            raise InvalidKey(
                "This Ed25519 public key is one of the few under which signatures prove nothing.",
                code="key_point",
            )
    elif algorithm == "RSA":
        load_rsa_public(raw)
    else:
        from cryptography.hazmat.primitives.asymmetric import ec

        try:
            ec.EllipticCurvePublicKey.from_encoded_point(curve_of(algorithm), raw)
        except ValueError as error:
            raise InvalidKey(
                f"This {algorithm} public key is no point on the curve.", code="key_point"
            ) from error


def check_secret_range(algorithm: Algorithm, secret: bytes) -> None:
    """Refuse an ECDSA secret outside 1 to order - 1. Source: FIPS 186-5, A.2.

    Raises:
        InvalidKey: it is outside.
    """
    order = order_of(algorithm)
    if order and not 0 < int.from_bytes(secret, "big") < order:
        raise InvalidKey(f"This {algorithm} private key is out of range.", code="key_point")
