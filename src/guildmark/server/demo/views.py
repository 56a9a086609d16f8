"""Pages that only a demo has: enter as somebody, and the mailbox."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from guildmark.server.base.errors import NotFound
from guildmark.server.demo.characters import account_of, character
from guildmark.server.demo.permissions import require_demo
from guildmark.server.messages.queries import message, recent


@require_POST
def enter_as(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as one of the demo's characters, without a password."""
    require_demo()
    found = character(role)
    account = account_of(found) if found else None
    if found is None or account is None:
        raise NotFound
    person = get_user_model().objects.get(pk=account.id)
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(found.start)


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Everything that was mailed, newest first; nothing left this machine."""
    require_demo()
    return render(request, "demo/mailbox.html", {"mails": recent(limit=100)})


@require_safe
def mail(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """One mail, as its reader gets it."""
    require_demo()
    row = message(message_id)
    if row is None:
        raise NotFound
    return render(request, "demo/mail.html", {"mail": row})
