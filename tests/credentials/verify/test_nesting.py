"""Records inside records: each is read once more a level, so their number has an end (row 2)."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from guildmark.credentials.encoding import MAX_JSON_BYTES
from guildmark.credentials.proofs import eddsa_jcs_2022
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW, judge


def _record(issuer: IssuerSimulator, inside: list[Any]) -> dict[str, Any]:
    draft = issuer.draft(
        type=["VerifiableCredential", "ClrCredential"],
        credentialSubject={"type": ["ClrSubject"], "verifiableCredential": inside},
        evidence=None,
    )
    return eddsa_jcs_2022.add_proof(draft, signer=issuer.signer, created=NOW)


def test_a_tree_of_records_is_left_open_at_once(issuer: IssuerSimulator) -> None:
    """Two in two in two, eight levels deep, took three seconds and might take many more."""
    document: dict[str, Any] = {"type": ["VerifiableCredential"]}
    for _ in range(8):
        document = _record(issuer, [document, document])
    text = json.dumps(document)
    assert len(text) < MAX_JSON_BYTES
    judge(issuer.award())  # the first call loads the JSON-LD engine
    began = time.process_time()
    report = judge(text)
    assert time.process_time() - began < 1
    assert report.verdict != "valid"
    check = report.check("credentials")
    assert (check.outcome, check.code) == ("could not run", "inner_too_many")
    assert report.credentials == ()


@pytest.mark.parametrize("levels", [1, 3])
def test_few_levels_are_read(issuer: IssuerSimulator, levels: int) -> None:
    """Each with a report of its own."""
    document = issuer.sign(issuer.draft())
    for _ in range(levels):
        document = _record(issuer, [document])
    report = judge(document)
    for _ in range(levels):
        assert len(report.credentials) == 1
        report = report.credentials[0]
    assert report.verdict == "valid"
