"""Adding, removing and moving entries by one word of a button."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.editing import apply_action, parse_action
from tests.server.catalog.samples import complete_definition


def after(text: str, fields: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the complete definition after one action."""
    action = parse_action(text)
    assert action is not None
    return apply_action(fields or complete_definition(), action)


def test_a_new_criterion_gets_an_id_that_was_never_used() -> None:
    """Credentials name criteria by id, so a removed one's id is not given out while others stay."""
    fields = after("add:criteria", after("remove:criteria.0"))
    assert [each["id"] for each in fields["criteria"]] == ["c2", "c3"]


def test_levels_are_counted_again_and_the_passing_level_follows() -> None:
    """Moving the passing level up by one place keeps it the passing one."""
    fields = after("up:criteria.0.levels.1")
    criterion = fields["criteria"][0]
    assert [level["level"] for level in criterion["levels"]] == [1, 2, 3]
    assert criterion["levels"][0]["name"] == "All live"
    assert criterion["required_level"] == 1


def test_removing_a_lower_level_keeps_the_same_standard() -> None:
    """What passed before still passes, under its new number."""
    criterion = after("remove:criteria.0.levels.0")["criteria"][0]
    assert criterion["levels"][criterion["required_level"] - 1]["name"] == "All live"


def test_removing_the_passing_level_falls_to_what_is_there() -> None:
    """The standard never points at a level that is gone."""
    fields = after("remove:criteria.1.levels.0", after("remove:criteria.1.levels.0"))
    assert fields["criteria"][1]["levels"] == []
    assert fields["criteria"][1]["required_level"] is None


def test_no_more_levels_are_added_than_fit() -> None:
    """Six is the most."""
    fields = complete_definition()
    for _again in range(9):
        fields = after("add:criteria.0.levels", fields)
    assert len(fields["criteria"][0]["levels"]) == 6


def test_the_callers_value_is_left_alone() -> None:
    """The action makes a new value."""
    fields = complete_definition()
    after("remove:criteria.0", fields)
    assert fields == complete_definition()


@pytest.mark.parametrize(
    "text",
    ["", "save", "add:", "add:criteria.1", "remove:criteria", "remove:../x.1", "up:criteria.999"],
)
def test_what_is_no_action_is_none(text: str) -> None:
    """A forged button does nothing."""
    assert parse_action(text) is None


@pytest.mark.parametrize("text", ["remove:criteria.9", "add:title", "up:outcomes.1", "add:x"])
def test_an_action_on_something_absent_changes_nothing(text: str) -> None:
    """Two tabs may disagree about what is there."""
    assert after(text) == complete_definition()


_LISTS = ("criteria", "criteria.0.levels", "evidence_requirements", "overview_questions")
_actions = st.one_of(
    st.sampled_from(_LISTS).map(lambda path: f"add:{path}"),
    st.tuples(
        st.sampled_from(["remove", "up", "down"]), st.sampled_from(_LISTS), st.integers(0, 5)
    ).map(lambda parts: f"{parts[0]}:{parts[1]}.{parts[2]}"),
)


@given(st.lists(_actions, max_size=12))
def test_any_chain_of_actions_leaves_a_draft_that_can_be_saved(actions: list[str]) -> None:
    """No button leads to a definition that is refused."""
    fields = complete_definition()
    for text in actions:
        fields = after(text, fields)
    assert Definition.from_json(fields).to_json().keys() == fields.keys()
