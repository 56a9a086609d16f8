"""Why a file or link cannot be taken."""

from __future__ import annotations


class UnfitEvidence(Exception):
    """A file or link that cannot be taken, with what to do about it.

    Attributes:
        problem: what is wrong, for a person.
        remedy: what that person can do.
    """

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy
