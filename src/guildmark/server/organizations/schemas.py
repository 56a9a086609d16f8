"""Shapes of organizations in the REST API."""

from __future__ import annotations

from uuid import UUID

from ninja import Schema


class OrganizationOut(Schema):
    """An organization, with the roles the token's person holds there."""

    id: UUID
    slug: str
    kind: str
    name: str
    description: str
    url: str
    email: str
    countries: list[str]
    roles: list[str]


class MemberOut(Schema):
    """A member and their roles."""

    person_id: UUID
    name: str
    email: str
    roles: list[str]


class InvitationIn(Schema):
    """Whom to invite, and as what."""

    email: str
    role: str
