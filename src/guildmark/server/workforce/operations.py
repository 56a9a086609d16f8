"""What is done with role profiles: save and remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from guildmark.server.audit.operations import record
from guildmark.server.base.errors import NotFound, NotPermitted
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import organization
from guildmark.server.workforce.events import RoleProfileRemoved, RoleProfileSaved
from guildmark.server.workforce.models import RoleProfile
from guildmark.server.workforce.permissions import may_read, may_write
from guildmark.server.workforce.profile import Profile


def create_role(*, actor: Actor, organization_id: UUID, profile: Mapping[str, Any]) -> UUID:
    """Add a role profile; return its id.

    Raises:
        NotFound: there is no such organization for the actor.
        NotPermitted: the actor is no author there.
        InvalidInput: a field cannot be used; nothing was saved.
    """
    _check_may_write(actor, organization_id)
    if organization(organization_id) is None:
        raise NotFound
    with transaction.atomic():
        row = RoleProfile(organization_id=organization_id)
        _write(row, Profile.from_json(profile), actor)
    return row.id


def save_role(*, actor: Actor, role_id: UUID, profile: Mapping[str, Any]) -> None:
    """Replace a role profile's content.

    Raises:
        NotFound, NotPermitted, InvalidInput: as `create_role`.
    """
    with transaction.atomic():
        _write(_lock(actor, role_id), Profile.from_json(profile), actor)


def remove_role(*, actor: Actor, role_id: UUID) -> None:
    """Take a role profile away.

    Raises:
        NotFound, NotPermitted: as `create_role`.
    """
    with transaction.atomic():
        row = _lock(actor, role_id)
        row.delete()
        fact = RoleProfileRemoved(subject_id=role_id)
        record(fact, actor=actor.actor_id, organization=row.organization_id)


def _check_may_write(actor: Actor, organization_id: UUID) -> None:
    if not may_read(actor, organization_id):
        raise NotFound
    if not may_write(actor, organization_id):
        raise NotPermitted


def _lock(actor: Actor, role_id: UUID) -> RoleProfile:
    row = RoleProfile.objects.select_for_update().filter(pk=role_id).first()
    if row is None:
        raise NotFound
    _check_may_write(actor, row.organization_id)
    return row


def _write(row: RoleProfile, profile: Profile, actor: Actor) -> None:
    row.title = profile.title
    row.description = profile.description
    row.occupation_url = profile.occupation_url
    row.skills = profile.to_json()["skills"]
    row.save()
    fact = RoleProfileSaved(subject_id=row.id)
    record(fact, actor=actor.actor_id, organization=row.organization_id)
