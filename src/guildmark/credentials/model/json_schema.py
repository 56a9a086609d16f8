"""Check a credential against a JSON Schema that its issuer names, without asking anybody.

The schema is handed in: who fetches it, and verifies it where it is a credential itself, is the
verifier. References to schemas outside it are never followed; the outcome then can not be told.
Hostile schemas meet a budget: evaluations are counted, patterns run in linear time, and nothing
here is unpacked, opened or imported by a schema's wish.

Three kinds of ``credentialSchema`` are known: ``JsonSchema``, ``JsonSchemaCredential`` and
``1EdTechJsonSchemaValidator2019``. 1EdTech's schemas are in no package with a licence, so none is
shipped; ``check_structure`` holds the same rules.

Source: VC JSON Schema Specification, 2 to 4; 1EdTech JSON Schema Validator 2019; JSON Schema
2020-12, 2019-09 and draft 7.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal
from uuid import UUID

from guildmark.credentials.encoding import copy_json, parse_datetime
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.model.pattern import is_match
from guildmark.credentials.model.recognition import types_of
from guildmark.credentials.model.structure import Finding

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

__all__ = [
    "MAX_FINDINGS",
    "SCHEMA_TYPES",
    "SchemaAnswer",
    "SchemaOutcome",
    "check_credential_schema",
    "check_json_schema",
    "schema_entries",
]

SchemaOutcome = Literal["success", "failure", "indeterminate"]
SCHEMA_TYPES: Final = frozenset(
    {"JsonSchema", "JsonSchemaCredential", "1EdTechJsonSchemaValidator2019"}
)
MAX_FINDINGS: Final = 20
# 1EdTech's largest schema takes some 2,500 steps on a whole record; 60,000 take under a second.
_BUDGET: Final = 60_000
# 1EdTech's largest has 115 kB. To tell whether that is a schema at all takes most of a second.
_MAX_SCHEMA_LENGTH: Final = 256 * 1024
_VERSIONS: Final = {
    "json-schema.org/draft/2020-12/schema": "Draft202012Validator",
    "json-schema.org/draft/2019-09/schema": "Draft201909Validator",
    "json-schema.org/draft-07/schema": "Draft7Validator",
}
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>\\^`{|}]+")
_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@.]{1,63}(\.[^\s@.]{1,63})+")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# What the schema of schema credentials is called (VC JSON Schema, 2.2), now and in drafts.
_SCHEMA_OF_SCHEMAS: Final = frozenset(
    {
        "https://www.w3.org/ns/credentials/json-schema/v2.json",
        "https://www.w3.org/2022/credentials/v2/json-schema-credential-schema.json",
        "https://w3c.github.io/vc-json-schema/schema/json-schema-credential-schema.json",
    }
)
_SCHEMA_OF_SCHEMAS_DIGEST: Final = (
    "sha384-S57yQDg1MTzF56Oi9DbSQ14u7jBy0RDdx0YbeV7shwhCS88G8SCXeFq82PafhCrW"
)


@dataclass(frozen=True, slots=True)
class SchemaAnswer:
    """What came of holding a document against a schema.

    Attributes:
        outcome: ``indeterminate`` when it can not be told; never to be taken for a success.
        reason: one plain sentence.
        code: stable; empty for a success.
        findings: for a failure of the document, the first twenty places.
    """

    outcome: SchemaOutcome
    reason: str
    code: str = ""
    findings: tuple[Finding, ...] = ()


class _OutOfBudget(Exception):
    """The schema asks for more work than any honest one."""


class _Untold(Exception):
    """A pattern can not be decided."""


def schema_entries(document: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """Return the ``credentialSchema`` objects of a credential, in order."""
    listed = document.get("credentialSchema")
    items = listed if isinstance(listed, list) else [listed]
    return tuple(item for item in items if isinstance(item, Mapping))


def check_credential_schema(
    document: Mapping[str, Any], *, entry: Mapping[str, Any], schema: Mapping[str, Any]
) -> SchemaAnswer:
    """Hold a credential against the schema that one of its ``credentialSchema`` objects names.

    Args:
        document: the credential.
        entry: one of ``schema_entries(document)``.
        schema: what its id yields: a JSON Schema, or for ``JsonSchemaCredential`` a credential
            that holds one. A digest in the entry, and that credential's own proof, are the
            caller's to check first.

    Source: VC JSON Schema Specification, 2.1, 2.2 and 4.
    """
    kinds = set(types_of(entry)) & SCHEMA_TYPES
    if len(kinds) != 1:
        name = str(entry.get("type"))[:60]
        return _unknown(f"Schemas of the type {name!r} are not known.", "schema_type")
    kind = kinds.pop()
    if kind == "JsonSchemaCredential":
        problem = _schema_credential_problem(schema, entry_id=entry.get("id"))
        if problem:
            return _failed(
                f"The schema credential is not in order: {problem}.", "schema_credential"
            )
        return check_json_schema(document, schema=schema["credentialSubject"]["jsonSchema"])
    if kind == "JsonSchema" and schema.get("$id") != entry.get("id"):
        return _failed(
            "The schema's $id is not the id that the credential names.", "schema_mismatch"
        )
    if kind == "1EdTechJsonSchemaValidator2019" and _version(schema) != "Draft201909Validator":
        return _unknown("The schema is not of the version 2019-09.", "schema_version")
    return check_json_schema(document, schema=schema)


def check_json_schema(document: Mapping[str, Any], *, schema: Mapping[str, Any]) -> SchemaAnswer:
    """Hold a document against a JSON Schema.

    Args:
        document: any JSON object, at most 32 levels deep.
        schema: with ``$id`` and ``$schema``: 2020-12, 2019-09 or draft 7; at most 32 levels.

    Source: VC JSON Schema Specification, 3 and 4.
    """
    try:
        own_schema, own_document = copy_json(schema), copy_json(document)
    except CredentialError as error:
        return _unknown(f"It can not be evaluated: {error.message}", "schema_invalid")
    identifier, version = schema.get("$id"), schema.get("$schema")
    if not isinstance(identifier, str) or not _URL.fullmatch(identifier):
        return _failed("The schema has no $id that is an address.", "schema_invalid")
    if not isinstance(version, str):
        return _failed("The schema does not name its version ($schema).", "schema_invalid")
    name = _version(schema)
    if name is None:
        return _unknown(
            f"The schema is of the version {version[:100]!r}, which is not known.",
            "schema_version",
        )
    return _evaluate(own_document, schema=own_schema, name=name)


def _evaluate(document: Any, *, schema: dict[str, Any], name: str) -> SchemaAnswer:
    from referencing.exceptions import Unresolvable

    text = json.dumps(schema, sort_keys=True)
    # The library takes another validator, without our limits, wherever it meets $schema.
    inner = {key: value for key, value in schema.items() if key != "$schema"}
    if _names_version(inner):
        return _unknown("A part of the schema names a version of its own.", "schema_version")
    if len(text) > _MAX_SCHEMA_LENGTH:
        return _unknown("The schema is larger than any honest one.", "schema_too_complex")
    try:
        problem = _schema_problem(text, name=name)
        if problem:
            return _failed(f"The schema is none: {problem}.", "schema_invalid")
        findings = []
        for error in _build_validator(inner, name=name).iter_errors(document):
            findings.append(Finding(error.json_path[:300], error.message[:300]))
            if len(findings) >= MAX_FINDINGS:
                break
    except _Untold:
        return _unknown(
            "The schema has a pattern that can not be decided safely.", "schema_pattern"
        )
    except (_OutOfBudget, RecursionError):
        return _unknown("The schema asks for more work than any honest one.", "schema_too_complex")
    except Unresolvable:
        return _unknown(
            "The schema refers to another one, which is not at hand.", "schema_reference"
        )
    if findings:
        reason = f"The document does not follow its schema: {findings[0]}."
        return SchemaAnswer("failure", reason, "schema_violated", tuple(findings))
    return SchemaAnswer("success", "The document follows its schema.")


@lru_cache(maxsize=64)
def _schema_problem(text: str, *, name: str) -> str:
    """Say why a JSON Schema is none by its version's own schema; empty when it is one.

    That schema is the library's, harmless, and answers with the first problem it finds.
    """
    import jsonschema
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    plain = getattr(jsonschema, name)
    validator = plain(plain.META_SCHEMA, registry=REGISTRY)
    error = next(iter(validator.iter_errors(json.loads(text))), None)
    return "" if error is None else f"{error.json_path[:200]} {error.message[:200]}"


def _names_version(value: Any) -> bool:
    if isinstance(value, dict):
        return isinstance(value.get("$schema"), str) or any(map(_names_version, value.values()))
    return isinstance(value, list) and any(map(_names_version, value))


def _build_validator(schema: dict[str, Any], *, name: str) -> Validator:
    """Return a validator with a budget of its own and no way to the outside."""
    import jsonschema
    from jsonschema.validators import extend
    from jsonschema_specifications import REGISTRY

    plain = getattr(jsonschema, name)
    left = [_BUDGET]

    def _spend(function: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        def _counted(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
            size = len(value) if isinstance(value, (list, dict)) else 1
            size += len(instance) if isinstance(instance, (list, dict)) else 0
            left[0] -= 1 + size
            if left[0] < 0:
                raise _OutOfBudget
            yield from function(validator, value, instance, schema) or ()

        return _counted

    keywords = {**plain.VALIDATORS, "pattern": _pattern, "uniqueItems": _unique_items}
    for keyword in ("patternProperties", "additionalProperties", "unevaluatedProperties"):
        if keyword in keywords:
            keywords[keyword] = _with_plain_patterns(keywords[keyword])
    counted = {keyword: _spend(check) for keyword, check in keywords.items()}
    limited = extend(plain, counted)  # type: ignore[no-untyped-call]
    built: Validator = limited(schema, registry=REGISTRY, format_checker=_formats())
    return built


def _pattern(validator: Any, pattern: Any, instance: Any, schema: Any) -> Iterator[Any]:
    from jsonschema import ValidationError

    if not isinstance(instance, str):
        return
    found = is_match(pattern, instance)
    if found is None:
        raise _Untold
    if not found:
        yield ValidationError(f"does not match {pattern[:100]!r}")


def _unique_items(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[Any]:
    # The library compares each with each; equal JSON has equal canonical text.
    from jsonschema import ValidationError

    if wanted and isinstance(instance, list):
        texts = [json.dumps(item, sort_keys=True) for item in instance]
        if len(set(texts)) != len(texts):
            yield ValidationError("has an item twice")


# Letters, digits, classes and anchors, with at most one "+" or "*": no engine is slow on these.
_PLAIN: Final = re.compile(r"\^?(?:[\w:@/ -]|\\[.\w/-]|\[[^\[\]\\]{1,60}\]|\.)*[+*]?\$?", re.ASCII)


def _with_plain_patterns(function: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
    """Let the library's own engine see only patterns that can not keep it busy."""

    def _checked(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
        patterns = schema.get("patternProperties", {})
        if not all(len(pattern) < 200 and _PLAIN.fullmatch(pattern) for pattern in patterns):
            raise _Untold
        if patterns and isinstance(instance, dict) and max(map(len, instance), default=0) > 2_000:
            raise _Untold
        yield from function(validator, value, instance, schema) or ()

    return _checked


@cache
def _formats() -> Any:
    """Return the formats that are checked; others say nothing, as the standard allows."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, check in _FORMATS.items():
        checker.checks(name)(check)
    return checker


def _is_datetime(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(parse_datetime(value))
    except CredentialError:
        return False


def _is_uuid(value: object) -> bool:
    if not isinstance(value, str):
        return True
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False


def _fits(pattern: re.Pattern[str]) -> Callable[[object], bool]:
    return lambda value: not isinstance(value, str) or bool(pattern.fullmatch(value))


_FORMATS: Final[dict[str, Callable[[object], bool]]] = {
    "date-time": _is_datetime,
    "date": _fits(_DATE),
    "email": _fits(_EMAIL),
    "uri": _fits(_URL),
    "uuid": _is_uuid,
}


def _version(schema: Mapping[str, Any]) -> str | None:
    version = schema.get("$schema")
    if not isinstance(version, str):
        return None
    address = version.removesuffix("#").partition("://")
    return _VERSIONS.get(address[2]) if address[0] in ("https", "http") else None


def _schema_credential_problem(schema: Mapping[str, Any], *, entry_id: Any) -> str:
    """Say what a schema credential lacks; empty when it is in order."""
    if not {"VerifiableCredential", "JsonSchemaCredential"} <= set(types_of(schema)):
        return "it is not of the types VerifiableCredential and JsonSchemaCredential"
    if schema.get("id") != entry_id:
        return "its id is not the one that the credential names"
    subject = schema.get("credentialSubject")
    if not isinstance(subject, Mapping) or types_of(subject) != ("JsonSchema",):
        return "its subject is not of the type JsonSchema"
    if not isinstance(subject.get("jsonSchema"), Mapping):
        return "its subject has no jsonSchema"
    entries = schema_entries(schema)
    if not any(_is_schema_of_schemas(entry) for entry in entries):
        return "its own credentialSchema is not the one of schema credentials"
    return ""


def _is_schema_of_schemas(entry: Mapping[str, Any]) -> bool:
    return (
        entry.get("id") in _SCHEMA_OF_SCHEMAS
        and types_of(entry) == ("JsonSchema",)
        and entry.get("digestSRI", _SCHEMA_OF_SCHEMAS_DIGEST) == _SCHEMA_OF_SCHEMAS_DIGEST
    )


def _failed(reason: str, code: str) -> SchemaAnswer:
    return SchemaAnswer("failure", reason, code)


def _unknown(reason: str, code: str) -> SchemaAnswer:
    return SchemaAnswer("indeterminate", reason, code)
