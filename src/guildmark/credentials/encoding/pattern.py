"""Recognise one more document of a known kind: everything as known but a few free texts.

Reading a whole shape takes longer than hashing the document. Where it is known which free texts
vary, the rest can be compared as it stands: parts without variable texts in one step each, by
Python's own comparison of dicts, lists and texts.

That comparison takes no account of the order of keys, which means nothing (RFC 8259, 4; JSON-LD
goes through keys in an order of its own), and holds 1, 1.0 and true to be equal, which they are
not: parts with numbers, true or false are walked through and compared by class and text.

Source: condition 1 of ``conditions``, for documents with known constants.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any, Final

from guildmark.credentials.encoding.json_text import JsonObject, JsonValue
from guildmark.credentials.encoding.shape import is_vocabulary_key

__all__ = ["Pattern"]

_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a document must be but for its variable texts.

    Example:
        >>> Pattern.of({"a": "x", "b": {"c": "y"}}, variable={1}).match({"a": "x", "b": {"c": "z"}})
        ['z']
    """

    _root: _Part

    @classmethod
    def of(cls, document: JsonObject, *, variable: Container[int]) -> Pattern:
        """Return the pattern of a document that ``read_shape`` could read.

        Args:
            variable: the numbers of the free texts that may differ.
        """
        return cls(_Maker(variable).make(document))

    def match(self, document: object) -> list[str] | None:
        """Return the variable texts in the order of the pattern; None when anything differs."""
        texts: list[str] = []
        return texts if self._root.match(document, texts) else None


class _Part:
    """One value of a pattern."""

    __slots__ = ()

    def match(self, value: object, texts: list[str]) -> bool:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class _Constant(_Part):
    """A part of texts, dicts and lists only."""

    value: JsonValue

    def match(self, value: object, texts: list[str]) -> bool:
        return bool(self.value == value)


@dataclass(frozen=True, slots=True)
class _Scalar(_Part):
    """A number, true or false."""

    kind: type
    text: str

    def match(self, value: object, texts: list[str]) -> bool:
        return type(value) is self.kind and repr(value) == self.text


@dataclass(frozen=True, slots=True)
class _Text(_Part):
    def match(self, value: object, texts: list[str]) -> bool:
        if type(value) is not str:
            return False
        texts.append(value)
        return True


@dataclass(frozen=True, slots=True)
class _Object(_Part):
    size: int
    constants: tuple[tuple[str, JsonValue], ...]
    parts: tuple[tuple[str, _Part], ...]

    def match(self, value: object, texts: list[str]) -> bool:
        if type(value) is not dict or len(value) != self.size:
            return False
        for key, constant in self.constants:
            if value.get(key, _ABSENT) != constant:
                return False
        return all(part.match(value.get(key, _ABSENT), texts) for key, part in self.parts)


@dataclass(frozen=True, slots=True)
class _Array(_Part):
    parts: tuple[_Part, ...]

    def match(self, value: object, texts: list[str]) -> bool:
        if type(value) is not list or len(value) != len(self.parts):
            return False
        return all(part.match(item, texts) for item, part in zip(value, self.parts, strict=True))


class _Maker:
    """Walks a document as ``read_shape`` does, counting free texts."""

    def __init__(self, variable: Container[int]) -> None:
        self._variable = variable
        self._count = 0

    def make(self, value: Any) -> _Part:
        if isinstance(value, dict):
            return self._make_object(value)
        if isinstance(value, list):
            parts = tuple(self.make(item) for item in value)
            if all(isinstance(part, _Constant) for part in parts):
                return _Constant(value)
            return _Array(parts)
        if isinstance(value, str):
            number, self._count = self._count, self._count + 1
            return _Text() if number in self._variable else _Constant(value)
        return _Scalar(type(value), repr(value))

    def _make_object(self, value: JsonObject) -> _Part:
        parts = {
            key: _Constant(item) if is_vocabulary_key(key) else self.make(item)
            for key, item in value.items()
        }
        constants = {key: part for key, part in parts.items() if isinstance(part, _Constant)}
        if len(constants) == len(parts):
            return _Constant(value)
        return _Object(
            len(parts),
            tuple((key, part.value) for key, part in constants.items()),
            tuple((key, part) for key, part in parts.items() if key not in constants),
        )
