"""Statements of many credentials of one shape, grouped without JSON-LD.

Which statements a pointer selects is a fact of the shape, so it is found once, on a copy with
stand-ins, by the reference path (``group_statements``). What differs from credential to
credential, texts and labels, is filled into the template. Whatever the template can not answer
for certain is asked of the reference path, and of what it answers a sample is asked again.

Source: the design's fast path, 3; Data Integrity ECDSA Cryptosuites 1.0, 3.6.2.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, Final

from guildmark.credentials.encoding import copy_json
from guildmark.credentials.encoding.conditions import is_sample
from guildmark.credentials.encoding.contexts import are_conformance_contexts_known
from guildmark.credentials.encoding.shape import Shape, read_shape
from guildmark.credentials.encoding.template import Template
from guildmark.credentials.encoding.template_compiler import (
    NotCovered,
    compile_template,
    fill_with_stand_ins,
)
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import hide_numbers
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import select
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import (
    GroupedStatements,
    group_statements,
)

__all__ = ["GroupingCache", "GroupingTemplate", "compile_grouping", "group_cached"]

# A template costs about four canonicalizations: not for what comes once.
_COMPILE_AFTER: Final = 2
_MAX_SHAPE: Final = 4_000
_MAX_TEMPLATES: Final = 64
_MAX_SEEN: Final = 4_096


@dataclass(frozen=True, slots=True)
class GroupingTemplate:
    """The statements of one shape, and which of them one list of pointers selects.

    Attributes:
        template: of the shape.
        are_mandatory: for each of the template's statements, whether it is mandatory.
    """

    template: Template
    are_mandatory: tuple[bool, ...]
    _are_optional: tuple[bool, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        optional = tuple(not is_mandatory for is_mandatory in self.are_mandatory)
        object.__setattr__(self, "_are_optional", optional)

    def group(self, values: Sequence[str], *, hmac_key: bytes) -> GroupedStatements | None:
        """Return a document's statements; None when the reference path must decide.

        Args:
            values: its free texts, as ``read_shape`` gives them.
            hmac_key: 32 bytes.
        """
        escaped = self.template.escape(values)
        numbers = None if escaped is None else self.template.number_nodes(escaped)
        if escaped is None or numbers is None:
            return None
        labels = hide_numbers(numbers, key=hmac_key)
        lines = self.template.lines(escaped, labels=labels)
        mandatory = sorted(compress(lines, self.are_mandatory))
        optional = sorted(compress(lines, self._are_optional))
        if len(set(lines)) != len(lines):
            if _is_node_merged(lines):
                return None
            optional = sorted(set(optional).difference(mandatory))
            mandatory = sorted(set(mandatory))
        return GroupedStatements(mandatory=_encode(mandatory), optional=_encode(optional))


def _encode(lines: Sequence[str]) -> tuple[bytes, ...]:
    # Only \n and \r end a line of bytes, and canonical N-Quads escape both inside of texts.
    return tuple("\n".join([*lines, ""]).encode().splitlines(keepends=True))


def _is_node_merged(lines: Sequence[str]) -> bool:
    """Tell whether two equal statements may mention an unnamed node.

    Its first-degree hash would have counted them twice. Equal statements about things with ids
    (the issuer is the creator, too) do no harm: they are one, mandatory if either is.
    """
    return any("_:" in line for line, count in Counter(lines).items() if count > 1)


def compile_grouping(
    document: Mapping[str, Any], *, mandatory_pointers: Sequence[str]
) -> GroupingTemplate:
    """Make the template of a document's shape and a list of pointers.

    Raises:
        NotCovered: no template can be made that is certain to equal the reference path.
        UnreadableInput: a pointer names nothing, or a part of what has no parts.
    """
    from guildmark.credentials.encoding.statements import trace_statements

    copied = copy_json(document)
    template = compile_template(copied)
    copy = fill_with_stand_ins(copied, len(template.kinds))
    values = template.read(copy)
    if values is None:
        raise NotCovered("2: the stand-ins are no values of their own slots")
    statements = trace_statements(copy)
    labels = [f"_:c14n{node}" for node in range(template.node_count)]
    lines = tuple(f"{line}\n" for line in template.lines(values, labels=labels))
    if lines != statements.lines:
        raise NotCovered("10: the statements can not be matched with their origins")
    selection = select(copy, pointers=mandatory_pointers, indivisible=statements.indivisible)
    return GroupingTemplate(
        template, tuple(selection.includes(origins) for origins in statements.origins)
    )


@dataclass(slots=True)
class _Entry:
    """One shape with its pointers; ``template`` is None when it can have none."""

    template: GroupingTemplate | None
    uses: int = 0


_Key = tuple[Shape, tuple[str, ...]]


@dataclass(slots=True)
class GroupingCache:
    """Remembers grouping templates by shape and pointers; the least recently used go first.

    Attributes:
        filled: documents answered from a template.
        mismatches: answers that the reference path did not confirm; the template was thrown away
            and the reference's answer given. Anything but 0 is a defect.
    """

    filled: int = 0
    mismatches: int = 0
    _entries: OrderedDict[_Key, _Entry] = field(default_factory=OrderedDict, repr=False)
    _seen: OrderedDict[int, int] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def group(
        self, document: Mapping[str, Any], *, mandatory_pointers: Sequence[str], hmac_key: bytes
    ) -> GroupedStatements:
        """Return what ``group_statements`` returns, sooner where the shape is known.

        Raises:
            UncoveredData, WorkLimitExceeded, UnreadableInput: as ``group_statements`` does.
        """
        # Templates know the shipped contexts only, never those of the published suites.
        read = None if are_conformance_contexts_known() else read_shape(document)
        if read is None or "proof" in document or len(read[0]) > _MAX_SHAPE:
            return group_statements(
                document, mandatory_pointers=mandatory_pointers, hmac_key=hmac_key
            )
        key = (read[0], tuple(mandatory_pointers))
        with self._lock:
            entry = self._entries.get(key)
            # Hashing a shape costs: order matters only when something will be dropped.
            if entry is not None and len(self._entries) > _MAX_TEMPLATES // 2:
                self._entries.move_to_end(key)
        found = None
        if entry is not None and entry.template is not None:
            found = entry.template.group(read[1], hmac_key=hmac_key)
        if entry is not None and found is not None:
            use, entry.uses = entry.uses, entry.uses + 1
            self.filled += 1
            if not is_sample(use):
                return found
        answer = group_statements(
            document, mandatory_pointers=mandatory_pointers, hmac_key=hmac_key
        )
        if found is not None and found != answer:
            self.mismatches += 1
            with self._lock:
                self._entries[key] = _Entry(None)
        if entry is None:
            self._meet(document, key)
        return answer

    def _meet(self, document: Mapping[str, Any], key: _Key) -> None:
        """Count a shape, and make its template when it comes again."""
        # Numbers of shapes may collide: then a template is made a document sooner.
        number = hash(key)
        with self._lock:
            count = self._seen.pop(number, 0) + 1
            self._seen[number] = count
            if len(self._seen) > _MAX_SEEN:
                self._seen.popitem(last=False)
        if count < _COMPILE_AFTER:
            return
        try:
            entry = _Entry(compile_grouping(document, mandatory_pointers=key[1]))
        except (NotCovered, CredentialError):
            entry = _Entry(None)
        with self._lock:
            self._entries[key] = entry
            if len(self._entries) > _MAX_TEMPLATES:
                self._entries.popitem(last=False)


_shared: Final = GroupingCache()


def group_cached(
    document: Mapping[str, Any], *, mandatory_pointers: Sequence[str], hmac_key: bytes
) -> GroupedStatements:
    """Return what ``group_statements`` returns, through the templates of this process.

    Raises:
        UncoveredData, WorkLimitExceeded, UnreadableInput: as ``group_statements`` does.
    """
    return _shared.group(document, mandatory_pointers=mandatory_pointers, hmac_key=hmac_key)
