"""How allauth sees our people: names, language, and mails through our own queue."""

from __future__ import annotations

import secrets
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import get_language, override

from guildmark.server.accounts.models import Person
from guildmark.server.base.visitor import client_network
from guildmark.server.messages.operations import queue_rendered_mail

# A year, after which the browser is a stranger again.
_LANGUAGE_SECONDS: Final = 365 * 24 * 60 * 60


def remember_language(response: HttpResponseBase, *, language: str) -> None:
    """Let this browser's pages come in a language from now on, as its language switch does."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_LANGUAGE_SECONDS,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def display_name(person: Person) -> str:
    """Return the name that pages greet a person with."""
    return person.name or person.email


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sends allauth's mails through the messages room, so they are queued, retried and seen."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of allauth's mails in its reader's language.

        Whoever has no account yet gets the language of the page that caused it.
        """
        context = {"email": email, "PUBLIC_ORIGIN": settings.PUBLIC_ORIGIN, **context}
        person = context.get("user")
        known = person if isinstance(person, Person) and person.pk else None
        language = known.language if known else get_language() or "en"
        with override(language):
            subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
            text = render_to_string(f"{template_prefix}_message.txt", context)
        queue_rendered_mail(
            person_id=known.pk if known else None,
            to=email,
            language=language,
            kind=template_prefix.rpartition("/")[2],
            subject=subject,
            text=text,
            # Each of these mails answers one request; nothing runs it twice.
            dedupe_key=f"account:{secrets.token_hex(16)}",
        )

    def post_login(self, request: HttpRequest, user: Person, **details: Any) -> HttpResponseBase:
        """Show a person their own language, unless this browser has chosen one already."""
        response: HttpResponseBase = super().post_login(request, user, **details)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, language=user.language)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what rate limits count by: an address, or one visitor's IPv6 network."""
        return client_network(request)
