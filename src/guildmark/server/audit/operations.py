"""Write a fact down, in the transaction of what caused it."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from guildmark.server.audit.chain import Link
from guildmark.server.audit.models import Head, Record
from guildmark.server.base import clock
from guildmark.server.base.facts import Fact
from guildmark.server.base.jobs import announce


class OutsideTransaction(RuntimeError):
    """``record`` was called without a transaction: the change and its record could part."""


def record(fact: Fact, *, actor: UUID | None, organization: UUID | None = None) -> Record:
    """Add a fact to the record and write down its delivery to every listener.

    Writers wait for one another from here to the end of their transaction, so
    call this last, and never before a slow step.

    Args:
        fact: what happened; ids and codes only.
        actor: the pseudonym of who did it; None for the system.
        organization: for whom it was done; None when for nobody in particular.

    Raises:
        OutsideTransaction: there is no transaction to belong to.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(
            f"{fact.name} must be recorded inside the transaction of what caused it."
        )
    # Numbers follow the order of commits because the row stays locked until then.
    head = Head.objects.select_for_update().get(pk=1)
    link = Link(
        sequence=head.sequence + 1,
        at=clock.now(),
        actor=actor,
        organization=organization,
        fact=fact.name,
        subject_type=fact.subject_type,
        subject_id=fact.subject_id,
        data=fact.to_json(),
        previous_hash=bytes(head.hash),
    )
    row = Record.objects.create(
        sequence=link.sequence,
        at=link.at,
        actor=link.actor,
        organization=link.organization,
        fact=link.fact,
        subject_type=link.subject_type,
        subject_id=link.subject_id,
        data=dict(link.data),
        previous_hash=link.previous_hash,
        hash=link.digest(),
    )
    Head.objects.filter(pk=1).update(sequence=row.sequence, hash=row.hash)
    announce(fact, record=row.sequence)
    return row
