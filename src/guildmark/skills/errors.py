"""What can go wrong in the skills engine.

The tree::

    SkillsError
    ├── FrameworkUnreadable     the file as a whole cannot be read as a framework
    ├── BadRows                 the file is a framework, some of its rows are wrong
    └── UnknownSkill            an identifier that the graph does not hold

Each error has a stable ``code``; its message says what happened, where, and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["BadRow", "BadRows", "FrameworkUnreadable", "SkillsError", "UnknownSkill"]


@dataclass(frozen=True, slots=True)
class BadRow:
    """One value of a framework file that cannot be used.

    ``row`` counts the way a spreadsheet does: the header line is row 1.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        """Say it in one line: place, value, reason, remedy."""
        shown = self.value if len(self.value) <= 60 else self.value[:57] + "…"
        place = f"{self.file}, row {self.row}, column {self.column}"
        return f"{place}: {shown!r} {self.reason}. {self.remedy}"


class SkillsError(Exception):
    """Root of everything this engine raises on purpose."""

    code = "skills"


class FrameworkUnreadable(SkillsError):
    """The input is not a framework in a format that this engine reads."""

    code = "framework-unreadable"

    def __init__(self, message: str, *, file: str = "") -> None:
        super().__init__(message)
        self.file = file


class BadRows(SkillsError):
    """Some rows cannot be used; nothing was taken over.

    ``rows`` holds every one of them, in file order.
    """

    code = "framework-bad-rows"

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        first = "; ".join(str(row) for row in self.rows[:3])
        more = f" (and {len(self.rows) - 3} more)" if len(self.rows) > 3 else ""
        super().__init__(f"{len(self.rows)} values cannot be used. {first}{more}")


class UnknownSkill(SkillsError):
    """No skill or occupation of the graph has this identifier."""

    code = "unknown-skill"

    def __init__(self, uri: str) -> None:
        super().__init__(
            f"{uri!r} is in none of the loaded frameworks. "
            "Check the identifier, or import the framework it belongs to."
        )
        self.uri = uri
