"""`guildmark conformance json-schema validate`: a result file, and exit status 0."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Guildmark

_SCHEMA: dict[str, Any] = {
    "$id": "https://example.com/schemas/email.json",
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "properties": {"credentialSubject": {"required": ["emailAddress"]}},
}
_HOLDER: dict[str, Any] = {
    "id": "https://example.com/credentials/3734",
    "type": ["VerifiableCredential", "JsonSchemaCredential"],
    "credentialSchema": {
        "id": "https://www.w3.org/ns/credentials/json-schema/v2.json",
        "type": "JsonSchema",
    },
    "credentialSubject": {"type": "JsonSchema", "jsonSchema": _SCHEMA},
}
_CREDENTIAL: dict[str, Any] = {
    "type": ["VerifiableCredential"],
    "credentialSubject": {"emailAddress": "subject@example.com"},
    "credentialSchema": [
        {"id": _SCHEMA["$id"], "type": "JsonSchema"},
        {"id": _HOLDER["id"], "type": "JsonSchemaCredential"},
    ],
}
_UNKNOWN = {**_SCHEMA, "$schema": "https://json-schema.org/draft/unknown/schema"}
CASES: dict[str, tuple[str, Any, Any, str]] = {
    "it follows": ("JsonSchema", _SCHEMA, _CREDENTIAL, "success"),
    "it follows a credential's": ("JsonSchemaCredential", _HOLDER, _CREDENTIAL, "success"),
    "it does not follow": (
        "JsonSchema",
        _SCHEMA,
        {**_CREDENTIAL, "credentialSubject": {}},
        "failure",
    ),
    "another schema": (
        "JsonSchema",
        {**_SCHEMA, "$id": "https://example.com/b"},
        _CREDENTIAL,
        "failure",
    ),
    "no schema named": (
        "JsonSchema",
        _SCHEMA,
        {**_CREDENTIAL, "credentialSchema": []},
        "failure",
    ),
    "another type named": (
        "JsonSchema",
        _SCHEMA,
        {**_CREDENTIAL, "credentialSchema": {"id": _SCHEMA["$id"], "type": "NotJsonSchema"}},
        "failure",
    ),
    "an unknown version": ("JsonSchema", _UNKNOWN, _CREDENTIAL, "indeterminate"),
    "no object": ("JsonSchema", [], _CREDENTIAL, "failure"),
}


@pytest.mark.parametrize("name", CASES)
def test_it_writes_the_result(guildmark: Guildmark, folder: Path, name: str) -> None:
    """With the reason beside it."""
    form, schema, credential, result = CASES[name]
    (folder / "schema.json").write_text(json.dumps(schema))
    (folder / "credential.json").write_text(json.dumps(credential))

    run = guildmark(
        *("conformance", "json-schema", "validate", "--format", form),
        *("--schema", "schema.json", "--credential", "credential.json", "--output", "out.json"),
    )

    assert run.status == 0
    written = json.loads((folder / "out.json").read_text())
    assert written["result"] == result
    assert written["data"]


def test_a_file_that_is_not_there_is_a_failure(guildmark: Guildmark, folder: Path) -> None:
    """Still with a result file."""
    run = guildmark(
        *("conformance", "json-schema", "validate", "--format", "JsonSchema"),
        *("--schema", "none.json", "--credential", "none.json", "--output", "out.json"),
    )
    assert run.status == 0
    assert json.loads((folder / "out.json").read_text())["result"] == "failure"
