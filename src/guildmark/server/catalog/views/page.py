"""What the page of one micro-credential shows; the same for a version and for a preview."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.definition import Alignment, Criterion, Definition, Level
from guildmark.server.catalog.elements import ElementState, check_elements, label_of
from guildmark.server.catalog.queries import OfferRow
from guildmark.server.frameworks.queries import skills as find_skills
from guildmark.server.organizations.queries import OrganizationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One level in the rubric table; `level` is None where a criterion has fewer levels."""

    number: int
    level: Level | None
    is_standard: bool
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRow:
    """One criterion with a cell for each column."""

    criterion: Criterion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One thing that must be handed in, in words."""

    name: str
    description: str
    amount: str
    kinds: str
    authenticity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """The skills of one framework with the sentence its licence asks for."""

    framework: str
    attribution: str
    skills: tuple[Alignment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """An offer in words."""

    offer: OfferRow
    price: str
    participation: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementPage:
    """Everything a reader sees of one definition."""

    definition: Definition
    organization: OrganizationRow
    columns: tuple[int, ...]
    rubric: tuple[RubricRow, ...]
    evidence: tuple[EvidenceRow, ...]
    elements: tuple[ElementState, ...]
    skills: tuple[SkillGroup, ...]
    offers: tuple[OfferCard, ...]
    language: str
    supervision: str
    stackability: str
    validity: str


def build_page(
    definition: Definition, organization: OrganizationRow, *, offers: Sequence[OfferRow]
) -> AchievementPage:
    """Put a definition into the words and rows of its page."""
    columns = max((len(each.levels) for each in definition.criteria), default=0)
    return AchievementPage(
        definition=definition,
        organization=organization,
        columns=tuple(range(1, columns + 1)),
        rubric=tuple(_rubric_row(each, columns) for each in definition.criteria),
        evidence=_evidence(definition),
        elements=check_elements(definition, organization),
        skills=_skill_groups(definition),
        offers=tuple(offer_card(each) for each in offers),
        language=label_of(vocabulary.LANGUAGES, definition.language),
        supervision=label_of(vocabulary.SUPERVISION, definition.supervision),
        stackability=label_of(vocabulary.STACKABILITY, definition.stackability),
        validity=_validity(definition.validity_months),
    )


def offer_card(offer: OfferRow) -> OfferCard:
    """Put an offer into words."""
    return OfferCard(
        offer=offer,
        price=describe_price(offer.price_amount, offer.price_currency),
        participation=label_of(vocabulary.PARTICIPATION, offer.participation),
        language=label_of(vocabulary.LANGUAGES, offer.language),
    )


def describe_price(amount: Decimal | None, currency: str) -> str:
    """Return "Free of charge", "45.00 EUR" or "Ask the provider"."""
    if amount is None:
        return _("Ask the provider")
    if not amount:
        return _("Free of charge")
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimal_pos=places)} {currency}"


def absolute_url(path: str) -> str:
    """Return an address of ours as the world writes it."""
    return f"{settings.PUBLIC_ORIGIN}{path}"


def build_structured_data(page: AchievementPage, *, url: str) -> SafeString:
    """Return the page as a schema.org JSON-LD data block; it names no learner.

    Source: schema.org, EducationalOccupationalCredential.
    """
    definition = page.definition
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": url,
        "url": url,
        "name": definition.title,
        "description": definition.summary,
        "inLanguage": definition.language,
        "credentialCategory": "micro-credential",
        "competencyRequired": [
            {
                "@type": "DefinedTerm",
                "name": each.target_name,
                "url": each.target_url,
                "inDefinedTermSet": each.framework,
            }
            for each in definition.alignments
        ],
        "recognizedBy": {
            "@type": "Organization",
            "name": page.organization.name,
            "url": absolute_url(issuer_path(page.organization.slug)),
        },
    }
    if definition.eqf_level is not None:
        data["educationalLevel"] = f"EQF {definition.eqf_level}"
    if definition.validity_months is not None:
        data["validFor"] = f"P{definition.validity_months}M"
    # As Django's json_script: nothing in the data can end the block.
    text = json.dumps(data, ensure_ascii=False)
    for char, escaped in (("<", "\\u003C"), (">", "\\u003E"), ("&", "\\u0026")):
        text = text.replace(char, escaped)
    return mark_safe(text)  # noqa: S308  # escaped above


def issuer_path(slug: str) -> str:
    """Return the path of an issuer's public page (of the room `publication`)."""
    return reverse("publication:issuer", args=[slug])


def _rubric_row(criterion: Criterion, columns: int) -> RubricRow:
    levels = {each.level: each for each in criterion.levels}
    required = criterion.required_level
    cells = tuple(
        Cell(
            number=number,
            level=levels.get(number),
            is_standard=number == required,
            passes=required is not None and number >= required and number in levels,
        )
        for number in range(1, columns + 1)
    )
    return RubricRow(criterion=criterion, cells=cells)


def _evidence(definition: Definition) -> tuple[EvidenceRow, ...]:
    return tuple(
        EvidenceRow(
            name=each.name,
            description=each.description,
            amount=_amount(each.minimum),
            kinds=_join_kinds(each.kinds),
            authenticity=label_of(vocabulary.AUTHENTICITY, each.authenticity),
        )
        for each in definition.evidence_requirements
    )


def _amount(minimum: int) -> str:
    if not minimum:
        return _("Optional")
    return ngettext("At least %(count)d", "At least %(count)d", minimum) % {"count": minimum}


def _join_kinds(kinds: Sequence[str]) -> str:
    if set(kinds) == set(vocabulary.EVIDENCE_KINDS):
        return _("File or link")
    return ", ".join(label_of(vocabulary.EVIDENCE_KINDS, each) for each in kinds)


def _skill_groups(definition: Definition) -> tuple[SkillGroup, ...]:
    known = find_skills([each.target_url for each in definition.alignments])
    groups: dict[str, list[Alignment]] = {}
    attributions: dict[str, str] = {}
    for each in definition.alignments:
        name = each.framework or str(_("Other framework"))
        groups.setdefault(name, []).append(each)
        if each.target_url in known:
            attributions.setdefault(name, known[each.target_url].attribution)
    return tuple(
        SkillGroup(framework=name, attribution=attributions.get(name, ""), skills=tuple(skills))
        for name, skills in groups.items()
    )


def _validity(months: int | None) -> str:
    if months is None:
        return _("Does not expire")
    if months % 12 == 0:
        years = months // 12
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
