"""An organization's own pages: overview, members, public data, the record of what was done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildmark.server.audit.queries import records
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.base.paging import parse_page_number
from guildmark.server.organizations import operations, queries
from guildmark.server.organizations.forms import InvitationForm, OrganizationForm, role_name
from guildmark.server.organizations.permissions import OWNER, VIEWER, Actor
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.organizations.rooms import rooms_for, tabs_for


def enter(request: HttpRequest, slug: str, *roles: str) -> OrganizationRow:
    """Return the organization for a member who holds one of `roles` (any role when none is named).

    Raises:
        NotFound: there is no such organization, or the actor has no business in it.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = queries.organization_by_slug(slug)
    if row is None:
        raise NotFound
    allowed = actor.has_role(row.id, *roles) if roles else actor.belongs_to(row.id)
    if not allowed:
        raise NotFound
    return row


def frame(request: HttpRequest, organization: OrganizationRow) -> dict[str, Any]:
    """Return what each page of an organization shows around its content: `organization`, `tabs`."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "organization": organization,
        "tabs": tabs_for(actor, organization, path=request.path),
    }


@login_required
@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits in each room that the actor may enter."""
    row = enter(request, slug)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rooms = [
        {
            "label": room.label,
            "url": reverse(room.url_name, args=[slug]),
            "summary": room.summary(row.id) if room.summary else "",
        }
        for room in rooms_for(actor, row)
        if room.order
    ]
    return render(
        request,
        "organizations/overview.html",
        {
            **frame(request, row),
            "rooms": rooms,
            "roles": sorted(actor.roles.get(row.id, ())),
            "is_owner": actor.has_role(row.id, OWNER),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the world reads about the organization."""
    row = enter(request, slug, OWNER)
    form = OrganizationForm(
        request.POST or None,
        initial={
            "name": row.name,
            "description": row.description,
            "url": row.url,
            "email": row.email,
            "countries": list(row.countries),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_organization(
                actor=request.actor,  # type: ignore[attr-defined]
                organization_id=row.id,
                data=form.to_input(kind=row.kind),
            )
        except InvalidInput as error:
            _show(error, form)
        else:
            messages.success(request, _("Saved. Credentials already signed keep what they say."))
            return redirect("organizations:change", slug)
    return render(
        request,
        "organizations/change.html",
        {**frame(request, row), "form": form},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Who belongs here with which roles; invite by mail."""
    row = enter(request, slug, OWNER)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.invite_member(
                actor=request.actor,  # type: ignore[attr-defined]
                organization_id=row.id,
                email=form.cleaned_data["email"],
                role=form.cleaned_data["role"],
            )
        except InvalidInput as error:
            _show(error, form)
        else:
            messages.success(request, _("Invited. The link in the mail works for 14 days."))
            return redirect("organizations:members", slug)
    return render(
        request,
        "organizations/members.html",
        {
            **frame(request, row),
            "members": queries.members(row.id),
            "invitations": queries.invitations(row.id),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_role(request: HttpRequest, slug: str, person_id: UUID, role: str) -> HttpResponse:
    """Take one role from one member, after asking."""
    row = enter(request, slug, OWNER)
    member = next(
        (each for each in queries.members(row.id, role=role) if each.person_id == person_id), None
    )
    if member is None:
        raise NotFound
    if request.method == "POST":
        try:
            operations.remove_role(
                actor=request.actor,  # type: ignore[attr-defined]
                organization_id=row.id,
                person_id=person_id,
                role=role,
            )
        except Conflict as error:
            messages.error(request, error.message)
        else:
            messages.success(
                request, _("%(name)s no longer has this role.") % {"name": member.name}
            )
        return redirect("organizations:members", slug)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Take the role “%(role)s” from %(name)s?")
            % {"role": role_name(role), "name": member.name},
            "consequences": [
                _("It takes effect at once: open pages and API tokens lose it too."),
                _("What they did stays, with their name in the record as before."),
            ],
            "action": _("Take the role"),
            "danger": True,
            "cancel_url": reverse("organizations:members", args=[slug]),
        },
    )


@login_required
@require_POST
def withdraw_invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    row = enter(request, slug, OWNER)
    operations.withdraw_invitation(
        actor=request.actor,  # type: ignore[attr-defined]
        organization_id=row.id,
        invitation_id=invitation_id,
    )
    messages.success(request, _("The invitation no longer works."))
    return redirect("organizations:members", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join an organization with the role that the mail offered."""
    if request.method == "POST":
        organization_id = operations.accept_invitation(
            actor=request.actor,  # type: ignore[attr-defined]
            token=token,
        )
        row = queries.organization(organization_id)
        if row is None:
            raise NotFound
        messages.success(request, _("Welcome to %(name)s.") % {"name": row.name})
        return redirect("organizations:organization", row.slug)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Join this organization?"),
            "lead": _("You were invited by mail. Joining gives you the role named there."),
            "action": _("Join"),
            "cancel_url": "/home/",
        },
    )


@login_required
@require_safe
def record(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what and when, newest first; people appear by name while their account exists."""
    row = enter(request, slug, VIEWER)
    page = records(organization=row.id, page=parse_page_number(request.GET.get("page")))
    names = {member.person_id: member.name for member in queries.members(row.id)}
    return render(
        request,
        "organizations/record.html",
        {**frame(request, row), "page": page, "names": names},
    )


def _show(error: InvalidInput, form: Any) -> None:
    """Put each finding at its field."""
    for finding in error.findings:
        form.add_error(
            finding.field if finding.field in form.fields else None,
            f"{finding.problem} {finding.remedy}".strip(),
        )
