"""Puts the acting person on each request."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject

from guildmark.server.organizations.queries import actor_of


class ActorMiddleware:
    """Set `request.actor`; asked of the database only when a view looks at it, then once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user.pk))  # type: ignore[attr-defined]
        return self._get_response(request)
