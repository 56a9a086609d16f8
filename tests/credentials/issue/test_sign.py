"""Signing: only whole drafts, only by the issuer's key, and nothing left uncovered."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guildmark.credentials.errors import (
    CredentialError,
    InvalidDraft,
    InvalidKey,
    UncoveredData,
    WorkLimitExceeded,
)
from guildmark.credentials.issue import check_draft, sign_credential
from guildmark.credentials.keys import KeySigner, PrivateKey
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


def test_only_ed25519_signs(issuer: IssuerSimulator) -> None:
    """The suite is made for it."""
    signer = KeySigner(
        PrivateKey.generate("P-256"), verification_method=issuer.signer.verification_method
    )
    with pytest.raises(InvalidKey):
        sign_credential(issuer.draft(), signer=signer, created=NOW)
