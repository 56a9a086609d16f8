"""JSON Web Keys: read into a kind and the key's bytes, and written.

A key that says another algorithm or use than its kind has here is refused, so that nobody who
trusted what it says is told otherwise. A public key that carries private members is refused too:
its secret is out.

Source: RFC 7517, 4; RFC 7518, 6.2 and 6.3; RFC 8037, 2; RFC 9864, 2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, from_base64url, to_base64url
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys.algorithm import KEY_FACTS, Algorithm, curve_of
from guildmark.credentials.keys.half import check_public_half, public_half_of
from guildmark.credentials.keys.rsa import (
    build_rsa_private,
    build_rsa_public,
    load_rsa_private,
    load_rsa_public,
)

__all__ = ["format_private_jwk", "format_public_jwk", "parse_private_jwk", "parse_public_jwk"]

_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_EC_CURVES: Final[dict[str, Algorithm]] = {"P-256": "P-256", "P-384": "P-384", "P-521": "P-521"}
# RFC 9864 names Ed25519 by itself beside the older EdDSA.
_JOSE_NAMES: Final[dict[Algorithm, frozenset[str]]] = {
    name: frozenset({facts.jose, "Ed25519"} if name == "Ed25519" else {facts.jose})
    for name, facts in KEY_FACTS.items()
}


def parse_public_jwk(jwk: Mapping[str, Any]) -> tuple[Algorithm, bytes]:
    """Read a public JWK and return its kind and bytes as ``PublicKey`` holds them.

    Raises:
        InvalidKey: no such key, one for another use, or one with its private half.
    """
    private = sorted(_PRIVATE_MEMBERS & jwk.keys())
    if private and jwk.get("kty") != "oct":
        raise InvalidKey(
            f"This JWK carries the private member {private[0]!r}. Whoever published it must "
            "replace the key.",
            code="key_private",
        )
    algorithm = _algorithm_of(jwk)
    _check_use(jwk, algorithm, operation="verify")
    return algorithm, _public_raw(jwk, algorithm)


def parse_private_jwk(jwk: Mapping[str, Any]) -> tuple[Algorithm, bytes]:
    """Read a private JWK and return its kind and secret as ``PrivateKey`` holds them.

    Raises:
        InvalidKey: no such key, one for another use, one without ``d``, or halves that do not
            belong together.
    """
    algorithm = _algorithm_of(jwk)
    _check_use(jwk, algorithm, operation="sign")
    if "d" not in jwk:
        raise InvalidKey("This JWK has no private half (member d).", code="key_private")
    public = _public_raw(jwk, algorithm)
    if algorithm == "RSA":
        secret = _rsa_secret(jwk)
    else:
        secret = _bytes(jwk, "d", size=KEY_FACTS[algorithm].secret_bytes)
        if public_half_of(algorithm, secret) != public:
            raise InvalidKey("The two halves of this JWK are not of one key.", code="key_point")
    return algorithm, secret


def format_public_jwk(algorithm: Algorithm, raw: bytes) -> JsonObject:
    """Return the public JWK: the members that RFC 7638 hashes, and no others."""
    if algorithm == "Ed25519":
        return {"kty": "OKP", "crv": "Ed25519", "x": to_base64url(raw)}
    if algorithm == "RSA":
        numbers = load_rsa_public(raw).public_numbers()
        return {"kty": "RSA", "n": _number(numbers.n), "e": _number(numbers.e)}
    from cryptography.hazmat.primitives.asymmetric import ec

    point = ec.EllipticCurvePublicKey.from_encoded_point(curve_of(algorithm), raw).public_numbers()
    size = KEY_FACTS[algorithm].secret_bytes
    return {
        "kty": "EC",
        "crv": algorithm,
        "x": to_base64url(point.x.to_bytes(size, "big")),
        "y": to_base64url(point.y.to_bytes(size, "big")),
    }


def format_private_jwk(algorithm: Algorithm, secret: bytes, *, public: bytes) -> JsonObject:
    """Return the JWK with its private members. Keep it as you would keep the key."""
    jwk = format_public_jwk(algorithm, public)
    if algorithm != "RSA":
        return {**jwk, "d": to_base64url(secret)}
    numbers = load_rsa_private(secret).private_numbers()
    members = {
        "d": numbers.d,
        "p": numbers.p,
        "q": numbers.q,
        "dp": numbers.dmp1,
        "dq": numbers.dmq1,
        "qi": numbers.iqmp,
    }
    return {**jwk, **{name: _number(value) for name, value in members.items()}}


def _algorithm_of(jwk: Mapping[str, Any]) -> Algorithm:
    kind, curve = jwk.get("kty"), jwk.get("crv")
    if kind == "RSA":
        return "RSA"
    if kind == "OKP" and curve == "Ed25519":
        return "Ed25519"
    if kind == "EC" and isinstance(curve, str) and curve in _EC_CURVES:
        return _EC_CURVES[curve]
    name = f"{str(kind)[:20]} {str(curve)[:20]}" if curve is not None else str(kind)[:20]
    raise InvalidKey(
        f"This JWK is of the kind {name!r}, which Guildmark does not use; OKP Ed25519, EC P-256, "
        "P-384 and P-521, and RSA are.",
        code="key_kind",
    )


def _check_use(jwk: Mapping[str, Any], algorithm: Algorithm, *, operation: str) -> None:
    named = jwk.get("alg")
    if named is not None and named not in tuple(_JOSE_NAMES[algorithm]):
        raise InvalidKey(
            f"This JWK is meant for {str(named)[:20]!r}; {algorithm} keys are for "
            f"{KEY_FACTS[algorithm].jose} here.",
            code="key_algorithm",
        )
    operations = jwk.get("key_ops")
    # A private key that only lists what its public half does is still this pair's.
    allowed = (operation, "verify")
    if jwk.get("use") not in (None, "sig") or (
        operations is not None
        and not (isinstance(operations, list) and any(name in operations for name in allowed))
    ):
        raise InvalidKey("This JWK is not meant for signatures (use, key_ops).", code="key_use")


def _public_raw(jwk: Mapping[str, Any], algorithm: Algorithm) -> bytes:
    if algorithm == "RSA":
        return build_rsa_public(n=_integer(jwk, "n"), e=_integer(jwk, "e"))
    if algorithm == "Ed25519":
        raw = _bytes(jwk, "x", size=32)
        check_public_half(algorithm, raw)
        return raw
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    size = KEY_FACTS[algorithm].secret_bytes
    point = b"\x04" + _bytes(jwk, "x", size=size) + _bytes(jwk, "y", size=size)
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(curve_of(algorithm), point)
    except ValueError as error:
        raise InvalidKey(
            f"This {algorithm} public key is no point on the curve.", code="key_point"
        ) from error
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


def _rsa_secret(jwk: Mapping[str, Any]) -> bytes:
    if "oth" in jwk:
        raise InvalidKey("RSA keys with more than two primes are not used.", code="key_kind")
    names = ("n", "e", "d", "p", "q", "dp", "dq", "qi")
    return build_rsa_private(**{name: _integer(jwk, name) for name in names})


def _member(jwk: Mapping[str, Any], name: str) -> bytes:
    text = jwk.get(name)
    if not isinstance(text, str):
        raise InvalidKey(f"This JWK has no text member {name!r}.", code="key_encoding")
    try:
        return from_base64url(text)
    except CredentialError as error:
        raise InvalidKey(
            f"The member {name!r} of this JWK: {error.message}", code="key_encoding"
        ) from error


def _bytes(jwk: Mapping[str, Any], name: str, *, size: int) -> bytes:
    data = _member(jwk, name)
    if len(data) != size:
        raise InvalidKey(
            f"The member {name!r} of this JWK has {len(data)} bytes; its kind has {size}.",
            code="key_length",
        )
    return data


def _integer(jwk: Mapping[str, Any], name: str) -> int:
    data = _member(jwk, name)
    # Some writers put the sign octet of ASN.1 in front (RFC 7518, 6.3.1.1 warns of it).
    return int.from_bytes(data, "big")


def _number(value: int) -> str:
    return to_base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))
