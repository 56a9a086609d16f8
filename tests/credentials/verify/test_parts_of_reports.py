"""The small parts that a report is made of; each mutation of them fails here (row 35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from guildmark.credentials.verify import (
    CHECK_IDS,
    Check,
    IssuerAnswer,
    Outcome,
    Policy,
    Report,
    verify_credential,
)
from guildmark.credentials.verify.dates import judge_dates, skip_dates
from guildmark.credentials.verify.findings import (
    SecuredFindings,
    contexts_check,
    issuer_check,
    proof_check,
    worst,
)
from guildmark.credentials.verify.status import skip_statuses
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW
from tests.credentials.verify.recording import RecordingSources

_OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "could not run", "not applicable")
_REPORT = Report("valid", IssuerAnswer(), "not asked", None, ())


def test_what_is_inside_is_written_only_where_there_is_some() -> None:
    """Reports inside reports, and the issuer's words."""
    assert not {"credentials", "endorsements", "statusMessages"} & _REPORT.to_json().keys()
    inner = replace(_REPORT, verdict="not valid")
    assert replace(_REPORT, credentials=(inner,)).to_json()["credentials"] == [inner.to_json()]
    assert replace(_REPORT, endorsements=(inner,)).to_json()["endorsements"] == [inner.to_json()]
    assert replace(_REPORT, status_messages=("a", "b")).to_json()["statusMessages"] == ["a", "b"]


def test_failures_and_open_questions_are_those_that_count() -> None:
    """An endorsement that fails weighs nothing; a line that nobody needs leaves nothing open."""
    failed = tuple(Check(name, "fail", "r", "c") for name in CHECK_IDS)
    report = replace(_REPORT, checks=failed)
    assert [check.id for check in report.failures] == [
        name for name in CHECK_IDS if name != "endorsements"
    ]
    assert report.open_questions == ()
    unknown = tuple(Check(name, "could not run", "r", "c") for name in CHECK_IDS)
    report = replace(_REPORT, checks=unknown)
    assert report.failures == ()
    assert {check.id for check in report.open_questions} == {
        "format",
        "schema",
        "contexts",
        "proof",
        "issuer",
        "status.revocation",
        "status.suspension",
        "dates",
        "recipient",
        "credentials",
    }


@pytest.mark.parametrize("outcome", _OUTCOMES)
def test_the_first_problem_is_the_first_that_did_not_pass(outcome: Outcome) -> None:
    """Contexts, then proof, then issuer; nothing when all passed."""
    good = SecuredFindings(
        contexts_check("pass", "c"), proof_check("pass", "p", clause="x"), issuer_check("pass", "i")
    )
    assert good.is_proven
    assert good.first_problem == ""
    proof = proof_check(outcome, "the proof", clause="x")
    found = replace(good, proof=proof, issuer=issuer_check("fail", "the issuer"))
    assert not found.is_proven
    assert found.first_problem == ("the issuer" if outcome == "pass" else "the proof")
    for part in ("contexts", "proof", "issuer"):
        one = replace(good, **{part: Check("proof", outcome, "this one", "x")})
        assert one.is_proven == (outcome == "pass")
        assert one.first_problem == ("" if outcome == "pass" else "this one")


@pytest.mark.parametrize("outcome", _OUTCOMES)
def test_a_proof_that_passed_has_no_code(outcome: Outcome) -> None:
    """All others have one."""
    assert proof_check(outcome, "r", code="x", clause="y").code == (
        "" if outcome == "pass" else "x"
    )
    assert proof_check(outcome, "r", clause="y").code == ("" if outcome == "pass" else "no_proof")


def test_the_worst_of_several_stands_for_all() -> None:
    """A failure before a gap before what does not apply before a pass."""
    ranked: tuple[Outcome, ...] = ("fail", "could not run", "not applicable", "pass")
    for place, first in enumerate(ranked):
        for second in ranked[place:]:
            checks = [Check("proof", second, "b", "x"), Check("proof", first, "a", "x")]
            assert worst(checks).outcome == first


def test_what_was_not_asked_says_so() -> None:
    """Never as a pass."""
    dates = skip_dates()
    assert (dates.id, dates.outcome, dates.code) == ("dates", "not applicable", "not_asked")
    for outcome, code in (("could not run", "not_looked_at"), ("not applicable", "not_asked")):
        skipped = skip_statuses("r", outcome=outcome).checks  # type: ignore[arg-type]
        assert [check.id for check in skipped] == ["status.revocation", "status.suspension"]
        assert {(check.outcome, check.code) for check in skipped} == {(outcome, code)}


def test_a_date_says_until_when() -> None:
    """In words, and as the right check."""
    ends = judge_dates(None, NOW, now=NOW)
    assert (ends.id, "ends on 2026-11-22T10:00:00Z" in ends.reason) == ("dates", True)
    assert "has no end" in judge_dates(NOW, None, now=NOW).reason
    early = judge_dates(NOW + timedelta(days=1), None, now=NOW)
    assert (early.id, early.code, early.outcome) == ("dates", "not_yet_valid", "fail")
    late = judge_dates(None, NOW - timedelta(days=1), now=NOW)
    assert (late.id, late.code, late.outcome) == ("dates", "expired", "fail")


def test_each_question_can_be_left_out_alone(issuer: IssuerSimulator) -> None:
    """And the others are asked all the same."""
    credential = issuer.award(validUntil="2026-11-22T09:00:00Z", validFrom="2026-11-21T00:00:00Z")
    issuer.revoke(credential)

    def codes(policy: Policy) -> set[str]:
        sources = RecordingSources(issuer.documents())
        report = verify_credential(credential, sources=sources, now=NOW, policy=policy)
        return {check.code for check in report.checks if check.outcome == "fail"}

    assert codes(Policy()) == {"expired", "revoked"}
    assert codes(Policy(check_dates=False)) == {"revoked"}
    assert codes(Policy(check_status=False)) == {"expired"}
    assert codes(Policy(check_dates=False, check_status=False)) == set()
