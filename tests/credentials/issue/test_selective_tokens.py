"""Tokens whose holder may keep parts back: checked before they are signed."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.errors import InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.issue import sign_claims, sign_token
from guildmark.credentials.proofs import sd_jwt_vc, vc_jose
from guildmark.testing import IssuerSimulator
from tests.credentials.proofs.tokens import key_of, signer_of

_VCT = "https://example.org/credentials/micro"
_CLAIMS: dict[str, Any] = {"iss": "did:example:issuer", "title": "Three wheels", "points": [1, 2]}


def test_claims_become_a_token_of_their_type() -> None:
    """What may be kept back is disclosed beside the token; the key is the issuer's."""
    token = sign_claims(
        _CLAIMS,
        vct=_VCT,
        signer=signer_of("Ed25519"),
        disclose=[("points", 0)],
        holder_jwk=key_of("P-256").public_key.to_jwk(),
    )
    parsed = sd_jwt_vc.parse(token)

    assert {**_CLAIMS, "vct": _VCT}.items() <= parsed.claims.items()
    assert set(parsed.sd_jwt.disclosed) == {("points", 0)}
    assert sd_jwt_vc.is_signature_valid(token, key=key_of("Ed25519").public_key)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"iss": "did:example:other"}, "$.iss"),
        ({"iss": ...}, "$.iss"),
        ({"iss": 7}, "$.iss"),
        ({"exp": "2027"}, "$.exp"),
        ({"status": "ok"}, "$.status"),
    ],
)
def test_wrong_claims_are_not_signed(changes: dict[str, Any], path: str) -> None:
    """Another's name, or a claim that no reader could read."""
    claims = {name: value for name, value in {**_CLAIMS, **changes}.items() if value is not ...}
    with pytest.raises(InvalidDraft) as caught:
        sign_claims(claims, vct=_VCT, signer=signer_of())
    assert caught.value.findings[0].startswith(path)


def test_claims_are_json_and_holders_have_keys() -> None:
    """A value that JSON does not have, and a key that is none, are refused."""
    with pytest.raises(UnreadableInput):
        sign_claims({**_CLAIMS, "x": object()}, vct=_VCT, signer=signer_of())
    with pytest.raises(InvalidKey):
        sign_claims(_CLAIMS, vct=_VCT, signer=signer_of(), holder_jwk={"kty": "oct", "k": "AA"})


def test_a_credential_may_be_selective_too(issuer: IssuerSimulator) -> None:
    """A draft becomes vc+sd-jwt when paths are given, and is checked like any other."""
    draft = issuer.draft()
    path = ("credentialSubject", "achievement", "description")
    token = sign_token(draft, signer=issuer.signer, form="vc-jose", disclose=[path])
    parsed = vc_jose.parse(token)

    assert (parsed.media_type, parsed.document) == ("vc+sd-jwt", draft)
    assert parsed.sd_jwt is not None
    assert set(parsed.sd_jwt.disclosed) == {path}
    with pytest.raises(InvalidDraft):
        sign_token({**draft, "issuer": "did:example:x"}, signer=issuer.signer, disclose=[path])


def test_the_badge_form_shows_all_or_nothing(issuer: IssuerSimulator) -> None:
    """Open Badges 3.0's VC-JWT has no selective form."""
    with pytest.raises(ValueError, match="all or nothing"):
        sign_token(issuer.draft(), signer=issuer.signer, form="vc-jwt", disclose=[("id",)])
