"""Check a document's JSON against the shapes of its standard.

Open Badges 3.0 and 2.0, CLR 2.0, endorsements, status lists, and credentials of the VC Data
Model 2.0 and 1.1 in general. This is Guildmark's own structural check, written from the
information models. It is not the official JSON Schema (``json_schema``); the tests compare the
two.

Source: Open Badges 3.0, B; CLR 2.0, B; VC Data Model 2.0, 4; VC Data Model 1.1, 4 and 5.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXTS,
    JsonValue,
    parse_datetime,
)
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.model.clr_shapes import CLR_SHAPES
from guildmark.credentials.model.open_badges_2_shapes import OPEN_BADGES_2_SHAPES
from guildmark.credentials.model.recognition import (
    CREDENTIALS_V1_CONTEXT,
    is_open_badges_2,
    is_vc_1_1,
    types_of,
)
from guildmark.credentials.model.shape import Field, Shape
from guildmark.credentials.model.shapes import SHAPES, in_vc_1_1

__all__ = ["Finding", "check_structure", "issuer_id_of", "parse_loose_datetime", "types_of"]

_ALL_SHAPES: Final = {**SHAPES, **CLR_SHAPES, **OPEN_BADGES_2_SHAPES}
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_JWS: Final = re.compile(r"[\w-]+\.[\w-]*\.[\w-]+", re.ASCII)
_LANGUAGE: Final = re.compile(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
# BCP 47 as far as its form goes: what @language may hold.
_LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_EXTENSION: Final = re.compile(r"ext:[\w.|-]+", re.ASCII)
_CLR_CONTEXT: Final = re.compile(
    r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)?\.json"
)
# The shapes of whole credentials that are known, most special first.
_CREDENTIAL_SHAPES: Final = (
    "ClrCredential",
    "AchievementCredential",
    "EndorsementCredential",
    "BitstringStatusListCredential",
)
_OPEN_BADGE_SHAPES: Final = frozenset({"AchievementCredential", "EndorsementCredential"})
_PERIODS: Final = (("validFrom", "validUntil"), ("issuanceDate", "expirationDate"))


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


def check_structure(document: Mapping[str, Any]) -> tuple[Finding, ...]:
    """List what is wrong with a document's structure; nothing when it is sound.

    The shape is chosen by ``type`` and by the first context: ClrCredential,
    AchievementCredential, EndorsementCredential, BitstringStatusListCredential, else any
    VerifiableCredential, of the VC Data Model 2.0 or 1.1; or an object of Open Badges 2.0.
    Properties that the shape does not know are left alone: whether they mean something is for
    the contexts to say.
    """
    return tuple(_check_document(document, path="$"))


def _check_document(document: Mapping[str, Any], *, path: str) -> Iterator[Finding]:
    types = types_of(document)
    if is_open_badges_2(document):
        yield from _check_open_badges_2(document, types=types, path=path)
        return
    if "VerifiableCredential" not in types:
        yield Finding(f"{path}.type", "must name VerifiableCredential")
        return
    name = _shape_name(types)
    shape = in_vc_1_1(_ALL_SHAPES[name]) if is_vc_1_1(document) else _ALL_SHAPES[name]
    yield from _check_contexts(document, name=name, path=path)
    yield from _check_object(document, shape=shape, name=name, path=path)
    yield from _check_periods(document, path=path)
    yield from _check_resources(document.get("relatedResource"), path=f"{path}.relatedResource")


def _shape_name(types: tuple[str, ...]) -> str:
    for name in _CREDENTIAL_SHAPES:
        if set(_ALL_SHAPES[name].types) & set(types):
            return name
    return "VerifiableCredential"


def _check_open_badges_2(
    document: Mapping[str, Any], *, types: tuple[str, ...], path: str
) -> Iterator[Finding]:
    for name, shape in OPEN_BADGES_2_SHAPES.items():
        is_whole = name.removeprefix("2.0 ") in shape.types
        if is_whole and set(shape.types) & set(types):
            yield from _check_object(
                _with_verification(document), shape=shape, name=name, path=path
            )
            return
    yield Finding(
        f"{path}.type", "must name Assertion, BadgeClass, Issuer, RevocationList or a key"
    )


def _with_verification(document: Mapping[str, Any]) -> Mapping[str, Any]:
    # "verify" was the name of 1.x, and the context of 2.0 keeps it as another name.
    if "verify" in document and "verification" not in document:
        return {**document, "verification": document["verify"]}
    return document


def _check_contexts(document: Mapping[str, Any], *, name: str, path: str) -> Iterator[Finding]:
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    base = CREDENTIALS_V1_CONTEXT if is_vc_1_1(document) else CREDENTIALS_V2_CONTEXT
    if not listed or listed[0] != base:
        yield Finding(f"{path}.@context", f"must start with {base}")
    elif name in _OPEN_BADGE_SHAPES and not _is_badge_context(listed[1:2]):
        yield Finding(f"{path}.@context", "must have an Open Badges 3.0 context in second place")
    elif name == "ClrCredential" and not (
        _is_clr_context(listed[1:2]) and _is_badge_context(listed[2:3])
    ):
        yield Finding(
            f"{path}.@context",
            "must have a CLR 2.0 context in second and an Open Badges 3.0 context in third place",
        )


def _is_badge_context(found: list[Any]) -> bool:
    # A context may be any JSON; only text can be looked up in a set.
    return any(isinstance(url, str) and url in OPEN_BADGES_CONTEXTS for url in found)


def _is_clr_context(found: list[Any]) -> bool:
    return any(isinstance(url, str) and bool(_CLR_CONTEXT.fullmatch(url)) for url in found)


def _check_periods(document: Mapping[str, Any], *, path: str) -> Iterator[Finding]:
    for start, end in _PERIODS:
        try:
            moments = [parse_datetime(str(document[key])) for key in (start, end)]
        except (KeyError, CredentialError):
            continue
        if moments[0] > moments[1]:
            yield Finding(f"{path}.{end}", f"must not be before {start}")


def _check_resources(listed: JsonValue, *, path: str) -> Iterator[Finding]:
    items = listed if isinstance(listed, list) else [listed]
    named = Counter(str(item["id"]) for item in items if isinstance(item, Mapping) and "id" in item)
    for name in sorted(name for name, count in named.items() if count > 1):
        yield Finding(path, f"has {name[:200]!r} more than once")


def _check_object(
    value: Mapping[str, Any], *, shape: Shape, name: str, path: str
) -> Iterator[Finding]:
    types = types_of(value)
    if shape.filled and not value:
        yield Finding(path, "must not be empty")
    if not _has_text_types(value):
        yield Finding(f"{path}.type", "must be a text or a list of texts")
    elif shape.types == ("*",):
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
        for key in sorted(value.keys() - shape.fields.keys() - {"type"}):
            yield Finding(f"{path}.{key[:60]}", f"is not a property of {name}")


def _has_text_types(value: Mapping[str, Any]) -> bool:
    listed = value.get("type", [])
    return all(isinstance(t, str) for t in (listed if isinstance(listed, list) else [listed]))


def _check_field(value: JsonValue, *, field: Field, path: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield from _check_item(value, field=field, path=path)
    elif field.kinds == ("localized",):
        if not value or not all(isinstance(item, Mapping) for item in value):
            yield Finding(path, "must be one text, or objects with @value and @language")
        for index, item in enumerate(value):
            yield from _check_item(item, field=field, path=f"{path}[{index}]")
    elif not field.many:
        yield Finding(path, "must be one value, not an array")
    elif not value and field.required:
        yield Finding(path, "must not be empty")
    else:
        for index, item in enumerate(value):
            yield from _check_item(item, field=field, path=f"{path}[{index}]")


def _check_item(value: JsonValue, *, field: Field, path: str) -> Iterator[Finding]:
    shapes = [kind for kind in field.kinds if kind in _ALL_SHAPES]
    if isinstance(value, Mapping) and "credential" in field.kinds:
        yield from _check_document(value, path=path)
        return
    if isinstance(value, Mapping) and shapes:
        yield from _check_object(value, shape=_ALL_SHAPES[shapes[0]], name=shapes[0], path=path)
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
    if kind == "localized" and isinstance(value, Mapping):
        return _language_problem(value)
    if kind in _ALL_SHAPES or kind == "credential":
        return f"must be an object ({kind})"
    if not isinstance(value, str):
        return "must be text"
    return _text_problem(value, kind)


def _language_problem(value: Mapping[str, Any]) -> str:
    """Source: VC Data Model 2.0, 11.1 (language value object)."""
    language, direction = value.get("@language"), value.get("@direction")
    if (
        value.keys() - {"@value", "@language", "@direction"}
        or not isinstance(value.get("@value"), str)
        or not (language is None or _is_language_tag(language))
        or direction not in (None, "ltr", "rtl")
    ):
        return "must be text or an object of @value, @language and @direction"
    return ""


def _is_language_tag(value: JsonValue) -> bool:
    return isinstance(value, str) and bool(_LANGUAGE_TAG.fullmatch(value))


def _text_problem(value: str, kind: str) -> str:
    if kind in ("datetime", "loose datetime"):
        try:
            parse_datetime(value) if kind == "datetime" else parse_loose_datetime(value)
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


def parse_loose_datetime(text: str) -> datetime:
    """Read an ISO 8601 date and time with a zone, as Open Badges 2.0 writes them.

    Beside what ``parse_datetime`` reads: zones without a colon (``+0000``).

    Raises:
        UnreadableInput: not such text.
    """
    return parse_datetime(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text))


def issuer_id_of(document: Mapping[str, Any]) -> str | None:
    """Return the issuer's id, whether it stands alone or inside a Profile; None when neither."""
    issuer = document.get("issuer")
    if isinstance(issuer, Mapping):
        issuer = issuer.get("id")
    return issuer if isinstance(issuer, str) else None
