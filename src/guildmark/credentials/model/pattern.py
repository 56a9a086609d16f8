"""Match a text with somebody else's regular expression in time linear in the text.

Python's engine backtracks: a few characters of a hostile schema keep it busy for years. The
engine of pyoxigraph (Rust's ``regex``, reached through SPARQL's REGEX) can not; what it does not
know (look-around, references to groups) is answered with None.

Source: JSON Schema Core 2020-12, 6.4 (Regular Expressions); ECMA-262, 22.2; security design,
row 9.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["MAX_PATTERN", "MAX_TEXT", "is_match"]

# Patterns of honest schemas have some hundred characters; texts of credentials some thousand.
MAX_PATTERN: Final = 2_000
MAX_TEXT: Final = 200_000
# ECMA-262 means ASCII by these; Rust means Unicode.
_CLASSES: Final = {"d": "0-9", "w": "A-Za-z0-9_"}


def is_match(pattern: str, text: str) -> bool | None:
    """Tell whether a pattern is found anywhere in a text; None when it can not be told.

    Args:
        pattern: as in a JSON Schema; not anchored by itself.
        text: what is searched.
    """
    if len(pattern) > MAX_PATTERN or len(text) > MAX_TEXT:
        return None
    return _search(_in_ascii(pattern), text)


@lru_cache(maxsize=1024)
def _search(pattern: str, text: str) -> bool | None:
    from pyoxigraph import Literal, QuerySolutions

    query = f"SELECT (REGEX({Literal(text)}, {Literal(pattern)}) AS ?found) {{}}"
    try:
        solutions = _store().query(query)
    except (SyntaxError, ValueError, OSError):
        return None
    found = next(iter(solutions))["found"] if isinstance(solutions, QuerySolutions) else None
    return None if found is None else getattr(found, "value", "") == "true"


@cache
def _store() -> Store:
    from pyoxigraph import Store

    return Store()


def _in_ascii(pattern: str) -> str:
    r"""Write ``\d`` and ``\w`` as the ASCII classes that ECMA-262 means."""
    written: list[str] = []
    in_class = False
    characters = iter(pattern)
    for character in characters:
        if character == "\\":
            escaped = next(characters, "")
            plain = _CLASSES.get(escaped)
            negated = _CLASSES.get(escaped.lower()) if not in_class else None
            if plain is not None:
                written.append(plain if in_class else f"[{plain}]")
            elif negated is not None and escaped.isupper():
                written.append(f"[^{negated}]")
            else:
                written.append(character + escaped)
            continue
        if character == "[" and not in_class:
            in_class = True
        elif character == "]":
            in_class = False
        elif character == "[" and in_class:
            # A class inside a class has a meaning in Rust only.
            written.append("\\")
        written.append(character)
    return "".join(written)
