"""Presentations under ``vp``, and telling tokens apart by their header."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.proofs import sd_jwt_vc, vc_jose, vc_jwt, vp_jwt
from guildmark.credentials.proofs.tokens import find_token_kind, looks_like_token
from tests.credentials.proofs.tokens import METHOD, credential, encode, forge, key_of, signer_of

_VP: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
    "verifiableCredential": [],
}
_CLAIMS: dict[str, Any] = {
    "iss": "did:example:ada",
    "aud": "https://v.example",
    "nonce": "n-1",
    "vp": _VP,
}


def _token(claims: Any = None, **header: Any) -> str:
    return forge(
        {"alg": "ES256", "typ": "JWT", "kid": METHOD, **header},
        _CLAIMS if claims is None else claims,
    )


def test_a_presentation_comes_out_with_who_and_for_whom() -> None:
    """iss is the holder where the presentation names none; aud and nonce are told."""
    token = vp_jwt.parse(_token())

    assert token.presentation == {**_VP, "holder": "did:example:ada"}
    assert (token.holder, token.audience, token.nonce) == (
        "did:example:ada",
        ("https://v.example",),
        "n-1",
    )
    assert token.verification_method == METHOD
    assert vp_jwt.check_claims(token) == ()
    assert vp_jwt.is_signature_valid(_token(), key=key_of("P-256").public_key)
    assert not vp_jwt.is_signature_valid(_token(), key=key_of("P-384").public_key)


def test_a_list_of_audiences_and_a_kid_that_is_a_fragment_are_read() -> None:
    """Both are allowed; nothing stands for what is missing."""
    token = vp_jwt.parse(_token({**_CLAIMS, "aud": ["a", 7, "b"]}, kid="#k"))
    assert (token.audience, token.verification_method) == (("a", "b"), "did:example:ada#k")
    bare = vp_jwt.parse(forge({"alg": "ES256"}, {"vp": _VP, "nonce": 7}))
    assert (bare.holder, bare.audience, bare.nonce, bare.verification_method) == (
        None,
        (),
        None,
        None,
    )


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({}, "jwt_ambiguous"),
        ({"vp": None}, "jwt_ambiguous"),
        ({"vp": "text"}, "jwt_ambiguous"),
        ({"vp": _VP, "vc": {}}, "jwt_ambiguous"),
        ({"vp": _VP, "verifiableCredential": []}, "jwt_ambiguous"),
        ([], "jwt_claims"),
    ],
)
def test_one_token_holds_one_presentation(claims: Any, code: str) -> None:
    """No vp, or something else beside it, is refused."""
    with pytest.raises(UnreadableInput) as caught:
        vp_jwt.parse(_token(claims))
    assert caught.value.code == code


def test_another_type_is_refused() -> None:
    """vp+jwt is the newer form, which forbids vp."""
    with pytest.raises(UnreadableInput) as caught:
        vp_jwt.parse(_token(typ="vp+jwt"))
    assert caught.value.code == "jws_type"


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        ({"vp": {**_VP, "holder": "did:example:eve"}}, "$.iss"),
        ({"iss": 7}, "$.iss"),
        ({"jti": 7}, "$.jti"),
        ({"vp": {**_VP, "id": "urn:uuid:0"}, "jti": "urn:uuid:1"}, "$.jti"),
        ({"exp": True}, "$.exp"),
        ({"nbf": "now"}, "$.nbf"),
        ({"iat": None}, "$.iat"),
    ],
)
def test_claims_may_not_contradict_the_presentation(claims: dict[str, Any], path: str) -> None:
    """Each is a finding that names the claim."""
    token = vp_jwt.parse(_token({**_CLAIMS, **claims}))
    assert [finding.path for finding in vp_jwt.check_claims(token)] == [path]


def test_tokens_are_told_apart_by_their_header() -> None:
    """Each kind names itself; what has no typ is a plain JWT; all else is none."""
    vct = "https://example.org/vct"
    kinds = {
        vc_jwt.sign(credential(), signer=signer_of()): "jwt",
        _token(): "jwt",
        forge({"alg": "ES256"}, {}): "jwt",
        vc_jose.sign_credential(credential(), signer=signer_of()): "vc+jwt",
        vc_jose.sign_credential(credential(), signer=signer_of(), disclose=()): "vc+sd-jwt",
        vc_jose.sign_presentation(_VP, signer=signer_of()): "vp+jwt",
        vc_jose.sign_presentation(_VP, signer=signer_of(), disclose=()): "vp+sd-jwt",
        sd_jwt_vc.issue({}, vct=vct, signer=signer_of()): "dc+sd-jwt",
        forge({"alg": "ES256"}, {}) + "~": None,
        forge({"alg": "ES256", "typ": "statuslist+jwt"}, {}): None,
        forge({"alg": "ES256", "typ": ["JWT"]}, {}): None,
    }
    assert {token: find_token_kind(token) for token in kinds} == kinds
    assert all(looks_like_token(token) for token in kinds)


@pytest.mark.parametrize("text", ["", "{}", "eyJ", "é.é", encode([]) + ".a.b", "A" * 40_000 + ".a"])
def test_what_is_no_token_has_no_kind(text: str) -> None:
    """Anything at all may be asked about."""
    assert find_token_kind(text) is None
