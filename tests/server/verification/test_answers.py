"""What a report becomes in words, without a page around it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildmark.credentials.verify import (
    CHECK_IDS,
    Check,
    CheckId,
    IssuerAnswer,
    Outcome,
    Report,
    decide_verdict,
)
from guildmark.server.verification.answers import answers_of

HARBOR = IssuerAnswer(
    id="did:web:harbor.example", name="Harbor College", recognised=True, by=("Ministry",)
)


def report_with(
    changes: dict[CheckId, tuple[Outcome, str]] | None = None, issuer: IssuerAnswer = HARBOR
) -> Report:
    """Return a report in which all passed but what is named, with the verdict that follows."""
    found: dict[CheckId, tuple[Outcome, str]] = {
        **dict.fromkeys(CHECK_IDS, ("pass", "")),
        "holder": ("not applicable", ""),
        **(changes or {}),
    }
    checks = tuple(
        Check(check_id, outcome, f"Reason of {check_id}.", "A clause", code=code)
        for check_id, (outcome, code) in found.items()
    )
    return Report(
        verdict=decide_verdict(checks),
        issuer=issuer,
        holder="not asked",
        profile="Open Badges 3.0",
        checks=checks,
    )


def test_a_recognised_issuer_reads_genuine_and_current() -> None:
    """All checks pass and a list knows the issuer: the best answer there is."""
    answers = answers_of(report_with())
    assert answers.banner == "valid"
    assert answers.title == "Genuine and current, from a recognised issuer"
    assert "recognised by Ministry" in answers.sentence
    assert [answer.outcome for answer in answers.three] == ["pass", "pass", "not asked"]


@pytest.mark.parametrize(
    ("recognised", "title", "outcome"),
    [
        (False, "Genuine, issuer not recognised", "warning"),
        ("not asked", "Genuine, issuer not looked up", "not asked"),
    ],
)
def test_an_unknown_issuer_never_reads_plain_valid(
    recognised: bool, title: str, outcome: str
) -> None:
    """Genuine is one answer and recognised another; the headline says both."""
    answers = answers_of(report_with(issuer=replace(HARBOR, recognised=recognised, by=())))
    assert answers.title == title
    assert answers.banner == "not_recognised"
    assert answers.genuine.outcome == "pass"
    assert answers.issuer.outcome == outcome
    assert "alid" not in answers.title


@pytest.mark.parametrize(
    ("check_id", "code", "title", "banner"),
    [
        ("proof", "", "Not valid: changed, or not signed as it says", "not_valid"),
        ("issuer", "", "Not valid: not signed by the issuer it names", "not_valid"),
        ("contexts", "", "Not valid: terms of unknown meaning", "not_valid"),
        ("status.revocation", "revoked", "Not valid: revoked by its issuer", "revoked"),
        ("status.suspension", "suspended", "Not valid: suspended by its issuer", "suspended"),
        ("dates", "expired", "Not valid: expired", "not_valid"),
        ("dates", "not_yet_valid", "Not valid: not valid yet", "not_valid"),
    ],
)
def test_each_failure_is_named_in_the_headline(
    check_id: CheckId, code: str, title: str, banner: str
) -> None:
    """The reader learns in a few words why it is not valid."""
    answers = answers_of(report_with({check_id: ("fail", code)}))
    assert (answers.title, answers.banner) == (title, banner)
    assert answers.genuine.outcome == "fail"
    assert answers.genuine.word == "No"


def test_a_forgery_that_names_a_good_issuer_gains_nothing_by_it() -> None:
    """While the signature is not proven, recognition is not repeated and no status is believed."""
    answers = answers_of(
        report_with({"proof": ("fail", ""), "status.revocation": ("fail", "revoked")})
    )
    assert answers.issuer.word == "Cannot tell"
    assert "Ministry" not in answers.issuer.sentence
    assert answers.banner == "not_valid"


def test_a_list_that_cannot_be_fetched_reads_cannot_tell_and_names_the_check() -> None:
    """What could not be run is neither good nor bad."""
    answers = answers_of(report_with({"status.revocation": ("could not run", "x")}))
    assert answers.title == "Cannot tell"
    assert answers.banner == "cannot_tell"
    assert answers.genuine.outcome == "could not run"
    assert "Not revoked" in answers.genuine.sentence


def test_a_credential_without_status_list_says_that_it_cannot_be_revoked() -> None:
    """That it is not revoked is not claimed where nobody could revoke."""
    answers = answers_of(report_with({"status.revocation": ("not applicable", "")}))
    assert "not revoked" not in answers.sentence
    assert "keeps no list" in answers.sentence


# A busy machine is slow to draw; that is no fault of the code under test.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    outcomes=st.lists(
        st.sampled_from(["pass", "fail", "could not run", "not applicable"]),
        min_size=len(CHECK_IDS),
        max_size=len(CHECK_IDS),
    ),
    recognised=st.sampled_from([True, False, "not asked"]),
)
def test_only_what_passed_ever_looks_good(outcomes: list[Outcome], recognised: bool) -> None:
    """Whatever the checks say: good is shown only for a pass, and the best banner only for all."""
    changes: dict[CheckId, tuple[Outcome, str]] = {
        check_id: (outcome, "") for check_id, outcome in zip(CHECK_IDS, outcomes, strict=True)
    }
    report = report_with(changes, replace(HARBOR, recognised=recognised))
    answers = answers_of(report)
    for line, outcome in zip(answers.checks, outcomes, strict=True):
        assert (line.outcome == "pass") == (outcome == "pass")
        assert (line.word == "Passed") == (outcome == "pass")
    assert (answers.banner == "valid") == (report.verdict == "valid" and recognised is True)
    assert (answers.genuine.outcome == "pass") == (report.verdict == "valid")
    if "could not run" in outcomes[:-2]:  # evidence and holder decide nothing
        assert answers.banner != "valid"
    assert answers.holder.outcome == "not asked"
