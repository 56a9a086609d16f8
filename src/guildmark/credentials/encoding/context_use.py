"""Which contexts a document may use: those that are shipped, named by URL.

Inside ``conformance_contexts()`` a document may also write a context out, as VC Data Model 2.0
allows and the published suites do. There it may give terms a meaning, but not another meaning to a
term of the data model, and not use what the check of coverage does not follow: maps, nesting,
reversal, imports, another base.

Source: VC Data Model 2.0, 4.3 and 5.2; Data Integrity 1.0, 4.6 (context validation).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from guildmark.credentials.encoding.contexts import (
    CONTEXTS,
    CREDENTIALS_V1_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    are_conformance_contexts_known,
)
from guildmark.credentials.encoding.json_text import JsonValue
from guildmark.credentials.errors import UncoveredData

__all__ = ["check_context_use"]

_ALLOWED_KEYWORDS: Final = frozenset(
    {
        "@container",
        "@context",
        "@direction",
        "@id",
        "@language",
        "@prefix",
        "@protected",
        "@type",
        "@version",
        "@vocab",
    }
)
_ALLOWED_CONTAINERS: Final = frozenset({"@graph", "@list", "@set"})


def check_context_use(contexts: JsonValue, path: str) -> None:
    """Refuse a ``@context`` value that could mean what no shipped context says.

    Args:
        contexts: the value: a URL, or a list.
        path: where it stands, for the message.

    Raises:
        UncoveredData: a context that is unknown, written out, or neither text nor object.
    """
    for context in contexts if isinstance(contexts, list) else [contexts]:
        if isinstance(context, dict) and are_conformance_contexts_known():
            _check_written_out(context, path)
        elif not isinstance(context, str):
            raise UncoveredData(
                f"{path}: A context written inside the document could change what its terms mean. "
                "Only known contexts, named by URL, are accepted.",
                code="inline_context",
                path=path,
            )
        elif context not in CONTEXTS:
            raise UncoveredData(
                f"{path}: The context {context[:200]} is not one that Guildmark knows, so what "
                "the document means can not be told.",
                code="unknown_context",
                path=path,
            )


def _check_written_out(context: dict[str, Any], path: str) -> None:
    for key, value in _entries(context):
        containers = value if isinstance(value, list) else [value]
        if key.startswith("@") and key not in _ALLOWED_KEYWORDS:
            problem = f"uses {key}"
        elif key == "@container" and not all(
            isinstance(item, str) and item in _ALLOWED_CONTAINERS for item in containers
        ):
            problem = f"uses the container {str(value)[:60]}"
        elif key == "@context":
            check_context_use(value, path)
            continue
        elif key in _base_terms() and value not in _base_terms()[key]:
            # JSON-LD lets terms be redefined that a type brings with it; the data model does not.
            problem = f"redefines {key}"
        else:
            continue
        raise UncoveredData(
            f"{path}: A context written inside the document {problem}, which is not supported.",
            code="inline_context",
            path=path,
        )


def _entries(context: dict[str, Any]) -> Iterator[tuple[str, JsonValue]]:
    """Yield each keyword and term of a context and of its definitions, but not nested contexts."""
    for key, value in context.items():
        yield key, value
        if isinstance(value, dict) and key != "@context":
            yield from _entries(value)


@cache
def _base_terms() -> dict[str, list[JsonValue]]:
    """Return the data model's terms, each with its definitions."""
    terms: dict[str, list[JsonValue]] = {}
    left = [CONTEXTS[url]["@context"] for url in (CREDENTIALS_V1_CONTEXT, CREDENTIALS_V2_CONTEXT)]
    while left:
        context = left.pop()
        for term, definition in context.items():
            if not term.startswith("@"):
                terms.setdefault(term, []).append(definition)
            if isinstance(definition, dict) and isinstance(definition.get("@context"), dict):
                left.append(definition["@context"])
    return terms
