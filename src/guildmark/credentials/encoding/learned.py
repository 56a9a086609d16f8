"""Texts of a template that stay the same from document to document, filled in for good.

All badges of one achievement share issuer, criteria and alignments: three quarters of the texts.
Which slots those are is learned from the first documents; what stands in them is compared
exactly, text by text, each time. Another achievement of the same shape gets a filled template of
its own.

Merging is why this is more than speed: where the issuer is also the creator, two statements
agree, and only a template that has them filled in can know it (condition 6 of ``conditions``).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from guildmark.credentials.encoding.conditions import is_sample
from guildmark.credentials.encoding.template import Template, picker

__all__ = ["CountedTemplate", "Filled", "LearnedConstants"]

_LEARN_FROM: Final = 16
# So many achievements of one shape have filled templates at a time.
_MAX_BAKED: Final = 16
_MAX_SEEN: Final = 64

Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """What a template answered.

    Attributes:
        canonical: the canonical N-Quads.
        is_sample: whether the reference path should be asked, too (condition 10).
        source: the template that answered.
    """

    canonical: bytes
    is_sample: bool
    source: CountedTemplate


@dataclass(slots=True)
class CountedTemplate:
    """A template that knows how often it answered.

    Attributes:
        variable: with constants filled in, the numbers of the free texts that are left; None
            for the template with a slot for each.
    """

    template: Template
    variable: tuple[int, ...] | None = None
    uses: int = 0
    _whole: bytes | None = None

    def fill(self, values: Sequence[str]) -> Filled | None:
        """Return the canonical N-Quads; None when the reference path must decide."""
        canonical = self._whole or self.template.canonicalize(values)
        if canonical is None:
            return None
        if not self.template.kinds:
            # Nothing is left to vary, as in the proof options of one batch.
            self._whole = canonical
        use, self.uses = self.uses, self.uses + 1
        return Filled(canonical, is_sample(use), self)


class LearnedConstants:
    """A template, and versions of it with what never changes filled in.

    Args:
        template: of the shape, with a slot for each free text.
    """

    def __init__(self, template: Template) -> None:
        self._general = CountedTemplate(template)
        self._documents = 0
        self._first: Texts = ()
        self._same: set[int] = set()
        # Slots learned to be constant, and the others; both empty until then.
        self._constant: tuple[int, ...] = ()
        self._variable: tuple[int, ...] = ()
        self._seen: OrderedDict[Texts, None] = OrderedDict()
        self._baked: OrderedDict[Texts, CountedTemplate | None] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size_bytes(self) -> int:
        """About how much memory it holds."""
        baked = [counted.template.size_bytes for counted in self._baked.values() if counted]
        return self._general.template.size_bytes + sum(baked)

    def fill(self, values: Sequence[str]) -> Filled | None:
        """Return the canonical N-Quads; None when the reference path must decide.

        Args:
            values: one free text for each slot, as the document has them.
        """
        if self._documents < _LEARN_FROM:
            with self._lock:
                self._learn(values)
        if not self._constant:
            return self._general.fill(values)
        texts = picker(self._constant)(values)
        if texts not in self._baked:
            with self._lock:
                self._bake(texts)
        baked = self._baked.get(texts)
        if baked is None:
            return self._general.fill(values)
        return baked.fill(picker(self._variable)(values))

    def _learn(self, values: Sequence[str]) -> None:
        self._documents += 1
        if self._documents == 1:
            self._first = tuple(values)
            self._same = set(range(len(values)))
        self._same = {slot for slot in self._same if values[slot] == self._first[slot]}
        if self._documents == _LEARN_FROM:
            # Ids of one array are compared with each other (condition 11): all or none of them.
            for group in self._general.template.id_groups:
                if not self._same.issuperset(group):
                    self._same.difference_update(group)
            self._variable = tuple(n for n in range(len(values)) if n not in self._same)
            self._constant = tuple(sorted(self._same))
            self._seen[picker(self._constant)(self._first)] = None

    def _bake(self, texts: Texts) -> None:
        """Fill a template in when its texts come for the second time."""
        if texts in self._seen:
            constants = dict(zip(self._constant, texts, strict=True))
            baked = self._general.template.bake(constants)
            self._baked[texts] = None if baked is None else CountedTemplate(baked, self._variable)
            if len(self._baked) > _MAX_BAKED:
                self._baked.popitem(last=False)
            return
        self._seen[texts] = None
        if len(self._seen) > _MAX_SEEN:
            self._seen.popitem(last=False)
