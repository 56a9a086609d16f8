"""Reads about what can be earned: versions, drafts, offers, the public catalogue."""

from __future__ import annotations

from guildmark.server.catalog.queries.catalogue import (
    CatalogueRow,
    CatalogueSearch,
    FacetCount,
    Facets,
    SkillTag,
    achievements_for_skills,
    count_facets,
    search_catalogue,
    search_page,
)
from guildmark.server.catalog.queries.drafts import DraftRow, count_states, draft, drafts
from guildmark.server.catalog.queries.offers import OfferRow, offer, offers
from guildmark.server.catalog.queries.versions import (
    VersionRow,
    achievement_organization,
    current_version,
    version,
    version_by_number,
    versions,
)

__all__ = [
    "CatalogueRow",
    "CatalogueSearch",
    "DraftRow",
    "FacetCount",
    "Facets",
    "OfferRow",
    "SkillTag",
    "VersionRow",
    "achievement_organization",
    "achievements_for_skills",
    "count_facets",
    "count_states",
    "current_version",
    "draft",
    "drafts",
    "offer",
    "offers",
    "search_catalogue",
    "search_page",
    "version",
    "version_by_number",
    "versions",
]
