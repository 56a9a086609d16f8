"""Which contexts a document may use: those that are shipped, named by URL.

Inside ``conformance_contexts()`` a document may also write a context out, as VC Data Model 2.0
allows and the published suites do. There it may give terms a meaning, but not another meaning to a
term of the data model, and not use what the check of coverage does not follow: maps, nesting,
reversal, imports, another base.

Source: VC Data Model 2.0, 4.3 and 5.2; Data Integrity 1.0, 4.6 (context validation).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from guildmark.credentials.encoding.contexts import (
    CONTEXTS,
    CREDENTIALS_V1_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    are_conformance_contexts_known,
)
from guildmark.credentials.encoding.json_text import JsonValue
from guildmark.credentials.errors import UncoveredData, WorkLimitExceeded

__all__ = ["check_context_count", "check_context_use"]

# Each takes about 4 ms, but a list that stands at several places takes them only once. A learner
# record with credentials of ten kinds has about fifty.
MAX_CONTEXTS: Final = 100

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
_BASES: Final = (CREDENTIALS_V1_CONTEXT, CREDENTIALS_V2_CONTEXT)
_TYPES: Final = ("VerifiableCredential", "VerifiablePresentation")


def check_context_count(contexts: Iterable[JsonValue]) -> None:
    """Refuse a document whose contexts would take long to process.

    Args:
        contexts: each ``@context`` value in it.

    Raises:
        WorkLimitExceeded: together they name more than any honest document.
    """
    counts = {repr(each): len(each) if isinstance(each, list) else 1 for each in contexts}
    if sum(counts.values()) > MAX_CONTEXTS:
        raise WorkLimitExceeded(
            f"The document names more than {MAX_CONTEXTS} contexts.", code="too_many_values"
        )


def check_context_use(contexts: JsonValue, path: str) -> None:
    """Refuse a ``@context`` value that could mean what no shipped context says.

    Args:
        contexts: the value: a URL, or a list.
        path: where it stands, for the message.

    Raises:
        UncoveredData: a context that is unknown, written out, or neither text nor object.
    """
    listed = contexts if isinstance(contexts, list) else [contexts]
    fixed = _terms_of(listed[0]) if listed and listed[0] in _BASES else {}
    for context in listed:
        if isinstance(context, dict) and are_conformance_contexts_known():
            _check_written_out(context, path)
            _check_redefinition(context, path, fixed=fixed)
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


def _check_redefinition(
    context: dict[str, Any], path: str, *, fixed: dict[str, list[JsonValue]]
) -> None:
    """Refuse another meaning for what the data model fixes.

    JSON-LD refuses that for terms that are protected at once, but not for those that the type
    VerifiableCredential brings with it, such as issuer.
    """
    inner = context.get("@context", context)
    for term, definition in inner.items() if isinstance(inner, dict) else ():
        if term in fixed and definition not in fixed[term]:
            raise UncoveredData(
                f"{path}: A context written inside the document redefines {term[:60]}.",
                code="inline_context",
                path=path,
            )


@cache
def _terms_of(url: str) -> dict[str, list[JsonValue]]:
    """Return the terms of a base context, and of credentials and presentations in it."""
    base = CONTEXTS[url]["@context"]
    scoped = [base[name]["@context"] for name in _TYPES]
    terms: dict[str, list[JsonValue]] = {}
    for context in (base, *scoped):
        for term, definition in context.items():
            if not term.startswith("@"):
                terms.setdefault(term, []).append(definition)
    return terms
