"""Reads about organizations and their members."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from guildmark.server.accounts.queries import person
from guildmark.server.organizations.models import Invitation, Membership, Organization
from guildmark.server.organizations.permissions import OWNER, VISITOR, Actor


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """An organization as other rooms see it."""

    id: UUID
    slug: str
    kind: str
    name: str
    description: str
    url: str
    email: str
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member with all their roles."""

    person_id: UUID
    name: str
    email: str
    language: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation that still waits for its answer."""

    id: UUID
    email: str
    role: str
    expires_at: datetime


def _row(found: Organization) -> OrganizationRow:
    return OrganizationRow(
        id=found.id,
        slug=found.slug,
        kind=found.kind,
        name=found.name,
        description=found.description,
        url=found.url,
        email=found.email,
        countries=tuple(found.countries),
    )


def organization(organization_id: UUID) -> OrganizationRow | None:
    """Return one organization by id."""
    found = Organization.objects.filter(pk=organization_id).first()
    return _row(found) if found else None


def organization_by_slug(slug: str) -> OrganizationRow | None:
    """Return one organization by the short name in its addresses."""
    found = Organization.objects.filter(slug=slug).first()
    return _row(found) if found else None


def organizations(*, kind: str | None = None) -> list[OrganizationRow]:
    """Return all organizations by name, or those of one kind."""
    rows = Organization.objects.order_by("name")
    return [_row(found) for found in (rows.filter(kind=kind) if kind else rows)]


def organizations_of(actor: Actor) -> list[OrganizationRow]:
    """Return the organizations in which the actor holds a role, by name."""
    return [
        _row(found)
        for found in Organization.objects.filter(pk__in=list(actor.roles)).order_by("name")
    ]


def actor_of(person_id: UUID | None, *, scopes: frozenset[str] | None = None) -> Actor:
    """Return who is acting, with all roles, in two queries; a visitor when nobody is signed in."""
    row = person(person_id) if person_id else None
    if row is None or not row.is_active:
        return VISITOR
    roles: dict[UUID, set[str]] = defaultdict(set)
    for organization_id, role in Membership.objects.filter(person_id=row.id).values_list(
        "organization_id", "role"
    ):
        roles[organization_id].add(role)
    return Actor(
        person_id=row.id,
        actor_id=row.actor_id,
        name=row.name,
        language=row.language,
        roles={organization_id: frozenset(held) for organization_id, held in roles.items()},
        is_operator=row.is_operator,
        scopes=scopes,
    )


def members(organization_id: UUID, *, role: str | None = None) -> list[MemberRow]:
    """Return an organization's members by name, or those who hold one role (owners not added)."""
    rows: dict[UUID, MemberRow] = {}
    found = Membership.objects.filter(organization_id=organization_id).select_related("person")
    for membership in found.order_by("person__name", "person_id", "role"):
        earlier = rows.get(membership.person_id)
        rows[membership.person_id] = MemberRow(
            person_id=membership.person_id,
            name=membership.person.name,
            email=membership.person.email,
            language=membership.person.language,
            roles=((*earlier.roles, membership.role) if earlier else (membership.role,)),
        )
    return [row for row in rows.values() if role is None or role in row.roles]


def organizations_owned_alone(person_id: UUID) -> list[str]:
    """Return the names of the organizations that have no other owner."""
    owned = Organization.objects.filter(memberships__person_id=person_id, memberships__role=OWNER)
    others = Membership.objects.filter(role=OWNER).exclude(person_id=person_id)
    return list(
        owned.exclude(pk__in=others.values("organization_id"))
        .order_by("name")
        .values_list("name", flat=True)
    )


def invitations(organization_id: UUID) -> list[InvitationRow]:
    """Return the invitations that can still be accepted, soonest to expire first."""
    rows = Invitation.objects.filter(
        organization_id=organization_id,
        accepted_at=None,
        withdrawn_at=None,
        expires_at__gt=timezone.now(),
    ).order_by("expires_at")
    return [InvitationRow(row.id, row.email, row.role, row.expires_at) for row in rows]
