"""RSA keys as DER, and the sizes that are accepted.

Source: RFC 8017, 3; RFC 5280, 4.1 (SubjectPublicKeyInfo); RFC 5958 (PKCS#8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from guildmark.credentials.errors import InvalidKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

__all__ = [
    "build_rsa_private",
    "build_rsa_public",
    "generate_rsa",
    "load_rsa_private",
    "load_rsa_public",
    "public_der_of",
]

# NIST SP 800-131A Rev. 2, 3: fewer bits are disallowed. More than 8,192 only cost time.
MIN_RSA_BITS: Final = 2048
MAX_RSA_BITS: Final = 8192
# Credentials are checked for decades; NIST SP 800-57 Part 1, 5.6.3 ends 2,048 bits in 2030.
NEW_RSA_BITS: Final = 3072
# FIPS 186-5, A.1.1 asks for more than 2^16; 3 is what some old keys have, and OpenSSL checks the
# whole padding, so it verifies safely. Longer ones only cost time.
_EXPONENTS: Final = range(3, 2**32, 2)


def generate_rsa() -> bytes:
    """Make a key pair and return its PKCS#8."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    return _private_der(rsa.generate_private_key(public_exponent=65_537, key_size=NEW_RSA_BITS))


def build_rsa_public(*, n: int, e: int) -> bytes:
    """Return the SubjectPublicKeyInfo of a modulus and an exponent.

    Raises:
        InvalidKey: too few or too many bits, or an exponent that signs nothing safely.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa

    _check(bits=n.bit_length(), exponent=e)
    try:
        return public_der_of(rsa.RSAPublicNumbers(e=e, n=n).public_key())
    except ValueError as error:
        raise InvalidKey(f"This is no RSA key: {error}.", code="key_point") from error


def build_rsa_private(
    *, n: int, e: int, d: int, p: int, q: int, dp: int, dq: int, qi: int
) -> bytes:
    """Return the PKCS#8 of a key pair whose numbers belong together.

    Raises:
        InvalidKey: they do not, or the key is of a size that is not used.
    """
    from cryptography.hazmat.primitives.asymmetric import rsa

    _check(bits=n.bit_length(), exponent=e)
    numbers = rsa.RSAPrivateNumbers(
        p=p, q=q, d=d, dmp1=dp, dmq1=dq, iqmp=qi, public_numbers=rsa.RSAPublicNumbers(e=e, n=n)
    )
    try:
        return _private_der(numbers.private_key())
    except ValueError as error:
        raise InvalidKey(
            f"The numbers of this RSA key do not belong together: {error}.", code="key_point"
        ) from error


def load_rsa_public(der: bytes) -> RSAPublicKey:
    """Return the library's key.

    Raises:
        InvalidKey: the DER is no RSA key, or one of a size that is not used.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    try:
        key = serialization.load_der_public_key(der)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InvalidKey("These bytes are no RSA public key.", code="key_encoding") from error
    if not isinstance(key, rsa.RSAPublicKey):
        raise InvalidKey("These bytes are a public key, but not RSA.", code="key_kind")
    _check(bits=key.key_size, exponent=key.public_numbers().e)
    return key


def load_rsa_private(der: bytes) -> RSAPrivateKey:
    """Return the library's key pair of PKCS#8 that was made here.

    Its numbers were checked when it was made; checking them again would take longer than signing.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidKey("These bytes are a private key, but not RSA.", code="key_kind")
    return key


def public_der_of(key: RSAPublicKey) -> bytes:
    """Return the SubjectPublicKeyInfo of a library's key."""
    from cryptography.hazmat.primitives import serialization

    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _private_der(key: RSAPrivateKey) -> bytes:
    from cryptography.hazmat.primitives import serialization

    return key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _check(*, bits: int, exponent: int) -> None:
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise InvalidKey(
            f"This RSA key has {bits} bits; {MIN_RSA_BITS} to {MAX_RSA_BITS} are used.",
            code="key_length",
        )
    if exponent not in _EXPONENTS:
        raise InvalidKey("This RSA key's public exponent is none that is used.", code="key_point")
