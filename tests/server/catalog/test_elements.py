"""The eleven elements of a European micro-credential, and what is missing for publication."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import translation

from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.elements import (
    ELEMENTS,
    check_elements,
    count_filled,
    describe_workload,
)
from guildmark.server.catalog.readiness import STEP_OF_FIELD, find_gaps
from guildmark.server.organizations.queries import OrganizationRow
from tests.server.catalog.samples import complete_definition

HARBOR = OrganizationRow(
    id=UUID(int=1),
    slug="harbor",
    kind="provider",
    name="Harbor Technical College",
    description="",
    url="",
    email="",
    countries=("NL", "BE"),
)
COMPLETE = Definition.from_json(complete_definition())


def test_there_are_eleven_in_the_order_of_the_recommendation() -> None:
    """Numbered from 1."""
    assert [element.number for element in ELEMENTS] == list(range(1, 12))


def test_a_complete_definition_has_all_eleven_in_words() -> None:
    """Each value reads without a code."""
    values = {state.key: state.value for state in check_elements(COMPLETE, HARBOR)}
    assert count_filled(check_elements(COMPLETE, HARBOR)) == 11
    assert values["countries"] == "Netherlands, Belgium"
    assert values["awarding_bodies"] == "Harbor Technical College"
    assert values["workload"] == "12 hours · 0.5 ECTS"
    assert values["level"] == "EQF level 3"
    assert values["assessment"] == "Evidence from real work, judged against the rubric"


def test_an_empty_draft_has_what_fills_in_by_itself() -> None:
    """The countries, the awarding body and the date; the meter is honest about the rest."""
    states = check_elements(Definition(), HARBOR)
    filled = [state.key for state in states if state.filled]
    assert filled == ["countries", "awarding_bodies", "issued"]
    assert all(state.missing_hint for state in states if not state.filled)
    assert [state.key for state in states if state.automatic] == [
        "learner",
        "countries",
        "awarding_bodies",
        "issued",
    ]


def test_named_awarding_bodies_stand_for_the_organization() -> None:
    """A joint award names them all."""
    joint = replace(COMPLETE, awarding_bodies=("Harbor", "Port Authority"))
    values = {state.key: state.value for state in check_elements(joint, HARBOR)}
    assert values["awarding_bodies"] == "Harbor, Port Authority"


@pytest.mark.parametrize(
    ("hours", "ects", "words"),
    [
        (Decimal("1"), None, "1 hour"),
        (Decimal("1.5"), None, "1.5 hours"),
        (Decimal("150"), Decimal("6.00"), "150 hours · 6 ECTS"),
        (None, Decimal("1"), ""),
        (Decimal(0), None, ""),
    ],
)
def test_workload_reads_as_people_write_it(
    hours: Decimal | None, ects: Decimal | None, words: str
) -> None:
    """No trailing zeros, singular for one, nothing without hours."""
    with translation.override("en"):
        assert describe_workload(hours, ects) == words


def test_nothing_is_missing_in_a_complete_definition() -> None:
    """Then it may be published."""
    assert find_gaps(COMPLETE, HARBOR) == ()


def test_every_field_belongs_to_a_step() -> None:
    """So each gap leads somewhere, and a change is named by its step."""
    assert set(STEP_OF_FIELD) == set(COMPLETE.to_json())
    assert all(gap.step for gap in find_gaps(Definition(), HARBOR))
