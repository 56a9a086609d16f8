"""Cut a long list into pages with links that stay true while rows are added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import QuerySet

Row = TypeVar("Row")

PAGE_SIZE = 20
# More rows in one answer cost memory here and patience there.
MOST_PER_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Attributes:
        number: counts from 1.
        size: rows on a full page.
        total: rows in the whole list.
    """

    items: tuple[Row, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def next_number(self) -> int | None:
        """Return the number of the page that follows."""
        return self.number + 1 if self.number < self.pages else None

    @property
    def previous_number(self) -> int | None:
        """Return the number of the page before."""
        return self.number - 1 if self.number > 1 else None

    @property
    def first_row(self) -> int:
        """Return the place of the first row shown, from 1; 0 when there are none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_row(self) -> int:
        """Return the place of the last row shown."""
        return self.first_row + len(self.items) - 1 if self.items else 0

    # Django's names for the same things: the pagination component takes its pages and ours.

    @property
    def paginator(self) -> Paginator[int]:
        """Return Django's paginator over as many rows; it knows which page numbers to show."""
        return Paginator(range(self.total), self.size)

    def has_previous(self) -> bool:
        """Tell whether a page comes before."""
        return self.previous_number is not None

    def has_next(self) -> bool:
        """Tell whether a page follows."""
        return self.next_number is not None

    def previous_page_number(self) -> int:
        """Return the number of the page before; 1 on the first."""
        return self.previous_number or 1

    def next_page_number(self) -> int:
        """Return the number of the page that follows; the last one's on the last."""
        return self.next_number or self.pages

    def start_index(self) -> int:
        """Return the place of the first row shown, from 1."""
        return self.first_row

    def end_index(self) -> int:
        """Return the place of the last row shown."""
        return self.last_row

    def __iter__(self) -> Iterator[Row]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def parse_page_number(text: str | None) -> int:
    """Read a page number from a query string; anything else than 1, 2, … is page 1."""
    # Longer numbers are no page of ours, and int() of a huge one is slow.
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 9:
        return 1
    return max(1, int(text))


def paginate(
    rows: QuerySet[Any] | Sequence[Any],
    *,
    number: int = 1,
    size: int = PAGE_SIZE,
    to_row: Callable[[Any], Row],
) -> Page[Row]:
    """Return one page of a query or a sequence, by two queries.

    Args:
        number: from 1; beyond the end, the last page is given.
        size: 1 to 100; larger values are cut.
        to_row: makes what the page holds from each row.
    """
    size = min(max(1, size), MOST_PER_PAGE)
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    number = min(max(1, number), max(1, -(-total // size)))
    start = (number - 1) * size
    items = tuple(to_row(row) for row in rows[start : start + size])
    return Page(items=items, number=number, size=size, total=total)
