"""VC-JOSE-COSE with JOSE, and the envelopes that carry its tokens."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.errors import InvalidDraft, UnreadableInput
from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs import vc_jose
from guildmark.credentials.proofs.disclosures import Path
from guildmark.credentials.proofs.envelope import build_envelope, is_envelope, open_envelope
from tests.credentials.proofs.tokens import (
    ALGORITHMS,
    METHOD,
    credential,
    decode,
    encode,
    forge,
    key_of,
    signer_of,
)

_V2 = "https://www.w3.org/ns/credentials/v2"
_HEADER = {"alg": "ES256", "typ": "vc+jwt", "cty": "vc", "kid": METHOD}


def _presentation(*credentials: Any) -> dict[str, Any]:
    return {
        "@context": [_V2],
        "type": ["VerifiablePresentation"],
        "holder": "did:example:ada",
        "verifiableCredential": list(credentials),
    }


def _code_of(token: str) -> str:
    with pytest.raises(UnreadableInput) as caught:
        vc_jose.parse(token)
    return caught.value.code


def _problems(claims: dict[str, Any], typ: str = "vc+jwt") -> list[str]:
    token = vc_jose.parse(forge({"alg": "ES256", "typ": typ}, claims))
    return [finding.path for finding in vc_jose.check_claims(token)]


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("disclose", [None, (), [("credentialSubject", "phones", 0)]])
def test_the_payload_is_the_credential(algorithm: Algorithm, disclose: list[Path] | None) -> None:
    """Nothing is added, nothing lost; typ, cty and kid say what it is and who signed."""
    token = vc_jose.sign_credential(credential(), signer=signer_of(algorithm), disclose=disclose)
    parsed = vc_jose.parse(token)

    family = "jwt" if disclose is None else "sd-jwt"
    assert parsed.document == parsed.claims == credential()
    assert (parsed.kind, parsed.media_type) == ("credential", f"vc+{family}")
    assert parsed.header["cty"] == "vc"
    assert parsed.verification_method == METHOD
    assert parsed.controller == "did:example:issuer"
    assert vc_jose.check_claims(parsed) == ()
    for each in ALGORITHMS:
        valid = vc_jose.is_signature_valid(token, key=key_of(each).public_key)
        assert valid == (each == algorithm)


def test_a_plain_token_has_the_credential_as_it_was_written() -> None:
    """The members keep their order, and letters stay letters."""
    body = vc_jose.sign_credential(credential(), signer=signer_of()).split(".")[1]
    assert list(decode(body)) == list(credential())


def test_a_presentation_carries_envelopes() -> None:
    """Credentials of each form go into a presentation, which is enveloped itself."""
    tokens = [
        vc_jose.sign_credential(credential(), signer=signer_of(), disclose=disclose)
        for disclose in (None, [("credentialSubject", "phones")])
    ]
    presentation = _presentation(*(vc_jose.envelop(token) for token in tokens))
    token = vc_jose.sign_presentation(
        presentation, signer=signer_of("Ed25519"), audience="https://v.example", nonce="n"
    )
    envelope = open_envelope(vc_jose.envelop(token))
    parsed = vc_jose.parse_envelope(envelope)

    assert (envelope.kind, envelope.media_type) == ("presentation", "vp+jwt")
    assert parsed.document == presentation
    assert (parsed.claims["aud"], parsed.claims["nonce"]) == ("https://v.example", "n")
    assert parsed.controller == "did:example:ada"
    assert vc_jose.check_claims(parsed) == ()
    inner = [open_envelope(each) for each in parsed.document["verifiableCredential"]]
    assert [each.content for each in inner] == tokens


@pytest.mark.parametrize(
    "entry",
    [
        "did:example:credential",
        credential(),
        {"type": "EnvelopedVerifiableCredential"},
        {"type": "EnvelopedVerifiableCredential", "id": "https://example.org/vc"},
        {"type": "EnvelopedVerifiableCredential", "id": "bad-credential"},
        {"type": "VerifiableCredential", "id": "data:application/vc+jwt,eyJ"},
        {"type": ["EnvelopedVerifiableCredential", "X"], "id": "data:application/vc+jwt,eyJ"},
        7,
        None,
    ],
)
def test_a_presentation_carries_nothing_else(entry: Any) -> None:
    """Neither made nor accepted: a credential that is no envelope is not secured."""
    with pytest.raises(InvalidDraft):
        vc_jose.sign_presentation(_presentation(entry), signer=signer_of())
    assert _problems(_presentation(entry), "vp+jwt") == ["$.verifiableCredential[0]"]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"typ": "JWT"}, "jws_type"),
        ({"typ": "vc+ld+jwt"}, "jws_type"),
        ({"typ": "vc+sd-jwt"}, "jws_type"),
        ({"typ": "dc+sd-jwt"}, "jws_type"),
        ({"typ": "bad+typ"}, "jws_type"),
        ({"typ": ""}, "jws_type"),
        ({"cty": "vp"}, "jws_type"),
        ({"typ": "vp+jwt"}, "jws_type"),
        ({"cty": "JWT"}, "jws_nested"),
    ],
)
def test_types_that_disagree_are_refused(header: dict[str, str], code: str) -> None:
    """typ says what the token is, and cty and the disclosures must not say otherwise."""
    assert _code_of(forge({**_HEADER, **header}, credential())) == code


def test_a_token_needs_a_type() -> None:
    """Without typ it could be anything."""
    assert _code_of(forge({"alg": "ES256"}, credential())) == "jws_type"


def test_a_plain_type_with_disclosures_is_refused() -> None:
    """vc+jwt behind which disclosures stand is no vc+jwt."""
    assert _code_of(forge(_HEADER, credential()) + "~") == "jws_type"


@pytest.mark.parametrize("claim", ["vc", "vp"])
def test_the_older_claims_are_refused(claim: str) -> None:
    """A second credential under vc or vp would be read by some and not by others."""
    assert _code_of(forge(_HEADER, {**credential(), claim: {}})) == "jwt_ambiguous"
    with pytest.raises(InvalidDraft):
        vc_jose.sign_credential({**credential(), claim: {}}, signer=signer_of())


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        ({"iss": "did:example:other"}, "$.iss"),
        ({"iss": {"id": "did:example:issuer"}}, "$.iss"),
        ({"jti": "urn:uuid:0"}, "$.jti"),
        ({"sub": "did:example:eve"}, "$.sub"),
        ({"exp": "2027-01-01T00:00:00Z"}, "$.exp"),
        ({"exp": True}, "$.exp"),
        ({"exp": None}, "$.exp"),
        ({"nbf": 1e15}, "$.nbf"),
    ],
)
def test_claims_may_not_contradict_the_credential(claims: dict[str, Any], path: str) -> None:
    """Whoever reads the claims must learn the same as who reads the credential."""
    assert _problems({**credential(), **claims}) == [path]


@pytest.mark.parametrize("iss", ["did:example:other", "", None, 7, {"id": "did:example:issuer"}])
def test_an_issuer_in_the_header_must_be_the_credentials(iss: Any) -> None:
    """A claim that stands in the header too must be the same there."""
    token = vc_jose.parse(forge({**_HEADER, "iss": iss}, credential()))
    assert [finding.path for finding in vc_jose.check_claims(token)] == ["$.header.iss"]
    same = vc_jose.parse(forge({**_HEADER, "iss": "did:example:issuer"}, credential()))
    assert vc_jose.check_claims(same) == ()


def test_claims_that_agree_or_say_nothing_are_fine() -> None:
    """Equal claims, unknown ones and an iat in words (the published samples have it) pass."""
    claims = {
        "iss": "did:example:issuer",
        "jti": credential()["id"],
        "sub": "did:example:ada",
        "iat": "2010-01-01T19:23:24Z",
        "exp": 1,
        "unknown": [1],
    }
    assert _problems({**credential(), **claims}) == []
    token = vc_jose.parse(forge(_HEADER, {**credential(), **claims}))
    assert token.document == {**credential(), "unknown": [1]}


@pytest.mark.parametrize(
    "path", ["@context", "type", "credentialStatus", "credentialSchema", "validUntil"]
)
def test_what_verifying_needs_is_always_shown(path: str) -> None:
    """A holder can not leave out an expiry or a revocation."""
    with pytest.raises(InvalidDraft, match="must always be shown"):
        vc_jose.sign_credential({**credential(), path: "x"}, signer=signer_of(), disclose=[(path,)])


def _envelope(**changes: Any) -> dict[str, Any]:
    token = vc_jose.sign_credential(credential(), signer=signer_of())
    return {**vc_jose.envelop(token), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"@context": []},
        {"@context": None},
        {"@context": "https://www.w3.org/ns/credentials/examples/v2"},
        {"@context": [_V2, "https://www.w3.org/ns/credentials/examples/v2"]},
        {"@context": [_V2, {"id": "https://evil.example/id"}]},
        {"@context": "https://www.w3.org/2018/credentials/v1"},
        {"type": None},
        {"type": []},
        {"type": "VerifiableCredential"},
        {"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]},
        {"type": "EnvelopedVerifiablePresentation"},
        {"type": {"EnvelopedVerifiableCredential": 1}},
        {"issuer": "did:example:other"},
        {"proof": {}},
        {"id": None},
        {"id": "eyJhbGciOiJFUzI1NiJ9.e30.AA"},
        {"id": "https://example.org/vc"},
        {"id": "data:text/plain,eyJ"},
        {"id": "data:application/json,{}"},
        {"id": "data:application/vc+jwt;base64,eyJ"},
        {"id": "data:application/vc+jwt;charset=utf-8,eyJ"},
        {"id": "data:application/vc+jwt,eyJ%2E"},
        {"id": "data:application/vc+jwt,eyJ.eyJ.AA\n"},
        {"id": "data:application/vc+jwt,"},
        {"id": "data:application/vc+cose,AAAA"},
        {"id": "data:application/vc+cose;base64,A"},
        {"id": "data:application/vc+cose;base64,AB"},
        {"id": "data:application/vc+cose;base64,A_-A"},
        {"id": "data:application/vp+jwt,eyJ.eyJ.AA"},
    ],
    ids=str,
)
def test_an_envelope_is_nothing_but_its_url(changes: dict[str, Any]) -> None:
    """Other contexts, types and members, and other URLs, are refused: nothing secures them."""
    with pytest.raises(UnreadableInput) as caught:
        open_envelope(_envelope(**changes))
    assert caught.value.code == "envelope"


def test_an_envelope_opens() -> None:
    """String or list of one, upper or lower case in the media type: the token comes out."""
    plain = _envelope()
    listed = {**plain, "@context": [_V2], "type": ["EnvelopedVerifiableCredential"]}
    url = plain["id"].replace("application/vc+jwt", "Application/VC+JWT")
    shouted = {**plain, "id": url}

    assert is_envelope(plain)
    assert open_envelope(plain) == open_envelope(listed) == open_envelope(shouted)
    assert vc_jose.parse_envelope(open_envelope(plain)).document == credential()
    assert not is_envelope(credential())


def test_the_envelope_and_the_token_must_agree() -> None:
    """A vp+jwt called vc+jwt, and a token where the envelope is of COSE, are refused."""
    token = vc_jose.sign_presentation(_presentation(), signer=signer_of())
    lying = _envelope(id=f"data:application/vc+jwt,{token}")
    cose = _envelope(id="data:application/vc+cose;base64,AAAA")
    for document in (lying, cose):
        with pytest.raises(UnreadableInput) as caught:
            vc_jose.parse_envelope(open_envelope(document))
        assert caught.value.code == "envelope"


@pytest.mark.parametrize("media_type", ["jwt", "json", "dc+sd-jwt"])
def test_only_secured_credentials_are_enveloped(media_type: str) -> None:
    """An envelope is written with the exact media type."""
    with pytest.raises(ValueError, match="media type"):
        build_envelope("eyJ.eyJ.AA", media_type=media_type)


def test_a_kid_that_is_a_fragment_is_the_controllers() -> None:
    """It is completed with the issuer; anything absolute stays as it stands."""
    token = vc_jose.parse(forge({**_HEADER, "kid": "#key-2"}, credential()))
    assert token.verification_method == "did:example:issuer#key-2"


def test_a_forged_part_does_not_verify() -> None:
    """Another payload under an honest signature fails."""
    head, _, signature = vc_jose.sign_credential(credential(), signer=signer_of()).split(".")
    token = f"{head}.{encode({**credential(), 'issuer': 'did:example:eve'})}.{signature}"
    assert not vc_jose.is_signature_valid(token, key=key_of("P-256").public_key)
