"""The page of an organization's signing keys.

It lives here and not in `keystore`, because what rotating does depends on the issuer's DID.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guildmark.server.base.errors import NotFound
from guildmark.server.keystore import operations
from guildmark.server.keystore.queries import keys
from guildmark.server.organizations.permissions import OWNER
from guildmark.server.organizations.views import enter, frame
from guildmark.server.publication.issuers import can_rotate, issuer_did


@login_required
@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The keys with their states, and what can be done."""
    row = enter(request, slug, OWNER)
    own = keys(row.id)
    return render(
        request,
        "publication/keys.html",
        {
            **frame(request, row),
            "keys": own,
            "did": issuer_did(row.id) if own else "",
            "can_rotate": can_rotate(),
        },
    )


@login_required
@require_POST
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the first key."""
    row = enter(request, slug, OWNER)
    operations.create_key(
        actor=request.actor,  # type: ignore[attr-defined]
        organization_id=row.id,
    )
    messages.success(request, _("The key is made. You can publish and award now."))
    return redirect("publication:keys", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rotate(request: HttpRequest, slug: str) -> HttpResponse:
    """Replace the active key, after saying what will happen."""
    row = enter(request, slug, OWNER)
    if not can_rotate():
        raise NotFound
    if request.method == "POST":
        operations.rotate_key(
            actor=request.actor,  # type: ignore[attr-defined]
            organization_id=row.id,
        )
        messages.success(request, _("The new key is active."))
        return redirect("publication:keys", slug)
    return render(
        request,
        "ui/confirm.html",
        {
            "title": _("Rotate the signing key?"),
            "consequences": [
                _("A new key is made and signs from now on."),
                _("The old key stays published; what it signed still verifies."),
                _("The private half of the old key is erased. This cannot be undone."),
            ],
            "action": _("Rotate the key"),
            "cancel_url": reverse("publication:keys", args=[slug]),
        },
    )
