"""A report in words: the three answers first, then one line for each check.

An unknown issuer never reads plain "valid": whether a document is genuine, whether somebody
recognises its issuer and whether the person showing it is its holder are three questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guildmark.cli.terminal import heading, mark, printable, say
from guildmark.credentials.verify import Check, CheckId, Outcome, Report, Verdict

__all__ = ["EXIT_STATUS", "headline", "show_report"]

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
    for line in _check_lines(report):
        say(line)
    for note in report.notes:
        say()
        say(printable(note, limit=600))


def headline(report: Report) -> str:
    """Return the whole verdict in one line."""
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


def _says(report: Report) -> str:
    """Return what the document calls itself; only the checks say whether that is true."""
    credential = report.credential or {}
    name = credential.get("name")
    what = f"“{printable(name)}”" if isinstance(name, str) else "a credential without a name"
    who = printable(report.issuer.name or report.issuer.id or "nobody")
    return f"It says: {what}, issued by {who}."


def _genuine(report: Report) -> str:
    match report.verdict:
        case "valid":
            return f"Yes. {_what_held(report)}"
        case "not valid":
            return f"No. {_reasons(report, 'fail')}"
        case "unreadable":
            return f"This is no credential that can be read. {_reasons(report, 'fail')}"
    return f"Cannot tell. {_reasons(report, 'could not run')}"


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


def _reasons(report: Report, outcome: Outcome) -> str:
    # Two are enough above; all stand below.
    reasons = [check.reason for check in report.checks if check.outcome == outcome]
    return " ".join(printable(reason, limit=400) for reason in reasons[:2])


def _check_lines(report: Report) -> Iterator[str]:
    width = max((len(check.id) for check in report.checks), default=0)
    for check in report.checks:
        yield (
            f"{mark(check.outcome, width=_OUTCOME_WIDTH)}  {check.id:<{width}}  "
            f"{printable(check.reason, limit=600)}{_clause(check)}"
        )


def _clause(check: Check) -> str:
    return f"  [{printable(check.clause)}]" if check.clause else ""
