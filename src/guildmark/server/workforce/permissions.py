"""Who may read and write role profiles. Pure functions of actor and organization."""

from __future__ import annotations

from uuid import UUID

from guildmark.server.organizations.permissions import AUTHOR, Actor


def may_read(actor: Actor, organization_id: UUID) -> bool:
    """Tell whether the actor may see the organization's role profiles: any member."""
    return actor.is_system or actor.belongs_to(organization_id)


def may_write(actor: Actor, organization_id: UUID) -> bool:
    """Tell whether the actor may add, change and remove them: authors and owners."""
    return actor.is_system or actor.has_role(organization_id, AUTHOR)
