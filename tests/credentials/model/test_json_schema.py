"""JSON Schemas that issuers name: right, wrong, undecidable and hostile ones."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.model.json_schema import (
    MAX_FINDINGS,
    check_credential_schema,
    check_json_schema,
    schema_entries,
)
from guildmark.credentials.model.pattern import MAX_TEXT, is_match
from guildmark.testing import IssuerSimulator

_ID = "https://schemas.example/email"
_VERSIONS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "2019-09": "https://json-schema.org/draft/2019-09/schema",
    "draft 7": "http://json-schema.org/draft-07/schema#",
    "draft 7, secured": "https://json-schema.org/draft-07/schema#",
}
_SUBJECT = {"type": "object", "properties": {"email": {"format": "email"}}, "required": ["email"]}
CREDENTIAL: dict[str, Any] = {
    "type": ["VerifiableCredential"],
    "credentialSubject": {"email": "ada@example.org"},
    "credentialSchema": {"id": _ID, "type": "JsonSchema"},
}


def _schema(**changes: Any) -> dict[str, Any]:
    schema = {
        "$id": _ID,
        "$schema": _VERSIONS["2020-12"],
        "type": "object",
        "properties": {"credentialSubject": _SUBJECT},
    }
    changes = {name.replace("_", "$", 1): value for name, value in changes.items()}
    return {name: value for name, value in (schema | changes).items() if value is not None}


def _schema_credential(**changes: Any) -> dict[str, Any]:
    credential: dict[str, Any] = {
        "id": "https://schemas.example/credentials/1",
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "credentialSchema": {
            "id": "https://www.w3.org/ns/credentials/json-schema/v2.json",
            "type": "JsonSchema",
        },
        "credentialSubject": {"id": _ID, "type": "JsonSchema", "jsonSchema": _schema()},
    }
    return {name: value for name, value in (credential | changes).items() if value is not None}


@pytest.mark.parametrize("version", _VERSIONS.values(), ids=_VERSIONS)
def test_each_version_says_yes_and_no(version: str) -> None:
    """And where the document differs."""
    schema = _schema(_schema=version)
    assert check_json_schema(CREDENTIAL, schema=schema).outcome == "success"
    for subject in ({}, {"email": "nobody"}, "ada"):
        answer = check_json_schema({"credentialSubject": subject}, schema=schema)
        assert (answer.outcome, answer.code) == ("failure", "schema_violated")
        assert answer.findings[0].path.startswith("$.credentialSubject")


WITHOUT_ANSWER: dict[str, tuple[dict[str, Any], str, str]] = {
    "no $id": (_schema(_id=None), "failure", "schema_invalid"),
    "an $id that is no address": (_schema(_id="not-a-uri"), "failure", "schema_invalid"),
    "no $schema": (_schema(_schema=None), "failure", "schema_invalid"),
    "an unknown version": (
        _schema(_schema="https://json-schema.org/draft/unknown/schema"),
        "indeterminate",
        "schema_version",
    ),
    "a version inside": (
        _schema(properties={"a": {"$schema": _VERSIONS["draft 7"]}}),
        "indeterminate",
        "schema_version",
    ),
    "a type that does not exist": (_schema(type="thing"), "failure", "schema_invalid"),
    "another schema": (
        _schema(**{"$ref": "https://elsewhere.example/"}),
        "indeterminate",
        "schema_reference",
    ),
    "a file": (_schema(**{"$ref": "file:///etc/passwd"}), "indeterminate", "schema_reference"),
    "a pattern with look-ahead": (
        _schema(properties={"type": {"items": {"pattern": "(?=V)"}}}),
        "indeterminate",
        "schema_pattern",
    ),
    "names by a nested pattern": (
        _schema(patternProperties={"^(a+)+$": {}}),
        "indeterminate",
        "schema_pattern",
    ),
    "a depth of forty": (
        _schema(**json.loads('{"not":' * 40 + "{}" + "}" * 40)),
        "indeterminate",
        "schema_invalid",
    ),
}


@pytest.mark.parametrize("name", WITHOUT_ANSWER)
def test_what_can_not_be_told_is_no_success(name: str) -> None:
    """Each with a stable code. Source: VC JSON Schema Specification, 3.1 and 4.2."""
    schema, outcome, code = WITHOUT_ANSWER[name]
    answer = check_json_schema(CREDENTIAL, schema=schema)
    assert (answer.outcome, answer.code) == (outcome, code)
    assert answer.reason.endswith(".")


def _doubling() -> dict[str, Any]:
    steps = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(60)}
    return _schema(**{"$ref": "#/$defs/a0", "$defs": {**steps, "a60": {}}})


HOSTILE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a schema that is its own part": (_schema(**{"$ref": "#"}), {}),
    "two that are each other's part": (
        _schema(
            **{
                "$ref": "#/$defs/a",
                "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}},
            }
        ),
        {},
    ),
    "doubling sixty times": (_doubling(), {}),
    "each with each": (
        _schema(properties={"a": {"items": {"enum": list(range(5_000))}}}),
        {"a": [-1] * 5_000},
    ),
    "a large one": (_schema(description="a" * 300_000), {}),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_schema_that_asks_for_too_much_is_left(name: str) -> None:
    """After a second at most."""
    schema, document = HOSTILE[name]
    started = time.perf_counter()
    answer = check_json_schema(document, schema=schema)
    assert (answer.outcome, answer.code) == ("indeterminate", "schema_too_complex")
    assert time.perf_counter() - started < 5


def test_a_pattern_that_would_keep_python_busy_is_answered() -> None:
    """In time linear in the text."""
    schema = _schema(properties={"a": {"pattern": "^(a+)+$"}})
    started = time.perf_counter()
    answer = check_json_schema({"a": "a" * 50_000 + "!"}, schema=schema)
    assert answer.outcome == "failure"
    assert check_json_schema({"a": "a" * 50_000}, schema=schema).outcome == "success"
    assert time.perf_counter() - started < 2


def test_long_lists_of_unequal_things_are_compared_quickly() -> None:
    """uniqueItems, which libraries answer by comparing each with each."""
    schema = _schema(properties={"a": {"uniqueItems": True}})
    document = {"a": [{"n": n} for n in range(5_000)]}
    started = time.perf_counter()
    assert check_json_schema(document, schema=schema).outcome == "success"
    document["a"].append({"n": 7})
    assert check_json_schema(document, schema=schema).outcome == "failure"
    assert time.perf_counter() - started < 2


def test_only_the_first_places_are_named() -> None:
    """A list of ten thousand helps nobody."""
    schema = _schema(properties={"a": {"items": {"type": "string"}}})
    answer = check_json_schema({"a": [1] * 500}, schema=schema)
    assert len(answer.findings) == MAX_FINDINGS


def test_nothing_is_changed() -> None:
    """Neither schema nor document, nor answers that were given before."""
    schema, document = _schema(), copy.deepcopy(CREDENTIAL)
    before = copy.deepcopy((schema, document))
    assert check_json_schema(document, schema=schema) == check_json_schema(document, schema=schema)
    assert (schema, document) == before


def _entry(kind: str, name: str = _ID) -> dict[str, Any]:
    return {"id": name, "type": kind}


def test_the_schema_must_be_the_one_that_is_named() -> None:
    """By its $id. Source: VC JSON Schema Specification, 2.1."""
    entry = _entry("JsonSchema")
    answer = check_credential_schema(CREDENTIAL, entry=entry, schema=_schema())
    assert answer.outcome == "success"
    other = _schema(_id="https://schemas.example/other")
    answer = check_credential_schema(CREDENTIAL, entry=entry, schema=other)
    assert (answer.outcome, answer.code) == ("failure", "schema_mismatch")


@pytest.mark.parametrize("kind", ["JsonSchemaValidator2018", "ShaclShape", None])
def test_a_kind_of_schema_that_is_not_known_can_not_be_told(kind: str | None) -> None:
    """Never a success."""
    answer = check_credential_schema(CREDENTIAL, entry={"id": _ID, "type": kind}, schema=_schema())
    assert (answer.outcome, answer.code) == ("indeterminate", "schema_type")


SCHEMA_CREDENTIALS: dict[str, dict[str, Any]] = {
    "another id": _schema_credential(id="https://schemas.example/credentials/2"),
    "another type": _schema_credential(type=["VerifiableCredential"]),
    "a subject without type": _schema_credential(credentialSubject={"jsonSchema": _schema()}),
    "a subject of another type": _schema_credential(
        credentialSubject={"type": "Schema", "jsonSchema": _schema()}
    ),
    "a subject without schema": _schema_credential(credentialSubject={"type": "JsonSchema"}),
    "no schema of its own": _schema_credential(credentialSchema=None),
    "another schema of its own": _schema_credential(credentialSchema=_entry("JsonSchema", "bad")),
    "another digest of it": _schema_credential(
        credentialSchema={
            **_schema_credential()["credentialSchema"],
            "digestSRI": "sha384-AAAA",
        }
    ),
}


@pytest.mark.parametrize("name", SCHEMA_CREDENTIALS)
def test_a_schema_credential_that_is_not_in_order_fails(name: str) -> None:
    """Source: VC JSON Schema Specification, 2.2."""
    entry = _entry("JsonSchemaCredential", "https://schemas.example/credentials/1")
    answer = check_credential_schema(CREDENTIAL, entry=entry, schema=SCHEMA_CREDENTIALS[name])
    assert (answer.outcome, answer.code) == ("failure", "schema_credential")


def test_the_schema_inside_a_credential_is_used() -> None:
    """Both ways."""
    entry = _entry("JsonSchemaCredential", "https://schemas.example/credentials/1")
    schema = _schema_credential()
    assert check_credential_schema(CREDENTIAL, entry=entry, schema=schema).outcome == "success"
    broken = {**CREDENTIAL, "credentialSubject": {}}
    assert check_credential_schema(broken, entry=entry, schema=schema).outcome == "failure"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("open-badges-3.0/ob_v3p0_achievementcredential_schema.json", "award"),
        ("open-badges-3.0/ob_v3p0_endorsementcredential_schema.json", "endorsement"),
    ],
)
def test_it_agrees_with_the_official_schemas(
    vectors: Path, issuer: IssuerSimulator, name: str, kind: str
) -> None:
    """By 1EdTech's type, within a second once the schema is known."""
    schema = json.loads((vectors / "schemas" / name).read_bytes())
    award = issuer.award()
    entry = schema_entries(award)[0]
    assert entry["type"] == "1EdTechJsonSchemaValidator2019"
    check_credential_schema(award, entry=entry, schema=schema)
    started = time.perf_counter()
    answer = check_credential_schema(award, entry=entry, schema=schema)
    assert time.perf_counter() - started < 2
    assert answer.outcome == ("success" if kind == "award" else "failure")
    newer = {**schema, "$schema": _VERSIONS["2020-12"]}
    assert check_credential_schema(award, entry=entry, schema=newer).code == "schema_version"


@pytest.mark.parametrize("listed", [None, 7, "text", [7, None], []])
def test_entries_of_nothing_are_none(listed: Any) -> None:
    """Whatever stands there."""
    assert schema_entries({"credentialSchema": listed}) == ()


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\d$", "7", True),
        (r"^\d$", "٧", False),
        (r"^\D$", "٧", True),
        (r"^[\w-]+$", "a-b_C", True),
        (r"^\w+$", "ä", False),
        (r"^a\/b$", "a/b", True),
        (r"^[a\]]+$", "a]", True),
        (r"^[[a]+$", "[a", True),
        ("^b$", "a\nb", False),
        ('"\\\\', 'quote"\\', True),
        ("(", "", None),
        ("(?=a)", "a", None),
        (r"(a)\1", "aa", None),
        ("a{1000000}", "a", None),
        ("a" * 2_001, "a", None),
        ("a", "b" * (MAX_TEXT + 1), None),
    ],
)
def test_patterns_mean_what_they_mean_in_json_schema(
    pattern: str, text: str, found: bool | None
) -> None:
    """Or can not be told."""
    assert is_match(pattern, text) is found


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)
_APPLICATORS = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "contains", "items"]
_ASSERTIONS = [
    "type",
    "enum",
    "const",
    "pattern",
    "uniqueItems",
    "required",
    "format",
    "multipleOf",
]
_NAMES = ["properties", "patternProperties", "additionalProperties", "propertyNames", "prefixItems"]
_KEYWORDS = [*_APPLICATORS, *_ASSERTIONS, *_NAMES, "$ref", "$defs", "$anchor", "$dynamicRef"]


@given(st.dictionaries(st.sampled_from(_KEYWORDS), _JSON, max_size=4), _JSON)
def test_any_schema_is_answered(keywords: dict[str, Any], value: Any) -> None:
    """With one of the three outcomes and no other exception."""
    schema = {"$id": _ID, "$schema": _VERSIONS["2020-12"], **keywords}
    answer = check_json_schema({"a": value}, schema=schema)
    assert answer.outcome in ("success", "failure", "indeterminate")
    assert bool(answer.code) == (answer.outcome != "success")
