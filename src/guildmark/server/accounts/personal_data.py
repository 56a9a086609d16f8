"""Where each room says which personal data it holds, how to export it and what erasing does.

Rooms above register a `PersonalData` section when Django starts; export and erase walk the list,
so accounts needs to know no room above it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DataItem:
    """One kind of personal data, in words, and what erasing does to it."""

    what: str
    count: int
    fate: Literal["goes", "stays"]
    why: str = ""


class PersonalData(Protocol):
    """What one room holds about a person."""

    name: str

    def describe(self, person_id: UUID) -> list[DataItem]:
        """List what is held, for the page that asks before erasing."""

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield (path inside the archive, bytes) for everything held."""

    def erase(self, person_id: UUID) -> None:
        """Remove or anonymise it, inside the caller's transaction."""


_sections: list[PersonalData] = []


def register(section: PersonalData) -> None:
    """Add a room's section; the same name registered again replaces the earlier one."""
    _sections[:] = [known for known in _sections if known.name != section.name]
    _sections.append(section)


def sections() -> tuple[PersonalData, ...]:
    """Return all sections, those of higher rooms first: they refer to lower ones."""
    return tuple(reversed(_sections))
