"""Check a credential's JSON against the shapes of Open Badges 3.0 and VC 2.0.

This is Guildmark's own structural check, written from the information model. It is not the
official JSON Schema, which is not shipped; the tests compare the two.

Source: Open Badges 3.0, B; VC Data Model 2.0, 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXTS,
    JsonValue,
    parse_datetime,
)
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.model.shapes import SHAPES, Field

__all__ = ["Finding", "check_structure", "issuer_id_of", "types_of"]

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_JWS: Final = re.compile(r"[\w-]+\.[\w-]*\.[\w-]+", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_EXTENSION: Final = re.compile(r"ext:[\w.|-]+", re.ASCII)
# The shapes of whole credentials that are known, most special first.
_CREDENTIAL_SHAPES: Final = (
    "AchievementCredential",
    "EndorsementCredential",
    "BitstringStatusListCredential",
)
_OPEN_BADGE_SHAPES: Final = frozenset({"AchievementCredential", "EndorsementCredential"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        path: JSON path, for example ``$.credentialSubject.achievement.name``.
        problem: what is wrong and what belongs there.
    """

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def types_of(value: JsonValue) -> tuple[str, ...]:
    """Return the texts under ``type`` of a JSON object, in order; () for anything else."""
    listed = value.get("type") if isinstance(value, Mapping) else None
    return tuple(
        t for t in (listed if isinstance(listed, list) else [listed]) if isinstance(t, str)
    )


def check_structure(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """List what is wrong with a credential's structure; nothing when it is sound.

    The shape is chosen by ``type``: AchievementCredential, EndorsementCredential,
    BitstringStatusListCredential, else any VerifiableCredential. Properties that the shape does
    not know are left alone: whether they mean something is for the contexts to say.
    """
    types = types_of(document)
    if "VerifiableCredential" not in types:
        return (Finding("$.type", "must name VerifiableCredential"),)
    name = _shape_name(types)
    return (*_check_contexts(document, name), *_check_object(document, name=name, path="$"))


def _shape_name(types: tuple[str, ...]) -> str:
    for name in _CREDENTIAL_SHAPES:
        if set(SHAPES[name].types) & set(types):
            return name
    return "VerifiableCredential"


def _check_contexts(document: Mapping[str, Any], name: str) -> Iterator[Finding]:
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    if not listed or listed[0] != CREDENTIALS_V2_CONTEXT:
        yield Finding("$.@context", f"must start with {CREDENTIALS_V2_CONTEXT}")
    elif name in _OPEN_BADGE_SHAPES and not _is_badge_context(listed[1:2]):
        yield Finding("$.@context", "must have an Open Badges 3.0 context in second place")


def _is_badge_context(second: list[Any]) -> bool:
    # A context may be any JSON; only text can be looked up in a set.
    return any(isinstance(url, str) and url in OPEN_BADGES_CONTEXTS for url in second)


def _check_object(value: Mapping[str, Any], *, name: str, path: str) -> Iterator[Finding]:
    shape = SHAPES[name]
    types = types_of(value)
    if shape.types == ("*",):
        if not types:
            yield Finding(f"{path}.type", "is missing")
    elif shape.types and not set(shape.types) & set(types):
        yield Finding(f"{path}.type", f"must name {' or '.join(shape.types)}")
    if shape.one_of and not any(key in value for key in shape.one_of):
        yield Finding(path, f"must have {' or '.join(shape.one_of)}")
    for key, field in shape.fields.items():
        if key in value:
            yield from _check_field(value[key], field=field, path=f"{path}.{key}")
        elif field.required:
            yield Finding(f"{path}.{key}", "is missing")
    if shape.closed:
        for key in value.keys() - shape.fields.keys() - {"type"}:
            yield Finding(f"{path}.{key}", f"is not a property of {name}")


def _check_field(value: JsonValue, *, field: Field, path: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield from _check_item(value, field=field, path=path)
    elif not field.many:
        yield Finding(path, "must be one value, not an array")
    elif not value and field.required:
        yield Finding(path, "must not be empty")
    else:
        for index, item in enumerate(value):
            yield from _check_item(item, field=field, path=f"{path}[{index}]")


def _check_item(value: JsonValue, *, field: Field, path: str) -> Iterator[Finding]:
    shapes = [kind for kind in field.kinds if kind in SHAPES]
    if isinstance(value, Mapping) and shapes:
        yield from _check_object(value, name=shapes[0], path=path)
        return
    problems = [_problem(value, kind) for kind in field.kinds]
    if all(problems):
        yield Finding(path, " or ".join(problem for problem in problems if problem))
    elif field.values and value not in field.values:
        extension = isinstance(value, str) and bool(_EXTENSION.fullmatch(value))
        if not (field.extensible and extension):
            yield Finding(path, f"is {str(value)[:60]!r}, which is not in the standard's list")


def _problem(value: JsonValue, kind: str) -> str:
    """Say why a value is not of a kind; empty when it is."""
    if kind == "object":
        return "" if isinstance(value, Mapping) else "must be an object"
    if kind == "number":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return "" if is_number else "must be a number"
    if kind == "boolean":
        return "" if isinstance(value, bool) else "must be true or false"
    if kind in SHAPES:
        return f"must be an object ({kind})"
    if not isinstance(value, str):
        return "must be text"
    return _text_problem(value, kind)


def _text_problem(value: str, kind: str) -> str:
    if kind == "datetime":
        try:
            parse_datetime(value)
        except CredentialError:
            return "must be a date and time with a zone, like 2026-11-22T10:00:00Z"
    pattern = {"iri": _IRI, "jws": _JWS, "language": _LANGUAGE, "date": _DATE}.get(kind)
    if pattern and not pattern.fullmatch(value):
        names = {
            "iri": "an absolute IRI, like https://… or urn:uuid:…",
            "jws": "a compact JWS",
            "language": "a language tag, like en or es-ES",
            "date": "a date, like 2026-11-22",
        }
        return f"must be {names[kind]}"
    return ""


def issuer_id_of(document: Mapping[str, Any]) -> str | None:
    """Return the issuer's id, whether it stands alone or inside a Profile; None when neither."""
    issuer = document.get("issuer")
    if isinstance(issuer, Mapping):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) else None
