"""Pages of an employer's role profiles."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guildmark.server.base.errors import Finding, InvalidInput, NotFound
from guildmark.server.frameworks.queries import search_skills, skill
from guildmark.server.organizations.middleware import actor_on
from guildmark.server.organizations.permissions import AUTHOR
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.organizations.views import enter, frame
from guildmark.server.workforce import operations, queries
from guildmark.server.workforce.forms import RoleForm, RoleForms
from guildmark.server.workforce.permissions import may_write
from guildmark.server.workforce.queries import RoleRow

_RESULTS = 10


def _find_role(request: HttpRequest, owner: OrganizationRow, role_id: UUID) -> RoleRow:
    row = queries.role(actor=actor_on(request), role_id=role_id)
    if row.organization_id != owner.id:
        raise NotFound
    return row


@login_required
@require_safe
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """List the role profiles with how many of their skills can be proven."""
    owner = enter(request, slug)
    context = {
        **frame(request, owner),
        "roles": queries.roles(actor=actor_on(request), organization_id=owner.id),
        "may_write": may_write(actor_on(request), owner.id),
    }
    return render(request, "workforce/roles.html", context)


@login_required
@require_safe
def role(request: HttpRequest, slug: str, role_id: UUID) -> HttpResponse:
    """Show one role profile: each skill, the level needed, and what proves it."""
    owner = enter(request, slug)
    context = {
        **frame(request, owner),
        "role": _find_role(request, owner, role_id),
        "may_write": may_write(actor_on(request), owner.id),
    }
    return render(request, "workforce/role.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_role(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a role profile."""
    owner = enter(request, slug, AUTHOR)
    sent = request.POST if request.method == "POST" else None
    form = RoleForm(sent)
    if sent is not None:
        try:
            made = operations.create_role(
                actor=actor_on(request), organization_id=owner.id, profile=form.read()
            )
        except InvalidInput as error:
            form.add_findings(error.findings)
        else:
            return redirect("workforce:edit", slug, made)
    context = {**frame(request, owner), "form": form}
    return render(request, "workforce/new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_role(request: HttpRequest, slug: str, role_id: UUID) -> HttpResponse:
    """Change a role profile; add skills by search, remove them by button."""
    owner = enter(request, slug, AUTHOR)
    row = _find_role(request, owner, role_id)
    sent = request.POST if request.method == "POST" else None
    # The search's own buttons carry no profile: they add to the stored one.
    picks = sent is not None and sent.get("do") == "pick"
    forms = RoleForms(row.profile.to_json(), None if picks else sent)
    status = 200
    if sent is not None:
        try:
            return _save(request, slug, row=row, forms=forms)
        except InvalidInput as error:
            left = list(error.findings)
            for form in forms.forms:
                left = form.add_findings(left)
            for finding in left:
                forms.main.add_error(None, f"{finding.problem} {finding.remedy}")
            status = 422
    words = request.GET.get("q", "").strip()
    picked = {each.target_url for each in row.profile.skills}
    found = search_skills(text=words, language=_language(), limit=_RESULTS) if words else []
    context = {
        **frame(request, owner),
        "role": row,
        "forms": forms,
        "words": words,
        "results": [{"skill": each, "is_picked": each.uri in picked} for each in found],
        "attributions": sorted({each.attribution for each in found if each.attribution}),
    }
    return render(request, "workforce/edit.html", context, status=status)


def _save(
    request: HttpRequest, slug: str, *, row: RoleRow, forms: RoleForms
) -> HttpResponseRedirect:
    do = request.POST.get("do", "")
    here = reverse("workforce:edit", args=[slug, row.id])
    if do == "pick":
        profile: dict[str, Any] = row.profile.to_json()
        profile["skills"].append(_picked(request.POST.get("uri", "")))
        words = request.GET.get("q", "")
        here = f"{here}?{urlencode({'q': words})}" if words else here
    else:
        profile = forms.read()
        verb, _colon, place = do.partition(":")
        if verb == "remove" and place.isdecimal():
            del profile["skills"][int(place) : int(place) + 1]
    operations.save_role(actor=actor_on(request), role_id=row.id, profile=profile)
    if do == "done":
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("workforce:role", args=[slug, row.id]))
    return HttpResponseRedirect(here)


def _picked(uri: str) -> dict[str, Any]:
    found = skill(uri, language=_language())
    if found is None:
        problem = _("This skill is no longer in the lists.")
        raise InvalidInput(findings=[Finding("skills", problem, _("Search again."))])
    return {
        "framework": found.framework,
        "target_url": found.uri,
        "target_name": found.label,
        "level": None,
        "critical": False,
    }


def _language() -> str:
    return get_language() or "en"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove_role(request: HttpRequest, slug: str, role_id: UUID) -> HttpResponse:
    """Ask, then take a role profile away."""
    owner = enter(request, slug, AUTHOR)
    row = _find_role(request, owner, role_id)
    if request.method == "POST":
        operations.remove_role(actor=actor_on(request), role_id=role_id)
        messages.success(request, _("The role profile is taken away."))
        return redirect("workforce:roles", slug)
    context = {
        "title": _("Take “%(title)s” away?") % {"title": row.profile.title},
        "consequences": [_("The profile and its list of skills are deleted.")],
        "action": _("Take it away"),
        "cancel_url": reverse("workforce:role", args=[slug, role_id]),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)
