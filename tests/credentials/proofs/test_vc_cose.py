"""VC-JOSE-COSE with COSE: read strictly, judged by cbor2's own pieces and a hand-made message."""

from __future__ import annotations

import json
from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.errors import CredentialError, InvalidDraft, UnreadableInput
from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs import vc_cose, vc_jose
from guildmark.credentials.proofs.envelope import open_envelope
from tests.credentials.proofs.tokens import ALGORITHMS, METHOD, credential, key_of, signer_of

_NUMBERS = {"Ed25519": -8, "P-256": -7, "P-384": -35, "P-521": -36, "RSA": -257}
_HEADER = {1: -7, 3: "application/vc", 4: METHOD.encode(), 16: "application/vc+cose"}


def _forge(
    header: Any = None,
    payload: bytes | None = None,
    *,
    unprotected: Any = None,
    tag: int | None = 18,
) -> bytes:
    protected = cbor2.dumps(_HEADER if header is None else header)
    body = json.dumps(credential()).encode() if payload is None else payload
    signature = signer_of().sign(cbor2.dumps(["Signature1", protected, b"", body]))
    parts = [protected, unprotected or {}, body, signature]
    return cbor2.dumps(parts if tag is None else cbor2.CBORTag(tag, parts))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_what_a_key_signs_it_verifies(algorithm: Algorithm) -> None:
    """Each kind of key has its COSE number; no other kind verifies it."""
    message = vc_cose.sign_credential(credential(), signer=signer_of(algorithm))
    parsed = vc_cose.parse(message)

    assert parsed.document == credential()
    assert parsed.media_type == "vc+cose"
    assert parsed.verification_method == METHOD
    assert dict(parsed.header) == {**_HEADER, 1: _NUMBERS[algorithm]}
    assert vc_cose.check_claims(parsed) == ()
    for each in ALGORITHMS:
        valid = vc_cose.is_signature_valid(message, key=key_of(each).public_key)
        assert valid == (each == algorithm)


def test_a_presentation_carries_messages_in_base64() -> None:
    """A message goes into an envelope, and comes out again."""
    message = vc_cose.sign_credential(credential(), signer=signer_of())
    envelope = vc_cose.envelop(message)
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [envelope],
    }
    secured = vc_cose.sign_presentation(presentation, signer=signer_of("P-384"))

    assert ";base64," in envelope["id"]
    assert not envelope["id"].endswith("=")
    assert open_envelope(envelope).content == message
    assert vc_cose.parse(secured).document == presentation
    assert open_envelope(vc_cose.envelop(secured)).media_type == "vp+cose"


def test_a_presentation_carries_nothing_unsecured() -> None:
    """A bare credential in a presentation is neither signed nor accepted."""
    presentation = {"type": ["VerifiablePresentation"], "verifiableCredential": [credential()]}
    with pytest.raises(InvalidDraft):
        vc_cose.sign_presentation(presentation, signer=signer_of())
    header = {**_HEADER, 3: "application/vp", 16: "application/vp+cose"}
    parsed = vc_cose.parse(_forge(header, json.dumps(presentation).encode()))
    assert [finding.path for finding in vc_cose.check_claims(parsed)] == [
        "$.verifiableCredential[0]"
    ]


@pytest.mark.parametrize("claims", [{1: "did:example:other"}, {1: None}, [], "did:example:issuer"])
def test_an_issuer_in_the_header_must_be_the_credentials(claims: Any) -> None:
    """CWT claims in the header may not name another."""
    parsed = vc_cose.parse(_forge({**_HEADER, 15: claims}))
    assert [finding.path for finding in vc_cose.check_claims(parsed)] == ["$.header.iss"]
    same = vc_cose.parse(_forge({**_HEADER, 15: {1: "did:example:issuer", 6: 1}}))
    assert vc_cose.check_claims(same) == ()


def test_a_proof_inside_is_refused() -> None:
    """One securing mechanism at a time."""
    with pytest.raises(InvalidDraft):
        vc_cose.sign_credential({**credential(), "proof": {}}, signer=signer_of())


def test_a_message_without_tag_is_read() -> None:
    """The tag may be left out where the media type says what it is."""
    assert vc_cose.is_signature_valid(_forge(tag=None), key=key_of("P-256").public_key)


def test_unprotected_headers_mean_nothing() -> None:
    """An algorithm, a key or a type that is not signed is not read."""
    message = _forge(unprotected={1: -35, 4: b"evil", 16: "application/vp+cose"})
    parsed = vc_cose.parse(message)
    assert (parsed.media_type, parsed.verification_method) == ("vc+cose", METHOD)
    assert vc_cose.is_signature_valid(parsed, key=key_of("P-256").public_key)


@pytest.mark.parametrize("alg", [-8, -35, -36, -257, -37, 4, 5, 0, "ES256", None, [-7], -7.5, True])
def test_only_the_keys_own_algorithm_counts(alg: Any) -> None:
    """A message that states another algorithm does not verify, though the signature would."""
    assert not vc_cose.is_signature_valid(
        _forge({**_HEADER, 1: alg}), key=key_of("P-256").public_key
    )


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (b"", "cose"),
        (b"\xff", "cose"),
        (b"{}", "cose"),
        (_forge()[:-1], "cose"),
        (_forge() + b"\0", "cose"),
        (_forge(tag=17), "cose"),
        (_forge(tag=98), "cose"),
        (cbor2.dumps(cbor2.CBORTag(18, [])), "cose"),
        (cbor2.dumps(cbor2.CBORTag(18, [b"", {}, None, b""])), "cose"),
        (cbor2.dumps(cbor2.CBORTag(18, [b"", [], b"", b""])), "cose"),
        (cbor2.dumps(cbor2.CBORTag(18, ["", {}, b"", b""])), "cose"),
        (_forge([1]), "cose"),
        (_forge({**_HEADER, 2: [1]}), "cose"),
        (bytes.fromhex("d28445a201260126a0424041") + b"A", "cose"),
        (b"\x81" * 500 + b"\0", "cose"),
        (b"\0" * 1_200_000, "cose"),
        (_forge({1: -7}), "jws_type"),
        (_forge({**_HEADER, 16: "application/cwt"}), "jws_type"),
        (_forge({**_HEADER, 16: 7}), "jws_type"),
        (_forge({**_HEADER, 3: "application/vp"}), "jws_type"),
        (_forge(payload=b"[]"), "jwt_claims"),
        (_forge(payload=b"no"), "json_syntax"),
        (_forge(payload=b'{"a":1,"a":2}'), "json_duplicate_key"),
    ],
)
def test_other_bytes_are_refused(message: bytes, code: str) -> None:
    """Cut short, too long, of another tag or type, with repeated headers, or loose JSON."""
    with pytest.raises(UnreadableInput) as caught:
        vc_cose.parse(message)
    assert caught.value.code == code


def test_a_token_is_no_message() -> None:
    """The bytes of a JOSE token are not COSE."""
    token = vc_jose.sign_credential(credential(), signer=signer_of())
    with pytest.raises(UnreadableInput):
        vc_cose.parse(token.encode())


def test_a_key_id_that_is_no_text_is_none() -> None:
    """Bytes that are not UTF-8 name no key."""
    assert vc_cose.parse(_forge({**_HEADER, 4: b"\xff"})).verification_method is None
    assert vc_cose.parse(_forge({**_HEADER, 4: "text"})).verification_method is None


@given(st.binary(max_size=200) | st.builds(lambda v: cbor2.dumps(cbor2.CBORTag(18, v)),
       st.lists(st.binary(max_size=30) | st.none() | st.dictionaries(st.integers(), st.text()),
                max_size=5)))  # fmt: skip
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """The reader raises nothing but the engine's own errors."""
    try:
        vc_cose.parse(data)
    except CredentialError as error:
        assert error.code
