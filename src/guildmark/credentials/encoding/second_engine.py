"""The second opinion on a template: pyoxigraph's own JSON-LD parser, contexts written in line.

It shares no code with PyLD. It drops silently what it does not understand, so it never decides
alone; it only has to agree (condition 10 of ``conditions``).

Source: JSON-LD 1.1 API, 8.1; RDF Canonicalization 1.0, 4.4.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from guildmark.credentials.encoding.contexts import CONTEXTS
from guildmark.credentials.encoding.json_text import JsonObject, JsonValue

if TYPE_CHECKING:
    import pyoxigraph

__all__ = ["canonicalize_second"]


def canonicalize_second(document: JsonObject) -> bytes | None:
    """Return the canonical N-Quads as this engine sees them; None when it refuses the document.

    The caller has canonicalized the same document on the reference path before, so the work is
    known to be bounded.

    Args:
        document: JSON-LD with shipped contexts by URL.
    """
    import pyoxigraph

    text = json.dumps(_with_contexts(document)).encode()
    try:
        dataset = pyoxigraph.Dataset(pyoxigraph.parse(text, pyoxigraph.RdfFormat.JSON_LD))
    except (SyntaxError, ValueError):
        return None
    return _canonical_bytes(dataset)


def _canonical_bytes(dataset: pyoxigraph.Dataset) -> bytes:
    import pyoxigraph

    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    written = pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(written.splitlines(True)))


def _with_contexts(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {
            key: _inlined(item) if key == "@context" else _with_contexts(item)
            for key, item in value.items()
        }
    return [_with_contexts(item) for item in value] if isinstance(value, list) else value


def _inlined(contexts: JsonValue) -> JsonValue:
    if isinstance(contexts, list):
        return [_inlined(context) for context in contexts]
    return CONTEXTS[contexts]["@context"] if isinstance(contexts, str) else contexts
