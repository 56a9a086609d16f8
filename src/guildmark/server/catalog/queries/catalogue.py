"""The public catalogue: current versions of published achievements, searched and filtered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib.postgres.search import SearchRank
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from guildmark.server.base.paging import Page, paginate
from guildmark.server.catalog.definition import Badge, Definition
from guildmark.server.catalog.full_text import build_search_query
from guildmark.server.catalog.models import Achievement, AchievementVersion, Offer, VersionSkill
from guildmark.server.catalog.queries.offers import OfferRow, _ordered, _row

PAGE_SIZE: Final = 12
SKILLS_IN_FACET: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillTag:
    """A skill that a version is aligned to; `level` is 1 to 8, or None where it is not stated."""

    url: str
    name: str
    framework: str
    level: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One micro-credential on the shelf; `offers` are the open ones, the cheapest first."""

    achievement_id: UUID
    version_id: UUID
    number: int
    organization_id: UUID
    organization_name: str
    organization_slug: str
    title: str
    summary: str
    language: str
    workload_hours: Decimal
    ects_credits: Decimal | None
    eqf_level: int | None
    badge: Badge
    published_at: datetime
    skills: tuple[SkillTag, ...]
    offers: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """A value that the results could be narrowed to, with how many would remain."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What the results can be narrowed by."""

    skills: tuple[FacetCount, ...]
    eqf_levels: tuple[FacetCount, ...]
    languages: tuple[FacetCount, ...]
    providers: tuple[FacetCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueSearch:
    """What is looked for; empty or None fields do not narrow.

    `skill` is a skill's address or a part of its name; `provider` an organization's short name;
    `max_cost` 0 means free of charge, else an amount in `currency`.
    """

    text: str = ""
    skill: str = ""
    eqf_level: int | None = None
    max_hours: Decimal | None = None
    max_cost: Decimal | None = None
    currency: str = "EUR"
    language: str = ""
    provider: str = ""


def search_catalogue(
    *,
    text: str = "",
    skill: str = "",
    eqf_level: int | None = None,
    max_hours: Decimal | None = None,
    max_cost: Decimal | None = None,
    currency: str = "EUR",
    language: str = "",
    provider: str = "",
    page: int = 1,
) -> Page[CatalogueRow]:
    """Return one page of what can be earned, best match first (without text: newest first).

    The arguments are those of `CatalogueSearch`. A page beyond the last one gives the last one. The
    number of queries does not grow with the results.
    """
    return search_page(
        CatalogueSearch(
            text=text, skill=skill, eqf_level=eqf_level, max_hours=max_hours, max_cost=max_cost,
            currency=currency, language=language, provider=provider,
        ),
        page=page,
    )  # fmt: skip


def search_page(wanted: CatalogueSearch, *, page: int = 1) -> Page[CatalogueRow]:
    """Return one page of results for a search."""
    cut = paginate(
        _ranked(_filtered(wanted), wanted.text), number=page, size=PAGE_SIZE, to_row=lambda row: row
    )
    rows = _rows(cut.items)
    return Page(items=rows, number=cut.number, size=cut.size, total=cut.total)


def count_facets(wanted: CatalogueSearch) -> Facets:
    """Return what the results of a search can be narrowed by, in four queries."""
    return _facets(_filtered(wanted))


def achievements_for_skills(urls: Sequence[str]) -> dict[str, tuple[CatalogueRow, ...]]:
    """Return, for each skill address, what is published that proves it, by title.

    Addresses that nothing proves are left out.
    """
    wanted = set(urls)
    found = _public().filter(skills__target_url__in=wanted).distinct()
    by_url: dict[str, list[CatalogueRow]] = defaultdict(list)
    for row in _rows(found.order_by("title", "id")):
        for tag in row.skills:
            if tag.url in wanted:
                by_url[tag.url].append(row)
    return {url: tuple(rows) for url, rows in by_url.items()}


def _public() -> QuerySet[AchievementVersion]:
    newer = AchievementVersion.objects.filter(
        achievement=OuterRef("achievement"), number__gt=OuterRef("number")
    )
    found = AchievementVersion.objects.filter(
        ~Exists(newer), achievement__state=Achievement.State.PUBLISHED
    )
    return found.select_related("achievement__organization")


def _filtered(wanted: CatalogueSearch) -> QuerySet[AchievementVersion]:
    found = _public()
    if query := build_search_query(wanted.text):
        found = found.filter(Q(search=query) | Q(title__icontains=wanted.text.strip()))
    if wanted.skill:
        skills = VersionSkill.objects.filter(
            Q(target_url=wanted.skill) | Q(target_name__icontains=wanted.skill),
            version=OuterRef("pk"),
        )
        found = found.filter(Exists(skills))
    if wanted.eqf_level is not None:
        found = found.filter(eqf_level=wanted.eqf_level)
    if wanted.max_hours is not None:
        found = found.filter(workload_hours__lte=wanted.max_hours)
    if wanted.max_cost is not None:
        found = found.filter(Exists(_affordable(wanted.max_cost, wanted.currency)))
    if wanted.language:
        in_language = _open_offers().filter(language=wanted.language)
        found = found.filter(Q(language=wanted.language) | Exists(in_language))
    if wanted.provider:
        found = found.filter(achievement__organization__slug=wanted.provider)
    return found


def _open_offers() -> QuerySet[Offer]:
    return Offer.objects.filter(achievement=OuterRef("achievement"), open=True)


def _affordable(max_cost: Decimal, currency: str) -> QuerySet[Offer]:
    return _open_offers().filter(
        Q(price_amount=0) | Q(price_amount__lte=max_cost, price_currency=currency)
    )


def _ranked(found: QuerySet[AchievementVersion], text: str) -> QuerySet[AchievementVersion]:
    query = build_search_query(text)
    if query is None:
        return found.order_by("-published_at", "id")
    rank = SearchRank(F("search"), query)
    return found.annotate(rank=rank).order_by("-rank", "-published_at", "id")


def _rows(found: Iterable[AchievementVersion]) -> tuple[CatalogueRow, ...]:
    versions = list(found)
    by_achievement: dict[UUID, list[OfferRow]] = defaultdict(list)
    ids = [each.achievement_id for each in versions]
    for offer in _ordered(Offer.objects.filter(achievement__in=ids, open=True)):
        by_achievement[offer.achievement_id].append(_row(offer))
    return tuple(
        _catalogue_row(each, offers=by_achievement[each.achievement_id]) for each in versions
    )


def _catalogue_row(found: AchievementVersion, *, offers: Iterable[OfferRow]) -> CatalogueRow:
    definition = Definition.from_json(found.definition)
    organization = found.achievement.organization
    return CatalogueRow(
        achievement_id=found.achievement_id,
        version_id=found.id,
        number=found.number,
        organization_id=organization.id,
        organization_name=organization.name,
        organization_slug=organization.slug,
        title=found.title,
        summary=definition.summary,
        language=found.language,
        workload_hours=found.workload_hours,
        ects_credits=definition.ects_credits,
        eqf_level=found.eqf_level,
        badge=definition.badge,
        published_at=found.published_at,
        skills=tuple(
            SkillTag(
                url=each.target_url,
                name=each.target_name,
                framework=each.framework,
                level=each.level or definition.eqf_level,
            )
            for each in definition.alignments
        ),
        offers=tuple(offers),
    )


def _facets(found: QuerySet[AchievementVersion]) -> Facets:
    ids = found.values("pk")
    skills = (
        VersionSkill.objects.filter(version__in=ids)
        .values_list("target_url", "target_name")
        .annotate(count=Count("version", distinct=True))
        .order_by("-count", "target_name")[:SKILLS_IN_FACET]
    )
    plain = AchievementVersion.objects.filter(pk__in=ids)
    return Facets(
        skills=tuple(FacetCount(value=url, label=name, count=n) for url, name, n in skills),
        eqf_levels=_count(plain.exclude(eqf_level=None), "eqf_level"),
        languages=_count(plain, "language"),
        providers=_count(
            plain, "achievement__organization__slug", label="achievement__organization__name"
        ),
    )


def _count(
    found: QuerySet[AchievementVersion], field: str, *, label: str = ""
) -> tuple[FacetCount, ...]:
    rows = (
        found.values_list(field, label or field)
        .annotate(count=Count("pk"))
        .order_by(label or field)
    )
    return tuple(
        FacetCount(value=str(value), label=str(name), count=count) for value, name, count in rows
    )
