"""The pages that belong to no single room: the front page and help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guildmark.server.catalog.queries import search_catalogue
from guildmark.server.catalog.views.public import catalogue_card
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
