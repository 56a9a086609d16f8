"""REST routes about organizations."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from guildmark.server.base.errors import NotFound
from guildmark.server.organizations import operations, queries
from guildmark.server.organizations.bearer import bearer
from guildmark.server.organizations.permissions import OWNER, Actor
from guildmark.server.organizations.schemas import InvitationIn, MemberOut, OrganizationOut

router = Router(tags=["organizations"])


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


@router.get("", response=list[OrganizationOut], auth=bearer("organizations.read"))
def list_organizations(request: HttpRequest) -> list[dict[str, Any]]:
    """List the organizations in which you hold a role."""
    actor = _actor(request)
    return [
        {**asdict(row), "roles": sorted(actor.roles[row.id])}
        for row in queries.organizations_of(actor)
    ]


@router.get(
    "/{uuid:organization_id}/members",
    response=list[MemberOut],
    auth=bearer("organizations.read"),
)
def list_members(request: HttpRequest, organization_id: UUID) -> list[queries.MemberRow]:
    """List members and their roles; for owners."""
    if not _actor(request).has_role(organization_id, OWNER):
        raise NotFound
    return queries.members(organization_id)


@router.post(
    "/{uuid:organization_id}/invitations",
    response={204: None},
    auth=bearer("organizations.write"),
)
def invite_member(request: HttpRequest, organization_id: UUID, data: InvitationIn) -> None:
    """Mail an invitation; for owners."""
    operations.invite_member(
        actor=_actor(request), organization_id=organization_id, email=data.email, role=data.role
    )


@router.delete(
    "/{uuid:organization_id}/members/{uuid:person_id}/roles/{role}",
    response={204: None},
    auth=bearer("organizations.write"),
)
def remove_role(request: HttpRequest, organization_id: UUID, person_id: UUID, role: str) -> None:
    """Take a role away, at once; for owners."""
    operations.remove_role(
        actor=_actor(request), organization_id=organization_id, person_id=person_id, role=role
    )
