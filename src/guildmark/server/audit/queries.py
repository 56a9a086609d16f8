"""Read the record, and check that nobody changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from guildmark.server.audit.chain import GENESIS, Link
from guildmark.server.audit.models import Head, Record
from guildmark.server.base.facts import describe_fact
from guildmark.server.base.paging import PAGE_SIZE, Page, paginate


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One entry as it is shown; ``actor`` is a pseudonym, None for the system."""

    sequence: int
    at: datetime
    actor: UUID | None
    organization: UUID | None
    fact: str
    subject_type: str
    subject_id: UUID
    data: Mapping[str, Any]
    hash: str

    @property
    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return describe_fact(self.fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a check of the whole record found.

    Attributes:
        checked: records that were read.
        broken_at: the first number whose record is missing, moved or changed;
            None when the chain is whole.
        reason: a stable code: "changed", "missing", "moved", "end-cut-off",
            "head-behind"; empty when the chain is whole.
    """

    checked: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return self.broken_at is None


def records(
    *,
    organization: UUID | None = None,
    subject_id: UUID | None = None,
    actor: UUID | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[RecordRow]:
    """Return records, the latest first; every condition that is given must hold."""
    conditions = {"organization": organization, "subject_id": subject_id, "actor": actor}
    given = {name: value for name, value in conditions.items() if value is not None}
    rows = Record.objects.filter(**given).order_by("-sequence")
    return paginate(rows, number=page, size=size, to_row=_to_row)


def verify_chain() -> ChainReport:
    """Read the whole record and return OK or the first broken number.

    Memory stays small whatever the length; time grows with it, some thousand
    records a second. Call it in the scope of the system.
    """
    checked, previous = 0, GENESIS
    for row in Record.objects.order_by("sequence").iterator(chunk_size=2000):
        expected = checked + 1
        if row.sequence != expected:
            return ChainReport(checked=checked, broken_at=expected, reason="missing")
        if bytes(row.previous_hash) != previous:
            return ChainReport(checked=checked, broken_at=expected, reason="moved")
        if bytes(row.hash) != _link(row).digest():
            return ChainReport(checked=checked, broken_at=expected, reason="changed")
        checked, previous = expected, bytes(row.hash)
    return _compare_with_head(checked, last_hash=previous)


def _compare_with_head(checked: int, *, last_hash: bytes) -> ChainReport:
    head = Head.objects.filter(pk=1).first()
    if head is None or head.sequence < checked:
        return ChainReport(checked=checked, broken_at=checked, reason="head-behind")
    if head.sequence > checked:
        return ChainReport(checked=checked, broken_at=checked + 1, reason="end-cut-off")
    if bytes(head.hash) != last_hash:
        return ChainReport(checked=checked, broken_at=checked, reason="changed")
    return ChainReport(checked=checked)


def _link(row: Record) -> Link:
    return Link(
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        organization=row.organization,
        fact=row.fact,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        data=row.data,
        previous_hash=bytes(row.previous_hash),
    )


def _to_row(row: Record) -> RecordRow:
    return RecordRow(
        sequence=row.sequence,
        at=row.at,
        actor=row.actor,
        organization=row.organization,
        fact=row.fact,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        data=row.data,
        hash=bytes(row.hash).hex(),
    )
