"""How a version is said in Open Badges 3.0."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from guildmark.credentials.model import Achievement
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.digest import digest_definition
from guildmark.server.catalog.open_badges import (
    CONTEXTS,
    achievement_document,
    achievement_json,
    level_result_id,
)
from guildmark.server.catalog.queries import VersionRow
from tests.server.catalog.samples import ESCO_SKILL, complete_definition

URL = "https://awards.example/achievements/8b1d1c11-0000-4000-8000-000000000001"
CREATOR = {"id": "did:web:awards.example", "type": ["Profile"], "name": "Harbor"}


def build_version(**changes: Any) -> VersionRow:
    """Return version 3 of the complete definition, with some fields replaced."""
    definition = Definition.from_json(complete_definition(**changes))
    return VersionRow(
        id=UUID(int=1),
        achievement_id=UUID(int=2),
        organization_id=UUID(int=3),
        number=3,
        definition=definition,
        digest=digest_definition(definition),
        published_at=datetime(2026, 11, 22, tzinfo=UTC),
        is_current=True,
        state="published",
    )


def say(**changes: Any) -> dict[str, Any]:
    """Return the Achievement of `build_version`."""
    return achievement_json(
        build_version(**changes), url=URL, creator=CREATOR, image_url=f"{URL}/badge.png"
    )


def test_it_is_a_micro_credential_with_one_id_for_all_versions() -> None:
    """The id is the stable address; the version stands beside it."""
    said = say()
    assert (said["id"], said["version"]) == (URL, "3")
    assert said["achievementType"] == "MicroCredential"
    assert said["creator"] == CREATOR
    assert said["inLanguage"] == "en"
    assert said["creditsAvailable"] == 0.5


def test_every_criterion_has_its_levels_and_the_one_required() -> None:
    """A result can point at what was reached and a verifier sees what passes."""
    [first, second, overall] = say()["resultDescription"]
    assert first["resultType"] == "RubricCriterionLevel"
    assert [level["level"] for level in first["rubricCriterionLevel"]] == ["1", "2", "3"]
    assert first["requiredLevel"] == first["rubricCriterionLevel"][1]["id"]
    assert second["requiredLevel"] == level_result_id(URL, number=3, criterion_id="c2", level=1)
    assert (overall["resultType"], overall["requiredValue"]) == ("Status", "Completed")


def test_skills_and_the_european_level_are_alignments() -> None:
    """A framework's own address leads to the skill."""
    [skill, level] = say()["alignment"]
    assert (skill["targetUrl"], skill["targetFramework"]) == (ESCO_SKILL, "ESCO")
    assert skill["targetType"] == "ceasn:Competency"
    assert level["targetUrl"] == "http://data.europa.eu/snb/eqf/3"


def test_the_narrative_says_standard_evidence_and_assessment() -> None:
    """Somebody who has only the document can read what was asked."""
    narrative = say()["criteria"]["narrative"]
    for words in (
        "Isolate a machine from every energy source",
        "Identifies every energy source (level 2 of 3 or above): Every live source.",
        "Isolation record: A supervisor attests that the learner did it",
        "Form of participation: At work",
        "12 hours · 0.5 ECTS",
        "Ten in a hundred decisions are marked twice.",
    ):
        assert words in narrative


def test_what_is_not_stated_is_left_out() -> None:
    """No empty text, no zero credits, no level that does not apply."""
    said = say(ects_credits=None, eqf_level=None, level_note="Not placed")
    assert "creditsAvailable" not in said
    assert len(said["alignment"]) == 1
    assert "targetCode" not in said["alignment"][0]


def test_the_engine_knows_every_property() -> None:
    """Nothing lies beside the model, where a context could not define it."""

    def unknown(node: Any) -> list[str]:
        return sorted(node.other)

    read = Achievement.from_json(say())
    assert unknown(read) == ["type"] or unknown(read) == []
    assert read.to_json() == say()


def test_the_document_of_its_own_names_its_contexts() -> None:
    """Fetched by itself it is JSON-LD."""
    document = achievement_document(
        build_version(), url=URL, creator=CREATOR, image_url=f"{URL}/badge.png"
    )
    assert document["@context"] == list(CONTEXTS)
    assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    "changes",
    [{}, {"ects_credits": None, "eqf_level": None}, {"language": "es"}, {"workload_hours": 7.5}],
)
def test_it_satisfies_the_official_schema(changes: dict[str, Any]) -> None:
    """The Achievement as the standard's own JSON Schema describes it."""
    shared = Path(os.environ.get("GUILDMARK_SHARED") or Path(__file__).parents[4] / "shared")
    name = "ob_v3p0_achievementcredential_schema.json"
    path = shared / "vectors" / "schemas" / "open-badges-3.0" / name
    if not path.exists():
        pytest.skip("the shared vectors are not here; set GUILDMARK_SHARED to their folder")
    schema = json.loads(path.read_text())
    wanted = {**schema, "$ref": "#/$defs/Achievement"}
    for key in ("type", "properties", "required", "additionalProperties", "allOf", "anyOf"):
        wanted.pop(key, None)
    validator = jsonschema.validators.validator_for(schema)(wanted)
    assert [error.message for error in validator.iter_errors(say(**changes))] == []
