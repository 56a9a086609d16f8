"""Days as people of each language write them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils import formats, timezone, translation

__all__ = ["write_day"]

#: Django abbreviates months in English ("Nov. 14, 2026"); day before month is read everywhere.
_PATTERNS: Final = {"en": "j F Y"}


def write_day(day: date | datetime) -> str:
    """Write a day in the active language: "14 November 2026", "14 de noviembre de 2026".

    A moment is first brought into the active time zone.
    """
    if isinstance(day, datetime) and timezone.is_aware(day):
        day = timezone.localtime(day)
    language = (translation.get_language() or "en").partition("-")[0]
    return formats.date_format(day, _PATTERNS.get(language, "DATE_FORMAT"))
