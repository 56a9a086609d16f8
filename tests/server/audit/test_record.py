"""The record of who did what: one fact, one row, one link, one delivery for each listener."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.audit import queries
from guildmark.server.audit.chain import GENESIS
from guildmark.server.audit.models import Head, Record
from guildmark.server.audit.operations import OutsideTransaction, record
from guildmark.server.base import facts
from guildmark.server.base.facts import Fact, listens_to
from guildmark.server.base.roles import as_owner
from guildmark.server.base.scope import scoped


@dataclass(frozen=True, slots=True, kw_only=True)
class LampLit(Fact):
    """A lamp was lit."""

    subject_type: ClassVar[str] = "lamp"
    subject_id: uuid.UUID
    colour: str = "amber"


heard: list[LampLit] = []


@listens_to(LampLit)
def hear(fact: LampLit) -> None:
    """Remember what was heard."""
    heard.append(fact)


@listens_to(LampLit)
def hear_too(fact: LampLit) -> None:
    """Be a second listener."""
    heard.append(fact)


@pytest.fixture(autouse=True)
def _nothing_heard() -> Iterator[None]:
    heard.clear()
    yield


def lit(colour: str = "amber") -> LampLit:
    """Return a fact about a new lamp."""
    return LampLit(subject_id=uuid.uuid4(), colour=colour)


@pytest.mark.django_db
class TestRecord:
    """Writing a fact down."""

    def test_it_keeps_who_what_and_about_what(self) -> None:
        """A record holds the fact's name, its data, the pseudonym and the organization."""
        actor, organization, fact = uuid.uuid4(), uuid.uuid4(), lit("green")
        row = record(fact, actor=actor, organization=organization)
        (shown,) = queries.records(organization=organization)
        assert shown.sequence == row.sequence
        assert (shown.fact, shown.subject_type) == ("audit.LampLit", "lamp")
        assert (shown.actor, shown.subject_id) == (actor, fact.subject_id)
        assert shown.data == {"subject_id": str(fact.subject_id), "colour": "green"}

    def test_it_numbers_records_without_gaps(self) -> None:
        """A record that was rolled back leaves no hole in the numbers."""
        first = record(lit(), actor=None).sequence
        with pytest.raises(RuntimeError, match="changed its mind"), transaction.atomic():
            record(lit(), actor=None)
            raise RuntimeError("changed its mind")
        assert record(lit(), actor=None).sequence == first + 1
        assert queries.verify_chain().is_whole

    def test_it_delivers_a_fact_to_every_listener(self, run_jobs: Callable[[], list[str]]) -> None:
        """Each listener gets the fact, equal to what was recorded, in its own job."""
        fact = lit("blue")
        record(fact, actor=None)
        assert heard == []
        assert run_jobs() == ["base.deliver", "base.deliver"]
        assert heard == [fact, fact]

    def test_a_rolled_back_fact_is_never_delivered(self, run_jobs: Callable[[], list[str]]) -> None:
        """Change, record and delivery commit together or not at all."""
        with pytest.raises(RuntimeError, match="no"), transaction.atomic():
            record(lit(), actor=None)
            raise RuntimeError("no")
        assert run_jobs() == []
        assert not Record.objects.exists()


@pytest.mark.django_db
def test_an_organization_reads_its_own_records_only() -> None:
    """The database itself keeps records apart; writing one down needs no scope."""
    ours, theirs = uuid.uuid4(), uuid.uuid4()
    with scoped(organizations=[ours]):
        record(lit(), actor=None, organization=ours)
        record(lit(), actor=None, organization=theirs)
        record(lit(), actor=None)
        assert [row.organization for row in queries.records()] == [ours]
        assert queries.records(organization=theirs).total == 0
    assert queries.records().total == 3
    assert queries.verify_chain().is_whole


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_record_outside_a_transaction() -> None:
    """Without a transaction the change and its record could part."""
    with pytest.raises(OutsideTransaction, match="inside the transaction"):
        record(lit(), actor=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    {
        "change one": "UPDATE audit_record SET actor = NULL, fact = 'x'",
        "delete one": "DELETE FROM audit_record",
        "empty it": "TRUNCATE audit_record",
        "turn the head back": "UPDATE audit_head SET sequence = 0",
        "delete the head": "DELETE FROM audit_head",
    }.values(),
)
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    """Append-only holds for the application role whatever code it runs."""
    record(lit(), actor=None)
    record(lit(), actor=None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert queries.verify_chain() == queries.ChainReport(checked=2)


TAMPERING = {
    "a changed colour": (
        "UPDATE audit_record SET data = jsonb_set(data, '{colour}', '\"red\"') WHERE sequence = 3",
        (3, "changed"),
    ),
    "another actor": (
        "UPDATE audit_record SET actor = gen_random_uuid() WHERE sequence = 2",
        (2, "changed"),
    ),
    "another time": (
        "UPDATE audit_record SET at = at + interval '1 microsecond' WHERE sequence = 5",
        (5, "changed"),
    ),
    "a removed record": ("DELETE FROM audit_record WHERE sequence = 4", (4, "missing")),
    "a cut-off end": ("DELETE FROM audit_record WHERE sequence = 5", (5, "end-cut-off")),
    "two records swapped": (
        "UPDATE audit_record SET sequence = CASE sequence WHEN 2 THEN 30 ELSE 20 END "
        "WHERE sequence IN (2, 3); "
        "UPDATE audit_record SET sequence = sequence / 10 WHERE sequence IN (20, 30)",
        (2, "moved"),
    ),
    "all removed": ("DELETE FROM audit_record", (1, "end-cut-off")),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_by_the_owner_is_found_with_its_number(case: str) -> None:
    """Even who sets the triggers aside is found out, with the first broken number."""
    statement, found = TAMPERING[case]
    for _ in range(5):
        with transaction.atomic():
            record(lit(), actor=uuid.uuid4())
    assert queries.verify_chain() == queries.ChainReport(checked=5)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_record DISABLE TRIGGER USER")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_record ENABLE TRIGGER USER")
    report = queries.verify_chain()
    assert (report.broken_at, report.reason) == found
    assert not report.is_whole


@pytest.mark.django_db
def test_the_chain_begins_at_zero() -> None:
    """The first record follows 32 zero bytes, and the head follows the last."""
    first = record(lit(), actor=None)
    second = record(lit(), actor=None)
    assert bytes(first.previous_hash) == GENESIS
    assert bytes(second.previous_hash) == bytes(first.hash)
    assert bytes(Head.objects.get().hash) == bytes(second.hash)


def test_listeners_are_functions_of_modules() -> None:
    """A worker in another process could not find a function inside a function."""

    def inner(fact: LampLit) -> None:
        raise AssertionError(fact)

    with pytest.raises(TypeError, match="function of a module"):
        listens_to(LampLit)(inner)


@given(colour=st.text(max_size=30))
def test_a_fact_survives_json(colour: str) -> None:
    """What is stored and read again equals what happened."""
    fact = LampLit(subject_id=uuid.uuid4(), colour=colour)
    assert LampLit.from_json(fact.to_json()) == fact
    assert facts.fact_class(fact.name) is LampLit
