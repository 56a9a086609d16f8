"""Recognise one more document of a known kind: everything as known but a few free texts.

Reading a whole shape takes longer than hashing the document. Where it is known which free texts
vary, one comparison with a known document does: Python's own, of dicts, lists and texts, with
stand-ins in the known one that take what may vary and remember it.

That comparison takes no account of the order of keys, which means nothing (RFC 8259, 4; JSON-LD
goes through keys in an order of its own), and holds 1, 1.0 and true to be equal, which they are
not: numbers, true and false have stand-ins of their own, which look at class and text.

Source: condition 1 of ``conditions``, for documents with known constants.
"""

from __future__ import annotations

import threading
from collections.abc import Container
from typing import Any

from guildmark.credentials.encoding.json_text import JsonObject
from guildmark.credentials.encoding.shape import is_vocabulary_key

__all__ = ["Pattern"]


class Pattern:
    """What a document must be but for its variable texts.

    Args:
        document: one that ``read_shape`` could read.
        variable: the numbers of the free texts that may differ.

    Example:
        >>> Pattern({"a": "x", "b": {"c": "y"}}, variable={1}).match({"a": "x", "b": {"c": "z"}})
        ['z']
    """

    __slots__ = ("_lock", "_root", "_texts")

    def __init__(self, document: JsonObject, *, variable: Container[int]) -> None:
        self._texts: list[str] = []
        self._root = _Maker(variable, self._texts).make(document)
        self._lock = threading.Lock()

    def match(self, document: object) -> list[str] | None:
        """Return the variable texts in the order of the pattern; None when anything differs.

        None as well while another thread is at it: then the document's shape is read instead.
        """
        if type(document) is not dict or not self._lock.acquire(blocking=False):
            return None
        try:
            self._texts.clear()
            # The known document stands left: its stand-ins are asked, in its order.
            return self._texts.copy() if self._root == document else None
        except RecursionError:
            return None
        finally:
            self._lock.release()


class _AnyText:
    """Equal to each text; remembers which."""

    __slots__ = ("_texts",)

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def __eq__(self, other: object) -> bool:
        if type(other) is not str:
            return False
        self._texts.append(other)
        return True

    __hash__ = None  # type: ignore[assignment]  # stands in documents only, never in a set


class _Exactly:
    """Equal to one number, true or false: of its class, and written as it is."""

    __slots__ = ("_kind", "_text")

    def __init__(self, value: float | bool) -> None:
        self._kind = type(value)
        self._text = repr(value)

    def __eq__(self, other: object) -> bool:
        return type(other) is self._kind and repr(other) == self._text

    __hash__ = None  # type: ignore[assignment]  # stands in documents only, never in a set


class _Maker:
    """Walks a document as ``read_shape`` does, counting free texts."""

    def __init__(self, variable: Container[int], texts: list[str]) -> None:
        self._variable = variable
        self._texts = texts
        self._count = 0

    def make(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: item if is_vocabulary_key(key) else self.make(item)
                for key, item in value.items()
            }
        if isinstance(value, list):
            return [self.make(item) for item in value]
        if isinstance(value, str):
            number, self._count = self._count, self._count + 1
            return _AnyText(self._texts) if number in self._variable else value
        return _Exactly(value)
