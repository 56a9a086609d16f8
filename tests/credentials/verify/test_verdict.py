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
    Policy,
    Report,
    Verdict,
    decide_verdict,
)
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import judge

_OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "could not run", "not applicable")
# Say more about the award than whether it is genuine and current; only their failure counts.
_INFORMATIVE = {"evidence", "holder", "schema.json", "refresh", "status.message"}
# What others say of the award counts neither way.
_WITHOUT_WEIGHT = {"endorsements"}
_PROVING = {"format", "contexts", "proof", "issuer"}
# Asked of some documents only.
_OPTIONAL = {"recipient", "credentials"}


def _checks(changes: dict[str, Outcome] | None = None) -> list[Check]:
    return [Check(name, (changes or {}).get(name, "pass"), "", "") for name in CHECK_IDS]


@pytest.mark.parametrize(("name", "outcome"), list(product(CHECK_IDS, _OUTCOMES)))
def test_one_check_decides(name: str, outcome: Outcome) -> None:
    """With all others passed: a failure is a no, a gap is a "cannot tell"."""
    expected: Verdict = "valid"
    if name in _WITHOUT_WEIGHT:
        expected = "valid"
    elif outcome == "fail":
        expected = "unreadable" if name == "format" else "not valid"
    elif name in _INFORMATIVE:
        expected = "valid"
    elif outcome == "could not run" or (outcome == "not applicable" and name in _PROVING):
        expected = "cannot tell"
    assert decide_verdict(_checks({name: outcome})) == expected


@pytest.mark.parametrize(
    "name",
    [name for name in CHECK_IDS if name not in _INFORMATIVE | _WITHOUT_WEIGHT | _OPTIONAL],
)
def test_a_check_that_is_missing_is_no_pass(name: str) -> None:
    """An empty report is no yes."""
    assert decide_verdict([check for check in _checks() if check.id != name]) == "cannot tell"
    assert decide_verdict([]) == "cannot tell"


def test_binding_is_asked_unless_a_policy_says_otherwise() -> None:
    """Then it may be left out, but not fail."""
    unbound = _checks({"issuer": "not applicable"})
    anybody = Policy(require_issuer_binding=False)
    assert decide_verdict(unbound) == "cannot tell"
    assert decide_verdict(unbound, policy=anybody) == "valid"
    assert decide_verdict(_checks({"issuer": "fail"}), policy=anybody) == "not valid"
    for name in ("format", "contexts", "proof"):
        left_out = _checks({name: "not applicable"})
        assert decide_verdict(left_out, policy=anybody) == "cannot tell"


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
    rare = {"status.message", "credentials"}
    expected = [name for name in CHECK_IDS if name not in rare]
    assert [check["id"] for check in written["checks"]] == expected
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
