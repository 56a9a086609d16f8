"""Short lines of text in pictures: cleaned, measured and fitted, in any script."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["clean_line", "fit_font_size", "is_right_to_left", "needs_more_fonts"]

_NARROW: Final = frozenset("ijlI.,:;'|!·()[] ")
_WIDE: Final = frozenset("mwMW@%&ŒÆœæ")

#: Scripts that the shipped fonts hold, by the first word of a character's Unicode name.
_SHIPPED_SCRIPTS: Final = frozenset(
    {"LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "THAI"}
)

#: Cc control, Cf format (direction overrides, which can make a name read as another), Cs, Co, Cn.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

#: Format characters that writing needs: joiners of Indic scripts and Persian.
_JOINERS: Final = frozenset("\u200c\u200d")


def clean_line(text: str) -> str:
    """Return text as one line, normalized to NFC, without invisible characters."""
    spaced = (" " if character.isspace() else character for character in text)
    visible = "".join(
        c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _INVISIBLE
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fit_font_size(line: str, *, room: float, largest: float) -> float:
    """Return the largest font size, in units of `room`, at which the line fits.

    Widths are estimates for a bold humanist face, on the wide side.
    """
    width = sum(_width(character) for character in line)
    return largest if width * largest <= room else round(room / width, 2)


def is_right_to_left(line: str) -> bool:
    """Tell whether the first letter with a direction runs right to left."""
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def needs_more_fonts(text: str) -> bool:
    """Tell whether a letter is of a script that no shipped font holds (Chinese, Tamil, …)."""
    return any(
        unicodedata.name(c, "?").split()[0] not in _SHIPPED_SCRIPTS for c in text if c.isalpha()
    )


def _width(character: str) -> float:
    """Estimate one character's advance in ems."""
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.0
    if character in _NARROW:
        return 0.32
    if character in _WIDE:
        return 0.9
    return 0.68 if character.isupper() else 0.58
