"""Our own check that nothing in a JSON-LD document stays outside its RDF.

JSON-LD drops what it does not understand: a term that no context defines, a type that is no
IRI, a relative address. A signature over the RDF does not cover what was dropped, so anybody
could change it. This module refuses such documents instead, with the JSON path of the first
such part.

Three nets, each enough for most cases:

1. ``check_plain`` looks at the JSON before any JSON-LD: only shipped contexts by URL, no
   keywords that move meaning around, no characters that engines write differently, no nulls.
2. ``CoveringProcessor`` asks the JSON-LD engine, at each object and with the context that is
   active there, what each key, type and address expands to.
3. ``check_leaves`` looks for each text of the document among the terms of the RDF.

Source: Data Integrity 1.0, 4.6; VC Data Model 2.0, 5.2; RDF Canonicalization 1.0, 7.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any, Final, NoReturn

from guildmark.credentials.encoding.context_memory import RememberingProcessor
from guildmark.credentials.encoding.context_use import check_context_count, check_context_use
from guildmark.credentials.encoding.jcs import canonicalize_jcs
from guildmark.credentials.encoding.json_text import JsonObject, JsonValue
from guildmark.credentials.errors import UncoveredData, WorkLimitExceeded

__all__ = ["JSON_LITERAL", "CoveringProcessor", "check_leaves", "check_plain"]

# Before the text of a JSON literal among the terms. No document can hold this character.
JSON_LITERAL: Final = "\x00"

# Time grows with values (PyLD: about 0.2 ms each) and, in one array, with their square. An award
# with thirty artefacts and twenty criteria of five levels has about 1,500 values.
MAX_VALUES: Final = 5_000
MAX_ARRAY: Final = 1_000
# C0 controls but tab, newline and return; DEL; the two non-characters. Engines disagree on how
# canonical N-Quads write them, so their signatures would differ.
_UNSAFE_CHARACTERS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_ALLOWED_KEYWORDS: Final = frozenset({"@context", "@value", "@language", "@direction", "@type"})
_ABSOLUTE_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*")


def check_plain(document: JsonValue) -> None:
    """Refuse what can be refused before JSON-LD looks at it.

    Raises:
        UncoveredData: an unknown or in-line context, a keyword, a character or a null that the
            signature would not cover reliably; ``path`` says where.
        WorkLimitExceeded: more values than any honest credential has.
    """
    if not isinstance(document, dict):
        _refuse("The document must be one JSON object.", "not_an_object", "$")
    if "@context" not in document:
        _refuse("The document has no @context, so nothing in it has a meaning.", "no_context", "$")
    contexts = []
    for count, (path, value) in enumerate(_walk("$", document), start=1):
        if count > MAX_VALUES:
            raise WorkLimitExceeded(
                f"The document has more than {MAX_VALUES:,} values.", code="too_many_values"
            )
        _check_value(path, value)
        if isinstance(value, dict) and "@context" in value:
            contexts.append(value["@context"])
    check_context_count(contexts)


def _check_value(path: str, value: JsonValue) -> None:
    if value is None:
        _refuse("null is dropped from what is signed. Leave the field out.", "null", path)
    if isinstance(value, str):
        _check_characters(value, path)
    elif isinstance(value, float):
        _check_digits(value, path)
    elif isinstance(value, list):
        if len(value) > MAX_ARRAY:
            raise WorkLimitExceeded(
                f"The array at {path} has more than {MAX_ARRAY:,} items.", code="too_many_values"
            )
        if any(isinstance(item, list) for item in value):
            _refuse("An array directly inside an array loses its shape.", "nested_array", path)
        _check_ids(value, path)
    elif isinstance(value, dict):
        _check_keys(path, value)


def _check_digits(value: float, path: str) -> None:
    # JSON-LD 1.1 API, 8.6, step 5, writes 16 digits; a change behind them would go unnoticed.
    if float(f"{value:.15E}") != value:
        _refuse(
            f"The number {value!r} has more digits than the signature covers. Round it.",
            "number_digits",
            path,
        )


def _check_ids(items: list[JsonValue], path: str) -> None:
    """Refuse two objects with one id in one array: in RDF they are one thing.

    Anybody could add a copy, or move properties between the two, without touching the signature.
    """
    ids = [
        item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]
    if len(set(ids)) != len(ids):
        _refuse("Two items have the same id, so they would be signed as one.", "repeated_id", path)


def _check_keys(path: str, value: JsonObject) -> None:
    for key in value:
        _check_characters(key, path)
        if key.startswith("@") and key not in _ALLOWED_KEYWORDS:
            _refuse(f"The keyword {key} is not allowed here.", "keyword", f"{path}.{key}")
    if "@type" in value and "@value" not in value:
        _refuse("Write type, not @type.", "keyword", f"{path}.@type")
    if "@context" in value:
        check_context_use(value["@context"], f"{path}.@context")


def _check_characters(text: str, path: str) -> None:
    match = _UNSAFE_CHARACTERS.search(text)
    if match:
        _refuse(
            f"The text has the control character U+{ord(match[0]):04X}. Remove it.",
            "control_character",
            path,
        )


def _walk(path: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    """Yield each value with its path, but not what is inside ``@context``."""
    yield path, value
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "@context":
                yield from _walk(f"{path}.{key}", item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(f"{path}[{index}]", item)


class CoveringProcessor(RememberingProcessor):
    """PyLD's processor, which refuses where the original drops.

    It hooks the private methods through which expansion passes each object and each scalar.
    ``check_all_visited`` fails closed should a later PyLD no longer call them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._paths: dict[int, str] = {}
        self._visited: set[int] = set()
        self._object_paths: list[str] = ["$"]

    def check_all_visited(self) -> None:
        """Refuse when an object of the document was never looked at."""
        for identity, path in self._paths.items():
            if identity not in self._visited:
                _refuse("This part is left out of what is signed.", "not_expanded", path)

    def _expand(
        self, active_ctx: Any, active_property: Any, element: Any, options: Any, **rest: Any
    ) -> Any:
        if not self._paths:
            # The engine works on its own copy; this first call is the first sight of it.
            self._root = element  # keeps the ids below from being used again
            self._paths = {
                id(value): path for path, value in _walk("$", element) if isinstance(value, dict)
            }
        return super()._expand(active_ctx, active_property, element, options, **rest)

    def _expand_object(
        self,
        active_ctx: Any,
        active_property: Any,
        expanded_active_property: Any,
        element: Any,
        expanded_parent: Any,
        options: Any,
        inside_list: bool = False,
        type_key: Any = None,
        type_scoped_ctx: Any = None,
    ) -> Any:
        path = self._paths.get(id(element), "$…")
        self._visited.add(id(element))
        for key, value in element.items():
            if key != "@context":
                self._check_entry(active_ctx, type_scoped_ctx, f"{path}.{key}", key, value)
        self._object_paths.append(path)
        try:
            return super()._expand_object(
                active_ctx,
                active_property,
                expanded_active_property,
                element,
                expanded_parent,
                options,
                inside_list=inside_list,
                type_key=type_key,
                type_scoped_ctx=type_scoped_ctx,
            )
        finally:
            self._object_paths.pop()

    def _check_entry(
        self, active_ctx: Any, type_scoped_ctx: Any, path: str, key: str, value: JsonValue
    ) -> None:
        term = self._expand_iri(active_ctx, key, vocab=True)
        if term == "@id":
            _check_iri(value, path)
        elif term == "@type":
            for item in value if isinstance(value, list) else [value]:
                self._check_type(type_scoped_ctx, item, path)
        elif term in ("@value", "@language", "@direction"):
            return
        elif term is None or term.startswith("@") or not _ABSOLUTE_IRI.fullmatch(term):
            _refuse(
                f"The term {key!r} is not defined by the contexts, so the signature would not "
                "cover it. Remove it, or use a term that a known context defines.",
                "undefined_term",
                path,
            )
        elif self.get_context_value(active_ctx, key, "@type") == "@json":
            # It becomes one literal, whose text check_leaves then looks for.
            self._visited.update(id(part) for _, part in _walk(path, value))

    def _check_type(self, context: Any, value: JsonValue, path: str) -> None:
        expanded = self._expand_iri(context, value, vocab=True) if isinstance(value, str) else None
        if not isinstance(expanded, str) or not _ABSOLUTE_IRI.fullmatch(expanded):
            _refuse(
                f"The type {value!r} is not defined by the contexts, so the signature would not "
                "cover it.",
                "undefined_type",
                path,
            )

    def _expand_value(self, active_ctx: Any, active_property: Any, value: Any, options: Any) -> Any:
        expanded = super()._expand_value(active_ctx, active_property, value, options)
        if isinstance(expanded, dict) and "@id" in expanded:
            path = f"{self._object_paths[-1]}.{active_property}"
            if self.get_context_value(active_ctx, active_property, "@type") == "@vocab":
                _check_iri(self._expand_iri(active_ctx, value, vocab=True), path)
            else:
                _check_iri(value, path)
                self._check_unchanged(value, expanded["@id"], path)
        return expanded

    @staticmethod
    def _check_unchanged(value: str, expanded: str, path: str) -> None:
        if expanded != value:
            _refuse(f"{value!r} is a compact IRI. Write it in full.", "compact_iri", path)


def _check_iri(value: JsonValue, path: str) -> None:
    if not isinstance(value, str) or not _ABSOLUTE_IRI.fullmatch(value):
        _refuse(
            f"{str(value)[:200]!r} is not an absolute IRI such as https://… or urn:uuid:…, so the "
            "signature would not cover it.",
            "relative_iri",
            path,
        )


def check_leaves(document: JsonObject, *, terms: Container[str]) -> None:
    """Refuse a document with a text that none of the RDF terms holds.

    Args:
        document: the JSON document that became RDF.
        terms: each IRI and each literal's text in the RDF; the text of a JSON literal begins with
            ``JSON_LITERAL``, which itself is there when there is one.

    Raises:
        UncoveredData: with the path of the first text that is not there.
    """
    _check_leaf("$", document, terms=terms)


def _check_leaf(path: str, value: JsonValue, *, terms: Container[str]) -> None:
    # Types and vocabulary terms become other texts: net 2 has looked at those.
    if isinstance(value, str):
        if not _becomes_another_text(path) and value not in terms:
            _refuse("This text is left out of what is signed.", "not_in_rdf", path)
    elif isinstance(value, dict):
        for key, item in value.items():
            inside = f"{path}.{key}"
            if key != "@context" and not _is_json_literal(item, terms=terms):
                _check_leaf(inside, item, terms=terms)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_leaf(f"{path}[{index}]", item, terms=terms)


def _is_json_literal(value: JsonValue, *, terms: Container[str]) -> bool:
    # The prefix alone says that there is such a literal at all; few documents have one.
    if not isinstance(value, (dict, list)) or JSON_LITERAL not in terms:
        return False
    return JSON_LITERAL + canonicalize_jcs(value).decode() in terms


def _becomes_another_text(path: str) -> bool:
    last = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2]
    return last in {"type", "@type", "@language", "@direction", "proofPurpose"}


def _refuse(message: str, code: str, path: str) -> NoReturn:
    raise UncoveredData(f"{path}: {message}", code=code, path=path)
