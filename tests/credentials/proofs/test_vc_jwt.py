"""VC-JWT as Open Badges 3.0 writes it, and as VC Data Model 1.1 did."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.errors import InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs import vc_jwt
from tests.credentials.proofs.tokens import (
    METHOD,
    credential,
    decode,
    forge,
    key_of,
    signer_of,
)

_REGISTERED = {
    "iss": "did:example:issuer",
    "jti": "urn:uuid:5b2b1f5e-2e8b-4b0a-9a51-0d6a6d2f3f10",
    "nbf": 1767225600,
    "sub": "did:example:ada",
    "exp": 1798761600,
}


def _problems(claims: dict[str, Any]) -> list[str]:
    token = vc_jwt.parse(forge({"alg": "ES256", "typ": "JWT"}, claims))
    return [finding.path for finding in vc_jwt.check_claims(token)]


@pytest.mark.parametrize("algorithm", ["RSA", "P-256"])
def test_it_is_the_credential_and_what_repeats_it(algorithm: Algorithm) -> None:
    """The payload is the credential itself with the registered claims; kid names the key."""
    token = vc_jwt.sign(credential(), signer=signer_of(algorithm))
    head, body, _ = token.split(".")

    assert decode(head)["typ"] == "JWT"
    assert decode(head)["kid"] == METHOD
    assert decode(body) == {**credential(), **_REGISTERED}
    parsed = vc_jwt.parse(token)
    assert (parsed.credential, parsed.form) == (credential(), "open-badges-3.0")
    assert parsed.verification_method == METHOD
    assert vc_jwt.check_claims(parsed) == ()
    assert vc_jwt.is_signature_valid(token, key=key_of(algorithm).public_key)
    other: Algorithm = "P-256" if algorithm == "RSA" else "RSA"
    assert not vc_jwt.is_signature_valid(token, key=key_of(other).public_key)


@pytest.mark.parametrize("algorithm", ["Ed25519", "P-384", "P-521"])
def test_only_what_validators_read_is_issued(algorithm: Algorithm) -> None:
    """RS256 and ES256 are issued; the others are verified all the same."""
    with pytest.raises(InvalidKey) as caught:
        vc_jwt.sign(credential(), signer=signer_of(algorithm))
    assert caught.value.code == "key_algorithm"
    name = {"Ed25519": "EdDSA", "P-384": "ES384", "P-521": "ES512"}[algorithm]
    claims = {**credential(), **_REGISTERED}
    token = forge({"alg": name, "typ": "JWT"}, claims, signer=signer_of(algorithm))
    assert vc_jwt.is_signature_valid(token, key=key_of(algorithm).public_key)


def test_a_key_in_the_header_takes_the_place_of_its_name() -> None:
    """Where jwk is asked for there is no kid, and no private member."""
    token = vc_jwt.sign(
        credential(), signer=signer_of("P-256"), public_key=key_of("P-256").public_key
    )
    header = vc_jwt.parse(token).header

    assert "kid" not in header
    assert set(header["jwk"]) == {"kty", "crv", "x", "y"}


def test_a_credential_without_the_optional_parts_has_fewer_claims() -> None:
    """No validUntil, no exp; no subject id, no sub."""
    plain = credential()
    del plain["validUntil"], plain["credentialSubject"]["id"]
    parsed = vc_jwt.parse(vc_jwt.sign(plain, signer=signer_of()))

    assert set(parsed.claims) - set(plain) == {"iss", "jti", "nbf"}
    assert vc_jwt.check_claims(parsed) == ()


@pytest.mark.parametrize("claim", ["iss", "exp", "vc", "vp", "proof", "sub"])
def test_a_credential_has_no_claims_of_its_own(claim: str) -> None:
    """A draft with a registered claim or a proof would be two things at once."""
    with pytest.raises(InvalidDraft, match=claim):
        vc_jwt.sign({**credential(), claim: "x"}, signer=signer_of())


@pytest.mark.parametrize("claim", sorted(_REGISTERED))
def test_each_claim_must_be_there(claim: str) -> None:
    """A token that leaves out what it must repeat is found out."""
    claims = {**credential(), **_REGISTERED}
    del claims[claim]
    assert _problems(claims) == [f"$.{claim}"]


@pytest.mark.parametrize(
    "value", ["did:example:other", "", 7, True, None, ["x"], {"id": "x"}, 1.5e9]
)
@pytest.mark.parametrize("claim", sorted(_REGISTERED))
def test_each_claim_must_be_equal(claim: str, value: Any) -> None:
    """Any other value, of any kind, is a finding that names the claim."""
    assert _problems({**credential(), **_REGISTERED, claim: value}) == [f"$.{claim}"]


@pytest.mark.parametrize(
    ("claim", "value"),
    [("nbf", 1767225600.75), ("exp", 1798761600.0)],
)
def test_dates_are_compared_to_the_second(claim: str, value: float) -> None:
    """A fraction of a second on either side changes nothing."""
    assert _problems({**credential(), **_REGISTERED, claim: value}) == []


@pytest.mark.parametrize(
    ("claim", "field"),
    [("iss", "issuer"), ("jti", "id"), ("nbf", "validFrom"), ("exp", "validUntil"),
     ("sub", "credentialSubject")],
)  # fmt: skip
def test_a_claim_can_not_stand_for_what_is_missing(claim: str, field: str) -> None:
    """A claim that repeats nothing is a finding: readers of the credential do not see it."""
    body = credential()
    del body[field]
    assert _problems({**body, **_REGISTERED}) == [f"$.{claim}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("issuer", "did:example:other"), ("issuer", {"id": "did:example:other"}),
     ("issuer", ["did:example:issuer"]), ("id", "urn:uuid:0"),
     ("validFrom", "2026-01-02T00:00:00Z"),
     ("validFrom", "yesterday"), ("validUntil", "2030-01-01T00:00:00Z"), ("validUntil", 1798761600),
     ("credentialSubject", {"id": "did:example:eve"}),
     ("credentialSubject", [{"id": "did:example:ada"}, {"id": "did:example:eve"}])],
)  # fmt: skip
def test_the_body_must_say_the_same(field: str, value: Any) -> None:
    """Swapping a part of the body is found out by the claim that repeats it."""
    assert len(_problems({**credential(), **_REGISTERED, field: value})) == 1


@pytest.mark.parametrize("typ", ["vc+jwt", "dc+sd-jwt", "at+jwt", "statuslist+jwt", ""])
def test_another_type_of_token_is_refused(typ: str) -> None:
    """A token made for something else is no badge (RFC 8725, 3.11)."""
    with pytest.raises(UnreadableInput) as caught:
        vc_jwt.parse(forge({"alg": "ES256", "typ": typ}, credential()))
    assert caught.value.code == "jws_type"


def test_a_type_may_be_missing() -> None:
    """Open Badges 3.0 lets typ out; in it, its case and prefix say nothing."""
    for header in ({}, {"typ": "jwt"}, {"typ": "application/JWT"}):
        token = vc_jwt.parse(forge({"alg": "ES256", **header}, credential()))
        assert token.form == "open-badges-3.0"


def _old() -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"degree": "Geselle"},
    }


def test_the_form_of_1_1_is_completed_from_its_claims() -> None:
    """iss, jti, nbf, exp and sub stand for what the credential under vc leaves out."""
    parsed = vc_jwt.parse(forge({"alg": "ES256", "typ": "JWT"}, {"vc": _old(), **_REGISTERED}))

    assert parsed.form == "vc-1.1"
    assert parsed.credential == {
        **_old(),
        "issuer": "did:example:issuer",
        "id": _REGISTERED["jti"],
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2027-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:ada", "degree": "Geselle"},
    }
    assert vc_jwt.check_claims(parsed) == ()


@pytest.mark.parametrize(
    ("subject", "claims"),
    [
        ([{"degree": "Geselle"}, {"degree": "Meister"}], _REGISTERED),
        ({"degree": "Geselle"}, {}),
        ("did:example:ada", _REGISTERED),
    ],
)
def test_a_subject_is_completed_only_where_it_is_one(subject: Any, claims: dict[str, Any]) -> None:
    """Several subjects, or no sub, stay as they are."""
    inner = {**_old(), "credentialSubject": subject}
    parsed = vc_jwt.parse(forge({"alg": "ES256"}, {"vc": inner, **claims}))
    assert parsed.credential["credentialSubject"] == subject


@pytest.mark.parametrize(
    ("inner", "path"),
    [
        ({"issuer": "did:example:other"}, "$.iss"),
        ({"id": "urn:uuid:0"}, "$.jti"),
        ({"issuanceDate": "2020-01-01T00:00:00Z"}, "$.nbf"),
        ({"validFrom": "2020-01-01T00:00:00Z"}, "$.nbf"),
        ({"expirationDate": "2040-01-01T00:00:00Z"}, "$.exp"),
        ({"validUntil": "2040-01-01T00:00:00Z"}, "$.exp"),
        ({"credentialSubject": {"id": "did:example:eve"}}, "$.sub"),
    ],
)
def test_the_form_of_1_1_may_not_contradict_its_claims(inner: dict[str, Any], path: str) -> None:
    """What stands in both places must be the same there too."""
    claims = {"vc": {**_old(), **inner}, **_REGISTERED}
    token = vc_jwt.parse(forge({"alg": "ES256"}, claims))
    assert [finding.path for finding in vc_jwt.check_claims(token)] == [path]


@pytest.mark.parametrize("claim", ["exp", "nbf", "iat"])
@pytest.mark.parametrize("value", ["2027", True, None, 1e15])
def test_the_form_of_1_1_needs_dates_too(claim: str, value: Any) -> None:
    """A date that can not be read is a finding, not a credential without end."""
    token = vc_jwt.parse(forge({"alg": "ES256"}, {"vc": _old(), **_REGISTERED, claim: value}))
    assert [finding.path for finding in vc_jwt.check_claims(token)] == [f"$.{claim}"]


@pytest.mark.parametrize(
    "claims",
    [
        {"vc": "text"},
        {"vc": None},
        {"vc": []},
        {"vc": _old(), "type": ["VerifiableCredential"]},
        {"vc": _old(), "credentialSubject": {"id": "did:example:eve"}},
        {"vc": _old(), "@context": []},
    ],
)
def test_one_token_holds_one_credential(claims: dict[str, Any]) -> None:
    """A credential under vc and another beside it: readers would disagree on which counts."""
    with pytest.raises(UnreadableInput) as caught:
        vc_jwt.parse(forge({"alg": "ES256"}, claims))
    assert caught.value.code == "jwt_ambiguous"


def test_kid_is_completed_with_the_issuer_only_where_it_is_a_fragment() -> None:
    """A kid that points elsewhere is told as it stands, for issuer binding to refuse."""
    for kid, method in (
        ("#key-1", "did:example:issuer#key-1"),
        ("https://evil.example/key", "https://evil.example/key"),
        ("key-1", "key-1"),
    ):
        token = vc_jwt.parse(forge({"alg": "ES256", "kid": kid}, credential()))
        assert token.verification_method == method
    assert vc_jwt.parse(forge({"alg": "ES256"}, credential())).verification_method is None
