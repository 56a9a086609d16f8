"""JSON Schemas as Ajv judges them, and lists of bits as @digitalbazaar/bitstring packs them."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import from_base64url
from guildmark.credentials.model import json_schema
from guildmark.credentials.status import MIN_LIST_SIZE, Bitstring
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW
from tests.fuzzing.mutation import mutate
from tests.oracles.formats import FormatsOracle

Json = dict[str, Any]
_VERSIONS = {
    "draft-07": "http://json-schema.org/draft-07/schema#",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
}
# Each part says something about JSON of any kind; formats are left aside.
_PARTS: tuple[Json, ...] = (
    {"type": ["object", "array"]},
    {"properties": {"a": {"type": "integer"}}, "required": ["a"]},
    {"additionalProperties": {"type": "string"}},
    {"patternProperties": {"^a": {"type": "number"}}, "additionalProperties": False},
    {"propertyNames": {"pattern": "^[a-z]+$"}},
    {"items": {"enum": [1, "a", None, {"a": 1}]}},
    {"contains": {"const": 1}},
    {"uniqueItems": True},
    {"minItems": 1, "maxItems": 2},
    {"oneOf": [{"type": "object"}, {"required": ["b"]}]},
    {"anyOf": [{"maxProperties": 1}, {"minItems": 2}]},
    {"not": {"required": ["c"]}},
    {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"minProperties": 1}},
    {"properties": {"b": {"pattern": "^(a|b)+$", "minLength": 2}}},
    {"properties": {"c": {"$ref": "#/definitions/inner"}}},
    {"multipleOf": 2, "minimum": -3, "exclusiveMaximum": 7},
)
_VALUES: tuple[Any, ...] = (None, True, 0, 1, 1.5, -4, "", "a", "ab", "1", [], [1], [1, 1], {})


@pytest.fixture(scope="module")
def formats(oracle_modules: Path) -> Iterator[FormatsOracle]:
    """Ajv and the library of bits, as one process."""
    assert oracle_modules.is_dir()
    with FormatsOracle({}) as running:
        yield running


@pytest.fixture(scope="module")
def badge_schema() -> Json:
    """The official schema of badges, beside the checkout or where GUILDMARK_SHARED points."""
    shared = Path(os.environ.get("GUILDMARK_SHARED") or Path(__file__).parents[3] / "shared")
    path = shared / "vectors/schemas/open-badges-3.0/ob_v3p0_achievementcredential_schema.json"
    if not path.is_file():
        pytest.skip("the shared vectors are not here; set GUILDMARK_SHARED to their folder")
    schema: Json = json.loads(path.read_bytes())
    return schema


def _value(rng: random.Random, depth: int = 2) -> Any:
    if depth and rng.random() < 0.5:
        names = rng.sample(["a", "b", "c", "A1"], rng.randrange(4))
        return {name: _value(rng, depth - 1) for name in names}
    if depth and rng.random() < 0.4:
        return [_value(rng, depth - 1) for _ in range(rng.randrange(4))]
    return rng.choice(_VALUES)


@pytest.mark.parametrize("version", _VERSIONS)
def test_ajv_agrees_about_schemas_and_documents_made_at_random(
    formats: FormatsOracle, version: str
) -> None:
    """Success where it says so, failure where it does, and never "can not be told"."""
    rng = random.Random(version)
    outcomes: set[str] = set()
    for number in range(60):
        schema: Json = {
            "$id": f"https://schemas.example/{version}/{number}",
            "$schema": _VERSIONS[version],
            "definitions": {"inner": rng.choice(_PARTS)},
            "allOf": rng.sample(_PARTS, rng.randrange(1, 4)),
        }
        for _ in range(5):
            document = {"a": _value(rng), "b": _value(rng)} if rng.random() < 0.8 else {}
            answer = json_schema.check_json_schema(document, schema=schema)
            theirs = formats.follows(document, schema=schema, version=version)
            assert answer.outcome == ("success" if theirs else "failure"), (schema, document)
            outcomes.add(answer.outcome)
    assert outcomes == {"success", "failure"}


def test_ajv_agrees_about_badges_and_the_official_schema(
    formats: FormatsOracle, badge_schema: Json
) -> None:
    """On a badge and on two hundred that were changed somewhere."""
    plain = _without_formats(badge_schema)
    badge = IssuerSimulator(clock=Clock(NOW)).award()
    rng = random.Random(3)
    outcomes: set[str] = set()
    for document in [badge, *(mutate(badge, rng=rng, changes=1) for _ in range(200))]:
        if not isinstance(document, dict):
            continue
        answer = json_schema.check_json_schema(document, schema=plain)
        if answer.code == "schema_invalid":
            # Changed into what our strict JSON does not have, such as half a character.
            continue
        theirs = formats.follows(document, schema=plain, version="2019-09")
        assert answer.outcome == ("success" if theirs else "failure"), document
        outcomes.add(answer.outcome)
    assert outcomes == {"success", "failure"}


def _without_formats(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_formats(item) for name, item in value.items() if name != "format"}
    return [_without_formats(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("size", [MIN_LIST_SIZE, 1_000_000])
def test_bits_cross_in_both_directions(formats: FormatsOracle, size: int) -> None:
    """Whichever library packed them."""
    rng = random.Random(size)
    indexes = sorted({0, size - 1, *rng.sample(range(size), 500)})
    assert formats.decode_bits(Bitstring.of(indexes, size=size).encode()[1:]) == indexes
    theirs = formats.encode_bits(indexes, size=size)
    assert Bitstring.unpack(from_base64url(theirs)) == Bitstring.of(indexes, size=size)
