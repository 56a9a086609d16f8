"""`guildmark conformance json-schema`: what the W3C's VC JSON Schema suite drives.

`validate` holds a credential against a schema, or against a credential that holds a schema, and
writes `{"result": …, "data": …}`: `success`, `failure`, or `indeterminate` where it can not be
told. It exits with 0 whatever the result. Signatures and dates are no part of this question.

Source: VC JSON Schema Specification, 2 to 4; the suite's command line.
"""

from __future__ import annotations

import json

import click

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.output import save_output
from guildmark.cli.source import LARGEST_DOCUMENT_BYTES, load_source
from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.model import types_of
from guildmark.credentials.model.json_schema import (
    SchemaAnswer,
    check_credential_schema,
    schema_entries,
)

__all__ = ["json_schema"]

_FORMATS = ("JsonSchema", "JsonSchemaCredential")


@click.group("json-schema")
def json_schema() -> None:
    """Validate credentials as the VC JSON Schema suite asks."""


@json_schema.command()
@click.option("--format", "form", required=True, type=click.Choice(_FORMATS))
@click.option("--schema", "schema_path", required=True, metavar="FILE", help="The schema.")
@click.option("--credential", "credential_path", required=True, metavar="FILE", help="As JSON.")
@click.option("--output", required=True, metavar="FILE", help="Where to write the result.")
def validate(*, form: str, schema_path: str, credential_path: str, output: str) -> None:
    """Hold a credential against a schema, or against a credential with one inside."""
    try:
        answer = _check(_load(credential_path), schema=_load(schema_path), form=form)
    except (CredentialError, UnreadableSource) as error:
        answer = SchemaAnswer("failure", str(error))
    text = json.dumps({"result": answer.outcome, "data": answer.reason}, ensure_ascii=False)
    save_output(f"{text}\n".encode(), output, force=True)


def _check(credential: JsonObject, *, schema: JsonObject, form: str) -> SchemaAnswer:
    entries = [entry for entry in schema_entries(credential) if form in types_of(entry)]
    if not entries:
        return SchemaAnswer("failure", f"The credential names no schema of the type {form}.")
    name = schema.get("id" if form == "JsonSchemaCredential" else "$id")
    named = next((entry for entry in entries if entry.get("id") == name), entries[0])
    return check_credential_schema(credential, entry=named, schema=schema)


def _load(path: str) -> JsonObject:
    found = parse_json(load_source(path, limit=LARGEST_DOCUMENT_BYTES).data)
    if not isinstance(found, dict):
        raise UnreadableInput(f"{path} holds no JSON object.", code="not_an_object")
    return found
