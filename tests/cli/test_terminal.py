"""What strangers wrote reaches the terminal only as harmless text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.cli.terminal import printable


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("an escape sequence", "Ada\x1b[2J", "Ada\\x1b[2J"),
        ("a carriage return", "not valid\rvalid", "not valid\\rvalid"),
        ("a line end", "a\nverdict: valid", "a\\nverdict: valid"),
        ("a C1 control", "a\x9b2J", "a\\x9b2J"),
        ("a right-to-left override", "a\u202eb", "a\\u202eb"),
        ("an isolate", "a\u2066b", "a\\u2066b"),
        ("a zero-width space", "a\u200bb", "a\\u200bb"),
        ("a tag character", "a\U000e0041b", "a\\U000e0041b"),
        ("half a surrogate pair", "a\ud800b", "a\\ud800b"),
        ("a joiner in an emoji", "👩🏽\u200d🔧", "👩🏽\u200d🔧"),
        ("letters of many scripts", "Ñandú 漢字 עברית हिन्दी", "Ñandú 漢字 עברית हिन्दी"),
    ],
)
def test_it_escapes(name: str, text: str, shown: str) -> None:
    """Controls and marks that reorder text are shown as escapes; letters stay as they are."""
    assert printable(text) == shown, name


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    """For any text."""
    left = {unicodedata.category(each) for each in printable(text) if each not in "\u200c\u200d"}

    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def test_a_name_without_end_is_cut() -> None:
    """So that it cannot push the verdict off the screen."""
    assert printable("x" * 10_000) == "x" * 300 + "…"
