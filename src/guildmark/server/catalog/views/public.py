"""Pages that anybody may open: the catalogue and one micro-credential, with its other formats."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from guildmark.server.base.errors import NotFound
from guildmark.server.base.paging import parse_page_number
from guildmark.server.base.queries import is_demo
from guildmark.server.catalog import queries, vocabulary
from guildmark.server.catalog.badge import badge_design, design_of, draw_definition_badge
from guildmark.server.catalog.creators import build_creator
from guildmark.server.catalog.elements import describe_workload, label_of
from guildmark.server.catalog.forms import CatalogueFilters
from guildmark.server.catalog.open_badges import achievement_document
from guildmark.server.catalog.queries import CatalogueRow, CatalogueSearch, Facets, VersionRow
from guildmark.server.catalog.views.page import (
    absolute_url,
    build_page,
    build_structured_data,
    describe_price,
    issuer_path,
)
from guildmark.server.organizations.queries import OrganizationRow, organization
from guildmark.server.ui.raster import rasterize_badge, social_image

_JSON_TYPES = ("application/ld+json", "application/json")
# Long enough to spare a busy page, short enough that a new version is soon seen.
_PICTURE_SECONDS = 3600
# Two rows on a desktop; more would push the results off a phone's first screens.
_SKILLS_SHOWN = 8
_FILTERS = ("skill", "level", "hours", "cost", "currency", "language", "provider")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show what can be earned, narrowed by what the address says."""
    every = queries.count_facets(CatalogueSearch())
    form = CatalogueFilters(request.GET, facets=every)
    search = form.to_search()
    found = queries.search_page(search, page=parse_page_number(request.GET.get("page")))
    context = {
        "form": form,
        "cards": [catalogue_card(row) for row in found.items],
        "kept": [(name, value) for name, value in request.GET.items() if name in _FILTERS],
        "found": found,
        "pages": found,
        "skills": _skill_links(request, queries.count_facets(search)),
        "in_use": _count_in_use(search),
        "search": search,
    }
    return render(request, "catalog/catalogue.html", context)


@require_safe
def achievement(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show the newest version, as a page or as Open Badges JSON."""
    return _show(request, queries.current_version(achievement_id))


@require_safe
def version(request: HttpRequest, achievement_id: UUID, number: int) -> HttpResponse:
    """Show one version, as a page or as Open Badges JSON."""
    return _show(request, queries.version_by_number(achievement_id, number=number))


@require_safe
def badge(request: HttpRequest, achievement_id: UUID, kind: str) -> HttpResponse:
    """Serve the newest version's badge as SVG or as a PNG of 512 pixels."""
    if kind not in ("svg", "png"):
        raise NotFound
    row = _require(queries.current_version(achievement_id))
    svg = draw_definition_badge(row.definition, demo=is_demo(), title=row.definition.title)
    if kind == "svg":
        return _picture(row, svg.encode(), "image/svg+xml")
    return _picture(row, rasterize_badge(svg, 512), "image/png")


@require_safe
def social(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Serve the picture that social networks show for the page."""
    row = _require(queries.current_version(achievement_id))
    issuer = _issuer(row)
    demo = is_demo()
    design = badge_design(row.definition, demo=demo)
    image = social_image(design=design, title=row.definition.title, issuer=issuer.name, demo=demo)
    return _picture(row, image, "image/png")


def _show(request: HttpRequest, row: VersionRow | None) -> HttpResponse:
    row = _require(row)
    wanted = request.get_preferred_type(["text/html", *_JSON_TYPES])
    response = _as_json(row, wanted) if wanted in _JSON_TYPES else _as_page(request, row)
    patch_vary_headers(response, ["Accept"])
    return response


def _as_json(row: VersionRow, media_type: str | None) -> HttpResponse:
    issuer = _issuer(row)
    document = achievement_document(
        row,
        url=achievement_id_of(row),
        creator=build_creator(issuer, page_url=absolute_url(issuer_path(issuer.slug))),
        image_url=f"{achievement_id_of(row)}/badge.png",
    )
    response = JsonResponse(document, content_type=media_type)
    # Public and the same for everybody: other sites' scripts may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def achievement_id_of(row: VersionRow) -> str:
    """Return the stable id that every version and every award of it shares: its address."""
    return absolute_url(f"/achievements/{row.achievement_id}")


def _as_page(request: HttpRequest, row: VersionRow) -> HttpResponse:
    page = build_page(row.definition, _issuer(row), offers=queries.offers(row.achievement_id))
    url = achievement_id_of(row)
    context = {
        "page": page,
        "version": row,
        "versions": queries.versions(row.achievement_id),
        "design": badge_design(row.definition),
        "url": url,
        "social_url": absolute_url(reverse("catalog:social", args=[row.achievement_id])),
        "issuer_url": issuer_path(page.organization.slug),
        "workload": describe_workload(row.definition.workload_hours, row.definition.ects_credits),
        "structured_data": build_structured_data(page, url=url),
        "start_url": _start_url(row),
    }
    return render(request, "catalog/achievement.html", context)


def _start_url(row: VersionRow) -> str:
    if not row.can_be_started:
        return ""
    return reverse("assessment:start", args=[row.achievement_id])


def _picture(row: VersionRow, content: bytes, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = f"public, max-age={_PICTURE_SECONDS}"
    # Credentials carry the badge's address, so that pages elsewhere show it.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Last-Modified"] = http_date(row.published_at.timestamp())
    response["ETag"] = f'"{row.digest}"'
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _require(row: VersionRow | None) -> VersionRow:
    if row is None:
        raise NotFound
    return row


def _issuer(row: VersionRow) -> OrganizationRow:
    found = organization(row.organization_id)
    if found is None:
        raise NotFound
    return found


def catalogue_card(row: CatalogueRow) -> dict[str, Any]:
    """Return what `catalog/_card.html` shows of one micro-credential, as `card`."""
    cheapest = next((each for each in row.offers if each.price_amount is not None), None)
    price = describe_price(cheapest.price_amount, cheapest.price_currency) if cheapest else ""
    return {
        "row": row,
        "language": label_of(vocabulary.LANGUAGES, row.language),
        "design": design_of(row.badge, title=row.title, eqf_level=row.eqf_level),
        "workload": describe_workload(row.workload_hours, row.ects_credits),
        "price": price,
        "is_from": bool(cheapest and cheapest.price_amount)
        and len({each.price_amount for each in row.offers}) > 1,
    }


def _skill_links(request: HttpRequest, facets: Facets) -> list[dict[str, Any]]:
    """Return the skills of the results with the address that narrows to each."""
    links = []
    for each in facets.skills[:_SKILLS_SHOWN]:
        query = request.GET.copy()
        query["skill"] = each.value
        query.pop("page", None)
        links.append({"label": each.label, "count": each.count, "query": query.urlencode()})
    return links


def _count_in_use(search: CatalogueSearch) -> int:
    narrowing = (
        search.skill,
        search.eqf_level,
        search.max_hours,
        search.max_cost,
        search.language,
        search.provider,
    )
    return sum(value not in ("", None) for value in narrowing)
