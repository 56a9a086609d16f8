"""Names of blank nodes in N-Quads: find them, replace them, and say which is canonical.

The engine that canonicalizes (``rdfc``) returns bytes, not the map from the names that went in to
the canonical ones. Selective disclosure needs that map, so it is computed here. Whoever uses it
compares the bytes with the engine's, and asks ``work_guard`` first.

Source: RDF Canonicalization 1.0, 4.4 to 4.8.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from typing import Final

__all__ = ["label_blank_nodes", "list_blank_nodes", "relabel_line", "split_line"]

# Subject, predicate, object, graph name (empty for the default graph).
_Quad = tuple[str, str, str, str]

_TERM: Final = r"_:[^\s]+|<[^>]*>"
_LITERAL: Final = r'"(?:[^"\\]|\\.)*"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?'
_LINE: Final = re.compile(
    rf"({_TERM}) (<[^>]*>) ({_TERM}|{_LITERAL})(?: ({_TERM}))? \.\n", re.DOTALL
)


def split_line(line: str) -> _Quad:
    """Return subject, predicate, object and graph name (empty for the default graph).

    Args:
        line: one line of canonical N-Quads with its LF.

    Raises:
        ValueError: it is no such line.
    """
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(f"no line of canonical N-Quads: {line[:200]!r}")
    return match[1], match[2], match[3], match[4] or ""


def list_blank_nodes(lines: Iterable[str]) -> list[str]:
    """List each blank node once, ``_:…``, in the order of first mention."""
    found: dict[str, None] = {}
    for line in lines:
        if "_:" in line:
            subject, _, object_, graph = split_line(line)
            found.update(dict.fromkeys(t for t in (subject, object_, graph) if t[:2] == "_:"))
    return list(found)


def relabel_line(line: str, *, labels: Mapping[str, str]) -> str:
    """Return the line with each blank node's name replaced; literals stay as they are.

    Args:
        line: one line of canonical N-Quads with its LF.
        labels: from ``_:…`` to ``_:…``.

    Raises:
        KeyError: a blank node has no new name.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (relabelBlankNodes).
    """
    if "_:" not in line:
        return line
    subject, predicate, object_, graph = split_line(line)
    terms = [_renamed(subject, labels), predicate, _renamed(object_, labels)]
    if graph:
        terms.append(_renamed(graph, labels))
    return " ".join(terms) + " .\n"


def _renamed(term: str, labels: Mapping[str, str]) -> str:
    return labels[term] if term[:2] == "_:" else term


def label_blank_nodes(lines: Sequence[str]) -> dict[str, str]:
    """Map each blank node to its canonical name, ``_:c14n0`` and on.

    Args:
        lines: distinct lines in the form of canonical N-Quads, in any order, which
            ``work_guard.check_work`` lets pass.

    Source: RDF Canonicalization 1.0, 4.4.3.
    """
    return _Canonicalizer(split_line(line) for line in lines if "_:" in line).label()


class _Issuer:
    """Gives out names in order. Source: RDF Canonicalization 1.0, 4.5."""

    def __init__(self, prefix: str, issued: Mapping[str, str] | None = None) -> None:
        self.prefix = prefix
        self.issued = dict(issued or {})

    def issue(self, node: str) -> str:
        return self.issued.setdefault(node, f"{self.prefix}{len(self.issued)}")

    def copy(self) -> _Issuer:
        return _Issuer(self.prefix, self.issued)


class _Canonicalizer:
    def __init__(self, quads: Iterable[_Quad]) -> None:
        self._mentions: dict[str, list[_Quad]] = defaultdict(list)
        for quad in quads:
            for node in {term for term in quad if term[:2] == "_:"}:
                self._mentions[node].append(quad)
        self._hashes = {node: self._hash_first_degree(node) for node in self._mentions}
        self._canonical = _Issuer("_:c14n")

    def label(self) -> dict[str, str]:
        """Source: RDF Canonicalization 1.0, 4.4.3, steps 3 to 5."""
        alike: dict[str, list[str]] = defaultdict(list)
        for node, digest in self._hashes.items():
            alike[digest].append(node)
        for digest in sorted(alike):
            if len(alike[digest]) == 1:
                self._canonical.issue(alike[digest][0])
        for digest in sorted(digest for digest, nodes in alike.items() if len(nodes) > 1):
            self._label_alike(alike[digest])
        return self._canonical.issued

    def _label_alike(self, nodes: Iterable[str]) -> None:
        results: list[tuple[str, _Issuer]] = []
        for node in nodes:
            if node not in self._canonical.issued:
                temporary = _Issuer("_:b")
                temporary.issue(node)
                results.append(self._hash_n_degree(node, temporary))
        for _, temporary in sorted(results, key=lambda result: result[0]):
            for node in temporary.issued:
                self._canonical.issue(node)

    def _hash_first_degree(self, node: str) -> str:
        """Source: RDF Canonicalization 1.0, 4.6."""
        lines = sorted(
            " ".join(_masked(term, node) for term in quad if term) + " .\n"
            for quad in self._mentions[node]
        )
        return _sha256("".join(lines))

    def _hash_related(self, related: str, quad: _Quad, issuer: _Issuer, position: str) -> str:
        """Source: RDF Canonicalization 1.0, 4.7."""
        name = self._canonical.issued.get(related) or issuer.issued.get(related)
        predicate = "" if position == "g" else quad[1]
        return _sha256(position + predicate + (name or self._hashes[related]))

    def _hash_n_degree(self, node: str, issuer: _Issuer) -> tuple[str, _Issuer]:
        """Source: RDF Canonicalization 1.0, 4.8."""
        related: dict[str, list[str]] = defaultdict(list)
        for quad in self._mentions[node]:
            for position, term in (("s", quad[0]), ("o", quad[2]), ("g", quad[3])):
                if term[:2] == "_:" and term != node:
                    related[self._hash_related(term, quad, issuer, position)].append(term)
        data = ""
        for digest in sorted(related):
            path, issuer = self._choose_path(related[digest], issuer)
            data += digest + path
        return _sha256(data), issuer

    def _choose_path(self, nodes: Sequence[str], issuer: _Issuer) -> tuple[str, _Issuer]:
        """Source: RDF Canonicalization 1.0, 4.8.3, steps 5.3 to 5.6."""
        chosen: tuple[str, _Issuer] | None = None
        for order in permutations(nodes):
            result = self._walk_path(order, issuer.copy(), chosen[0] if chosen else None)
            if result is not None and (chosen is None or result[0] < chosen[0]):
                chosen = result
        if chosen is None:
            raise AssertionError("one order is always chosen")
        return chosen

    def _walk_path(
        self, order: Iterable[str], issuer: _Issuer, best: str | None
    ) -> tuple[str, _Issuer] | None:
        """Return the path of one order, or None as soon as it can not be the least."""
        path = ""
        unnamed: list[str] = []
        for node in order:
            name = self._canonical.issued.get(node)
            if name is None:
                if node not in issuer.issued:
                    unnamed.append(node)
                name = issuer.issue(node)
            path += name
            if best is not None and len(path) >= len(best) and path > best:
                return None
        for node in unnamed:
            digest, deeper = self._hash_n_degree(node, issuer)
            path += f"{issuer.issue(node)}<{digest}>"
            issuer = deeper
            if best is not None and len(path) >= len(best) and path > best:
                return None
        return path, issuer


def _masked(term: str, node: str) -> str:
    if term[:2] != "_:":
        return term
    return "_:a" if term == node else "_:z"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
