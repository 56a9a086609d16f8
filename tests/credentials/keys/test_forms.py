"""Whatever the key, each written form leads back to it and to no other."""

from __future__ import annotations

import contextlib
import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import from_base64url, to_base64url
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import (
    KEY_FORMATS,
    Algorithm,
    KeyFormat,
    PrivateKey,
    PublicKey,
    did_jwk,
    did_jwk_document,
    did_key,
    did_key_document,
    error_of,
    find_verification_method,
    resolve_did,
    verification_method_of,
)

# RSA keys take a second to draw, so there is one.
_RSA = PrivateKey.generate("RSA")
_CURVES: tuple[Algorithm, ...] = ("Ed25519", "P-256", "P-384", "P-521")
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@st.composite
def private_keys(draw: st.DrawFn) -> PrivateKey:
    """A key pair of any kind but RSA, from any bytes."""
    kind = draw(st.sampled_from(_CURVES))
    seed = draw(st.randoms(use_true_random=False))
    return PrivateKey.generate(kind, random=seed.randbytes)


@given(private_keys())
@example(_RSA)
def test_every_form_leads_back_to_the_key(key: PrivateKey) -> None:
    """Multikey, JWK, did:key in each of its forms, did:jwk; and the secret half too."""
    public = key.public_key
    assert PublicKey.from_jwk(json.loads(json.dumps(public.to_jwk()))) == public
    assert PrivateKey.from_jwk(key.to_jwk()) == key
    dids: list[tuple[str, KeyFormat | None]] = [(did_jwk(public.to_jwk()), None)]
    if key.algorithm != "RSA":
        assert PublicKey.parse(public.multikey) == public
        assert PrivateKey.parse(key.private_multikey) == key
        dids += [(did_key(public.multikey), form) for form in KEY_FORMATS]
    for did, form in dids:
        if form == "Ed25519VerificationKey2020" and key.algorithm != "Ed25519":
            continue
        document = did_key_document(did, key_format=form) if form else did_jwk_document(did)
        method = find_verification_method(document, method_id=verification_method_of(did))
        assert method.public_key == public
        assert method.controller == did
        assert error_of(resolve_did(did)) is None


@given(private_keys(), st.binary(max_size=100))
@example(_RSA, b"data")
def test_what_a_key_signs_its_forms_verify(key: PrivateKey, data: bytes) -> None:
    """And only over that data."""
    signature = key.sign(data)
    again = PublicKey.from_jwk(key.public_key.to_jwk())
    assert again.is_signature_of(data, signature=signature)
    assert not again.is_signature_of(data + b"\0", signature=signature)


@settings(max_examples=300)
@given(private_keys(), st.data())
def test_a_changed_multikey_is_no_key_or_another(key: PrivateKey, data: st.DataObject) -> None:
    """One character changed never gives the same key again: there is one spelling."""
    text = key.public_multikey
    place = data.draw(st.integers(0, len(text) - 1))
    changed = text[:place] + data.draw(st.sampled_from(_ALPHABET)) + text[place + 1 :]
    if changed == text:
        return
    with contextlib.suppress(InvalidKey):
        assert PublicKey.parse(changed) != key.public_key


@settings(max_examples=300)
@given(private_keys(), st.data())
def test_a_changed_jwk_is_no_key_or_another(key: PrivateKey, data: st.DataObject) -> None:
    """A bit of a coordinate, so that what is read is what was written."""
    jwk = key.public_key.to_jwk()
    member = data.draw(st.sampled_from([name for name in ("x", "y") if name in jwk]))
    raw = bytearray(from_base64url(jwk[member]))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    with contextlib.suppress(InvalidKey):
        assert PublicKey.from_jwk({**jwk, member: to_base64url(bytes(raw))}) != key.public_key


@given(st.text(max_size=80) | st.text(_ALPHABET, max_size=80).map("z".__add__))
def test_no_text_breaks_the_reader(text: str) -> None:
    """A key or a refusal, nothing else."""
    for read in (PublicKey.parse, PrivateKey.parse):
        with contextlib.suppress(InvalidKey):
            read(text)


_members = st.dictionaries(
    st.sampled_from(["kty", "crv", "x", "y", "n", "e", "d", "alg", "use", "key_ops", "k"]),
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["EC", "OKP", "RSA", "P-256", "P-521", "Ed25519", "AQAB", "ES256", "sig"])
    | st.binary(max_size=70).map(to_base64url)
    | st.lists(st.text(max_size=3), max_size=2),
)


@settings(max_examples=500)
@given(_members)
def test_no_jwk_breaks_the_reader(jwk: dict[str, object]) -> None:
    """A key or a refusal, nothing else."""
    for read in (PublicKey.from_jwk, PrivateKey.from_jwk):
        with contextlib.suppress(InvalidKey):
            read(jwk)
