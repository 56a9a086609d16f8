"""The step that offers it: one or more chances to earn it, with price, place and dates."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.forms import OfferForm
from guildmark.server.catalog.queries import OfferRow
from guildmark.server.catalog.views.authoring import (
    Workplace,
    open_workplace,
    step_context,
)
from guildmark.server.catalog.views.page import offer_card
from guildmark.server.organizations.middleware import actor_on


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offers(request: HttpRequest, slug: str, achievement_id: UUID) -> HttpResponse:
    """List the offers and add one."""
    return _edit(request, open_workplace(request, slug, achievement_id), row=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, slug: str, achievement_id: UUID, offer_id: UUID) -> HttpResponse:
    """Change one offer, or take it away."""
    place = open_workplace(request, slug, achievement_id)
    row = queries.offer(offer_id)
    if row is None or row.achievement_id != place.draft.id:
        raise NotFound
    return _edit(request, place, row=row)


def _edit(request: HttpRequest, place: Workplace, *, row: OfferRow | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = OfferForm(sent, initial=_initial(place, row))
    if sent is not None and row is not None and sent.get("do") == "remove":
        operations.remove_offer(
            actor=actor_on(request), achievement_id=place.draft.id, offer_id=row.id
        )
        messages.success(request, _("The offer is taken away."))
        return HttpResponseRedirect(place.url("offers"))
    if sent is not None and form.is_valid() and _save(request, place, form=form, row=row):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(place.url("offers"))
    context = {
        **step_context(place, current="offers"),
        "form": form,
        "row": row,
        "cards": [offer_card(each) for each in queries.offers(place.draft.id, open_only=False)],
    }
    return render(request, "catalog/offers.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, place: Workplace, *, form: OfferForm, row: OfferRow | None) -> bool:
    try:
        operations.save_offer(
            actor=actor_on(request),
            achievement_id=place.draft.id,
            offer=form.to_input(row.id if row else None),
        )
    except InvalidInput as error:
        form.add_findings(error.findings)
        return False
    return True


def _initial(place: Workplace, row: OfferRow | None) -> dict[str, object]:
    if row is not None:
        return OfferForm.initial_of(row)
    definition = place.draft.definition
    return {
        "participation": definition.participation or "online",
        "language": definition.language,
        "is_open": True,
    }
