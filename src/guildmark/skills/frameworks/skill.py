"""One node of a skill framework, and the framework it comes from.

Not here: levels of proficiency (no framework read here states one per skill).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

__all__ = ["KINDS", "Framework", "Occupation", "Skill", "SkillKind"]

SkillKind = Literal[
    "skill", "knowledge", "ability", "activity", "attitude", "language", "tool", "group"
]
KINDS: tuple[SkillKind, ...] = get_args(SkillKind)

_NO_ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Framework:
    """A published list of skills in one version.

    ``id`` is short and stable (``esco``, ``onet``, or a local slug). ``attribution`` is the
    sentence that the licence asks to show wherever the content is shown.
    """

    id: str
    name: str
    version: str
    licence: str
    attribution: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """A skill, a field of knowledge, or a group of them.

    ``labels`` and ``descriptions`` are keyed by BCP 47 language tag; there is at least one
    label. ``aliases`` are other names for the same thing, never for a narrower one.
    """

    uri: str
    framework: str
    kind: SkillKind
    labels: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_ALIASES)
    descriptions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    code: str = ""

    def label(self, language: str = "en") -> str:
        """Return the label in that language, else in English, else in any."""
        return _pick(self.labels, language)

    def description(self, language: str = "en") -> str:
        """Return the description in that language, else in English, else in any, else ``""``."""
        return _pick(self.descriptions, language)


@dataclass(frozen=True, slots=True)
class Occupation:
    """A kind of job, with the names it goes by.

    ``code`` is the code of the framework: O*NET-SOC (``49-9041.00``) or ESCO (``7233.3``).
    """

    uri: str
    framework: str
    code: str
    titles: Mapping[str, str]
    alternative_titles: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_ALIASES)
    descriptions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def title(self, language: str = "en") -> str:
        """Return the title in that language, else in English, else in any."""
        return _pick(self.titles, language)

    def description(self, language: str = "en") -> str:
        """Return the description in that language, else in English, else in any, else ``""``."""
        return _pick(self.descriptions, language)


def _pick(texts: Mapping[str, str], language: str) -> str:
    for wanted in (language, language.partition("-")[0], "en"):
        if wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), "")
