"""Who may open a wallet: its owner, nobody else; not even the issuer or an operator."""

from __future__ import annotations

from uuid import UUID

from guildmark.server.organizations.permissions import Actor

__all__ = ["may_hold"]


def may_hold(actor: Actor, *, holder_id: UUID) -> bool:
    """Tell whether this is the actor's own wallet."""
    return actor.person_id is not None and actor.person_id == holder_id
