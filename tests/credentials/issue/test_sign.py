"""Signing: only whole drafts, only by the issuer's key, and nothing left uncovered."""

from __future__ import annotations

import copy
import functools
from typing import Any

import pytest

from guildmark.credentials.errors import (
    CredentialError,
    InvalidDraft,
    InvalidKey,
    UncoveredData,
    WorkLimitExceeded,
)
from guildmark.credentials.issue import ISSUING_SUITES, check_draft, sign_credential, sign_token
from guildmark.credentials.keys import (
    Algorithm,
    KeySigner,
    PrivateKey,
    did_jwk,
    did_jwk_document,
    find_verification_method,
    verification_method_of,
)
from guildmark.credentials.proofs import ecdsa_sd_2023, find_suite, vc_jose, vc_jwt
from guildmark.testing import IssuerSimulator, UnavailableSigner
from tests.credentials.judging import NOW, judge


def test_a_signed_draft_is_the_draft_with_a_proof(issuer: IssuerSimulator) -> None:
    """The draft stays as it was."""
    draft = issuer.draft()
    before = copy.deepcopy(draft)
    signed = sign_credential(draft, signer=issuer.signer, created=NOW)
    proof = signed.pop("proof")
    assert signed == draft == before
    assert proof["created"] == "2026-11-22T10:00:00Z"
    assert proof["proofPurpose"] == "assertionMethod"
    assert judge({**signed, "proof": proof}).verdict == "valid"


def test_signing_twice_gives_the_same(issuer: IssuerSimulator) -> None:
    """Ed25519 has no chance in it: a job that is run again changes nothing."""
    draft = issuer.draft()
    first = sign_credential(draft, signer=issuer.signer, created=NOW)
    assert sign_credential(draft, signer=issuer.signer, created=NOW) == first


def test_every_fault_of_a_draft_is_named_at_once(issuer: IssuerSimulator) -> None:
    """So that it can be mended in one go."""
    draft = issuer.draft()
    del draft["credentialSubject"]["achievement"]["criteria"]
    draft["validFrom"] = "today"
    draft["proof"] = {}
    with pytest.raises(InvalidDraft) as refusal:
        sign_credential(draft, signer=issuer.signer, created=NOW)
    findings = " ".join(refusal.value.findings)
    assert len(refusal.value.findings) == 3
    assert "$.credentialSubject.achievement.criteria: is missing" in findings
    assert "$.validFrom" in findings
    assert "$.proof" in findings


def test_nobody_signs_for_another_issuer(issuer: IssuerSimulator) -> None:
    """The key must be of the issuer that the draft names."""
    other = IssuerSimulator(clock=lambda: NOW, seed=2)  # type: ignore[arg-type]
    with pytest.raises(InvalidDraft, match="belongs to another"):
        sign_credential(issuer.draft(), signer=other.signer, created=NOW)
    assert check_draft(issuer.draft(), verification_method=other.signer.verification_method)


BAD_DRAFTS: dict[str, tuple[dict[str, Any], type[CredentialError]]] = {
    "an undefined term": ({"colour": "blue"}, UncoveredData),
    "an unknown context": (
        {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
                "https://our.example/context",
            ]
        },
        UncoveredData,
    ),
    "a type of the extensions without their context": (
        {
            "@context": [
                "https://www.w3.org/ns/credentials/v2",
                "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            ]
        },
        UncoveredData,
    ),
    "a control character in a name": ({"name": "A\x07da"}, UncoveredData),
    "null": ({"refreshService": {"id": "urn:x:y", "type": None}}, CredentialError),
    "a thousand and one alignments": (
        {"evidence": [{"type": ["Evidence"], "name": str(n)} for n in range(1_001)]},
        WorkLimitExceeded,
    ),
    "a value that is no JSON": ({"name": b"bytes"}, CredentialError),
    "half a surrogate pair": ({"name": "\ud800"}, CredentialError),
}


@pytest.mark.parametrize("name", BAD_DRAFTS)
def test_it_does_not_sign(issuer: IssuerSimulator, name: str) -> None:
    """Each is refused with its own kind of error, before any key is used."""
    change, kind = BAD_DRAFTS[name]
    signer = UnavailableSigner(verification_method=issuer.signer.verification_method)
    with pytest.raises(kind):
        sign_credential(issuer.draft(**change), signer=signer, created=NOW)


@pytest.fixture(params=["Ed25519", "P-256", "P-384", "P-521", "RSA"])
def signer(request: pytest.FixtureRequest) -> KeySigner:
    """A signer of each kind, known by its did:jwk."""
    return _signer(request.param)


@functools.cache
def _signer(kind: Algorithm) -> KeySigner:
    key = PrivateKey.generate(kind)
    did = did_jwk(key.public_key.to_jwk())
    return KeySigner(key, verification_method=verification_method_of(did))


def _draft_of(issuer: IssuerSimulator, signer: KeySigner, **changes: Any) -> dict[str, Any]:
    did = signer.verification_method.partition("#")[0]
    profile = {**issuer.draft()["issuer"], "id": did}
    return issuer.draft(issuer=profile, **changes)


def _holds(credential: dict[str, Any], signer: KeySigner) -> bool:
    suite = find_suite(credential["proof"])
    assert suite is not None
    did = signer.verification_method.partition("#")[0]
    method = find_verification_method(
        did_jwk_document(did), method_id=signer.verification_method, relationship="assertionMethod"
    )
    return suite.is_proof_valid(credential, proof=credential["proof"], key=method.public_key)


DEFAULTS = {"Ed25519": "eddsa-rdfc-2022", "P-256": "ecdsa-rdfc-2019", "P-384": "ecdsa-rdfc-2019"}


def test_each_kind_of_key_has_its_suite(issuer: IssuerSimulator, signer: KeySigner) -> None:
    """RSA and P-521 have none: they sign tokens, and the message says so."""
    draft = _draft_of(issuer, signer)
    if signer.algorithm not in DEFAULTS:
        with pytest.raises(InvalidKey, match="token") as refusal:
            sign_credential(draft, signer=signer, created=NOW)
        assert refusal.value.code == "key_algorithm"
        return
    signed = sign_credential(draft, signer=signer, created=NOW)
    assert signed["proof"]["cryptosuite"] == DEFAULTS[signer.algorithm]
    assert _holds(signed, signer)


@pytest.mark.parametrize("suite", ISSUING_SUITES)
def test_a_suite_signs_with_its_keys_and_no_others(
    issuer: IssuerSimulator, signer: KeySigner, suite: str
) -> None:
    """The whole matrix; a wrong kind of key is refused and nothing is signed."""
    draft = _draft_of(issuer, signer)
    own = {"eddsa": {"Ed25519"}, "ecdsa": {"P-256", "P-384"}}[suite[:5]]
    if suite == "ecdsa-sd-2023":
        own = {"P-256"}
    if signer.algorithm not in own:
        with pytest.raises(InvalidKey):
            sign_credential(draft, signer=signer, created=NOW, suite=suite)
        return
    signed = sign_credential(draft, signer=signer, created=NOW, suite=suite)
    assert signed["proof"]["cryptosuite"] == suite
    if suite == "ecdsa-sd-2023":
        assert ecdsa_sd_2023.is_base_proof(signed["proof"])
        signed = ecdsa_sd_2023.derive(signed, selective_pointers=["/credentialSubject"])
    assert _holds(signed, signer)


def test_what_a_holder_may_leave_out_is_for_the_issuer_to_say(issuer: IssuerSimulator) -> None:
    """By pointers, and by what a verifier must not miss where there are none."""
    signer = _signer("P-256")
    draft = _draft_of(issuer, signer, validUntil="2030-01-01T00:00:00Z")
    plain = sign_credential(draft, signer=signer, created=NOW, suite="ecdsa-sd-2023")
    chosen = sign_credential(
        draft, signer=signer, created=NOW, suite="ecdsa-sd-2023", mandatory_pointers=["/name"]
    )
    first, second = (
        ecdsa_sd_2023.derive(each, selective_pointers=["/issuer"]) for each in (plain, chosen)
    )
    assert first["validUntil"] == draft["validUntil"]
    assert "name" not in first
    assert second["name"] == draft["name"]
    assert "validUntil" not in second


@pytest.mark.parametrize(
    "options",
    [
        {"suite": "Ed25519Signature2020"},
        {"suite": "eddsa-2022"},
        {"suite": "none"},
        {"suite": "eddsa-rdfc-2022", "mandatory_pointers": ["/issuer"]},
        {"mandatory_pointers": []},
    ],
)
def test_a_wrong_call_is_told_so(issuer: IssuerSimulator, options: dict[str, Any]) -> None:
    """Suites that credentials are not issued with, and options of another suite."""
    with pytest.raises(ValueError, match=r"suite|pointers"):
        sign_credential(issuer.draft(), signer=issuer.signer, created=NOW, **options)


@pytest.mark.parametrize("suite", ["eddsa-jcs-2022", None])
def test_what_has_no_meaning_is_not_signed_even_where_each_byte_is_covered(
    issuer: IssuerSimulator, suite: str | None
) -> None:
    """By JCS and in tokens: readers could not agree on what the term says."""
    draft = issuer.draft(nickname="Trudi")
    with pytest.raises(UncoveredData):
        if suite:
            sign_credential(draft, signer=issuer.signer, created=NOW, suite=suite)
        else:
            sign_token(draft, signer=issuer.signer)


def test_each_kind_of_key_signs_a_token(issuer: IssuerSimulator, signer: KeySigner) -> None:
    """VC-JWT where Open Badges 3.0 reads it, vc+jwt for the others; the draft is inside."""
    draft = _draft_of(issuer, signer)
    token = sign_token(draft, signer=signer)
    did = signer.verification_method.partition("#")[0]
    key = find_verification_method(
        did_jwk_document(did), method_id=signer.verification_method
    ).public_key
    if signer.algorithm in ("RSA", "P-256"):
        parsed = vc_jwt.parse(token)
        assert vc_jwt.is_signature_valid(token, key=key)
        assert parsed.credential == draft
        assert vc_jwt.check_claims(parsed) == ()
    else:
        assert vc_jose.parse(token).document == draft
        assert vc_jose.is_signature_valid(token, key=key)
    assert vc_jose.parse(sign_token(draft, signer=signer, form="vc-jose")).document == draft


def test_a_token_is_made_of_a_whole_draft_only(issuer: IssuerSimulator) -> None:
    """The same checks as for proofs."""
    signer = UnavailableSigner(verification_method=issuer.signer.verification_method)
    with pytest.raises(InvalidDraft, match="validFrom"):
        sign_token(issuer.draft(validFrom="today"), signer=signer)
    with pytest.raises(InvalidDraft, match="belongs to another"):
        sign_token(issuer.draft(), signer=_signer("RSA"))
    with pytest.raises(InvalidKey):
        sign_token(issuer.draft(), signer=issuer.signer, form="vc-jwt")
