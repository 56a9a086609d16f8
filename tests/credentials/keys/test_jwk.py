"""JSON Web Keys: every kind comes back, and what is none of ours is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import ECKey, OKPKey, RSAKey

from guildmark.credentials.encoding import to_base64url
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import JOSE_ALGORITHMS, Algorithm, PrivateKey, PublicKey

KINDS: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "P-521", "RSA")
KEYS = {kind: PrivateKey.generate(kind) for kind in KINDS}
_READERS: dict[str, Any] = {"OKP": OKPKey, "EC": ECKey, "RSA": RSAKey}


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_comes_back_from_its_jwk(kind: Algorithm) -> None:
    """Both halves, and the public half of a private JWK is the key's own."""
    key = KEYS[kind]
    public = key.public_key.to_jwk()
    assert PublicKey.from_jwk(public) == key.public_key
    assert PrivateKey.from_jwk(key.to_jwk()) == key
    assert {name: value for name, value in key.to_jwk().items() if name in public} == public
    assert key.public_key.jose_algorithm == JOSE_ALGORITHMS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_another_library_reads_and_writes_the_same_jwk(kind: Algorithm) -> None:
    """joserfc agrees on members and thumbprint, in both directions."""
    key = KEYS[kind]
    other = _READERS[key.to_jwk()["kty"]].import_key(key.to_jwk())
    assert other.as_dict(private=False, kid=None).items() >= key.public_key.to_jwk().items()
    assert other.thumbprint() == key.public_key.jwk_thumbprint
    written = {name: value for name, value in other.as_dict(private=True).items() if name != "kid"}
    assert PrivateKey.from_jwk(written) == key


def test_it_reads_the_published_ed25519_example() -> None:
    """Key and thumbprint. Source: RFC 8037, A.1 and A.3."""
    jwk = {
        "kty": "OKP",
        "crv": "Ed25519",
        "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    }
    key = PrivateKey.from_jwk(jwk)
    assert key.to_jwk() == jwk
    assert key.public_key.jwk_thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_it_gives_the_published_rsa_thumbprint() -> None:
    """Source: RFC 7638, 3.1."""
    jwk = {
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSo"
        "c_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4v"
        "MQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    }
    key = PublicKey.from_jwk(jwk)
    assert key.jwk_thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_an_rsa_number_may_have_its_sign_octet() -> None:
    """Some writers leave the zero of ASN.1 in front; it is the same key.

    Source: RFC 7518, 6.3.1.1.
    """
    key = KEYS["RSA"].public_key
    numbers = key.to_jwk()
    from guildmark.credentials.encoding import from_base64url

    padded = {**numbers, "n": to_base64url(b"\0" + from_base64url(numbers["n"]))}
    assert PublicKey.from_jwk(padded) == key


def _with(kind: Algorithm, **changes: Any) -> dict[str, Any]:
    jwk = {**KEYS[kind].public_key.to_jwk(), **changes}
    return {name: value for name, value in jwk.items() if value is not None}


def _rsa(bits: int, exponent: int = 65_537) -> dict[str, Any]:
    number = rsa.generate_private_key(public_exponent=65_537, key_size=bits).public_key()
    size = exponent.bit_length() // 8 + 1
    return {
        "kty": "RSA",
        "n": to_base64url(number.public_numbers().n.to_bytes(bits // 8, "big")),
        "e": to_base64url(exponent.to_bytes(size, "big")),
    }


_OFF_CURVE = to_base64url(b"\x01" * 32)
NO_PUBLIC_KEYS: dict[str, tuple[Mapping[str, Any], str]] = {
    "nothing": ({}, "key_kind"),
    "a shared secret": ({"kty": "oct", "k": "AAAA"}, "key_kind"),
    "another curve (secp256k1)": (_with("P-256", crv="secp256k1"), "key_kind"),
    "a curve for agreeing (X25519)": (_with("Ed25519", crv="X25519"), "key_kind"),
    "Ed448": (_with("Ed25519", crv="Ed448"), "key_kind"),
    "an EC key that says Ed25519": (_with("P-256", crv="Ed25519"), "key_kind"),
    "an OKP key that says P-256": (_with("Ed25519", crv="P-256"), "key_kind"),
    "a kind in lower case": (_with("P-256", kty="ec"), "key_kind"),
    "a kind that is a list": (_with("P-256", kty=["EC"]), "key_kind"),
    "a curve that is an object": (_with("P-256", crv={}), "key_kind"),
    "with its private half": (KEYS["P-256"].to_jwk(), "key_private"),
    "with a private half of null": ({**_with("P-256"), "d": None}, "key_private"),
    "with one prime": (_with("RSA", p="AA"), "key_private"),
    "no y": (_with("P-256", y=None), "key_encoding"),
    "y a number": (_with("P-256", y=7), "key_encoding"),
    "padded base64": (
        _with("Ed25519", x="11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="),
        "key_encoding",
    ),
    "standard base64": (
        _with("Ed25519", x="11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        "key_encoding",
    ),
    "too short": (_with("P-384", x=to_base64url(b"\x01" * 47)), "key_length"),
    "too long": (_with("Ed25519", x=to_base64url(b"\x01" * 33)), "key_length"),
    "coordinates of another curve": ({**_with("P-256"), "crv": "P-384"}, "key_length"),
    "no point on the curve": (_with("P-256", x=_OFF_CURVE, y=_OFF_CURVE), "key_point"),
    "the point at zero": (
        _with("P-256", x=to_base64url(bytes(32)), y=to_base64url(bytes(32))),
        "key_point",
    ),
    "a point of small order": (_with("Ed25519", x=to_base64url(bytes(32))), "key_point"),
    "RSA of 1,024 bits": (_rsa(1024), "key_length"),
    "RSA with exponent 1": (_rsa(2048, 1), "key_point"),
    "RSA with an even exponent": (_rsa(2048, 65_536), "key_point"),
    "RSA with a long exponent": (_rsa(2048, 2**64 + 1), "key_point"),
    "for another algorithm (P-256)": (_with("P-256", alg="ES384"), "key_algorithm"),
    "for another algorithm (RSA)": (_with("RSA", alg="RS512"), "key_algorithm"),
    "for a shared-secret algorithm": (_with("RSA", alg="HS256"), "key_algorithm"),
    "for no algorithm": (_with("Ed25519", alg="none"), "key_algorithm"),
    "an algorithm that is a list": (_with("Ed25519", alg=["EdDSA"]), "key_algorithm"),
    "for encryption": (_with("P-256", use="enc"), "key_use"),
    "for wrapping keys": (_with("P-256", key_ops=["wrapKey"]), "key_use"),
    "operations that are no list": (_with("P-256", key_ops="verify"), "key_use"),
}


@pytest.mark.parametrize("name", NO_PUBLIC_KEYS)
def test_it_refuses_what_is_no_public_key_for_signatures(name: str) -> None:
    """Each for its own reason."""
    jwk, code = NO_PUBLIC_KEYS[name]
    with pytest.raises(InvalidKey) as refusal:
        PublicKey.from_jwk(jwk)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "extra",
    [
        {"alg": "EdDSA"},
        {"alg": "Ed25519"},
        {"use": "sig"},
        {"key_ops": ["verify"]},
        {"kid": "k", "x5t": "?", "ext": True},
    ],
)
def test_members_that_say_nothing_against_it_are_no_obstacle(extra: dict[str, Any]) -> None:
    """RFC 9864 names Ed25519 beside EdDSA; unknown members are skipped (RFC 7517, 4)."""
    assert PublicKey.from_jwk(_with("Ed25519", **extra)) == KEYS["Ed25519"].public_key


NO_PRIVATE_KEYS: dict[str, tuple[Mapping[str, Any], str]] = {
    "no private half": (_with("P-256"), "key_private"),
    "no private half (RSA)": (_with("RSA"), "key_private"),
    "halves of two keys": (
        {**KEYS["P-256"].to_jwk(), "d": PrivateKey.generate("P-256").to_jwk()["d"]},
        "key_point",
    ),
    "halves of two Ed25519 keys": (
        {**KEYS["Ed25519"].to_jwk(), "d": PrivateKey.generate("Ed25519").to_jwk()["d"]},
        "key_point",
    ),
    "zero": ({**KEYS["P-256"].to_jwk(), "d": to_base64url(bytes(32))}, "key_point"),
    "out of range": ({**KEYS["P-384"].to_jwk(), "d": to_base64url(b"\xff" * 48)}, "key_point"),
    "too short": ({**KEYS["P-521"].to_jwk(), "d": to_base64url(b"\x01" * 65)}, "key_length"),
    "RSA without its primes": (
        {name: value for name, value in KEYS["RSA"].to_jwk().items() if name != "p"},
        "key_encoding",
    ),
    "RSA with numbers of two keys": (
        {**KEYS["RSA"].to_jwk(), "dp": KEYS["RSA"].to_jwk()["dq"]},
        "key_point",
    ),
    "RSA with three primes": ({**KEYS["RSA"].to_jwk(), "oth": []}, "key_kind"),
    "for encryption": ({**KEYS["P-256"].to_jwk(), "use": "enc"}, "key_use"),
}


@pytest.mark.parametrize("name", NO_PRIVATE_KEYS)
def test_it_refuses_what_is_no_private_key(name: str) -> None:
    """Each for its own reason."""
    jwk, code = NO_PRIVATE_KEYS[name]
    with pytest.raises(InvalidKey) as refusal:
        PrivateKey.from_jwk(jwk)
    assert refusal.value.code == code


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_shows_no_secret(kind: Algorithm) -> None:
    """Messages reach logs."""
    jwk = {**KEYS[kind].to_jwk(), "use": "enc"}
    with pytest.raises(InvalidKey) as refusal:
        PrivateKey.from_jwk(jwk)
    assert jwk["d"] not in refusal.value.message
    assert json.dumps(jwk["d"]) not in repr(KEYS[kind])
