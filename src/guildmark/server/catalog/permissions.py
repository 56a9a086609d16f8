"""Who may read drafts and who may write definitions. Pure functions of actor and organization."""

from __future__ import annotations

from uuid import UUID

from guildmark.server.organizations.permissions import AUTHOR, Actor


def may_read_drafts(actor: Actor, organization_id: UUID) -> bool:
    """Tell whether the actor may see what the organization has not published: any member."""
    return actor.is_system or actor.belongs_to(organization_id)


def may_write(actor: Actor, organization_id: UUID) -> bool:
    """Tell whether the actor may create, change, publish and retire there: authors and owners."""
    return actor.is_system or actor.has_role(organization_id, AUTHOR)
