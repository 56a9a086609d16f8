"""Puts the acting person on each request, and their scope on its database connection."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from guildmark.server.base.scope import Scope
from guildmark.server.organizations.permissions import VISITOR, Actor
from guildmark.server.organizations.queries import actor_of


def scope_of_request(request: HttpRequest) -> Scope:
    """Set `request.actor` and return the rows that this request may touch at most.

    Settings name it as GUILDMARK_SCOPE_OF_REQUEST; visitors cost no query.
    """
    user = getattr(request, "user", AnonymousUser())
    actor = actor_of(user.pk) if user.is_authenticated else VISITOR
    request.actor = actor  # type: ignore[attr-defined]
    return scope_of(actor)


def scope_of(actor: Actor) -> Scope:
    """Return an actor's scope: the organizations they belong to, and themselves."""
    return Scope(organizations=frozenset(actor.roles), person=actor.person_id)


def actor_on(request: HttpRequest) -> Actor:
    """Return who acts in a request."""
    return cast("Actor", getattr(request, "actor", VISITOR))
