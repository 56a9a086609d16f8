"""JSON pointers: what they name, and the part of a document that they select.

Source: RFC 6901; Data Integrity ECDSA Cryptosuites 1.0, 3.4 (jsonPointerToPaths, selectJsonLd).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from guildmark.credentials.encoding import MAX_DEPTH, JsonObject, JsonValue, copy_json
from guildmark.credentials.errors import UnreadableInput

if TYPE_CHECKING:
    # It brings PyLD along, which takes a third of a second.
    from guildmark.credentials.encoding.statements import JsonPath

__all__ = [
    "Selection",
    "check_pointers",
    "format_pointer",
    "parse_pointer",
    "select",
]

# Far more than a credential has parts that are worth naming.
MAX_POINTERS: Final = 1_000
_MAX_LENGTH: Final = 2_048
_ESCAPE: Final = re.compile("~(.?)", re.DOTALL)
_INDEX: Final = re.compile("0|[1-9][0-9]{0,5}")
# Part of every object on the way to what a pointer names: without them it would mean another thing.
_ALWAYS: Final = ("@context", "id", "type")


def check_pointers(pointers: object) -> tuple[str, ...]:
    """Return a list of JSON pointers that somebody else wrote, or refuse it.

    Raises:
        UnreadableInput: it is no list, has an item that is no JSON pointer, or is too long.
    """
    if isinstance(pointers, (str, bytes)) or not isinstance(pointers, Sequence):
        raise UnreadableInput(
            "Pointers are given as a list of JSON pointers, such as "
            '["/issuer", "/credentialSubject/achievement"].',
            code="pointer_syntax",
        )
    if len(pointers) > MAX_POINTERS:
        raise UnreadableInput(
            f"{len(pointers):,} pointers are more than {MAX_POINTERS:,}. Name larger parts.",
            code="pointer_syntax",
        )
    for pointer in pointers:
        parse_pointer(pointer)
    return tuple(pointers)


def parse_pointer(pointer: object) -> tuple[str, ...]:
    """Split a JSON pointer into its reference tokens, unescaped.

    Raises:
        UnreadableInput: it is no JSON pointer.

    Source: RFC 6901, 3 and 4.
    """
    if not isinstance(pointer, str):
        raise _no_pointer(pointer, "it is no text")
    if pointer and not pointer.startswith("/"):
        raise _no_pointer(pointer, "it does not start with /")
    if len(pointer) > _MAX_LENGTH or pointer.count("/") > MAX_DEPTH:
        raise _no_pointer(pointer, "it is too long")
    return tuple(_unescape(token, pointer) for token in pointer.split("/")[1:])


def _unescape(token: str, pointer: str) -> str:
    def replace(match: re.Match[str]) -> str:
        if match[1] not in ("0", "1"):
            raise _no_pointer(pointer, "~ must be followed by 0 (for ~) or 1 (for /)")
        return "~" if match[1] == "0" else "/"

    return _ESCAPE.sub(replace, token)


def _no_pointer(pointer: object, reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"{str(pointer)[:200]!r} is no JSON pointer: {reason}. One looks like "
        "/credentialSubject/achievement/name.",
        code="pointer_syntax",
    )


@dataclass(slots=True)
class _Branch:
    """What pointers name at and below one place."""

    whole: bool = False
    below: dict[str | int, _Branch] = field(default_factory=dict)


class Selection:
    """What a list of pointers selects of one document. Make one with ``select``."""

    def __init__(self, root: _Branch, *, is_empty: bool) -> None:
        self._root = root
        self._is_empty = is_empty

    def includes(self, origins: Iterable[JsonPath]) -> bool:
        """Tell whether a statement made at one of these paths is selected."""
        return not self._is_empty and any(map(self._includes, origins))

    def _includes(self, path: JsonPath) -> bool:
        branch = self._root
        for part in path:
            if branch.whole:
                return True
            following = branch.below.get(part)
            if following is None:
                return False
            branch = following
        return True

    def cut(self, document: Mapping[str, Any]) -> JsonObject:
        """Return a copy of the document with only what is selected; the root is always there.

        Objects on the way keep their ``id`` and ``type``; arrays close up where items are left
        out, in the same order.

        Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (selectJsonLd, selectPaths).
        """
        result: JsonObject = _cut(document, self._root)
        return result


def _cut(value: JsonValue, branch: _Branch) -> JsonValue:
    if branch.whole:
        return copy_json(value)
    if isinstance(value, Mapping):
        return {
            key: copy_json(item) if key in _ALWAYS else _cut(item, branch.below[key])
            for key, item in value.items()
            if key in _ALWAYS or key in branch.below
        }
    return [_cut(value[index], branch.below[index]) for index in sorted(branch.below, key=int)]


def select(
    document: Mapping[str, Any],
    *,
    pointers: Sequence[str],
    indivisible: Collection[JsonPath] = (),
) -> Selection:
    """Find what pointers name in a document.

    Args:
        document: the document without ``proof``.
        pointers: ``""`` names the whole document, an object's or array's pointer all of it.
        indivisible: values that are disclosed as a whole or not at all (lists of JSON-LD).

    Raises:
        UnreadableInput: no JSON pointer (``pointer_syntax``), it names nothing
            (``pointer_unmatched``), or a part of what has no parts (``pointer_indivisible``).

    Source: RFC 6901, 4; Data Integrity ECDSA Cryptosuites 1.0, 3.4 (selectPaths).
    """
    root = _Branch()
    for pointer in pointers:
        branch, value = root, document
        path: JsonPath = ()
        for token in parse_pointer(pointer):
            if path in indivisible:
                raise _indivisible(pointer, path)
            part = _follow(value, token)
            if part is None:
                raise UnreadableInput(
                    f"The pointer {pointer} names nothing in this credential: it has no {token!r} "
                    f"at {_join(path)}.",
                    code="pointer_unmatched",
                )
            value, path = value[part], (*path, part)  # type: ignore[index]  # _follow has looked
            branch = branch.below.setdefault(part, _Branch())
        branch.whole = True
    return Selection(root, is_empty=not pointers)


def _follow(value: JsonValue, token: str) -> str | int | None:
    if isinstance(value, Mapping) and token in value:
        return token
    if isinstance(value, (list, tuple)) and _INDEX.fullmatch(token) and int(token) < len(value):
        return int(token)
    return None


def format_pointer(path: JsonPath) -> str:
    """Write a path as a JSON pointer. Source: RFC 6901, 3."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _join(path: JsonPath) -> str:
    return format_pointer(path) or "its top"


def _indivisible(pointer: str, path: JsonPath) -> UnreadableInput:
    return UnreadableInput(
        f"The pointer {pointer} names a part of {_join(path)}, which is disclosed as a whole or "
        f"not at all. Use {_join(path)}.",
        code="pointer_indivisible",
    )
