"""How the REST API knows who is asking: a bearer token with the scope that the endpoint names.

    @router.get("/achievements", auth=bearer("catalog.read"))

A token acts as its person, narrowed to its scopes: the operation still asks for the role.
Source: RFC 6750 (Bearer).
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from guildmark.server.accounts.queries import token_holder
from guildmark.server.base.errors import NotPermitted
from guildmark.server.base.scope import set_scope
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import actor_of


class ScopedBearer(HttpBearer):
    """Accepts a live token that has one scope; sets `request.actor` to its person."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        """Return the actor, or None (401) for an unknown, withdrawn or expired token.

        Raises:
            NotPermitted: the token is good but lacks the scope.
        """
        found = token_holder(token)
        if found is None:
            return None
        person_id, scopes = found
        if self.scope not in scopes:
            raise NotPermitted(
                "scope_missing",
                _("This token lacks the scope %(scope)s. Make one that has it.")
                % {"scope": self.scope},
            )
        actor = actor_of(person_id, scopes=scopes)
        request.actor = actor  # type: ignore[attr-defined]
        # Until the response is ready; ScopeMiddleware then takes it off again.
        set_scope(organizations=actor.roles, person=actor.person_id)
        return actor


def bearer(scope: str) -> ScopedBearer:
    """Return the check for one scope (accounts.operations.SCOPES lists them)."""
    return ScopedBearer(scope)
