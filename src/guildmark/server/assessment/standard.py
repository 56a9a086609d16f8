"""The standard that a submission is held to, and how far the marks so far reach it.

The pass rule is one sentence: every criterion is marked at or above its required level. Nothing is
added up, so a strong answer on one criterion never hides a weak one on another. Pure values; rules
with thresholds and alternatives will extend `Standing`, not replace it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What the marks given so far amount to.

    Attributes:
        required: criterion id → the level that it must reach, in the rubric's order.
        given: criterion id → the level given; criteria without a mark are absent.
    """

    required: Mapping[str, int]
    given: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many criteria there are."""
        return len(self.required)

    @property
    def marked(self) -> int:
        """How many of them have a mark."""
        return sum(1 for criterion in self.required if criterion in self.given)

    @property
    def unmarked(self) -> tuple[str, ...]:
        """The criteria that still need a mark, in the rubric's order."""
        return tuple(criterion for criterion in self.required if criterion not in self.given)

    @property
    def below(self) -> tuple[str, ...]:
        """The criteria marked below their required level, in the rubric's order."""
        return tuple(
            criterion
            for criterion, level in self.required.items()
            if criterion in self.given and self.given[criterion] < level
        )

    @property
    def is_complete(self) -> bool:
        """Whether every criterion has a mark."""
        return not self.unmarked

    @property
    def meets(self) -> bool:
        """Whether every criterion is marked at or above its required level."""
        return self.is_complete and not self.below


def count_words(text: str) -> int:
    """Count what a reader would count: runs of characters between spaces.

    Scripts written without spaces (Han, Kana, Thai …) count each character of those scripts as one
    word, as word processors do, so that a limit means something there too.
    """
    words = 0
    for run in text.split():
        dense = sum(1 for character in run if _stands_alone(character))
        words += dense + (1 if any(_is_wordlike(c) for c in run if not _stands_alone(c)) else 0)
    return words


def _stands_alone(character: str) -> bool:
    return (
        "\u3040" <= character <= "\u30ff"
        or "\u3400" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\u0e01" <= character <= "\u0e2e"
        or "\U00020000" <= character <= "\U0003ffff"
    )


def _is_wordlike(character: str) -> bool:
    return character.isalnum()


__all__ = ["Standing", "count_words"]
