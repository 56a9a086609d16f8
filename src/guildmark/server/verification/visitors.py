"""Pages for people without an account: nothing about a visitor is kept, not even a cookie."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from guildmark.server.organizations.middleware import actor_on

__all__ = ["without_cookie"]


def without_cookie(request: HttpRequest) -> dict[str, Any]:
    """Return template context that keeps Django from giving a visitor a CSRF cookie.

    Only for pages on which a visitor can do nothing that a CSRF token protects. Who is signed in
    keeps the token: the account menu posts.
    """
    return {} if actor_on(request).person_id else {"csrf_token": ""}
