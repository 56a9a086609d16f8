"""Is a proven credential still current? Its dates and its status.

Source: VC Data Model 2.0, 4.9 and 4.10; Bitstring Status List 1.0, 3.2; security design, row 6:
a status that can not be had is never taken for a good one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Literal

from guildmark.credentials.encoding import JsonObject, copy_json, format_datetime, parse_datetime
from guildmark.credentials.errors import CredentialError, SourceUnavailable, StatusListInvalid
from guildmark.credentials.model import check_structure, issuer_id_of
from guildmark.credentials.status import StatusEntry, parse_status_entry, read_bitstring
from guildmark.credentials.verify.report import Check, CheckId
from guildmark.credentials.verify.secured import LEEWAY, check_secured
from guildmark.credentials.verify.sources import Sources

__all__ = ["check_dates", "check_status", "skip_status"]

_DATES_CLAUSE: Final = "VC Data Model 2.0, 4.9"
_STATUS_CLAUSE: Final = "Bitstring Status List 1.0, 3.2"

_Purpose = Literal["revocation", "suspension"]
_MEANINGS: Final[dict[_Purpose, str]] = {"revocation": "revoked", "suspension": "suspended"}


def check_dates(document: Mapping[str, Any], *, now: datetime) -> Check:
    """Say whether now is inside validFrom and validUntil, with a minute's leeway at both ends."""
    try:
        begins = _moment(document, "validFrom")
        ends = _moment(document, "validUntil")
    except CredentialError as error:
        return Check("dates", "fail", error.message, _DATES_CLAUSE, code="date_malformed")
    if begins is not None and now < begins - LEEWAY:
        reason = f"It is not valid before {format_datetime(begins)}."
        return Check("dates", "fail", reason, _DATES_CLAUSE, code="not_yet_valid")
    if ends is not None and now > ends + LEEWAY:
        reason = f"It expired on {format_datetime(ends)}."
        return Check("dates", "fail", reason, _DATES_CLAUSE, code="expired")
    until = "has no end" if ends is None else f"ends on {format_datetime(ends)}"
    return Check("dates", "pass", f"It is valid now; its validity {until}.", _DATES_CLAUSE)


def _moment(document: Mapping[str, Any], name: str) -> datetime | None:
    return parse_datetime(str(document[name])) if name in document else None


def skip_status(purpose: _Purpose, reason: str) -> Check:
    """Return the entry of a status check that was not made."""
    return _status(purpose, "could not run", reason, code="not_looked_at")


def check_status(
    document: JsonObject, *, purpose: _Purpose, sources: Sources, now: datetime
) -> Check:
    """Say whether the issuer has revoked (or suspended) a credential whose proof holds.

    Anything that keeps the list from answering makes the outcome "could not run".
    """
    entries = document.get("credentialStatus")
    listed = entries if isinstance(entries, list) else [] if entries is None else [entries]
    relevant = []
    for entry in listed:
        found = _relevant_entry(entry, purpose)
        if isinstance(found, Check):
            return found
        if found is not None:
            relevant.append(found)
    if not relevant:
        return _status(
            purpose,
            "not applicable",
            f"The issuer published no list that could say {_MEANINGS[purpose]}.",
        )
    checks = [
        _check_entry(entry, document, purpose=purpose, sources=sources, now=now)
        for entry in relevant
    ]
    # One "revoked" outweighs a list that could not answer, which outweighs a pass.
    return min(checks, key=lambda check: ("fail", "could not run", "pass").index(check.outcome))


def _relevant_entry(entry: Any, purpose: _Purpose) -> StatusEntry | Check | None:
    """Read an entry; None when it is about something else."""
    kind = entry.get("type") if isinstance(entry, Mapping) else None
    if not isinstance(entry, Mapping) or kind not in (
        "BitstringStatusListEntry",
        ["BitstringStatusListEntry"],
    ):
        # An unknown kind of status may mean revoked: that is for revocation to report.
        if purpose != "revocation":
            return None
        reason = f"The status is of the kind {str(kind)[:60]!r}, which is not supported yet."
        return _status(purpose, "could not run", reason, code="other_status_type")
    try:
        parsed = parse_status_entry(entry)
    except StatusListInvalid as error:
        return _status(purpose, "could not run", error.message, code=error.code)
    return parsed if parsed.purpose == purpose else None


def _check_entry(
    entry: StatusEntry,
    document: JsonObject,
    *,
    purpose: _Purpose,
    sources: Sources,
    now: datetime,
) -> Check:
    try:
        fetched = sources.status_list(entry.list_url)
    except SourceUnavailable as error:
        return _status(
            purpose,
            "could not run",
            f"The status list could not be had: {error.reason}",
            code="STATUS_RETRIEVAL_ERROR",
        )
    try:
        credential = copy_json(fetched)
        _check_list(credential, entry, document, sources=sources, now=now)
        is_set = read_bitstring(credential, purpose=purpose).get(entry.index)
    except CredentialError as error:
        return _status(
            purpose,
            "could not run",
            f"The status list can not be relied on: {error.message}",
            code=error.code,
        )
    word = _MEANINGS[purpose]
    if is_set:
        return _status(purpose, "fail", f"The issuer has {word} this credential.", code=word)
    as_of = credential.get("validFrom")
    when = f" (list of {as_of})" if isinstance(as_of, str) else ""
    return _status(purpose, "pass", f"The issuer has not {word} it{when}.")


def _check_list(
    credential: JsonObject,
    entry: StatusEntry,
    document: JsonObject,
    *,
    sources: Sources,
    now: datetime,
) -> None:
    """Raise unless the list is the issuer's own, true and current."""
    if not isinstance(credential, dict):
        raise _unusable("it is no JSON object.")
    findings = check_structure(credential)
    if findings:
        raise _unusable(f"{findings[0]}.")
    # The issuer may well have several lists: one must not stand in for another.
    if credential.get("id") not in (None, entry.list_url):
        raise _unusable(f"it is the list {str(credential['id'])[:200]}, not {entry.list_url}.")
    if issuer_id_of(credential) != issuer_id_of(document):
        raise _unusable("it is by another issuer than the credential.")
    dates = check_dates(credential, now=now)
    if dates.outcome != "pass":
        raise StatusListInvalid(
            f"{dates.reason} Ask for a newer one.", code="STATUS_LIST_OUT_OF_DATE"
        )
    secured = check_secured(credential, sources=sources, now=now)
    if not secured.is_proven:
        raise _unusable(secured.first_problem)


def _unusable(problem: str) -> StatusListInvalid:
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")


def _status(purpose: _Purpose, outcome: Any, reason: str, *, code: str = "") -> Check:
    check_id: CheckId = "status.revocation" if purpose == "revocation" else "status.suspension"
    return Check(check_id, outcome, reason, _STATUS_CLAUSE, code=code)
