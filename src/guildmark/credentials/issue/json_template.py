"""The JSON text of a document with holes for a few of its texts.

Filling bytes is several times quicker than writing a tree. It is exact for JCS as well: keys,
their order and numbers are those of the template, and strings have one spelling there.

Source: RFC 8259, 7; RFC 8785, 3.2.2.2 (strings).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.encoding.template import picker

__all__ = ["JsonTemplate", "hole", "write_json", "write_text"]

# Stands for hole n; no text that may be signed holds the character NUL.
_HOLE: Final = re.compile(rb'"\\u0000(\d+)"')


def hole(number: int) -> str:
    """Return the text that becomes hole ``number`` of a ``JsonTemplate``."""
    return f"\0{number}"


def write_json(document: JsonObject) -> bytes:
    """Return compact JSON in UTF-8, keys in the document's order."""
    return orjson.dumps(document)


def write_text(text: str) -> bytes:
    """Return one text as JSON, as JCS spells it.

    Raises:
        TypeError: half of a surrogate pair.

    Source: RFC 8785, 3.2.2.2.
    """
    return orjson.dumps(text)


@dataclass(frozen=True, slots=True)
class JsonTemplate:
    """A JSON text in pieces: fixed ones, and places between them.

    Attributes:
        parts: the fixed pieces, with an empty one for each place.
        order: which hole stands in each place.
    """

    parts: tuple[bytes, ...]
    order: tuple[int, ...]
    _pick: Callable[[Sequence[bytes]], tuple[bytes, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pick", picker(self.order))

    @classmethod
    def of(cls, document: Any, *, write: Callable[[Any], bytes] = write_json) -> JsonTemplate:
        """Return the template of a document that has ``hole(0)``, ``hole(1)`` … among its texts.

        Args:
            write: turns the document into JSON text: as it is, or canonical.
        """
        pieces = _HOLE.split(write(document))
        order = tuple(int(number) for number in pieces[1::2])
        parts = [piece if index % 2 == 0 else b"" for index, piece in enumerate(pieces)]
        return cls(tuple(parts), order)

    def fill(self, texts: Sequence[bytes]) -> bytes:
        """Return the JSON text with texts in the holes, each as ``write_text`` wrote it."""
        parts = list(self.parts)
        parts[1::2] = self._pick(texts)
        return b"".join(parts)
