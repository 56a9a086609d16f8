"""A report in words: the three answers first, then one line for each check.

An unknown issuer never reads plain "valid": whether a document is genuine, whether somebody
recognises its issuer and whether the person showing it is its holder are three questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guildmark.cli.terminal import heading, mark, printable, say
from guildmark.credentials.verify import (
    Check,
    CheckId,
    Outcome,
    PresentationReport,
    Report,
    Verdict,
)

__all__ = ["EXIT_STATUS", "headline", "show_presentation", "show_report"]

EXIT_STATUS: Mapping[Verdict, int] = {
    "valid": 0,
    "not valid": 1,
    "cannot tell": 2,
    "unreadable": 3,
}

_QUESTION_WIDTH = 24
_OUTCOME_WIDTH = len("not applicable")
_COLOURED_AS: Mapping[Verdict, Outcome] = {
    "valid": "pass",
    "not valid": "fail",
    "cannot tell": "could not run",
    "unreadable": "fail",
}


def show_report(report: Report) -> None:
    """Print a report for people; all that strangers wrote is made safe for a terminal here."""
    say(heading(headline(report), outcome=_COLOURED_AS[report.verdict]))
    if report.credential is not None:
        say(_says(report))
    say()
    answers = (
        ("Genuine and current?", _genuine(report)),
        ("Issuer recognised?", _recognised(report)),
        ("Shown by its holder?", _holder(report)),
    )
    for question, answer in answers:
        say(f"{question:<{_QUESTION_WIDTH}}{answer}")
    say()
    for line in _check_lines(report.checks):
        say(line)
    for title, inside in (("Credential", report.credentials), ("Endorsement", report.endorsements)):
        _show_inside(title, inside)
    for note in report.notes:
        say()
        say(printable(note, limit=600))


def show_presentation(report: PresentationReport) -> None:
    """Print what came of a presentation, then one line for each credential inside."""
    words: Mapping[Verdict, str] = {
        "valid": "The presentation holds",
        "not valid": "Not valid",
        "cannot tell": "Cannot tell",
        "unreadable": "Unreadable",
    }
    say(heading(words[report.verdict], outcome=_COLOURED_AS[report.verdict]))
    say()
    answers = (
        ("Shown by its holder?", _presenter(report)),
        ("Awarded to the holder?", _subject(report)),
    )
    for question, answer in answers:
        say(f"{question:<{_QUESTION_WIDTH}}{answer}")
    say()
    for line in _check_lines(report.checks):
        say(line)
    _show_inside("Credential", report.credentials)
    for note in report.notes:
        say()
        say(printable(note, limit=600))


def _presenter(report: PresentationReport) -> str:
    who = printable(report.holder or "whoever holds the key")
    if report.is_holder_proven:
        return f"Yes, {who} signed it."
    return "Not proven. Nobody's signature for this occasion was found true."


def _subject(report: PresentationReport) -> str:
    match report.is_holder_subject:
        case True:
            return "Yes, the credentials are about the holder."
        case False:
            return "No, the credentials are about somebody else."
    return "Cannot tell. The credentials, or the presentation, name nobody by id."


def _show_inside(title: str, reports: Sequence[Report]) -> None:
    """Print the headline of each report inside another, with its first reason."""
    for number, report in enumerate(reports, start=1):
        say()
        about = _says(report) if report.credential is not None else ""
        line = f"{title} {number} of {len(reports)}: {headline(report)}. {about}".rstrip()
        say(heading(line, outcome=_COLOURED_AS[report.verdict]))
        if report.verdict != "valid":
            say(f"  {_genuine(report)}")


def headline(report: Report) -> str:
    """Return the whole verdict in one line."""
    if report.verdict == "not valid" and _revoked(report):
        return "Not valid: revoked"
    match report.verdict, report.issuer.recognised:
        case "valid", True:
            return f"Genuine, issuer recognised by {_names(report)}"
        case "valid", False:
            return "Genuine, issuer not recognised"
        case "valid", _:
            return "Genuine; whether the issuer is recognised was not asked"
        case "not valid", _:
            return "Not valid"
        case "unreadable", _:
            return "Unreadable"
    return "Cannot tell"


def _revoked(report: Report) -> bool:
    """Tell whether it is genuine but revoked, or its own address says so."""
    return any(
        check.id == "status.revocation" and check.outcome == "fail" for check in report.checks
    ) and all(check.id.startswith("status.") for check in report.failures)


def _says(report: Report) -> str:
    """Return what the document calls itself; only the checks say whether that is true."""
    credential = report.credential or {}
    name = credential.get("name")
    badge = credential.get("badge")
    if not isinstance(name, str):
        name = badge.get("name") if isinstance(badge, dict) else credential.get("vct")
    what = f"“{printable(name)}”" if isinstance(name, str) else "a credential without a name"
    who = printable(report.issuer.name or report.issuer.id or "nobody")
    return f"It says: {what}, issued by {who}."


def _genuine(report: Report) -> str:
    match report.verdict:
        case "valid":
            return f"Yes. {_what_held(report)}"
        case "not valid":
            return f"No. {_reasons(report.failures)}"
        case "unreadable":
            return f"This is no credential that can be read. {_reasons(report.failures)}"
    return f"Cannot tell. {_reasons(report.open_questions)}"


def _what_held(report: Report) -> str:
    held = ["signed by its issuer, unchanged since, in date"]
    if report.check("status.revocation").outcome == "pass":
        held.append("not revoked")
    if report.check("status.suspension").outcome == "pass":
        held.append("not suspended")
    if len(held) == 1:
        held.append("with no list that could revoke it")
    return f"{', '.join(held[:-1])} and {held[-1]}.".capitalize()


def _recognised(report: Report) -> str:
    issuer = report.issuer
    who = printable(issuer.name or issuer.id or "the issuer")
    match issuer.recognised:
        case True:
            return f"Yes, {who} is recognised by {_names(report)}."
        case False:
            return f"No. Nobody who was asked recognises {who}."
    if report.verdict in ("valid", "cannot tell") or _passed(report, "proof", "issuer"):
        return "Not asked. The “recognised” part of a trust file (--trust) names whom you trust."
    return "Not asked, because it is not proven who issued this."


def _holder(report: Report) -> str:
    if report.holder == "checked":
        return "Yes, the person showing it proved to be its holder."
    return "Not asked. A file does not tell who is showing it."


def _passed(report: Report, *names: CheckId) -> bool:
    return all(check.outcome == "pass" for check in report.checks if check.id in names)


def _names(report: Report) -> str:
    return ", ".join(printable(name) for name in report.issuer.by)


def _reasons(checks: Sequence[Check]) -> str:
    # Two are enough above; all stand below.
    return " ".join(printable(check.reason, limit=400) for check in checks[:2])


def _check_lines(checks: Sequence[Check]) -> Iterator[str]:
    width = max((len(check.id) for check in checks), default=0)
    for check in checks:
        yield (
            f"{mark(check.outcome, width=_OUTCOME_WIDTH)}  {check.id:<{width}}  "
            f"{printable(check.reason, limit=600)}{_clause(check)}"
        )


def _clause(check: Check) -> str:
    return f"  [{printable(check.clause)}]" if check.clause else ""
