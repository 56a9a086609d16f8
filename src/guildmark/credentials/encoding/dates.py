"""Moments in time as credentials write them.

Source: VC Data Model 2.0, 4.9 (validFrom, validUntil are xsd:dateTimeStamp).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from guildmark.credentials.errors import UnreadableInput

__all__ = ["format_datetime", "parse_datetime"]

_PATTERN: Final = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
# XML Schema 1.1 Part 2, 3.3.7.2: offsets reach from -14:00 to +14:00.
_MAX_OFFSET: Final = timedelta(hours=14)


def parse_datetime(text: str, *, assume_utc: bool = False) -> datetime:
    """Read an ``xsd:dateTimeStamp`` such as ``2026-11-22T10:00:00Z`` or ``…T12:00:00.5+02:00``.

    Args:
        text: the moment.
        assume_utc: take a moment without a zone for UTC, as Data Integrity 1.0, 2.1, asks for
            the dates of proofs.

    Returns:
        An aware datetime in UTC; digits beyond microseconds are cut.

    Raises:
        UnreadableInput: not such text, no zone, or no such moment (30 February, 24:00, :60).

    Source: XML Schema 1.1 Part 2, 3.4.28.
    """
    match = _PATTERN.fullmatch(text)
    if match is None or (match[8] is None and not assume_utc):
        raise UnreadableInput(
            f"{text[:40]!r} is not a date and time with a zone, like 2026-11-22T10:00:00Z.",
            code="datetime",
        )
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    microsecond = int((match[7] or "0")[:6].ljust(6, "0"))
    try:
        moment = datetime(
            year, month, day, hour, minute, second, microsecond, tzinfo=_parse_zone(match[8] or "Z")
        )
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UnreadableInput(
            f"{text!r} is no moment in time: {error}.", code="datetime"
        ) from error


def format_datetime(moment: datetime) -> str:
    """Write an aware datetime in UTC to the second: ``2026-11-22T10:00:00Z``; fractions are cut.

    Raises:
        ValueError: the datetime has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("format_datetime needs a datetime with a zone")
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _parse_zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    if int(text[4:6]) > 59 or offset > _MAX_OFFSET:
        raise ValueError(f"the zone {text} does not exist")
    return timezone(-offset if text[0] == "-" else offset)
