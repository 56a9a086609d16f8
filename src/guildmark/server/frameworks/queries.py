"""Reads about skills: search, one by its URI, the frameworks there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Lower

from guildmark.server.frameworks.models import Framework, Skill

# PostgreSQL's own dictionaries; any other language is matched word by word.
TEXT_SEARCH_CONFIGS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ro": "romanian",
    "sv": "swedish",
    "tr": "turkish",
}
MAX_RESULTS = 100
_MAX_WORDS = 12
# Weights of D, C, B, A: a description, nothing, another name, the label itself.
_WEIGHTS = (0.05, 0.1, 0.5, 1.0)


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One stored framework version and how many nodes it has."""

    key: str
    name: str
    version: str
    licence: str
    attribution: str
    url: str
    is_current: bool
    imported_at: datetime
    nodes: int


@dataclass(frozen=True, slots=True)
class SkillRow:
    """One skill or occupation as other rooms see it.

    `framework` is the display name that alignments carry ("ESCO", "O*NET"); `target_type` is the
    Open Badges 3.0 type of the node.
    """

    id: int
    uri: str
    code: str
    kind: str
    kind_label: str
    language: str
    label: str
    aliases: tuple[str, ...]
    description: str
    framework: str
    framework_key: str
    framework_version: str
    attribution: str
    licence: str

    @property
    def target_type(self) -> str:
        """Return the AlignmentTargetType: occupations are CTDL terms, all else a competency."""
        return "CTDL" if self.kind == Skill.Kind.OCCUPATION else "ceasn:Competency"


def frameworks(*, current_only: bool = True) -> list[FrameworkRow]:
    """List the stored frameworks by name, newest import first within one name."""
    found = Framework.objects.annotate(nodes=Count("skills__uri", distinct=True))
    if current_only:
        found = found.filter(is_current=True)
    return [
        FrameworkRow(
            key=each.key,
            name=each.name,
            version=each.version,
            licence=each.licence,
            attribution=each.attribution,
            url=each.url,
            is_current=each.is_current,
            imported_at=each.imported_at,
            nodes=each.nodes,
        )
        for each in found.order_by("name", "-imported_at")
    ]


def search_skills(
    *,
    text: str,
    framework: str | None = None,
    language: str = "en",
    kinds: Sequence[str] = (),
    limit: int = 20,
) -> list[SkillRow]:
    """Find skills and occupations by words of their names and descriptions.

    Every word must occur; words may be unfinished. A label equal to the text comes first, then
    labels that begin with it, then labels that hold every word, then the rest by rank.

    Args:
        text: what somebody typed; also a whole URI or code.
        framework: key of one framework ("esco"), or None for all.
        language: of the labels; a framework that lacks it is searched in English.
        kinds: only these kinds; empty means all.
        limit: at most this many, 1 to 100.
    """
    wanted = " ".join(text.split())[:200]
    words = re.findall(r"\w+", wanted.lower())[:_MAX_WORDS]
    if not words:
        return []
    found = _current(framework=framework, language=language)
    if kinds:
        found = found.filter(kind__in=kinds)
    query = _search_query(words, language)
    ranked = (
        found.filter(Q(search=query) | Q(uri=wanted) | Q(code=wanted))
        .annotate(
            nearness=Case(
                When(Q(uri=wanted) | Q(code=wanted), then=Value(0)),
                When(label__iexact=wanted, then=Value(1)),
                When(label__istartswith=wanted, then=Value(2)),
                When(search=_all_in_label(words), then=Value(3)),
                default=Value(4),
                output_field=IntegerField(),
            ),
            rank=SearchRank(F("search"), query, weights=list(_WEIGHTS), normalization=Value(1)),
            length=Length("label"),
        )
        .order_by("nearness", "-rank", "length", Lower("label"), "id")
    )
    return [_row(each) for each in ranked[: max(1, min(limit, MAX_RESULTS))]]


def skill(uri: str, *, language: str = "en") -> SkillRow | None:
    """Return a skill by its URI, from the current version if that still has it.

    The label is in `language` where the framework has it, else in English, else in any.
    """
    return _first(Skill.objects.filter(uri=uri), language)


def skill_by_id(skill_id: int) -> SkillRow | None:
    """Return one row by its number, as in the address of its page."""
    found = Skill.objects.select_related("framework").filter(id=skill_id).first()
    return _row(found) if found else None


def skills(uris: Sequence[str], *, language: str = "en") -> dict[str, SkillRow]:
    """Return the known ones among these URIs, in one query."""
    found: dict[str, SkillRow] = {}
    rows = Skill.objects.filter(uri__in=list(uris)).select_related("framework")
    for each in rows.order_by(*_preference(language)):
        found.setdefault(each.uri, _row(each))
    return found


def _current(*, framework: str | None, language: str) -> QuerySet[Skill]:
    found = Skill.objects.select_related("framework").filter(framework__is_current=True)
    if framework:
        found = found.filter(framework__key=framework)
    short = language.partition("-")[0]
    if short == "en":
        return found.filter(language="en")
    translated = Framework.objects.filter(is_current=True, skills__language=short).distinct()
    return found.filter(
        Q(language=short) | (Q(language="en") & ~Q(framework__in=translated.values("pk")))
    )


def _all_in_label(words: Sequence[str]) -> SearchQuery:
    prefixes = " & ".join(f"{word}:*A" for word in words)
    return SearchQuery(prefixes, search_type="raw", config="simple")


def _search_query(words: Sequence[str], language: str) -> SearchQuery:
    # \w+ leaves only word characters, so nothing of tsquery's own syntax can be typed in.
    prefixes = " & ".join(f"{word}:*" for word in words)
    config = TEXT_SEARCH_CONFIGS.get(language.partition("-")[0], "simple")
    return SearchQuery(prefixes, search_type="raw", config="simple") | SearchQuery(
        " ".join(words), search_type="plain", config=config
    )


def _preference(language: str) -> list[Case | str]:
    short = language.partition("-")[0]
    by_language = Case(
        When(language=language, then=Value(0)),
        When(language=short, then=Value(1)),
        When(language="en", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return ["-framework__is_current", by_language, "-framework__imported_at", "id"]


def _first(found: QuerySet[Skill], language: str) -> SkillRow | None:
    first = found.select_related("framework").order_by(*_preference(language)).first()
    return _row(first) if first else None


def _row(found: Skill) -> SkillRow:
    return SkillRow(
        id=found.id,
        uri=found.uri,
        code=found.code,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        language=found.language,
        label=found.label,
        aliases=tuple(found.aliases.split("\n")) if found.aliases else (),
        description=found.description,
        framework=found.framework.name,
        framework_key=found.framework.key,
        framework_version=found.framework.version,
        attribution=found.framework.attribution,
        licence=found.framework.licence,
    )
