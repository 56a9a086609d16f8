"""A report in words: the three answers first, then one line for each check.

An unknown issuer never reads plain "valid": whether a document is genuine, whether somebody
recognises its issuer and whether the person showing it is its holder are three questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guildmark.cli.terminal import heading, mark, printable, say

__all__ = ["EXIT_STATUS", "show_report"]

EXIT_STATUS: Mapping[str, int] = {"valid": 0, "not valid": 1, "cannot tell": 2, "unreadable": 3}

_QUESTION_WIDTH = 24
_OUTCOME_WIDTH = len("not applicable")
_COLOURED_AS = {
    "valid": "pass",
    "not valid": "fail",
    "cannot tell": "could not run",
    "unreadable": "fail",
}


def show_report(report: Mapping[str, Any], *, allowed_origins: tuple[str, ...] = ()) -> None:
    """Print a report, in the JSON form of `Report.to_json`, for people.

    Args:
        report: all text in it is made safe for a terminal here.
        allowed_origins: addresses that were exempt from the rules against local ones.
    """
    say(heading(headline(report), outcome=_COLOURED_AS[report["verdict"]]))
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
    if allowed_origins:
        say()
        say(
            "Allowed although local or not https: "
            + ", ".join(printable(origin) for origin in allowed_origins)
        )


def headline(report: Mapping[str, Any]) -> str:
    """Return the whole verdict in one line."""
    match report["verdict"], report["issuer"]["recognised"]:
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


def _genuine(report: Mapping[str, Any]) -> str:
    match report["verdict"]:
        case "valid":
            return "Yes. " + _what_held(report)
        case "not valid":
            return "No. " + _reasons(report, "fail")
        case "unreadable":
            return "This is no credential that can be read. " + _reasons(report, "fail")
    return "Cannot tell. " + _reasons(report, "could not run")


def _what_held(report: Mapping[str, Any]) -> str:
    passed = {check["id"] for check in report["checks"] if check["outcome"] == "pass"}
    held = ["signed by its issuer and unchanged since"]
    if "dates" in passed:
        held.append("in date")
    if "status.revocation" in passed:
        held.append("not revoked")
    else:
        held.append("with no list that could revoke it")
    if "status.suspension" in passed:
        held.append("not suspended")
    text = ", ".join(held[:-1]) + f" and {held[-1]}." if len(held) > 1 else f"{held[0]}."
    return text[0].upper() + text[1:]


def _recognised(report: Mapping[str, Any]) -> str:
    issuer = report["issuer"]
    who = printable(issuer.get("name") or issuer["id"] or "the issuer")
    match issuer["recognised"]:
        case True:
            return f"Yes, {who} is recognised by {_names(report)}."
        case False:
            return f"No. Nobody who was asked recognises {who}."
    return "Not asked. --trust FILE names whom you trust."


def _holder(report: Mapping[str, Any]) -> str:
    if report["holder"] == "checked":
        return "Yes, the person showing it proved to be its holder."
    return "Not asked. A file does not tell who is showing it."


def _names(report: Mapping[str, Any]) -> str:
    return ", ".join(printable(name) for name in report["issuer"]["by"])


def _reasons(report: Mapping[str, Any], outcome: str) -> str:
    reasons = [check["reason"] for check in report["checks"] if check["outcome"] == outcome]
    return " ".join(printable(reason, limit=400) for reason in reasons[:3])


def _check_lines(report: Mapping[str, Any]) -> Iterator[str]:
    checks = report["checks"]
    width = max((len(check["id"]) for check in checks), default=0)
    for check in checks:
        clause = f"  [{printable(check['clause'])}]" if check.get("clause") else ""
        yield (
            f"{mark(check['outcome'], width=_OUTCOME_WIDTH)}  {printable(check['id']):<{width}}  "
            f"{printable(check['reason'], limit=600)}{clause}"
        )
