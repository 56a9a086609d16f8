"""What two documents must share for one template to serve both, and what may differ.

The shape of a document is everything but its free texts: keys and their order, lengths of
arrays, types of values, numbers, booleans, and the texts that JSON-LD reads as vocabulary
(``@context``, ``type``, ``proofPurpose``, anything under an ``@`` keyword). The free texts, in
the order of the walk, are the values that fill a template's slots.

This is condition 1 of ``conditions``: documents of one shape go through JSON-LD in the same
way, whatever their free texts say, as long as the other conditions hold.

Source: JSON-LD 1.1 API, 5.1.2 (Expansion): which steps look at a value and which at a key.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

from guildmark.credentials.encoding.json_text import JsonObject, JsonValue

__all__ = [
    "Shape",
    "arrays_of_ids",
    "context_urls",
    "fill_shape",
    "is_vocabulary_key",
    "read_shape",
]

# Compared whole, never by digest: equal shapes are equal.
Shape = tuple[Hashable, ...]

# Texts under these keys are terms of a vocabulary: JSON-LD turns them into other texts. (Net 3 of
# ``coverage`` leaves out the same ones.) Everything that starts with @ is a keyword.
_VOCABULARY_KEYS: Final = frozenset({"type", "proofPurpose"})


def is_vocabulary_key(key: str) -> bool:
    """Tell whether what stands under a key belongs to the shape, texts included."""
    return key in _VOCABULARY_KEYS or key[:1] == "@"


def read_shape(document: Mapping[str, Any]) -> tuple[Shape, list[str]] | None:
    """Split a JSON document into its shape and its free texts; None for anything unusual.

    Unusual is what would make two shapes hard to tell apart: other classes than dict, list, str,
    int, float and bool, keys that are no text, a null, an array inside an array, a keyword with
    anything but texts.

    Condition 1. Without it, a document with one more key, another number or another type would
    be filled into statements that are not its own.
    """
    if type(document) is not dict:
        return None
    shape: list[Hashable] = []
    values: list[str] = []
    try:
        _walk_object(document, shape, values)
    except (_Unusual, RecursionError, TypeError):
        return None
    return tuple(shape), values


class _Unusual(Exception):
    """The document has a part that no template serves."""


def _walk_object(value: JsonObject, shape: list[Hashable], values: list[str]) -> None:
    # Count, keys and classes first: what follows can then be read in one way only.
    shape.append(len(value))
    shape.extend(value)
    shape.extend(map(type, value.values()))
    for key, item in value.items():
        kind = type(item)
        if kind is str:
            if key in _VOCABULARY_KEYS or key[:1] == "@":
                shape.append(item)
            else:
                values.append(item)
        elif key in _VOCABULARY_KEYS or key[:1] == "@":
            _walk_vocabulary(item, shape)
        elif kind is dict:
            _walk_object(item, shape, values)
        elif kind is list:
            _walk_array(item, shape, values)
        else:
            _walk_scalar(item, shape)


def _walk_array(items: list[JsonValue], shape: list[Hashable], values: list[str]) -> None:
    shape.append(len(items))
    shape.extend(map(type, items))
    for item in items:
        kind = type(item)
        if kind is str:
            values.append(item)
        elif kind is dict:
            _walk_object(item, shape, values)
        else:
            _walk_scalar(item, shape)


def _walk_vocabulary(value: JsonValue, shape: list[Hashable]) -> None:
    if type(value) is not list or not all(type(item) is str for item in value):
        raise _Unusual
    shape.append(len(value))
    shape.extend(value)


def _walk_scalar(value: JsonValue, shape: list[Hashable]) -> None:
    # As text, for Python holds 1, 1.0 and True to be equal. Its class stands in the shape already.
    if type(value) not in (int, float, bool):
        raise _Unusual
    shape.append(repr(value))


def fill_shape(document: JsonObject, values: Sequence[str]) -> JsonObject:
    """Return a copy of a document with other free texts.

    Args:
        document: a document that ``read_shape`` could read.
        values: one for each of its free texts, in the same order.
    """
    left = iter(values)
    filled: JsonObject = _fill(document, left)
    if next(left, None) is not None:
        raise ValueError("more values than the document has free texts")
    return filled


def _fill(value: JsonValue, left: Iterator[str]) -> JsonValue:
    if isinstance(value, dict):
        return {
            key: item if key in _VOCABULARY_KEYS or key[:1] == "@" else _fill(item, left)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_fill(item, left) for item in value]
    return next(left) if isinstance(value, str) else value


def arrays_of_ids(document: JsonObject) -> tuple[tuple[int, ...], ...]:
    """List, for each array with several objects that have an ``id``, the slots of those ids."""
    numbered = fill_shape(document, [str(n) for n in range(len(_values_of(document)))])
    groups = [
        tuple(int(item["id"]) for item in items if _has_id(item)) for items in _arrays(numbered)
    ]
    return tuple(group for group in groups if len(group) > 1)


def _has_id(item: JsonValue) -> bool:
    return isinstance(item, dict) and isinstance(item.get("id"), str)


def _values_of(document: JsonObject) -> list[str]:
    read = read_shape(document)
    if read is None:
        raise ValueError("the document has no shape")
    return read[1]


def _arrays(value: JsonValue) -> Iterator[list[JsonValue]]:
    if isinstance(value, list):
        yield value
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, (dict, list)):
        for item in children:
            yield from _arrays(item)


def context_urls(value: JsonValue) -> Iterator[str]:
    """Yield each context that a document names, at its top or inside.

    Raises:
        ValueError: a context that is no URL (``coverage`` refuses those, too).
    """
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "@context":
                yield from context_urls(item)
                continue
            for url in item if isinstance(item, list) else [item]:
                if not isinstance(url, str):
                    raise ValueError("a context written inside the document")
                yield url
    elif isinstance(value, list):
        for item in value:
            yield from context_urls(item)
