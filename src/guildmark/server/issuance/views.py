"""Pages of the issuer: awards made, one award, taking it back."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.base.paging import parse_page_number
from guildmark.server.issuance import operations, queries
from guildmark.server.issuance.forms import AwardFilter, RevocationForm
from guildmark.server.organizations.permissions import ISSUER, VIEWER
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.organizations.views import enter, frame
from guildmark.server.publication.queries import credential_url


@login_required
@require_safe
def awards(request: HttpRequest, slug: str) -> HttpResponse:
    """All awards of the organization, newest first."""
    row = enter(request, slug, ISSUER, VIEWER)
    form = AwardFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = queries.awards(
        actor=request.actor,  # type: ignore[attr-defined]
        organization_id=row.id,
        text=wanted.get("text", ""),
        state=wanted.get("state", ""),
        page=parse_page_number(request.GET.get("page")),
    )
    return render(
        request,
        "issuance/awards.html",
        {
            **frame(request, row),
            "page": page,
            "form": form,
            "filtered": sum(1 for value in wanted.values() if value),
        },
    )


def _award(request: HttpRequest, row: OrganizationRow, award_id: UUID) -> queries.CredentialRow:
    found = queries.award_for(
        actor=request.actor,  # type: ignore[attr-defined]
        award_id=award_id,
    )
    if found.organization_id != row.id:
        raise NotFound
    return found


@login_required
@require_safe
def award(request: HttpRequest, slug: str, award_id: UUID) -> HttpResponse:
    """One award: to whom, for what, its state and the credential's address."""
    row = enter(request, slug, ISSUER, VIEWER)
    found = _award(request, row, award_id)
    return render(
        request,
        "issuance/award.html",
        {
            **frame(request, row),
            "award": found,
            "sha256": found.sha256.hex(),
            "address": credential_url(found.id),
            "may_revoke": found.state == "issued" and request.actor.has_role(row.id, ISSUER),  # type: ignore[attr-defined]
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: HttpRequest, slug: str, award_id: UUID) -> HttpResponse:
    """Take an award back, with a reason, after saying what will happen."""
    row = enter(request, slug, ISSUER)
    found = _award(request, row, award_id)
    form = RevocationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.revoke_award(
                actor=request.actor,  # type: ignore[attr-defined]
                award_id=award_id,
                reason=form.cleaned_data["reason"],
            )
        except InvalidInput as error:
            for finding in error.findings:
                form.add_error("reason", f"{finding.problem} {finding.remedy}")
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("issuance:award", slug, award_id)
        else:
            messages.success(request, _("Revoked. The status list says so now."))
            return redirect("issuance:award", slug, award_id)
    minutes = -(-settings.STATUS_TTL_SECONDS // 60)
    visible = ngettext(
        "Every verifier sees it within %(count)d minute.",
        "Every verifier sees it within %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Revoke “%(title)s” of %(name)s?")
            % {"title": found.title, "name": found.recipient_name or _("an erased account")},
            "consequences": [
                visible,
                _("Its holder gets a mail with your reason."),
                _("It cannot be undone: a revoked credential stays revoked."),
            ],
            "form": form,
            "action": _("Revoke for ever"),
            "danger": True,
            "cancel_url": reverse("issuance:award", args=[slug, award_id]),
        },
        status=422 if form.errors else 200,
    )
