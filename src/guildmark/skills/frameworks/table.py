"""Read a CSV or tab-separated file as people really send it, and name what is wrong.

Reads UTF-8 with or without a byte order mark; comma, semicolon or tab. Refuses anything else
with the byte or the column that is wrong, so that nobody gets half a framework of mojibake.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from guildmark.skills.errors import BadRow, FrameworkUnreadable

__all__ = ["Row", "Table", "read_table"]

# Line breaks and tabs occur in real descriptions; every other C0 or C1 control is an error.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; ``number`` counts records, the header being 1."""

    number: int
    values: dict[str, str]

    def get(self, column: str) -> str:
        """Return the trimmed value, ``""`` where the column is absent."""
        return self.values.get(column, "").strip()


@dataclass(slots=True)
class Table:
    """A file with named columns, and the bad rows met while reading it."""

    file: str
    columns: tuple[str, ...]
    records: list[Row]
    bad_rows: list[BadRow] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        """Yield the readable rows in file order."""
        return iter(self.records)

    def reject(self, row: Row, column: str, *, reason: str, remedy: str) -> None:
        """Note that one value of this row cannot be used."""
        self.bad_rows.append(BadRow(self.file, row.number, column, row.get(column), reason, remedy))

    def text(
        self,
        row: Row,
        column: str,
        *,
        required: bool = False,
        mend: Callable[[str], str] = str,
    ) -> str | None:
        """Return a clean value, or None after noting what is wrong with it.

        ``mend`` repairs a fault that is known to be in this file before it is judged.
        """
        value = mend(row.get(column))
        if required and not value:
            self.reject(row, column, reason="is empty", remedy=f"Fill in the {column}.")
            return None
        if _CONTROL.search(value):
            self.reject(
                row,
                column,
                reason="holds a control character",
                remedy="Remove the invisible character, or save the file as plain UTF-8 text.",
            )
            return None
        return value


def read_table(data: bytes, *, file: str, required: Sequence[str]) -> Table:
    """Parse a table whose first line names its columns.

    Args:
        data: the whole file.
        file: its name, for messages.
        required: columns that must be there; their order and the others do not matter.

    Raises:
        FrameworkUnreadable: not UTF-8, no header, a required column missing, broken quoting.
    """
    text = _decode(data, file)
    header, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return _collect(reader, file, required)
    except csv.Error as error:
        raise FrameworkUnreadable(
            f"{file}, line {reader.line_num}: {error}. "
            "Close every quotation mark and save the file as CSV again.",
            file=file,
        ) from error


def _collect(reader: Iterator[list[str]], file: str, required: Sequence[str]) -> Table:
    columns = tuple(name.strip() for name in next(reader, []))
    missing = [name for name in required if name not in columns]
    if missing:
        raise FrameworkUnreadable(
            f"{file}: the first line lacks the column {', '.join(missing)} "
            f"(it has {', '.join(columns) or 'nothing'}). Add the column, or check that this is "
            "the file you meant.",
            file=file,
        )
    table = Table(file, columns, [])
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = Row(number, dict(zip(columns, cells, strict=False)))
        if len(cells) != len(columns):
            table.bad_rows.append(
                BadRow(
                    file,
                    number,
                    columns[min(len(cells), len(columns)) - 1],
                    cells[-1],
                    f"ends a row of {len(cells)} values where the header names {len(columns)}",
                    "Put values that hold the separator in quotation marks.",
                )
            )
            continue
        table.records.append(row)
    return table


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FrameworkUnreadable(
            f"{file}, line {line}: byte {data[error.start]:#04x} is not UTF-8. "
            "Save the file as “CSV UTF-8” and try again.",
            file=file,
        ) from error
