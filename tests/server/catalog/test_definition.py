"""What a definition accepts, keeps and refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.base.errors import InvalidInput
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.digest import digest_definition
from guildmark.server.catalog.vocabulary import (
    ASSESSMENT_TYPES,
    AUTHENTICITY,
    EVIDENCE_KINDS,
    PARTICIPATION,
)
from tests.server.catalog.samples import complete_definition

# Letters, digits and marks of any script, with line breaks and blanks in between.
_texts = st.text(
    alphabet=st.characters(categories=("L", "M", "N", "P", "Zs"), include_characters="\n"),
    max_size=80,
)
_lines = _texts.map(lambda text: text.replace("\n", " "))
_levels = st.lists(_lines, max_size=6).map(
    lambda names: [{"level": place + 1, "name": name} for place, name in enumerate(names)]
)
_criteria = st.lists(st.tuples(_lines, _levels), max_size=4).map(
    lambda rows: [
        {
            "id": f"c{place}",
            "name": name,
            "levels": levels,
            "required_level": len(levels) or None,
        }
        for place, (name, levels) in enumerate(rows)
    ]
)
_requirements = st.lists(
    st.fixed_dictionaries(
        {
            "name": _lines,
            "description": _texts,
            "kinds": st.lists(st.sampled_from(sorted(EVIDENCE_KINDS)), unique=True),
            "minimum": st.integers(0, 20),
            "authenticity": st.sampled_from(["", *AUTHENTICITY]),
        }
    ),
    max_size=3,
).map(lambda rows: [{"id": f"e{place}", **row} for place, row in enumerate(rows)])
_definitions = st.fixed_dictionaries(
    {},
    optional={
        "title": _lines,
        "summary": _lines,
        "description": _texts,
        "language": st.sampled_from(["en", "es", "ar"]),
        "competency": st.fixed_dictionaries({"statement": _texts, "key_method": _texts}),
        "criteria": _criteria,
        "evidence_requirements": _requirements,
        "outcomes": st.lists(_lines, max_size=5),
        "workload_hours": st.decimals(0, 5000, places=1),
        "ects_credits": st.one_of(st.none(), st.integers(0, 180)),
        "eqf_level": st.one_of(st.none(), st.integers(1, 8)),
        "assessment_type": st.sampled_from(["", *ASSESSMENT_TYPES]),
        "participation": st.sampled_from(["", *PARTICIPATION]),
    },
)


def refused(definition: dict[str, Any]) -> dict[str, str]:
    """Return problem by field of a definition that must be refused."""
    with pytest.raises(InvalidInput) as caught:
        Definition.from_json(definition)
    assert all(finding.remedy for finding in caught.value.findings)
    return {finding.field: finding.problem for finding in caught.value.findings}


@given(_definitions)
def test_it_comes_back_from_json_as_it_went(given_json: dict[str, Any]) -> None:
    """Reading what was written gives an equal definition with an equal digest."""
    definition = Definition.from_json(given_json)
    again = Definition.from_json(definition.to_json())
    assert again == definition
    assert digest_definition(again) == digest_definition(definition)


def test_it_keeps_every_field_of_a_complete_definition() -> None:
    """Nothing that was given is lost or renamed on the way."""
    given_json = complete_definition()
    assert Definition.from_json(given_json).to_json() == given_json


def test_an_empty_object_is_an_empty_draft() -> None:
    """A draft may be incomplete."""
    assert Definition.from_json({}) == Definition()


def _with_level(number: int) -> Callable[[dict[str, Any]], None]:
    def change(definition: dict[str, Any]) -> None:
        definition["criteria"][0]["required_level"] = number

    return change


FAULTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "an unknown key": (lambda d: d.update(colour="red"), "colour"),
    "an unknown key inside": (
        lambda d: d["criteria"][1].update(weight=3),
        "criteria.1.weight",
    ),
    "a number where text is due": (lambda d: d.update(title=7), "title"),
    "text where a number is due": (lambda d: d.update(workload_hours="12"), "workload_hours"),
    "a truth value where a number is due": (lambda d: d.update(eqf_level=True), "eqf_level"),
    "not a number": (lambda d: d.update(workload_hours=float("nan")), "workload_hours"),
    "a level beyond eight": (lambda d: d.update(eqf_level=9), "eqf_level"),
    "hours finer than a tenth": (lambda d: d.update(workload_hours=1.25), "workload_hours"),
    "a control character": (lambda d: d.update(title="Lock\x07out"), "title"),
    "the NUL character": (lambda d: d.update(description="a\x00b"), "description"),
    "the DEL character": (lambda d: d["outcomes"].append("a\x7fb"), "outcomes.2"),
    "a reversed reading direction": (lambda d: d.update(title="abc\u202egnp"), "title"),
    "half of a character": (lambda d: d.update(summary="\ud800"), "summary"),
    "two lines where one is due": (lambda d: d.update(title="a\nb"), "title"),
    "a title that is too long": (lambda d: d.update(title="x" * 201), "title"),
    "an id used twice": (lambda d: d["criteria"][1].update(id="c1"), "criteria.1.id"),
    "an id with blanks": (lambda d: d["criteria"][0].update(id="a b"), "criteria.0.id"),
    "a required level that is not there": (_with_level(4), "criteria.0.required_level"),
    "levels that skip a number": (
        lambda d: d["criteria"][0]["levels"][1].update(level=5),
        "criteria.0.levels.1.level",
    ),
    "a choice that is not offered": (lambda d: d.update(participation="lunch"), "participation"),
    "an address that is none": (
        lambda d: d["alignments"][0].update(target_url="javascript:alert(1)"),
        "alignments.0.target_url",
    ),
    "the same skill twice": (
        lambda d: d["alignments"].append(d["alignments"][0]),
        "alignments.1.target_url",
    ),
    "a colour too pale to read": (lambda d: d["badge"].update(colour="#ffff00"), "badge.colour"),
    "a list that is none": (lambda d: d.update(criteria="all"), "criteria"),
    "an object that is none": (lambda d: d.update(competency=[]), "competency"),
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_it_refuses(name: str) -> None:
    """Each fault is named at its field, with a remedy."""
    change, field = FAULTS[name]
    definition = complete_definition()
    change(definition)
    assert list(refused(definition)) == [field]


def test_it_names_every_fault_at_once() -> None:
    """One reading finds them all."""
    faults = refused({"title": "\x00", "eqf_level": 0, "nonsense": 1})
    assert set(faults) == {"title", "eqf_level", "nonsense"}


def test_it_refuses_what_is_no_object() -> None:
    """A list is not a definition."""
    assert refused([]) == {"": "This is not an object with named fields."}  # type: ignore[arg-type]
