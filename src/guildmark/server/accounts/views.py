"""Pages about one's own account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from guildmark.server.accounts import operations, queries
from guildmark.server.accounts.adapters import remember_language
from guildmark.server.accounts.forms import EraseForm, ProfileForm, TokenForm
from guildmark.server.base.errors import InvalidInput, NotFound


def _me(request: HttpRequest) -> queries.PersonRow:
    row = queries.person(request.user.pk) if request.user.pk else None
    if row is None:
        raise NotFound
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Name, language, and the ways to everything else about the account."""
    me = _me(request)
    form = ProfileForm(request.POST or None, initial={"name": me.name, "language": me.language})
    if request.method == "POST" and form.is_valid():
        operations.change_profile(
            person_id=me.id,
            name=form.cleaned_data["name"],
            language=form.cleaned_data["language"],
        )
        messages.success(request, _("Saved. Credentials already signed keep the name they have."))
        response = redirect("accounts:settings")
        remember_language(response, language=form.cleaned_data["language"])
        return response
    return render(
        request, "accounts/settings.html", {"form": form}, status=422 if form.errors else 200
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """API tokens: the list, and a new one whose secret is shown once."""
    me = _me(request)
    form = TokenForm(request.POST or None)
    token = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = operations.create_token(
                person_id=me.id, actor_id=me.actor_id, **form.cleaned_data
            )
        except InvalidInput as error:
            for finding in error.findings:
                form.add_error(finding.field, f"{finding.problem} {finding.remedy}")
        else:
            form = TokenForm()
    return render(
        request,
        "accounts/tokens.html",
        {"form": form, "tokens": queries.tokens(me.id), "token": token},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Withdraw one token."""
    me = _me(request)
    operations.revoke_token(person_id=me.id, actor_id=me.actor_id, token_id=token_id)
    messages.success(request, _("The token no longer works."))
    return redirect("accounts:tokens")


@never_cache
@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Everything held about the person, as one zip archive."""
    archive = operations.export_everything(person_id=_me(request).id, now=timezone.now())
    response = HttpResponse(archive, content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="guildmark-my-data.zip"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, ask once more, erase."""
    me = _me(request)
    form = EraseForm(request.POST or None, email=me.email)
    if request.method == "POST" and form.is_valid():
        operations.erase_account(person_id=me.id)
        logout(request)
        messages.success(request, _("Your account is erased."))
        return redirect("/")
    return render(
        request,
        "accounts/erase.html",
        {"form": form, "items": operations.describe_data(me.id)},
        status=422 if form.errors else 200,
    )
