"""Canonical bytes through templates: what was seen before is filled in, the rest goes the long way.

A stream of credentials has few shapes. The second document of a shape makes its template; after
sixteen, the texts that never changed (the issuer, the achievement) are filled in for good.
``canonicalize`` always answers what ``canonicalize_rdfc`` would, refusals included: whatever a
template can not answer for certain is asked of it, and of what a template answers a sample is
asked again.

A sender of hostile documents can make each one slow, but not slower than about twice the
reference path, and can fill the cache only up to its budget.

Source: the design's fast path, 3 and 9; RDF Canonicalization 1.0, 4.4.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from guildmark.credentials.encoding.contexts import are_conformance_contexts_known
from guildmark.credentials.encoding.json_text import copy_json
from guildmark.credentials.encoding.learned import CountedTemplate, Filled, LearnedConstants
from guildmark.credentials.encoding.pattern import Pattern
from guildmark.credentials.encoding.rdfc import canonicalize_rdfc
from guildmark.credentials.encoding.shape import Shape, read_shape
from guildmark.credentials.encoding.template_compiler import NotCovered, compile_template
from guildmark.credentials.errors import CredentialError

__all__ = ["CacheCounts", "TemplateCache", "canonicalize_cached"]

# A template costs about three canonicalizations: not for what comes once.
_COMPILE_AFTER: Final = 2
# Larger shapes are rare; their templates would push out many small ones.
_MAX_SHAPE: Final = 4_000
_MAX_BYTES: Final = 64 * 1024 * 1024
# Shapes seen once are remembered by a number only.
_MAX_SEEN: Final = 4_096
# Each costs a few microseconds where it does not fit.
_MAX_KNOWN: Final = 4


@dataclass(slots=True)
class CacheCounts:
    """What a cache did so far.

    Attributes:
        filled: documents answered from a template.
        fell_back: documents left to the reference path.
        compiled: templates made.
        refused: shapes of which none could be made.
        mismatches: answers of a template that the reference path did not confirm; the template
            was thrown away and the reference's answer given. Anything but 0 is a defect.
    """

    filled: int = 0
    fell_back: int = 0
    compiled: int = 0
    refused: int = 0
    mismatches: int = 0


@dataclass(slots=True)
class _Entry:
    """One shape: its template with what was learned; None when it can have none."""

    learned: LearnedConstants | None

    @property
    def size_bytes(self) -> int:
        # Without a template only the shape itself is held.
        return 4_000 if self.learned is None else self.learned.size_bytes


@dataclass(frozen=True, slots=True)
class _Known:
    """What the latest documents looked like."""

    pattern: Pattern
    source: CountedTemplate
    shape: Shape


@dataclass(slots=True)
class TemplateCache:
    """Remembers templates by shape, the least recently used ones go first.

    Args:
        max_bytes: about how much memory the templates may take.
        reference: the path that decides; ``canonicalize_rdfc``.
    """

    max_bytes: int = _MAX_BYTES
    reference: Callable[[Mapping[str, Any]], bytes] = canonicalize_rdfc
    counts: CacheCounts = field(default_factory=CacheCounts)
    _entries: OrderedDict[Shape, _Entry] = field(default_factory=OrderedDict, repr=False)
    _seen: OrderedDict[int, int] = field(default_factory=OrderedDict, repr=False)
    _known: tuple[_Known, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def canonicalize(self, document: Mapping[str, Any]) -> bytes:
        """Return what ``canonicalize_rdfc`` returns, sooner where the shape is known.

        Raises:
            UncoveredData, WorkLimitExceeded, UnreadableInput: as ``canonicalize_rdfc`` does.
        """
        # Templates know the shipped contexts only, never those of the published suites.
        if are_conformance_contexts_known():
            return self._fall_back(document)
        for known in self._known:
            texts = known.pattern.match(document)
            filled = None if texts is None else known.source.fill(texts)
            if filled is not None:
                return self._answer(document, known.shape, filled)
        read = read_shape(document)
        if read is None:
            return self._fall_back(document)
        shape, values = read
        with self._lock:
            entry = self._entries.get(shape)
            if entry is not None:
                self._entries.move_to_end(shape)
        if entry is None:
            return self._meet(document, shape)
        if entry.learned is None:
            return self._fall_back(document)
        return self._fill(document, shape, values, entry)

    def _fall_back(self, document: Mapping[str, Any]) -> bytes:
        self.counts.fell_back += 1
        return self.reference(document)

    def _fill(
        self, document: Mapping[str, Any], shape: Shape, values: Sequence[str], entry: _Entry
    ) -> bytes:
        filled = None if entry.learned is None else entry.learned.fill(values)
        if filled is None:
            return self._fall_back(document)
        if filled.source.variable is not None:
            self._remember(document, shape, filled.source)
        return self._answer(document, shape, filled)

    def _answer(self, document: Mapping[str, Any], shape: Shape, filled: Filled) -> bytes:
        self.counts.filled += 1
        if not filled.is_sample:
            return filled.canonical
        self._trim()
        return self._confirm(document, shape, filled.canonical)

    def _remember(self, document: Mapping[str, Any], shape: Shape, source: CountedTemplate) -> None:
        """Recognise the next document like this one without reading its shape."""
        pattern = Pattern(copy_json(document), variable=frozenset(source.variable or ()))
        with self._lock:
            others = [known for known in self._known if known.source is not source]
            # A new tuple each time: others may be going through the old one.
            self._known = (_Known(pattern, source, shape), *others[: _MAX_KNOWN - 1])

    def _confirm(self, document: Mapping[str, Any], shape: Shape, canonical: bytes) -> bytes:
        """Condition 10: ask the reference path, too, and believe it."""
        try:
            answer = self.reference(document)
        except CredentialError:
            self._throw_away(shape)
            raise
        if answer != canonical:
            self._throw_away(shape)
        return answer

    def _throw_away(self, shape: Shape) -> None:
        self.counts.mismatches += 1
        with self._lock:
            self._entries[shape] = _Entry(None)
            self._known = tuple(known for known in self._known if known.shape != shape)

    def _meet(self, document: Mapping[str, Any], shape: Shape) -> bytes:
        """Answer for a shape without a template, and make one when it comes again."""
        answer = self._fall_back(document)
        if len(shape) > _MAX_SHAPE:
            return answer
        # Numbers of shapes may collide: then a template is made a document sooner.
        number = hash(shape)
        with self._lock:
            count = self._seen.pop(number, 0) + 1
            self._seen[number] = count
            if len(self._seen) > _MAX_SEEN:
                self._seen.popitem(last=False)
        if count >= _COMPILE_AFTER:
            self._compile(document, shape)
        return answer

    def _compile(self, document: Mapping[str, Any], shape: Shape) -> None:
        try:
            template = compile_template(copy_json(document))
        except (NotCovered, CredentialError):
            self.counts.refused += 1
            entry = _Entry(None)
        else:
            self.counts.compiled += 1
            entry = _Entry(LearnedConstants(template))
        with self._lock:
            self._seen.pop(hash(shape), None)
            self._entries[shape] = entry
        self._trim()

    def _trim(self) -> None:
        with self._lock:
            size = sum(entry.size_bytes for entry in self._entries.values())
            while len(self._entries) > 1 and size > self.max_bytes:
                size -= self._entries.popitem(last=False)[1].size_bytes
            self._known = tuple(known for known in self._known if known.shape in self._entries)


_shared: Final = TemplateCache()


def canonicalize_cached(document: Mapping[str, Any]) -> bytes:
    """Return what ``canonicalize_rdfc`` returns, through the templates of this process.

    Raises:
        UncoveredData, WorkLimitExceeded, UnreadableInput: as ``canonicalize_rdfc`` does.
    """
    return _shared.canonicalize(document)
