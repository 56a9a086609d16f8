"""Refuse graphs that would take canonicalization too long, before it starts.

RDFC-1.0 tries permutations of blank nodes that look alike, and a small hostile graph can keep
it busy for years (the W3C's own test074 ran 533 s in Rust, and can not be interrupted there).
Blank nodes look alike when their first-degree hashes are equal; only these cost. For those the
number of orders that the algorithm may have to try is bounded from above, per connected
component of look-alikes: the product, over its nodes, of the factorials of the sizes of each
group of neighbours that can not be told apart.

Source: RDF Canonicalization 1.0, 4.8 (Hash N-Degree Quads) and 7.1 (dataset poisoning).
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from guildmark.credentials.errors import WorkLimitExceeded

__all__ = ["GuardedQuad", "check_work"]

# (subject, predicate, object, graph) in N-Quads text; blank nodes start with "_:".
GuardedQuad = tuple[str, str, str, str]

MAX_QUADS: Final = 20_000
MAX_BLANK_NODES: Final = 2_000
# Look-alikes with nothing to permute still cost a walk each: a ring of 100 takes 0.1 s, one of 400
# takes 6 s (the time grows with the cube).
MAX_LOOK_ALIKES: Final = 200
MAX_COMPONENT: Final = 100
# Three indistinguishable children of a look-alike parent: 3! orders.
MAX_ORDERS: Final = 6

_POSITIONS: Final = (0, 2, 3)


def check_work(quads: Sequence[GuardedQuad]) -> None:
    """Refuse a dataset whose canonicalization is not certain to be quick.

    Raises:
        WorkLimitExceeded: too many quads, blank nodes or look-alikes, or too many orders.
    """
    if len(quads) > MAX_QUADS:
        raise _too_much(f"{len(quads):,} statements, more than {MAX_QUADS:,}")
    mentions: dict[str, list[GuardedQuad]] = defaultdict(list)
    for quad in quads:
        for node in {quad[position] for position in _POSITIONS if quad[position][:2] == "_:"}:
            mentions[node].append(quad)
    if len(mentions) > MAX_BLANK_NODES:
        raise _too_much(f"{len(mentions):,} nodes without an id, more than {MAX_BLANK_NODES:,}")
    hashes = {node: _first_degree_hash(node, quads=mine) for node, mine in mentions.items()}
    counts = Counter(hashes.values())
    alike = {node for node, digest in hashes.items() if counts[digest] > 1}
    if len(alike) > MAX_LOOK_ALIKES:
        raise _too_much(f"{len(alike):,} nodes without an id that look alike")
    _check_orders(alike, hashes=hashes, mentions=mentions)


def _first_degree_hash(node: str, *, quads: Iterable[GuardedQuad]) -> bytes:
    lines = sorted(" ".join(_mask(term, node) for term in quad) for quad in quads)
    return hashlib.sha256("\n".join(lines).encode()).digest()


def _mask(term: str, node: str) -> str:
    if term[:2] != "_:":
        return term
    return "_:a" if term == node else "_:z"


def _check_orders(
    alike: set[str], *, hashes: dict[str, bytes], mentions: dict[str, list[GuardedQuad]]
) -> None:
    neighbours: dict[str, set[str]] = {}
    orders: dict[str, int] = {}
    for node in alike:
        groups: dict[tuple[str, int, bytes], set[str]] = defaultdict(set)
        for quad in mentions[node]:
            for position in _POSITIONS:
                other = quad[position]
                if other in alike and other != node:
                    groups[quad[1], position, hashes[other]].add(other)
        neighbours[node] = set().union(*groups.values())
        orders[node] = math.prod(math.factorial(min(len(group), 8)) for group in groups.values())
    for component in _components(neighbours):
        total = math.prod(orders[node] for node in component)
        if total > MAX_ORDERS or len(component) > MAX_COMPONENT:
            raise _too_much(f"{len(component)} nodes without an id that can not be told apart")


def _components(neighbours: dict[str, set[str]]) -> Iterable[set[str]]:
    left = set(neighbours)
    while left:
        component: set[str] = set()
        reached = [left.pop()]
        while reached:
            node = reached.pop()
            component.add(node)
            found = neighbours[node] & left
            left -= found
            reached.extend(found)
        yield component


def _too_much(what: str) -> WorkLimitExceeded:
    return WorkLimitExceeded(
        f"The document has {what}. Give repeated parts an id, or remove the repetition.",
        code="too_complex",
    )
