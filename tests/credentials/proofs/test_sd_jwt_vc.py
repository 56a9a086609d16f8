"""SD-JWT VC: the profile of the European wallet on top of SD-JWT."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.errors import InvalidDraft, InvalidKey, UnreadableInput
from guildmark.credentials.proofs import sd_jwt_vc
from guildmark.credentials.proofs.sd_jwt import build_sd_jwt
from tests.credentials.judging import NOW
from tests.credentials.proofs.tokens import METHOD, key_of, signer_of

_VCT = "https://example.org/credentials/micro"
_CLAIMS: dict[str, Any] = {
    "iss": "did:example:issuer",
    "exp": 1798761600,
    "title": "Three wheels",
    "learner": {"givenName": "Ada", "familyName": "Lovelace"},
    "status": {"status_list": {"idx": 7, "uri": "https://example.org/status/1"}},
}
_PATHS: list[tuple[str | int, ...]] = [("learner", "givenName"), ("learner", "familyName")]


def _issue(claims: dict[str, Any] | None = None, **options: Any) -> str:
    return sd_jwt_vc.issue(
        _CLAIMS if claims is None else claims,
        **{"vct": _VCT, "signer": signer_of(), "disclose": _PATHS, **options},
    )


def _forge(claims: dict[str, Any], **options: Any) -> str:
    header = {"typ": options.pop("typ", "dc+sd-jwt"), "kid": options.pop("kid", METHOD)}
    return build_sd_jwt(claims, header=header, signer=signer_of(), **options)


def test_a_credential_goes_from_issuer_to_holder_to_verifier() -> None:
    """Issued with all, shown in part, bound to its holder."""
    holder = key_of("Ed25519")
    token = _issue(holder_jwk=holder.public_key.to_jwk(), decoys=1)
    kept = sd_jwt_vc.parse(token)
    shown = sd_jwt_vc.present(
        token,
        disclose=[("learner", "givenName")],
        holder_signer=signer_of("Ed25519"),
        audience="https://employer.example",
        nonce="n-1",
        now=NOW,
    )
    seen = sd_jwt_vc.parse(shown)

    assert kept.claims["learner"] == _CLAIMS["learner"]
    assert kept.header == {"alg": "ES256", "typ": "dc+sd-jwt", "kid": METHOD}
    assert seen.claims["learner"] == {"givenName": "Ada"}
    assert (seen.vct, seen.issuer, seen.verification_method) == (_VCT, _CLAIMS["iss"], METHOD)
    assert sd_jwt_vc.is_signature_valid(shown, key=key_of("P-256").public_key)
    assert sd_jwt_vc.check_claims(seen) == ()
    asked: dict[str, Any] = {"audience": "https://employer.example", "nonce": "n-1"}
    assert sd_jwt_vc.check_key_binding(seen, **asked, now=NOW) == ()
    assert sd_jwt_vc.check_key_binding(seen, **asked, now=NOW + timedelta(hours=1)) != ()


def test_a_private_key_in_cnf_never_leaves() -> None:
    """A holder who hands over his whole key gets back a token with the public half."""
    token = sd_jwt_vc.parse(_issue(holder_jwk=key_of("P-256").public_key.to_jwk()))
    assert set(token.claims["cnf"]["jwk"]) == {"kty", "crv", "x", "y"}


@pytest.mark.parametrize("name", ["iss", "nbf", "exp", "cnf", "vct", "status", "vct#integrity"])
def test_some_claims_are_always_shown(name: str) -> None:
    """A holder can not leave out an expiry, a status or who issued it."""
    with pytest.raises(InvalidDraft, match="must always be shown"):
        _issue({**_CLAIMS, "nbf": 1, "vct#integrity": "x"}, disclose=[(name,)])
    claims = {**_CLAIMS, "vct": _VCT, "nbf": 1, "cnf": {}, "vct#integrity": "x"}
    with pytest.raises(UnreadableInput) as caught:
        sd_jwt_vc.parse(_forge(claims, disclose=[(name,)]))
    assert caught.value.code == "sd_jwt_disclosure"


def test_a_part_of_the_status_is_not_hidden_either() -> None:
    """A path into such a claim is the same."""
    with pytest.raises(InvalidDraft):
        _issue(disclose=[("status", "status_list")])


@pytest.mark.parametrize("name", ["vct", "cnf"])
def test_type_and_binding_are_given_beside_the_claims(name: str) -> None:
    """Two places for one thing would let one of them win silently."""
    with pytest.raises(InvalidDraft):
        _issue({**_CLAIMS, name: "x"})


@pytest.mark.parametrize("typ", ["vc+sd-jwt", "JWT", "sd-jwt", "kb+jwt", ""])
def test_other_types_are_refused(typ: str) -> None:
    """Also the older name, vc+sd-jwt, which now belongs to VC-JOSE-COSE."""
    with pytest.raises(UnreadableInput) as caught:
        sd_jwt_vc.parse(_forge({**_CLAIMS, "vct": _VCT}, typ=typ))
    assert caught.value.code == "jws_type"


@pytest.mark.parametrize("vct", [None, "", 7, ["x"], {"id": "x"}])
def test_a_type_is_needed(vct: Any) -> None:
    """vct names what the credential is."""
    with pytest.raises(UnreadableInput) as caught:
        sd_jwt_vc.parse(_forge({**_CLAIMS, "vct": vct}))
    assert caught.value.code == "sd_jwt_vct"


@pytest.mark.parametrize(
    ("claims", "path"),
    [
        ({"iss": 7}, "$.iss"),
        ({"sub": ["x"]}, "$.sub"),
        ({"exp": "1798761600"}, "$.exp"),
        ({"exp": True}, "$.exp"),
        ({"exp": None}, "$.exp"),
        ({"nbf": -1}, "$.nbf"),
        ({"iat": 1e15}, "$.iat"),
        ({"status": "valid"}, "$.status"),
        ({"cnf": []}, "$.cnf"),
    ],
)
def test_registered_claims_are_of_their_kind(claims: dict[str, Any], path: str) -> None:
    """A claim that can not be read is a finding, never "no limit"."""
    token = sd_jwt_vc.parse(_forge({**_CLAIMS, "vct": _VCT, **claims}))
    assert [finding.path for finding in sd_jwt_vc.check_claims(token)] == [path]


@pytest.mark.parametrize(
    ("issuer", "kid", "method"),
    [
        ("did:example:a", "#k", "did:example:a#k"),
        ("did:example:a", "k", "did:example:a#k"),
        ("did:example:a", "did:example:b#k", "did:example:b#k"),
        ("https://a.example", "k", "k"),
    ],
)
def test_kid_belongs_to_the_issuer(issuer: str, kid: str, method: str) -> None:
    """With a DID it is a fragment; with a URL it names a key in the issuer's set."""
    token = sd_jwt_vc.parse(_forge({"iss": issuer, "vct": _VCT}, kid=kid))
    assert token.verification_method == method


@pytest.mark.parametrize(
    ("issuer", "url"),
    [
        ("https://a.example", "https://a.example/.well-known/jwt-vc-issuer"),
        ("https://a.example/", "https://a.example/.well-known/jwt-vc-issuer"),
        ("https://a.example/t/1", "https://a.example/.well-known/jwt-vc-issuer/t/1"),
        ("https://a.example:8443/t", "https://a.example:8443/.well-known/jwt-vc-issuer/t"),
    ],
)
def test_keys_of_a_web_issuer_have_one_place(issuer: str, url: str) -> None:
    """The well-known part stands between host and path."""
    assert sd_jwt_vc.jwt_vc_issuer_url(issuer) == url


@pytest.mark.parametrize(
    "issuer",
    ["http://a.example", "did:web:a", "https://a.example?x=1", "https://a.example#x", "https:", ""],
)
def test_other_issuers_have_none(issuer: str) -> None:
    """Only an https URL without query and fragment has such a place."""
    with pytest.raises(InvalidKey):
        sd_jwt_vc.jwt_vc_issuer_url(issuer)


def test_a_key_is_found_by_its_name_alone() -> None:
    """One key answers to a kid; none or two is an error, and so is a key of another kind."""
    first, second = ({**key_of(a).public_key.to_jwk(), "kid": a} for a in ("P-256", "P-384"))
    keys = {"keys": [first, second]}
    assert sd_jwt_vc.find_issuer_key(keys, kid="P-384") == key_of("P-384").public_key
    assert sd_jwt_vc.find_issuer_key({"keys": [first]}, kid=None) == key_of("P-256").public_key
    broken: list[tuple[dict[str, Any], str | None]] = [
        (keys, "other"),
        (keys, None),
        ({"keys": [first, first]}, "P-256"),
        ({}, "P-256"),
        ({"keys": "x"}, "P-256"),
        ({"keys": [{"kty": "oct", "k": "AA", "kid": "mac"}]}, "mac"),
    ]
    for listed, kid in broken:
        with pytest.raises(InvalidKey):
            sd_jwt_vc.find_issuer_key(listed, kid=kid)


def test_a_type_is_needed_to_issue() -> None:
    """A token without a type could not be read back."""
    with pytest.raises(InvalidDraft):
        _issue(vct="")


def test_binding_needs_the_time() -> None:
    """A holder without a clock is told so."""
    with pytest.raises(ValueError, match="time"):
        sd_jwt_vc.present(_issue(), disclose=[], holder_signer=signer_of())
