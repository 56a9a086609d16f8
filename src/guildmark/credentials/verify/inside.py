"""What a credential carries inside: the credentials of a learner record, and endorsements.

Each is verified on its own, by the same rules, and has a report of its own.

A learner record is not valid when a credential inside it is forged, changed or revoked. One that
has merely expired says what was true once, which is what a record is for.
A bad endorsement never makes the award bad: anybody may have written it. It is shown as what it is.

Source: Comprehensive Learner Record 2.0, B (ClrSubject); Open Badges 3.0, 8.3 and B.1.10
(EndorsementCredential).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, JsonValue
from guildmark.credentials.verify.recipient import subject_ids
from guildmark.credentials.verify.report import Check, Report

__all__ = ["check_credentials", "check_endorsements"]

Verify = Callable[[JsonObject | str], Report]

_CLR_CLAUSE: Final = "Comprehensive Learner Record 2.0, B"
_ENDORSEMENT_CLAUSE: Final = "Open Badges 3.0, 8.3 and B.1.10"
# A record of a whole life of learning has some hundred; each costs a verification.
_MAX_CREDENTIALS: Final = 200
_MAX_ENDORSEMENTS: Final = 20


def check_credentials(
    document: JsonObject, *, verify: Verify
) -> tuple[Check | None, tuple[Report, ...]]:
    """Verify each credential inside a learner record; (None, ()) when it is none."""
    inner = list(_inner_credentials(document))
    if not inner:
        return None, ()
    if len(inner) < _count_all(document) > _MAX_CREDENTIALS:
        # Each level of records inside records is read once more.
        return Check(
            "credentials",
            "could not run",
            f"It has records inside records, more than {_MAX_CREDENTIALS} credentials in all; "
            "none was looked at.",
            _CLR_CLAUSE,
            code="inner_too_many",
        ), ()
    reports = tuple(verify(each) for each in inner[:_MAX_CREDENTIALS])
    return _judge_credentials(reports, left_out=len(inner) - len(reports)), reports


def _inner_credentials(document: JsonObject) -> Iterator[JsonObject | str]:
    subjects = document.get("credentialSubject")
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        listed = subject.get("verifiableCredential") if isinstance(subject, dict) else None
        for each in listed if isinstance(listed, list) else [] if listed is None else [listed]:
            # Whatever else stands there can not be read, and its report will say so.
            yield each if isinstance(each, (dict, str)) else str(each)


def _count_all(document: JsonObject) -> int:
    """Count the credentials inside a record, those inside of them included."""
    count, left = 0, list(_inner_credentials(document))
    while left:
        each = left.pop()
        count += 1
        if isinstance(each, dict):
            left.extend(_inner_credentials(each))
    return count


def _judge_credentials(reports: tuple[Report, ...], *, left_out: int) -> Check:
    bad = [n for n, report in enumerate(reports, start=1) if _is_bad(report)]
    unknown = [n for n, report in enumerate(reports, start=1) if report.verdict == "cannot tell"]
    expired = [
        n
        for n, report in enumerate(reports, start=1)
        if report.verdict != "valid" and n not in bad and n not in unknown
    ]
    if bad:
        return Check(
            "credentials",
            "fail",
            f"Of the {len(reports)} credentials inside, {_numbers(bad)} did not pass.",
            _CLR_CLAUSE,
            code="inner_not_valid",
        )
    if unknown or left_out > 0:
        which = _numbers(unknown) if unknown else f"the last {left_out}"
        return Check(
            "credentials",
            "could not run",
            f"Of the {len(reports)} credentials inside, {which} could not be told.",
            _CLR_CLAUSE,
            code="inner_unknown",
        )
    if expired:
        return Check(
            "credentials",
            "pass",
            f"Each of the {len(reports)} credentials inside is genuine; {_numbers(expired)} has "
            "expired since.",
            _CLR_CLAUSE,
            code="inner_expired",
        )
    return Check(
        "credentials",
        "pass",
        f"Each of the {len(reports)} credentials inside is valid by itself.",
        _CLR_CLAUSE,
    )


def _is_bad(report: Report) -> bool:
    if report.verdict == "unreadable":
        return True
    failed = {check.id: check.code for check in report.checks if check.outcome == "fail"}
    return report.verdict == "not valid" and failed != {"dates": "expired"}


def _numbers(places: list[int]) -> str:
    shown = ", ".join(f"number {n}" for n in places[:5])
    return f"{shown} and {len(places) - 5} more" if len(places) > 5 else shown


def check_endorsements(
    document: JsonObject, *, verify: Verify, is_asked: bool
) -> tuple[Check, tuple[Report, ...]]:
    """Verify each endorsement inside a credential.

    Args:
        document: the credential; what is inside other credentials inside it is theirs.
        verify: verifies one, without asking for more endorsements.
        is_asked: whether the policy asks.
    """
    found = list(_endorsements(document, contexts=document.get("@context")))
    if not found:
        return _endorsement("not applicable", "It carries no endorsements."), ()
    if not is_asked:
        reason = f"It carries {len(found)} endorsements; they were not checked, as was asked."
        return _endorsement("not applicable", reason, code="not_asked"), ()
    reports = tuple(_about(verify(each), endorsed) for each, endorsed in found[:_MAX_ENDORSEMENTS])
    good = sum(report.verdict == "valid" for report in reports)
    if good == len(found):
        count = f"Its {good} endorsements are" if good > 1 else "Its endorsement is"
        return _endorsement("pass", f"{count} genuine and by whom they say."), reports
    some_bad = any(report.verdict in ("not valid", "unreadable") for report in reports)
    return _endorsement(
        "fail" if some_bad else "could not run",
        f"Of its {len(found)} endorsements, {good} passed. That says nothing about the award "
        "itself.",
        code="endorsement_not_valid" if some_bad else "endorsement_unknown",
    ), reports


def _endorsement(outcome: Any, reason: str, *, code: str = "") -> Check:
    return Check("endorsements", outcome, reason, _ENDORSEMENT_CLAUSE, code=code)


def _endorsements(
    value: JsonValue, *, contexts: JsonValue
) -> Iterator[tuple[JsonObject | str, str | None]]:
    """Yield each endorsement with the id of what it stands in."""
    if isinstance(value, list):
        for item in value:
            yield from _endorsements(item, contexts=contexts)
    if not isinstance(value, dict):
        return
    endorsed = value.get("id") if isinstance(value.get("id"), str) else None
    for name, item in value.items():
        if name in ("endorsement", "endorsementJwt"):
            for each in item if isinstance(item, list) else [item]:
                if isinstance(each, dict):
                    # What stands inside is read with the contexts around it.
                    yield {"@context": contexts, **each}, endorsed
                elif isinstance(each, str):
                    yield each, endorsed
        elif name not in ("verifiableCredential", "proof"):
            yield from _endorsements(item, contexts=contexts)


def _about(report: Report, endorsed: str | None) -> Report:
    """Make an endorsement of something else one that did not pass."""
    about = subject_ids(report.credential or {})
    if report.verdict != "valid" or endorsed is None or endorsed in about:
        return report
    check = Check(
        "endorsements",
        "fail",
        f"It endorses {str(about[0] if about else None)[:200]}, but stands at {endorsed[:200]}.",
        _ENDORSEMENT_CLAUSE,
        code="endorsement_other",
    )
    checks = tuple(check if each.id == "endorsements" else each for each in report.checks)
    return replace(report, verdict="not valid", checks=checks)
