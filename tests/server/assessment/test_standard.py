"""The pass rule and the counting of words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.assessment.standard import Standing, count_words

LEVELS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), min_size=1)


@given(LEVELS, LEVELS)
def test_it_meets_the_standard_only_when_every_criterion_does(
    required: dict[str, int], given_levels: dict[str, int]
) -> None:
    """Nothing is added up: one criterion below, or unmarked, is enough to fail."""
    standing = Standing(required=required, given=given_levels)
    assert standing.meets == all(
        given_levels.get(criterion, 0) >= level for criterion, level in required.items()
    )
    assert standing.marked + len(standing.unmarked) == standing.total


@given(LEVELS, LEVELS, st.sampled_from("abcdef"))
def test_a_higher_level_never_turns_a_pass_into_a_fail(
    required: dict[str, int], given_levels: dict[str, int], raised: str
) -> None:
    """Marks can only help."""
    before = Standing(required=required, given=given_levels)
    after = Standing(
        required=required, given={**given_levels, raised: given_levels.get(raised, 0) + 1}
    )
    assert after.meets or not before.meets


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("Press line 4, at night.", 5),
        ("don't re-try", 2),
        ("one\u00a0two\nthree", 3),
        ("– … !", 0),
        ("世界 你好", 4),
        ("機械をロックする", 8),
        ("ยก", 2),
        ("قفل آمن", 2),
        ("प्रमाण दिया", 2),
    ],
)
def test_words_are_counted_in_any_script(text: str, words: int) -> None:
    """Scripts without spaces count each character, as word processors do."""
    assert count_words(text) == words


@given(st.text(), st.text())
def test_words_of_two_texts_add_up(first: str, second: str) -> None:
    """A space between two texts neither makes nor loses words."""
    assert count_words(f"{first} {second}") == count_words(first) + count_words(second)
