"""The RDF statements of a JSON-LD document, each with the JSON paths that it comes from.

Selective disclosure asks which statements a JSON pointer discloses. The specification answers by
giving each node an id, compacting, selecting and converting again; that breaks on lists, whose
cells can not carry an id, and converts a document four times. Here the engine expands the
document once, its expanded objects are remembered beside the JSON objects that they come from,
and the two are walked together.

Nothing is trusted: the statements must canonicalize to the very bytes that ``rdfc`` gives.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (what selectCanonicalNQuads has to answer).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from guildmark.credentials.encoding.blank_nodes import label_blank_nodes, relabel_line
from guildmark.credentials.encoding.coverage import CoveringProcessor, check_leaves, check_plain
from guildmark.credentials.encoding.json_text import JsonObject, copy_json
from guildmark.credentials.encoding.rdfc import (
    build_term,
    canonicalize_quads,
    convert_to_quads,
    texts_of,
)
from guildmark.credentials.errors import UncoveredData

__all__ = ["JsonPath", "Statements", "trace_statements"]

# Keys and array indexes from the document's root.
JsonPath = tuple[str | int, ...]

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE: Final = f"<{_RDF}type>"
_FIRST: Final = f"<{_RDF}first>"
_REST: Final = f"<{_RDF}rest>"
_NIL: Final = f"<{_RDF}nil>"


@dataclass(frozen=True, slots=True)
class Statements:
    """What a document states.

    Attributes:
        lines: the canonical N-Quads, in order, each ended by LF.
        origins: for each line the JSON paths that state it. A type is stated by its object, a
            property by the path of its value (in an array: of the item).
        indivisible: paths of values that are stated as a whole: JSON-LD lists, language maps
            and value objects. No statement has its origin below one.
    """

    lines: tuple[str, ...]
    origins: tuple[frozenset[JsonPath], ...]
    indivisible: frozenset[JsonPath]


def trace_statements(document: Mapping[str, Any]) -> Statements:
    """Return the canonical statements of a document with the paths that state them.

    Args:
        document: JSON-LD with its ``@context`` and without ``proof``; never changed.

    Raises:
        UncoveredData: a part of the document would be dropped, or its statements can not be
            told apart by path; ``path`` names it.
        WorkLimitExceeded: the document is too large or too tangled.
        UnreadableInput: a value that JSON does not have.

    Source: RDF Canonicalization 1.0, 4.4; JSON-LD 1.1 API, 8.1.
    """
    copied: JsonObject = copy_json(document)
    check_plain(copied)
    processor = _TracingProcessor()
    quads = convert_to_quads(copied, processor=processor)
    check_leaves(copied, terms=texts_of(quads))
    canonical = canonicalize_quads(quads)
    raw = processor.statements
    labels = label_blank_nodes(list(raw))
    named = sorted((relabel_line(line, labels=labels), paths) for line, paths in raw.items())
    if "".join(line for line, _ in named).encode() != canonical:
        raise _untraceable("$")
    return Statements(
        lines=tuple(line for line, _ in named),
        origins=tuple(frozenset(paths) for _, paths in named),
        indivisible=frozenset(processor.indivisible),
    )


def _untraceable(path: str) -> UncoveredData:
    return UncoveredData(
        f"{path}: The statements made here can not be told apart, so they can not be disclosed "
        "one by one. Sign this document with another suite.",
        code="untraceable",
        path=path,
    )


class _TracingProcessor(CoveringProcessor):
    """Remembers what each JSON object became, and states it before PyLD flattens it."""

    def __init__(self) -> None:
        super().__init__()
        self.statements: dict[str, set[JsonPath]] = defaultdict(set)
        self.indivisible: set[JsonPath] = set()
        self._became: dict[int, Any] = {}
        self._terms: dict[int, dict[str, str]] = {}
        self._objects: list[int] = []
        self._names: dict[int, str] = {}
        self._count = 0
        self._rdf_options: dict[str, Any] = {}

    def expand(self, input_: Any, options: Any) -> Any:
        expanded = super().expand(input_, options)
        if len(expanded) != 1:
            raise _untraceable("$")
        self._rdf_options = {"processingMode": "json-ld-1.1", **options}
        self._state_node(self._root, expanded[0], path=(), graph="")
        return expanded

    def _expand(
        self, active_ctx: Any, active_property: Any, element: Any, options: Any, **rest: Any
    ) -> Any:
        expanded = super()._expand(active_ctx, active_property, element, options, **rest)
        if isinstance(element, dict):
            self._became[id(element)] = expanded
        return expanded

    def _expand_object(
        self,
        active_ctx: Any,
        active_property: Any,
        expanded_active_property: Any,
        element: Any,
        expanded_parent: Any,
        options: Any,
        inside_list: bool = False,
        type_key: Any = None,
        type_scoped_ctx: Any = None,
    ) -> Any:
        self._objects.append(id(element))
        self._terms[id(element)] = {}
        try:
            return super()._expand_object(
                active_ctx,
                active_property,
                expanded_active_property,
                element,
                expanded_parent,
                options,
                inside_list=inside_list,
                type_key=type_key,
                type_scoped_ctx=type_scoped_ctx,
            )
        finally:
            self._objects.pop()

    def _check_entry(
        self, active_ctx: Any, type_scoped_ctx: Any, path: str, key: str, value: Any
    ) -> None:
        super()._check_entry(active_ctx, type_scoped_ctx, path, key, value)
        self._terms[self._objects[-1]][key] = self._expand_iri(active_ctx, key, vocab=True)

    # --- JSON and what became of it, side by side --------------------------------------------

    def _state_node(self, node: Any, expanded: Any, *, path: JsonPath, graph: str) -> str:
        subject = self._name(expanded)
        for type_ in expanded.get("@type", ()):
            self._state(subject, _TYPE, f"<{type_}>", graph=graph, path=path)
        done = {"@id", "@type"}
        for key, value in node.items():
            term = "@context" if key == "@context" else self._terms[id(node)][key]
            if term in ("@context", "@id", "@type"):
                continue
            if term in done:
                raise _untraceable(_written((*path, key)))
            done.add(term)
            self._state_property(
                subject, term, value, expanded.get(term, ()), path=(*path, key), graph=graph
            )
        if not done.issuperset(expanded):
            raise _untraceable(_written(path))
        return subject

    def _state_property(
        self, subject: str, term: str, value: Any, became: Any, *, path: JsonPath, graph: str
    ) -> None:
        items = value if isinstance(value, list) else [value]
        if len(items) != len(became) or not all(map(self._is_same, items, became)):
            self.indivisible.add(path)
            for each in became:
                object_ = self._state_whole(each, path=path, graph=graph)
                self._state(subject, f"<{term}>", object_, graph=graph, path=path)
            return
        for index, (item, each) in enumerate(zip(items, became, strict=True)):
            here = (*path, index) if isinstance(value, list) else path
            object_ = self._state_value(item, each, path=here, graph=graph)
            self._state(subject, f"<{term}>", object_, graph=graph, path=here)

    def _is_same(self, item: Any, expanded: dict[str, Any]) -> bool:
        """Whether the expanded value is what this one item became, and nothing more."""
        if expanded.get("@type") == "@json":
            return False
        if not isinstance(item, dict):
            return "@value" in expanded or set(expanded) == {"@id"}
        became = self._became.get(id(item))
        if set(expanded) == {"@graph"}:
            return len(expanded["@graph"]) == 1 and expanded["@graph"][0] is became
        return expanded is became and "@list" not in expanded

    def _state_value(self, item: Any, expanded: Any, *, path: JsonPath, graph: str) -> str:
        if "@graph" in expanded:
            name = self._name(expanded)
            self._state_node(item, expanded["@graph"][0], path=path, graph=name)
            return name
        if isinstance(item, dict) and "@value" not in expanded:
            return self._state_node(item, expanded, path=path, graph=graph)
        if isinstance(item, dict):
            self.indivisible.add(path)
        return self._state_whole(expanded, path=path, graph=graph)

    # --- what has no parts that a pointer could name ------------------------------------------

    def _state_whole(self, expanded: Any, *, path: JsonPath, graph: str) -> str:
        if "@value" in expanded:
            # As in rdfc: the direction of a text is a part of its datatype.
            options = {"processingMode": "json-ld-1.1", "rdfDirection": "i18n-datatype"}
            term = self._object_to_rdf(expanded, None, [], options)
            return str(build_term(term))
        if "@list" in expanded:
            return self._state_list(expanded["@list"], path=path, graph=graph)
        if "@graph" in expanded:
            name = self._name(expanded)
            for node in expanded["@graph"]:
                self._state_whole(node, path=path, graph=name)
            return name
        subject = self._name(expanded)
        for term, values in expanded.items():
            if term == "@type":
                for type_ in values:
                    self._state(subject, _TYPE, f"<{type_}>", graph=graph, path=path)
            elif not term.startswith("@"):
                for value in values:
                    object_ = self._state_whole(value, path=path, graph=graph)
                    self._state(subject, f"<{term}>", object_, graph=graph, path=path)
            elif term != "@id":
                raise _untraceable(_written(path))
        return subject

    def _state_list(self, items: Any, *, path: JsonPath, graph: str) -> str:
        """Source: JSON-LD 1.1 API, 8.4 (List to RDF Conversion)."""
        head = _NIL
        for item in reversed(items):
            cell = self._new_name()
            object_ = self._state_whole(item, path=path, graph=graph)
            self._state(cell, _FIRST, object_, graph=graph, path=path)
            self._state(cell, _REST, head, graph=graph, path=path)
            head = cell
        return head

    # --- terms ---------------------------------------------------------------------------------

    def _name(self, expanded: Any) -> str:
        if "@id" in expanded:
            return f"<{expanded['@id']}>"
        # Identities stay valid: the expanded document is alive as long as it is walked.
        name = self._names.get(id(expanded))
        if name is None:
            name = self._names[id(expanded)] = self._new_name()
        return name

    def _new_name(self) -> str:
        self._count += 1
        return f"_:n{self._count}"

    def _state(
        self, subject: str, predicate: str, object_: str, *, graph: str, path: JsonPath
    ) -> None:
        terms = (subject, predicate, object_, graph) if graph else (subject, predicate, object_)
        self.statements[" ".join(terms) + " .\n"].add(path)


def _written(path: JsonPath) -> str:
    return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
