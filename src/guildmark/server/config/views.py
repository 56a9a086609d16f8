"""The pages that belong to no single room: the front page, help, the API's description."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from guildmark.server.catalog.queries import search_catalogue
from guildmark.server.catalog.views.public import catalogue_card
from guildmark.server.config.endpoints import describe_endpoints
from guildmark.server.organizations.queries import organizations

# Enough to fill a desktop's row twice, few enough for a phone.
_ON_THE_FRONT_PAGE = 6


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, for each kind of visitor, with the newest micro-credentials."""
    page = search_catalogue()
    return render(
        request,
        "config/front.html",
        {
            "cards": [catalogue_card(row) for row in page.items[:_ON_THE_FRONT_PAGE]],
            "total": page.total,
            "providers": organizations(kind="provider"),
        },
    )


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to reach the first success in each role."""
    return render(request, "config/help.html")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint of the REST API with its scope, parameters and body."""
    return render(
        request,
        "config/api_docs.html",
        {
            "rooms": describe_endpoints(),
            "origin": settings.PUBLIC_ORIGIN,
            "schema_url": reverse("api-1:openapi-json"),
        },
    )
