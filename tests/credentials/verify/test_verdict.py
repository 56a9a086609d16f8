"""The verdict follows from the checks and never errs on the good side (row 35)."""

from __future__ import annotations

import json
from itertools import product

import pytest

from guildmark.credentials.verify import (
    CHECK_IDS,
    Check,
    IssuerAnswer,
    Outcome,
    Report,
    Verdict,
    decide_verdict,
)
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import judge

_OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "could not run", "not applicable")
_INFORMATIVE = {"evidence", "holder"}
_PROVING = {"format", "contexts", "proof", "issuer"}


def _checks(changes: dict[str, Outcome] | None = None) -> list[Check]:
    return [Check(name, (changes or {}).get(name, "pass"), "", "") for name in CHECK_IDS]


@pytest.mark.parametrize(("name", "outcome"), list(product(CHECK_IDS, _OUTCOMES)))
def test_one_check_decides(name: str, outcome: Outcome) -> None:
    """With all others passed: a failure is a no, a gap is a "cannot tell"."""
    expected: Verdict = "valid"
    if outcome == "fail":
        expected = "unreadable" if name == "format" else "not valid"
    elif name in _INFORMATIVE:
        expected = "valid"
    elif outcome == "could not run" or (outcome == "not applicable" and name in _PROVING):
        expected = "cannot tell"
    assert decide_verdict(_checks({name: outcome})) == expected


@pytest.mark.parametrize("name", [name for name in CHECK_IDS if name not in _INFORMATIVE])
def test_a_check_that_is_missing_is_no_pass(name: str) -> None:
    """An empty report is no yes."""
    assert decide_verdict([check for check in _checks() if check.id != name]) == "cannot tell"
    assert decide_verdict([]) == "cannot tell"


def test_a_failure_outweighs_a_gap() -> None:
    """Something is wrong, whatever else could not be looked at."""
    checks = _checks({"status.revocation": "could not run", "dates": "fail"})
    assert decide_verdict(checks) == "not valid"


def test_the_json_form_is_stable(issuer: IssuerSimulator) -> None:
    """What `guildmark verify --json` prints: other programs read it."""
    written = judge(issuer.award(), trust=issuer.trust(recognised_by=["Chamber"])).to_json()
    assert json.loads(json.dumps(written)) == written
    assert list(written) == ["verdict", "issuer", "holder", "profile", "checks", "notes"]
    assert written["verdict"] == "valid"
    assert written["issuer"] == {"id": issuer.did, "recognised": True, "by": ["Chamber"]}
    assert written["holder"] == "not asked"
    assert written["profile"] == "Open Badges 3.0"
    assert [check["id"] for check in written["checks"]] == list(CHECK_IDS)
    for check in written["checks"]:
        assert list(check) == ["id", "outcome", "reason", "clause"]
        assert check["outcome"] in _OUTCOMES
        assert check["reason"]
        assert check["clause"]


def test_a_report_finds_its_checks() -> None:
    """Or says that it has none of that name."""
    report = Report("unreadable", IssuerAnswer(), "not asked", None, tuple(_checks()[:1]))
    assert report.check("format").outcome == "pass"
    with pytest.raises(KeyError):
        report.check("proof")
