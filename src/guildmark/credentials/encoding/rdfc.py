"""RDF Dataset Canonicalization of JSON-LD documents: the bytes that are hashed and signed.

The reference path: PyLD turns JSON-LD into RDF with shipped contexts only, ``coverage`` refuses
what would be dropped, ``work_guard`` refuses what would take too long, pyoxigraph canonicalizes,
and we sort the lines by code point ourselves.

Not here: the fast path for bulk issuing, and any fetching of contexts.

Source: RDF Canonicalization 1.0; JSON-LD 1.1 API, 8.1.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Final, Literal

from guildmark.credentials.encoding.contexts import CONTEXTS
from guildmark.credentials.encoding.json_text import JsonObject, copy_json
from guildmark.credentials.errors import UncoveredData

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyoxigraph

    from guildmark.credentials.encoding.coverage import CoveringProcessor

__all__ = [
    "build_term",
    "canonicalize_nquads",
    "canonicalize_quads",
    "canonicalize_rdfc",
    "convert_to_quads",
    "expand",
    "texts_of",
]

_DEFAULT_GRAPH: Final = "@default"
_RDF_JSON: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"
# PyLD keeps processed contexts in caches without locks.
_pyld_lock = threading.Lock()
_context_cache: dict[str, Any] = {}


def canonicalize_rdfc(
    document: Mapping[str, Any], *, hash_name: Literal["sha256", "sha384"] = "sha256"
) -> bytes:
    """Return the canonical N-Quads of a JSON-LD document: UTF-8 lines, sorted, each ended by LF.

    Args:
        document: JSON-LD with its ``@context``; never changed.
        hash_name: what RDFC-1.0 tells nodes without an id apart with; ``sha384`` for P-384 keys.

    Raises:
        UncoveredData: a part of the document would be dropped, or means what no shipped context
            says; ``path`` names it.
        WorkLimitExceeded: the document is too large or too tangled.
        UnreadableInput: a value that JSON does not have.

    Source: RDF Canonicalization 1.0, 4.4; JSON-LD 1.1 API, 8.1.
    """
    # PyLD takes a third of a second to import; programs that never canonicalize skip it.
    from guildmark.credentials.encoding.coverage import check_leaves, check_plain

    copied: JsonObject = copy_json(document)
    check_plain(copied)
    quads = convert_to_quads(copied)
    check_leaves(copied, terms=texts_of(quads))
    return canonicalize_quads(quads, hash_name=hash_name)


def canonicalize_nquads(data: bytes) -> bytes:
    """Return the canonical form of an N-Quads document, behind the same work guard.

    Raises:
        WorkLimitExceeded: the graph is too large or too tangled.
        SyntaxError: the data is not N-Quads.

    Source: RDF Canonicalization 1.0, 4.4.
    """
    import pyoxigraph

    return canonicalize_quads(list(pyoxigraph.parse(data, pyoxigraph.RdfFormat.N_QUADS)))


def canonicalize_quads(
    quads: list[pyoxigraph.Quad], *, hash_name: Literal["sha256", "sha384"] = "sha256"
) -> bytes:
    """Return the canonical N-Quads of a dataset, behind the work guard.

    Raises:
        WorkLimitExceeded: the graph is too large or too tangled.

    Source: RDF Canonicalization 1.0, 4.4.
    """
    import pyoxigraph

    from guildmark.credentials.encoding.work_guard import check_work

    dataset = pyoxigraph.Dataset(quads)
    check_work([_guarded(quad) for quad in dataset])
    algorithms = pyoxigraph.CanonicalizationAlgorithm
    dataset.canonicalize(
        algorithms.RDFC_1_0_SHA_384 if hash_name == "sha384" else algorithms.RDFC_1_0
    )
    lines = (pyoxigraph.serialize(dataset, format=pyoxigraph.RdfFormat.N_QUADS) or b"").splitlines(
        True
    )
    # The serializer promises no order. Bytes of UTF-8 sort by code point.
    return b"".join(sorted(lines))


def _guarded(quad: pyoxigraph.Quad) -> tuple[str, str, str, str]:
    return (
        str(quad.subject),
        str(quad.predicate),
        str(quad.object),
        str(quad.graph_name),
    )


def texts_of(quads: list[pyoxigraph.Quad]) -> set[str]:
    """Return each IRI and each literal's text among subjects and objects, as coverage asks."""
    import pyoxigraph

    from guildmark.credentials.encoding.coverage import JSON_LITERAL

    texts: set[str] = set()
    for quad in quads:
        for term in (quad.subject, quad.object):
            if isinstance(term, pyoxigraph.Literal) and term.datatype.value == _RDF_JSON:
                texts.update((JSON_LITERAL, JSON_LITERAL + term.value))
            elif isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)):
                texts.add(term.value)
    return texts


def expand(processor: CoveringProcessor, document: JsonObject) -> list[Any]:
    """Return the expanded form that a processor gives a document, with shipped contexts only.

    Raises:
        UncoveredData: the processor's refusal, or no valid JSON-LD.
    """
    expanded: list[Any] = _run(processor, lambda options: processor.expand(document, options))
    return expanded


def convert_to_quads(
    document: JsonObject, *, processor: CoveringProcessor | None = None
) -> list[pyoxigraph.Quad]:
    """Return the RDF of a document that ``check_plain`` has seen, refusing what would be dropped.

    Args:
        document: JSON-LD; never changed.
        processor: looks at the document on the way; used once.

    Raises:
        UncoveredData: a part would be dropped; ``path`` names it.

    Source: JSON-LD 1.1 API, 8.1.
    """
    from guildmark.credentials.encoding.coverage import CoveringProcessor

    processor = processor or CoveringProcessor()
    dataset = _run(processor, lambda options: processor.to_rdf(document, options))
    processor.check_all_visited()
    try:
        return [_quad(triple, graph) for graph, triples in dataset.items() for triple in triples]
    except ValueError as error:
        raise UncoveredData(
            f"$: The document has an address that is no IRI: {error}.",
            code="relative_iri",
            path="$",
        ) from error


def _run(processor: CoveringProcessor, operation: Callable[[dict[str, Any]], Any]) -> Any:
    from pyld.context_resolver import (
        ContextResolver,
    )
    from pyld.jsonld import JsonLdError

    with _pyld_lock:
        options = {
            # Without an empty base PyLD resolves relative addresses against example.org.
            "base": "",
            # Without it the direction of a text is dropped; the other libraries set it so.
            "rdfDirection": "i18n-datatype",
            "documentLoader": _load_context,
            "contextResolver": ContextResolver(_context_cache, _load_context),
        }
        try:
            return operation(options)
        except JsonLdError as error:
            raise UncoveredData(
                f"$: The document is not valid JSON-LD: {_innermost(error)}",
                code="json_ld",
                path="$",
            ) from error


def _innermost(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return str(error).split("\n")[0][:300]


def _load_context(url: str, options: object) -> dict[str, Any]:
    """Answer PyLD's request for a context from the shipped ones; there is no other loader."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        # PyLD rewrites relative addresses inside what it is given.
        "document": copy_json(CONTEXTS[url]),
        "tag": "static",
    }


def _quad(triple: dict[str, Any], graph: str) -> pyoxigraph.Quad:
    import pyoxigraph

    return pyoxigraph.Quad(
        _resource(triple["subject"]["value"]),
        pyoxigraph.NamedNode(triple["predicate"]["value"]),
        build_term(triple["object"]),
        pyoxigraph.DefaultGraph() if graph == _DEFAULT_GRAPH else _resource(graph),
    )


def build_term(
    term: dict[str, Any],
) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal:
    """Return an object of PyLD's as a term; str() of it is its canonical N-Quads form."""
    import pyoxigraph

    if term["type"] != "literal":
        return _resource(term["value"])
    if term.get("language"):
        return pyoxigraph.Literal(term["value"], language=term["language"])
    return pyoxigraph.Literal(term["value"], datatype=pyoxigraph.NamedNode(term["datatype"]))


def _resource(value: str) -> pyoxigraph.NamedNode | pyoxigraph.BlankNode:
    import pyoxigraph

    if value.startswith("_:"):
        return pyoxigraph.BlankNode(value[2:])
    return pyoxigraph.NamedNode(value)
