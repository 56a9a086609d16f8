"""Is a credential valid now? Its dates, in the names of either data model.

Source: VC Data Model 2.0, 4.9 (validFrom, validUntil); VC Data Model 1.1, 4.6 (issuanceDate) and
4.8 (expirationDate); security design, row 29 (clocks differ by up to a minute).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import format_datetime, parse_datetime
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.verify.findings import LEEWAY
from guildmark.credentials.verify.report import Check

__all__ = ["check_dates", "judge_dates", "skip_dates"]

_CLAUSE: Final = "VC Data Model 2.0, 4.9"
# The name of the data model, then that of the one before it.
_BEGINS: Final = ("validFrom", "issuanceDate")
_ENDS: Final = ("validUntil", "expirationDate")


def check_dates(document: Mapping[str, Any], *, now: datetime) -> Check:
    """Say whether now is inside the dates of a credential, with a minute's leeway at both ends."""
    try:
        begins = _moment(document, _BEGINS)
        ends = _moment(document, _ENDS)
    except CredentialError as error:
        return Check("dates", "fail", error.message, _CLAUSE, code="date_malformed")
    return judge_dates(begins, ends, now=now)


def judge_dates(
    begins: datetime | None, ends: datetime | None, *, now: datetime, clause: str = _CLAUSE
) -> Check:
    """Say whether now is inside two dates, each of which may be missing."""
    if begins is not None and now < begins - LEEWAY:
        reason = f"It is not valid before {format_datetime(begins)}."
        return Check("dates", "fail", reason, clause, code="not_yet_valid")
    if ends is not None and now > ends + LEEWAY:
        reason = f"It expired on {format_datetime(ends)}."
        return Check("dates", "fail", reason, clause, code="expired")
    until = "has no end" if ends is None else f"ends on {format_datetime(ends)}"
    return Check("dates", "pass", f"It is valid now; its validity {until}.", clause)


def skip_dates() -> Check:
    """Return the entry of dates that were not asked about."""
    return Check(
        "dates",
        "not applicable",
        "The dates were not judged, as was asked.",
        _CLAUSE,
        code="not_asked",
    )


def _moment(document: Mapping[str, Any], names: tuple[str, ...]) -> datetime | None:
    for name in names:
        if name in document:
            return parse_datetime(str(document[name]))
    return None
