"""The three answers of a report, in words.

The engine's `Report` keeps apart whether the document is genuine and current, whether its issuer is
recognised, and whether the person showing it is the holder. Here each becomes a word, a sign and a
sentence. Two rules are kept by tests: what could not be run
is never shown as good, and an issuer nobody recognises never reads plain "valid".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildmark.credentials.verify import Check, Report
from guildmark.server.verification.reasons import reason_in_words

__all__ = ["Answer", "Answers", "Banner", "CheckLine", "Outcome", "answers_of"]

# The names of the design system's signs (`ui`): each is a word, a colour and a shape at once.
Outcome = Literal["pass", "fail", "could not run", "not applicable", "warning", "not asked"]
Banner = Literal[
    "valid", "not_recognised", "not_valid", "revoked", "suspended", "cannot_tell", "unreadable"
]

_LABELS: Final = {
    "format": gettext_lazy("Format"),
    "contexts": gettext_lazy("Meaning of every term"),
    "schema": gettext_lazy("Complete by the standard"),
    "schema.json": gettext_lazy("Official schema"),
    "proof": gettext_lazy("Signature"),
    "issuer": gettext_lazy("Signed by the issuer it names"),
    "refresh": gettext_lazy("Newest version"),
    "status.revocation": gettext_lazy("Not revoked"),
    "status.suspension": gettext_lazy("Not suspended"),
    "status.message": gettext_lazy("Message from the issuer"),
    "dates": gettext_lazy("In date"),
    "recipient": gettext_lazy("Awarded to whom you asked about"),
    "credentials": gettext_lazy("Credentials inside"),
    "endorsements": gettext_lazy("Endorsements"),
    "evidence": gettext_lazy("Evidence"),
    "holder": gettext_lazy("Holder"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the three questions with its answer."""

    question: str
    word: str
    sentence: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One check as a line: label, outcome in a word, the reason, where the standard says so."""

    id: str
    label: str
    outcome: Outcome
    word: str
    reason: str
    clause: str
    duration: str
    # "en" where nobody has translated what the engine says; empty in the reader's language.
    reason_language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a reader should know beside the checks; `language` as for reasons."""

    text: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A credential inside a learner record, or an endorsement, with its own answer."""

    kind: str
    name: str
    issuer: str
    outcome: Outcome
    word: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a page says about a report: the headline, the three answers, then every check."""

    title: str
    sentence: str
    banner: Banner
    genuine: Answer
    issuer: Answer
    holder: Answer
    checks: tuple[CheckLine, ...]
    notes: tuple[Note, ...] = ()
    inside: tuple[Inside, ...] = ()

    @property
    def three(self) -> tuple[Answer, Answer, Answer]:
        """The three answers in the order in which they are asked."""
        return (self.genuine, self.issuer, self.holder)


def answers_of(report: Report) -> Answers:
    """Put a report into words, in the reader's language."""
    genuine = _genuine(report)
    issuer = _issuer(report)
    title, sentence, banner = _headline(report, genuine=genuine)
    return Answers(
        title=title,
        sentence=sentence,
        banner=banner,
        genuine=genuine,
        issuer=issuer,
        holder=_holder(report),
        checks=tuple(_line(check) for check in report.checks),
        notes=tuple(_note(note) for note in report.notes),
        inside=(
            *(_inside(each, kind=_("Credential")) for each in report.credentials),
            *(_inside(each, kind=_("Endorsement")) for each in report.endorsements),
        ),
    )


def _inside(report: Report, *, kind: str) -> Inside:
    """Put a report inside another into one line."""
    genuine = _genuine(report)
    name = (report.credential or {}).get("name")
    return Inside(
        kind=kind,
        name=name if isinstance(name, str) else "",
        issuer=_issuer_name(report),
        outcome=genuine.outcome,
        word=genuine.word,
        sentence=genuine.sentence,
    )


def _headline(report: Report, *, genuine: Answer) -> tuple[str, str, Banner]:
    """Say the one sentence the reader came for."""
    if report.verdict == "valid":
        names = {
            "issuer": _issuer_name(report),
            "by": ", ".join(report.issuer.by),
            "current": _current(report),
        }
        if report.issuer.recognised is True:
            return (
                _("Genuine and current, from a recognised issuer"),
                _("Signed by %(issuer)s, recognised by %(by)s. %(current)s") % names,
                "valid",
            )
        if report.issuer.recognised is False:
            return (
                _("Genuine, issuer not recognised"),
                _(
                    "Nothing was changed since %(issuer)s signed it. %(current)s No list that is"
                    " asked here knows this issuer: find out who it is before you rely on it."
                )
                % names,
                "not_recognised",
            )
        return (
            _("Genuine, issuer not looked up"),
            _(
                "Nothing was changed since %(issuer)s signed it. %(current)s Whether anybody"
                " recognises this issuer was not asked."
            )
            % names,
            "not_recognised",
        )
    if report.verdict == "not valid":
        return (
            _("Not valid: %(why)s") % {"why": _why_not(report)},
            genuine.sentence,
            _stop_sign(report),
        )
    if report.verdict == "unreadable":
        return _("Not a credential that can be read here"), genuine.sentence, "unreadable"
    return _("Cannot tell"), genuine.sentence, "cannot_tell"


def _current(report: Report) -> str:
    """Say in what sense it is current: a credential without a status list cannot be revoked."""
    if _holds(report, "status.revocation"):
        return _("It is not revoked, and it is in date.")
    return _("It is in date; its issuer keeps no list on which it could be revoked.")


def _genuine(report: Report) -> Answer:
    question = _("Is it genuine and current?")
    if report.verdict == "valid":
        return Answer(
            question=question,
            word=_("Yes"),
            sentence=_("The signature holds and nothing was changed. %(current)s")
            % {"current": _current(report)},
            outcome="pass",
        )
    if report.verdict == "not valid":
        return Answer(
            question=question, word=_("No"), sentence=_why_not_sentence(report), outcome="fail"
        )
    if report.verdict == "unreadable":
        return Answer(
            question=question,
            word=_("No credential found"),
            sentence=_first_reason(report, "fail") or _("What was given is not a credential."),
            outcome="fail",
        )
    missing = [_label(check.id) for check in report.open_questions]
    return Answer(
        question=question,
        word=_("Cannot tell"),
        sentence=_(
            "Not everything could be checked (%(checks)s), so it is neither proven nor disproven."
            " Try again later."
        )
        % {"checks": ", ".join(missing) or _("no check gave an answer")},
        outcome="could not run",
    )


def _issuer(report: Report) -> Answer:
    question = _("Is the issuer recognised, and by whom?")
    if not _holds(report, "proof") or not _holds(report, "issuer"):
        # An unproven document may name anybody: recognition would lend it a good name.
        return Answer(
            question=question,
            word=_("Cannot tell"),
            sentence=_(
                "The signature is not proven, so the issuer it names is only what the document"
                " claims."
            ),
            outcome="could not run",
        )
    name = _issuer_name(report)
    if report.issuer.recognised is True:
        return Answer(
            question=question,
            word=_("Yes"),
            sentence=_("%(issuer)s is recognised by %(by)s.")
            % {"issuer": name, "by": ", ".join(report.issuer.by)},
            outcome="pass",
        )
    if report.issuer.recognised is False:
        return Answer(
            question=question,
            word=_("Not recognised"),
            sentence=_(
                "No list that is asked here has %(issuer)s on it. That alone is neither good nor"
                " bad."
            )
            % {"issuer": name},
            outcome="warning",
        )
    return Answer(
        question=question,
        word=_("Not asked"),
        sentence=_("No list of recognised issuers was asked about %(issuer)s.") % {"issuer": name},
        outcome="not asked",
    )


def _holder(report: Report) -> Answer:
    question = _("Is the person showing it the holder?")
    if report.holder == "checked":
        return Answer(
            question=question,
            word=_("Yes"),
            sentence=_("The person proved control of the identifier in the credential."),
            outcome="pass",
        )
    return Answer(
        question=question,
        word=_("Not asked"),
        sentence=_(
            "A document cannot tell who is showing it. Compare the name with the person's papers."
        ),
        outcome="not asked",
    )


def _stop_sign(report: Report) -> Banner:
    """Choose the banner of what is not valid.

    Only a genuine one reads as revoked, and what its own address says is gone.
    """
    if any(check.code == "gone" for check in report.checks):
        return "revoked"
    if _holds(report, "proof") and _holds(report, "issuer"):
        if _failed(report, "status.revocation"):
            return "revoked"
        if _failed(report, "status.suspension"):
            return "suspended"
    return "not_valid"


def _why_not(report: Report) -> str:
    """Name the failure that matters most, in a few words; the signature comes before the status."""
    failed = {check.id for check in report.failures}
    reasons = (
        ({"format", "schema"}, _("not a complete credential")),
        ({"contexts"}, _("terms of unknown meaning")),
        ({"proof"}, _("changed, or not signed as it says")),
        ({"issuer"}, _("not signed by the issuer it names")),
        ({"status.revocation"}, _("revoked by its issuer")),
        ({"status.suspension"}, _("suspended by its issuer")),
        ({"dates"}, _outside_dates(report)),
        ({"recipient"}, _("awarded to somebody else")),
        ({"credentials"}, _("a credential inside did not pass")),
        ({"evidence"}, _("the evidence does not match")),
        ({"holder"}, _("shown by somebody else")),
    )
    return next((words for ids, words in reasons if ids & failed), _("a check failed"))


def _outside_dates(report: Report) -> str:
    codes = {check.code for check in report.checks if check.id == "dates"}
    if "expired" in codes:
        return _("expired")
    if "not_yet_valid" in codes:
        return _("not valid yet")
    return _("outside its dates")


def _why_not_sentence(report: Report) -> str:
    failed = {check.id for check in report.checks if check.outcome == "fail"}
    genuine = _holds(report, "proof") and _holds(report, "issuer")
    if genuine and "status.revocation" in failed:
        return _("The document is as it was signed, but its issuer has revoked it.")
    if genuine and "status.suspension" in failed:
        return _("The document is as it was signed, but its issuer has suspended it for now.")
    if genuine and failed == {"dates"}:
        return _(
            "The document is as it was signed, but today lies outside its dates. %(reason)s"
        ) % {"reason": _first_reason(report, "fail")}
    if failed & {"format", "schema"}:
        return _first_reason(report, "fail")
    if "contexts" in failed:
        return _("It has terms whose meaning nothing fixes, so no signature can vouch for them.")
    if "proof" in failed:
        return _(
            "The signature does not fit the document: something was changed, or it is a forgery."
        )
    if "issuer" in failed:
        return _("The key that signed it does not belong to the issuer it names.")
    return _first_reason(report, "fail") or _("At least one check failed; see each check below.")


def _note(text: str) -> Note:
    words, language = reason_in_words(text)
    return Note(text=words, language=language)


def _line(check: Check) -> CheckLine:
    words: dict[Outcome, str] = {
        "pass": _("Passed"),
        "fail": _("Failed"),
        "could not run": _("Could not run"),
        "not applicable": _("Does not apply"),
        "not asked": _("Not asked"),
    }
    outcome: Outcome = check.outcome
    if outcome not in words:
        outcome = "could not run"  # what nobody foresaw must never look like a pass
    if check.id == "holder" and outcome == "not applicable":
        outcome = "not asked"
    duration = "" if check.duration_ms is None else _duration(check.duration_ms)
    reason, language = reason_in_words(check.reason)
    return CheckLine(
        id=check.id,
        label=_label(check.id),
        outcome=outcome,
        word=words[outcome],
        reason=reason,
        reason_language=language,
        clause=check.clause or "",
        duration=duration,
    )


def _duration(milliseconds: float) -> str:
    if milliseconds < 1:
        return _("under 1 ms")
    return _("%(number)s ms") % {"number": round(milliseconds)}


def _label(check_id: str) -> str:
    return str(_LABELS.get(check_id, check_id))


def _issuer_name(report: Report) -> str:
    return report.issuer.name or report.issuer.id or _("an issuer without a name")


def _holds(report: Report, check_id: str) -> bool:
    return any(check.id == check_id and check.outcome == "pass" for check in report.checks)


def _failed(report: Report, check_id: str) -> bool:
    return any(check.id == check_id and check.outcome == "fail" for check in report.checks)


def _first_reason(report: Report, outcome: str) -> str:
    listed = report.failures if outcome == "fail" else report.open_questions
    found = next((check.reason for check in listed), "")
    return reason_in_words(found)[0]
