"""What may stand under ``proof``, and what is said of what may not (rows 4, 35)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from guildmark.credentials.verify import PROOF_ONLY, OfflineSources, verify_credential
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW, judge


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda proof: [], "no_proof"),
        (lambda proof: 7, "proof_malformed"),
        (lambda proof: ["signed"], "proof_malformed"),
        (lambda proof: [proof, "signed"], "proof_malformed"),
        (lambda proof: [None, proof], "proof_malformed"),
        (lambda proof: [proof] * 100, "too_many_proofs"),
    ],
)
def test_another_shape_is_named(issuer: IssuerSimulator, change: Any, code: str) -> None:
    """Each is a no with a code of its own, never an exception."""
    signed = issuer.sign(issuer.draft())
    report = judge({**signed, "proof": change(copy.deepcopy(signed["proof"]))})
    assert report.verdict == "not valid"
    assert (report.check("proof").outcome, report.check("proof").code) == ("fail", code)


def test_no_proof_at_all_is_named(issuer: IssuerSimulator) -> None:
    """Anybody could have written it."""
    report = judge(issuer.draft())
    assert (report.check("proof").code, report.verdict) == ("no_proof", "not valid")


def test_a_proof_alone_in_a_list_is_that_proof(issuer: IssuerSimulator) -> None:
    """Source: Data Integrity 1.0, 2.1.1."""
    signed = issuer.sign(issuer.draft())
    assert judge({**signed, "proof": [signed["proof"]]}).verdict == "valid"


def test_binding_that_was_not_asked_for_is_no_pass(issuer: IssuerSimulator) -> None:
    """It reads "not applicable", with a note."""
    signed = issuer.sign(issuer.draft())
    report = verify_credential(signed, sources=OfflineSources(), now=NOW, policy=PROOF_ONLY)
    check = report.check("issuer")
    assert (check.outcome, check.code) == ("not applicable", "not_asked")
    assert len(report.notes) == 1
