"""Canonical N-Quads with slots: one shape's statements, filled without JSON-LD or RDFC-1.0.

``compile_template`` (in ``template_compiler``) makes a template from a document by the reference
path; ``Template.canonicalize`` fills it. Labels of unnamed nodes are never frozen: they depend on
the values (among 1,000 badges of one achievement there were 804 different labellings), so each
fill hashes the unnamed nodes anew.

For selective disclosure, which needs the statements one by one and labels of its own:
``read`` a document, ``number_nodes`` for its canonical labels (node *i* is ``c14n`` and
``numbers[i]``), then ``lines`` with the labels of your choice; line *j* always comes from
``quads[j]``, so which statements are mandatory is a fact of the shape.

Source: RDF Canonicalization 1.0, 4.4 (when no two first-degree hashes agree) and 4.6.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final, TypeVar

from guildmark.credentials.encoding.conditions import (
    IRI,
    TEXT,
    Kind,
    are_distinct,
    are_plain_iris,
    escape_texts,
    has_repeated_neighbour,
    have_distinct_ids,
    order_hashes,
    sort_lines,
)
from guildmark.credentials.encoding.shape import Shape, read_shape

__all__ = ["HOLE", "QuadTemplate", "Template", "picker"]

Pick = Callable[[Sequence[str]], tuple[str, ...]]
T = TypeVar("T")
# No canonical line holds it: there it is written \u0000.
HOLE: Final = "\0"
# A node of a badge has about ten labels; of a large record, hundreds.
_MAX_LABELS: Final = 16
_SELF: Final = "_:a"
_OTHER: Final = "_:z"


@dataclass(frozen=True, slots=True)
class QuadTemplate:
    """One statement with holes.

    Attributes:
        text: an N-Quads line without its newline, with ``HOLE`` for each hole.
        holes: what fills them from the left; n ≥ 0 is slot n, n < 0 is unnamed node -1 - n.
    """

    text: str
    holes: tuple[int, ...]

    def fill(self, fills: Sequence[str]) -> str:
        """Return the text with something else in each hole, from the left."""
        fixed = self.text.split(HOLE)
        return fixed[0] + "".join(
            f"{fill}{text}" for fill, text in zip(fills, fixed[1:], strict=True)
        )

    @property
    def nodes(self) -> frozenset[int]:
        """The unnamed nodes that the statement mentions, from 0."""
        return frozenset(-1 - hole for hole in self.holes if hole < 0)

    @property
    def has_slots(self) -> bool:
        """Whether a free text stands in it."""
        return any(hole >= 0 for hole in self.holes)


@dataclass(frozen=True, slots=True)
class _Lines:
    """Several lines filled at once: far quicker than one each, and than a %-operation.

    ``parts`` are the fixed texts with empty places between them.
    """

    parts: tuple[str, ...]
    pick: Pick

    @classmethod
    def of(cls, quads: Sequence[QuadTemplate]) -> _Lines:
        fixed = "\n".join(quad.text for quad in quads).split(HOLE)
        parts = [""] * (2 * len(fixed) - 1)
        parts[0::2] = fixed
        return cls(tuple(parts), picker([hole for quad in quads for hole in quad.holes]))

    def fill(self, values: Sequence[str]) -> list[str]:
        parts = list(self.parts)
        parts[1::2] = self.pick(values)
        text = "".join(parts)
        return text.split("\n") if text else []


@dataclass(frozen=True, slots=True)
class _Node:
    """How one unnamed node's first-degree hash is made.

    ``digest`` is the hash itself when no slot has a part in it.
    """

    constant: tuple[str, ...]
    variable: _Lines
    digest: str | None

    def hash(self, values: Sequence[str]) -> str:
        if self.digest is not None:
            return self.digest
        lines = [*self.constant, *self.variable.fill(values)]
        # No merging here: two statements may look alike once their other node is ``_:z``.
        sort_lines(lines)
        return _hash_lines(lines)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """Lines in which only one unnamed node's label varies, kept for each label that it had."""

    quads: tuple[QuadTemplate, ...]
    known: dict[str, tuple[str, ...]]

    def under(self, label: str) -> tuple[str, ...]:
        lines = self.known.get(label)
        if lines is None:
            lines = tuple(quad.fill([label] * len(quad.holes)) for quad in self.quads)
            if len(self.known) < _MAX_LABELS:
                self.known[label] = lines
        return lines


@dataclass(frozen=True, slots=True)
class Template:
    """The canonical statements of one shape.

    Attributes:
        shape: documents of exactly this shape fill it.
        quads: its statements, in no order that means anything.
        kinds: for each slot ``iri`` or ``text``.
        node_count: how many unnamed nodes there are.
        id_groups: slots of ids that must differ from each other (condition 11).
        forbidden: texts that no address may be (condition 3).
    """

    shape: Shape
    quads: tuple[QuadTemplate, ...]
    kinds: tuple[Kind, ...]
    node_count: int
    id_groups: tuple[tuple[int, ...], ...] = ()
    forbidden: frozenset[str] = frozenset()
    _constant: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _labelled: tuple[_Labelled, ...] = field(init=False, repr=False, compare=False)
    _variable: _Lines = field(init=False, repr=False, compare=False)
    _all: _Lines = field(init=False, repr=False, compare=False)
    _nodes: tuple[_Node, ...] = field(init=False, repr=False, compare=False)
    _pick_iris: Pick = field(init=False, repr=False, compare=False)
    _pick_texts: Pick = field(init=False, repr=False, compare=False)
    _texts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        # Node holes count from the end of the values: slots first, then labels.
        quads = tuple(_absolute(quad, slots=len(self.kinds)) for quad in self.quads)
        constant = [quad.text for quad in quads if not quad.holes]
        if not are_distinct(constant):
            raise ValueError("the template states something twice")
        put("_constant", tuple(sorted(constant)))
        labelled = [quad for quad in self.quads if len(quad.nodes) == 1 and not quad.has_slots]
        put("_labelled", tuple(_labelled(n, quads=labelled) for n in range(self.node_count)))
        rest = (quad for quad in self.quads if quad.has_slots or len(quad.nodes) > 1)
        put("_variable", _Lines.of([_absolute(quad, slots=len(self.kinds)) for quad in rest]))
        put("_all", _Lines.of(quads))
        put("_nodes", tuple(_node(n, quads=self.quads) for n in range(self.node_count)))
        put("_texts", tuple(n for n, kind in enumerate(self.kinds) if kind == TEXT))
        put("_pick_texts", picker(self._texts))
        put("_pick_iris", picker([n for n, kind in enumerate(self.kinds) if kind == IRI]))

    @property
    def size_bytes(self) -> int:
        """About how much memory it holds, for caches that keep to a budget."""
        return 4 * sum(len(quad.text) + 100 for quad in self.quads) + 100 * len(self.shape)

    def read(self, document: Mapping[str, Any]) -> list[str] | None:
        """Return a document's values, ready to be filled in; None when it does not fit."""
        read = read_shape(document)
        if read is None or read[0] != self.shape:
            return None
        return self.escape(read[1])

    def escape(self, values: Sequence[str]) -> list[str] | None:
        """Check free texts (conditions 3, 4 and 11) and write them as N-Quads do; None when unsafe.

        Args:
            values: one for each slot.
        """
        if not are_plain_iris(self._pick_iris(values), forbidden=self.forbidden):
            return None
        if self.id_groups and not have_distinct_ids(values, groups=self.id_groups):
            return None
        texts = self._pick_texts(values)
        written = escape_texts(texts)
        if written is None:
            return None
        escaped = list(values)
        if written is not texts:
            for slot, text in zip(self._texts, written, strict=True):
                escaped[slot] = text
        return escaped

    def number_nodes(self, escaped: Sequence[str]) -> list[int] | None:
        """Return the canonical number of each unnamed node; None when only RDFC-1.0 can tell.

        Args:
            escaped: what ``read`` or ``escape`` returned.
        """
        return order_hashes([node.hash(escaped) for node in self._nodes])

    def lines(self, escaped: Sequence[str], *, labels: Sequence[str]) -> list[str]:
        """Return the statements in the order of ``quads``; some may have become one.

        Args:
            escaped: what ``read`` or ``escape`` returned.
            labels: for each unnamed node its whole label, such as ``_:c14n0``.

        Returns:
            N-Quads lines without newlines. Where two agree and mention an unnamed node,
            ``number_nodes`` has counted one statement twice: ask the reference path.
        """
        return self._all.fill([*escaped, *labels])

    def canonicalize(self, values: Sequence[str]) -> bytes | None:
        """Return the canonical N-Quads; None when the reference path must decide.

        Args:
            values: one free text for each slot, as the document has them.
        """
        escaped = self.escape(values)
        return None if escaped is None else self.canonicalize_escaped(escaped)

    def canonicalize_escaped(self, escaped: Sequence[str]) -> bytes | None:
        """Do what ``canonicalize`` does with values that ``escape`` has returned."""
        numbers = self.number_nodes(escaped)
        if numbers is None:
            return None
        labels = [f"_:c14n{number}" for number in numbers]
        # What is sorted already goes first: sorting then costs little more than merging.
        lines = list(self._constant)
        for labelled, label in zip(self._labelled, labels, strict=True):
            lines += labelled.under(label)
        lines += self._variable.fill([*escaped, *labels])
        sort_lines(lines)
        if has_repeated_neighbour(lines):
            return None
        lines.append("")
        return "\n".join(lines).encode()

    def bake(self, constants: Mapping[int, str]) -> Template | None:
        """Return the template with some slots filled for good; None when the texts are unsafe.

        The other slots keep their order and are numbered anew from 0. Statements that agree once
        the constants stand in them are merged, as RDF does (condition 6).

        Args:
            constants: slot → the text that documents have there.
        """
        left = [slot for slot in range(len(self.kinds)) if slot not in constants]
        stand_in = {IRI: "urn:slot:", TEXT: ""}
        escaped = self.escape(
            [constants.get(slot, f"{stand_in[kind]}{slot}") for slot, kind in enumerate(self.kinds)]
        )
        if escaped is None:
            return None
        renumbered = {slot: number for number, slot in enumerate(left)}
        texts = {slot: escaped[slot] for slot in constants}
        # A dict keeps the order and drops what is there already.
        baked = dict.fromkeys(_baked(quad, texts, renumbered) for quad in self.quads)
        return Template(
            shape=(*self.shape, *sorted(constants.items())),
            quads=tuple(baked),
            kinds=tuple(self.kinds[slot] for slot in left),
            node_count=self.node_count,
            id_groups=_left_groups(self.id_groups, renumbered),
            forbidden=self.forbidden,
        )


def _left_groups(
    groups: Sequence[Sequence[int]], renumbered: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Number the slots of ids anew.

    A group that is half constant can not be checked any more: its constants must stay slots.
    """
    for group in groups:
        if 0 < sum(slot in renumbered for slot in group) < len(group):
            raise ValueError("ids of one array must be baked together or not at all")
    return tuple(
        tuple(renumbered[slot] for slot in group) for group in groups if group[0] in renumbered
    )


def _baked(
    quad: QuadTemplate, texts: Mapping[int, str], renumbered: Mapping[int, int]
) -> QuadTemplate:
    text = quad.fill([texts.get(hole, HOLE) for hole in quad.holes])
    holes = (hole for hole in quad.holes if hole not in texts)
    return QuadTemplate(text, tuple(renumbered.get(hole, hole) for hole in holes))


def _absolute(quad: QuadTemplate, *, slots: int) -> QuadTemplate:
    """Count node holes from the start of slots and labels put together."""
    return QuadTemplate(
        quad.text, tuple(hole if hole >= 0 else slots - 1 - hole for hole in quad.holes)
    )


def _labelled(node: int, *, quads: Sequence[QuadTemplate]) -> _Labelled:
    return _Labelled(tuple(quad for quad in quads if node in quad.nodes), {})


def _node(node: int, *, quads: Sequence[QuadTemplate]) -> _Node:
    """Prepare the first-degree hash of one unnamed node. Source: RDF Canonicalization 1.0, 4.6."""
    masked = [_mask(quad, node) for quad in quads if node in quad.nodes]
    constant = tuple(sorted(quad.text for quad in masked if not quad.holes))
    variable = [quad for quad in masked if quad.holes]
    digest = None if variable else _hash_lines(constant)
    return _Node(constant, _Lines.of(variable), digest)


def _mask(quad: QuadTemplate, node: int) -> QuadTemplate:
    text = quad.fill(
        [HOLE if hole >= 0 else _SELF if hole == -1 - node else _OTHER for hole in quad.holes]
    )
    return QuadTemplate(text, tuple(hole for hole in quad.holes if hole >= 0))


def _hash_lines(lines: Sequence[str]) -> str:
    return hashlib.sha256(("\n".join(lines) + "\n").encode()).hexdigest()


def picker(holes: Sequence[int]) -> Callable[[Sequence[T]], tuple[T, ...]]:
    """Return a function that picks these positions, always as a tuple (itemgetter may not)."""
    if len(holes) == 1:
        hole = holes[0]
        return lambda values: (values[hole],)
    if not holes:
        return lambda values: ()
    return itemgetter(*holes)
