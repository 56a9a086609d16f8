"""`guildmark verify --explain`: what was proven, what was not, what would change the answer.

For people who have to decide something. Each sentence follows from one line of the report; nothing
is added that was not checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from guildmark.cli.terminal import heading, printable, say
from guildmark.credentials.verify import PresentationReport, Report

__all__ = ["explain", "show_explanation"]

# What a passed check proves.
_PROVEN: Final[Mapping[str, str]] = {
    "schema": "It has each part that its standard asks for.",
    "schema.json": "It follows the JSON Schemas that it names.",
    "contexts": "Each of its words has a fixed meaning, so it can not be read in two ways.",
    "proof": "Not a letter of it was changed since it was signed.",
    "issuer": "It was signed with a key that its issuer publishes for that.",
    "refresh": "There is no newer version than the one judged here.",
    "status.revocation": "Its issuer had not revoked it when the list was made.",
    "status.suspension": "Its issuer had not suspended it when the list was made.",
    "dates": "It is valid at this moment.",
    "recipient": "It was awarded to whom you asked about.",
    "credentials": "Each credential inside holds by itself.",
    "endorsements": "Its endorsements are by whom they say.",
}
# What a check that did not pass leaves open, by the check.
_OPEN: Final[Mapping[str, str]] = {
    "schema": "That it is built as its standard asks.",
    "schema.json": "That it follows the JSON Schemas that it names.",
    "contexts": "What its words mean.",
    "proof": "That nobody changed it, or that it was ever signed.",
    "issuer": "That the issuer it names has made it.",
    "refresh": "That there is no newer version.",
    "status.revocation": "That it has not been revoked.",
    "status.suspension": "That it is not suspended.",
    "dates": "That it is valid at this moment.",
    "recipient": "That it was awarded to whom you asked about.",
    "credentials": "That each credential inside holds.",
    "endorsements": "That its endorsements are genuine.",
}
# What could turn the answer, by the finding's code, else by the check.
_REMEDIES: Final[Mapping[str, str]] = {
    "offline": "Run it again without --offline, or add what is missing to the trust file.",
    "expired": "A renewed credential: ask its holder or issuer for one.",
    "not_yet_valid": "Time: it begins to be valid later.",
    "revoked": "Nothing: what is revoked stays revoked. Ask the issuer for the reason.",
    "suspended": "The issuer lifting the suspension: check again later.",
    "gone": "The file itself, if its holder has it, checked in place of the address.",
    "signature": "The unchanged original: ask the holder for the file as it was issued.",
    "STATUS_RETRIEVAL_ERROR": "The issuer's list being in reach: try again later.",
    "STATUS_LIST_OUT_OF_DATE": "A current list: try again later, or tell the issuer.",
    "key_revoked": "The issuer signing it anew with a key that still counts.",
    "key_expired": "The issuer signing it anew with a key that still counts.",
    "key_of_nobody": "The issuer listing this key at its own address.",
    "unknown_context": "Guildmark learning that context, or the issuer using known ones.",
    "undefined_term": "The issuer leaving that word out, or naming a context that defines it.",
    "base_proof": "A derived copy: the holder makes one that shows what you need.",
    "challenge": "The holder signing anew, with the challenge that you gave.",
    "other_suite": "A copy of it with a kind of proof that Guildmark reads.",
    "recipient_other": "The credential of the person you asked about.",
    "schema_not_asked": "--schemas, which fetches them.",
    "badge_differs": "The badge as its own address gives it: check that address.",
}
_REMEDIES_BY_CHECK: Final[Mapping[str, str]] = {
    "proof": "The issuer's keys being in reach, or the unchanged original.",
    "issuer": "A copy signed by the issuer that it names.",
    "contexts": "The issuer using words that a known context defines.",
    "schema": "The issuer repairing it and signing it anew.",
    "status.revocation": "A list of the issuer's that can be read and relied on.",
    "status.suspension": "A list of the issuer's that can be read and relied on.",
    "credentials": "See each credential inside, below its own headline.",
    "format": "A file, token or image that holds a credential.",
}
_NEVER: Final = (
    "That the person who shows it is the one it was awarded to: compare it with their papers.",
    "That the issuer is a good one, or that the person can still do it today.",
)


def show_explanation(report: Report | PresentationReport) -> None:
    """Print the three lists."""
    for title, lines in explain(report):
        say()
        say(heading(title))
        for line in lines:
            say(f"  – {printable(line, limit=400)}")


def explain(report: Report | PresentationReport) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the title and the sentences of each list that has any."""
    lists = (
        ("What was proven", tuple(_proven(report))),
        ("What was not proven", tuple(_not_proven(report))),
        ("What would change the answer", tuple(_changing(report))),
    )
    for title, lines in lists:
        if lines:
            yield title, tuple(dict.fromkeys(lines))


def _proven(report: Report | PresentationReport) -> Iterator[str]:
    passed = {check.id for check in report.checks if check.outcome == "pass"}
    # Without a signature by the issuer the rest is only what the document claims of itself.
    signed = {"proof", "issuer"} <= passed or (
        isinstance(report, PresentationReport) and report.is_holder_proven
    )
    if not signed:
        yield "Nothing: what a document says of itself proves nothing until its signature holds."
        return
    for check in report.checks:
        if check.outcome == "pass" and check.id in _PROVEN:
            yield _PROVEN[check.id]
    if isinstance(report, Report) and report.issuer.recognised is True:
        yield f"Its issuer is recognised by {', '.join(report.issuer.by)}."
    if isinstance(report, PresentationReport) and report.is_holder_proven:
        yield "Whoever shows it holds the key of the holder that it names."


def _not_proven(report: Report | PresentationReport) -> Iterator[str]:
    for check in report.checks:
        if check.outcome in ("fail", "could not run") and check.id in _OPEN:
            yield f"{_OPEN[check.id]} {check.reason}"
    for check in report.checks:
        if check.id == "status.revocation" and check.outcome == "not applicable":
            yield "Whether it was revoked: its issuer keeps no list that could say so."
    if isinstance(report, Report):
        if report.issuer.recognised is False:
            yield "That anybody you trust knows this issuer: nobody who was asked recognises it."
        elif report.issuer.recognised == "not asked":
            yield "That anybody you trust knows this issuer: nobody was asked."
        yield _NEVER[0]
    yield _NEVER[1]


def _changing(report: Report | PresentationReport) -> Iterator[str]:
    for check in report.checks:
        if check.outcome in ("fail", "could not run"):
            remedy = _REMEDIES.get(check.code) or _REMEDIES_BY_CHECK.get(check.id)
            if remedy is not None and check.code != "not_looked_at":
                yield remedy
    if report.verdict == "valid":
        yield from _ending(report)


def _ending(report: Report | PresentationReport) -> Iterator[str]:
    """Say what would make a valid one invalid."""
    issuer = report.issuer.id if isinstance(report, Report) else None
    # Such an issuer is its key: nobody can withdraw it.
    is_its_key = issuer is not None and issuer.startswith(("did:key:", "did:jwk:"))
    for check in report.checks:
        if check.id == "status.revocation" and check.outcome == "pass":
            yield "Its issuer revoking it: check again when you rely on it."
        if check.id == "dates" and "ends on" in check.reason:
            yield f"Time: {check.reason}"
        if check.id == "issuer" and check.outcome == "pass" and not is_its_key:
            yield "Its issuer withdrawing the key that signed it."
