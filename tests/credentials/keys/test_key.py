"""Key pairs and their Multikey form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_multibase_base58, to_multibase_base64url
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import Algorithm, KeySigner, PrivateKey, PublicKey


@pytest.mark.parametrize(
    ("algorithm", "start"),
    [("Ed25519", "z6Mk"), ("P-256", "zDn"), ("P-384", "z82L"), ("P-521", "z2J9")],
)
def test_a_key_pair_signs_what_its_public_half_verifies(algorithm: Algorithm, start: str) -> None:
    """And survives being written and read."""
    key = PrivateKey.parse(PrivateKey.generate(algorithm).private_multikey)
    public = PublicKey.parse(key.public_multikey)
    signature = key.sign(b"data")
    assert key.public_multikey.startswith(start)
    assert public.is_signature_of(b"data", signature=signature)
    assert not public.is_signature_of(b"other", signature=signature)
    assert not public.is_signature_of(b"data", signature=signature[:-1])
    assert not public.is_signature_of(b"data", signature=bytes(64))


@given(st.integers(0, 511))
def test_a_signature_with_one_bit_changed_is_none(bit: int) -> None:
    """Wherever the bit is."""
    key = PrivateKey.generate("Ed25519", random=lambda size: b"\x07" * size)
    signature = bytearray(key.sign(b"data"))
    signature[bit // 8] ^= 1 << bit % 8
    assert not key.public_key.is_signature_of(b"data", signature=bytes(signature))


def test_it_reads_the_keys_of_the_w3c(vectors: Path) -> None:
    """The published pair belongs together."""
    pair = json.loads((vectors / "w3c/eddsa/keyPair.json").read_bytes())
    key = PrivateKey.parse(pair["privateKeyMultibase"])
    assert key.public_multikey == pair["publicKeyMultibase"]
    assert key.private_multikey == pair["privateKeyMultibase"]


def test_it_reads_the_p256_keys_of_the_w3c(vectors: Path) -> None:
    """The published pair belongs together."""
    pair = json.loads((vectors / "w3c/ecdsa/p256KeyPair.json").read_bytes())
    key = PrivateKey.parse(pair["secretKeyMultibase"])
    assert key.public_multikey == pair["publicKeyMultibase"]


def test_it_reads_the_p384_keys_of_the_w3c(vectors: Path) -> None:
    """The published pair belongs together."""
    pair = json.loads((vectors / "w3c/ecdsa/p384KeyPair.json").read_bytes())
    key = PrivateKey.parse(pair["secretKeyMultibase"])
    assert key.public_multikey == pair["publicKeyMultibase"]


def test_rsa_has_no_multikey() -> None:
    """It is written as a JWK; the message says so."""
    key = PrivateKey.generate("RSA")
    with pytest.raises(InvalidKey) as first:
        _ = key.public_multikey
    with pytest.raises(InvalidKey) as second:
        _ = key.private_multikey
    assert (first.value.code, second.value.code) == ("key_kind", "key_kind")
    with pytest.raises(ValueError, match="system"):
        PrivateKey.generate("RSA", random=lambda size: bytes(size))


def test_p256_signatures_are_those_of_another_library_too() -> None:
    """r and s, 32 bytes each, over SHA-256."""
    key = PrivateKey.generate("P-256")
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key.public_key.raw)
    signature = key.sign(b"data")
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    encoded = encode_dss_signature(
        int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    )
    other.verify(encoded, b"data", ec.ECDSA(hashes.SHA256()))


def test_generation_draws_again_when_a_number_is_out_of_range() -> None:
    """FIPS 186-5, A.2.2: below the order, and not zero."""
    draws = [bytes(32), b"\xff" * 32, b"\x01" * 32]
    assert PrivateKey.generate("P-256", random=lambda _size: draws.pop(0)).secret == b"\x01" * 32


def test_p521_draws_as_many_bits_as_its_order_has() -> None:
    """521, not 528, so that it need not draw on and on."""
    key = PrivateKey.generate("P-521", random=lambda size: b"\x7e" * size)
    assert key.secret == b"\0" + b"\x7e" * 65


def test_the_secret_is_not_shown() -> None:
    """A key in a log line or traceback gives nothing away."""
    key = PrivateKey.generate("Ed25519")
    assert repr(key) == "PrivateKey(algorithm='Ed25519')"


_ED = PrivateKey.generate("Ed25519", random=lambda size: b"\x01" * size)
_P256_HEADER = b"\x80\x24"
NO_KEYS = {
    "nothing": "",
    "another base": to_multibase_base64url(b"\xed\x01" + _ED.public_key.raw),
    "a wrong character": _ED.public_multikey.replace("z6Mk", "z6M0"),
    "another kind of key (secp256k1)": to_multibase_base58(b"\xe7\x01" + b"\x02" * 33),
    "a private key": _ED.private_multikey,
    "too short": to_multibase_base58(b"\xed\x01" + b"\x01" * 31),
    "too long": to_multibase_base58(b"\xed\x01" + b"\x01" * 33),
    "no point on the curve": to_multibase_base58(_P256_HEADER + b"\x02" + b"\xff" * 32),
    "an uncompressed point": to_multibase_base58(_P256_HEADER + b"\x04" + b"\x01" * 64),
}


@pytest.mark.parametrize("name", NO_KEYS)
def test_it_refuses_what_is_no_public_key(name: str) -> None:
    """Kind and length come from the key itself."""
    with pytest.raises(InvalidKey):
        PublicKey.parse(NO_KEYS[name])


def test_it_refuses_a_public_key_where_a_private_one_is_asked_for() -> None:
    """The headers differ."""
    with pytest.raises(InvalidKey) as refusal:
        PrivateKey.parse(_ED.public_multikey)
    assert refusal.value.code == "key_kind"


def test_a_signer_tells_its_key_and_algorithm() -> None:
    """What issuing needs to know, and no secret."""
    signer = KeySigner(_ED, verification_method="did:example:a#b")
    assert (signer.algorithm, signer.verification_method) == ("Ed25519", "did:example:a#b")
    assert _ED.public_key.is_signature_of(b"data", signature=signer.sign(b"data"))


def test_public_keys_are_those_of_the_library() -> None:
    """The raw bytes are the standard's."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    other = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32).public_key()
    raw = other.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    assert raw == _ED.public_key.raw
