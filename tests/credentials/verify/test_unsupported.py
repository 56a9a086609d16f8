"""What is recognised and not checked says so in each line of its report."""

from __future__ import annotations

from tests.credentials.judging import judge

PRESENTATION = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiablePresentation"],
}


def test_each_line_says_that_it_was_not_looked_at() -> None:
    """In the order of the checks; nothing is left out that a reader would look for."""
    report = judge(PRESENTATION)
    assert [check.id for check in report.checks] == [
        "format",
        "schema",
        "schema.json",
        "contexts",
        "proof",
        "issuer",
        "refresh",
        "status.revocation",
        "status.suspension",
        "dates",
        "recipient",
        "endorsements",
        "evidence",
        "holder",
    ]
    assert [check.code for check in report.checks] == ["presentation"] + ["skipped"] * 13
    assert {check.outcome for check in report.checks} == {"could not run"}
    assert report.holder == "not asked"
    assert report.issuer.recognised == "not asked"
