"""Short lines: cleaned, fitted, in any direction."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.ui.lettering import (
    clean_line,
    fit_font_size,
    is_right_to_left,
    needs_more_fonts,
)


@given(st.text())
def test_a_clean_line_has_nothing_invisible_and_stays_clean(text: str) -> None:
    """No control, override, surrogate or private character; cleaning twice changes nothing."""
    line = clean_line(text)
    hidden = {unicodedata.category(c) for c in line if c not in "\u200c\u200d"}
    assert not hidden & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert clean_line(line) == line


def test_a_direction_override_cannot_turn_a_name_around() -> None:
    """U+202E would print "fed" for "def"."""
    assert clean_line("abc\u202edef") == "abcdef"


def test_joiners_of_a_script_are_kept() -> None:
    """Persian and Indic words need them."""
    assert clean_line("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text(min_size=1, max_size=40).map(clean_line).filter(bool))
def test_a_longer_line_is_never_larger(line: str) -> None:
    """Text shrinks to its room and never grows past the largest size."""
    size = fit_font_size(line, room=100, largest=28)
    assert 0 < size <= 28
    assert fit_font_size(line + "MMMM", room=100, largest=28) <= size


def test_direction_is_that_of_the_first_letter() -> None:
    """Digits and signs have none."""
    assert is_right_to_left("3 قيادة")
    assert not is_right_to_left("Team قيادة")
    assert not is_right_to_left("123")


def test_a_script_without_a_shipped_font_is_noticed() -> None:
    """Only then are the fonts of the system asked."""
    assert needs_more_fonts("山田")
    assert not needs_more_fonts("Đorđe Αλέξης Анна أمينة עדה अमीना สมชาย")
