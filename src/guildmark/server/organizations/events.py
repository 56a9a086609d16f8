"""Facts about organizations and membership. People appear by their actor id only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationCreated(Fact):
    """An organization was created."""

    subject_type: ClassVar[str] = "organization"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationChanged(Fact):
    """An organization's public data was changed."""

    subject_type: ClassVar[str] = "organization"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Fact):
    """Somebody now holds a role; the subject is their actor id."""

    subject_type: ClassVar[str] = "member"
    subject_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRemoved(Fact):
    """Somebody no longer holds a role; the subject is their actor id."""

    subject_type: ClassVar[str] = "member"
    subject_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberInvited(Fact):
    """Somebody was invited by mail; the subject is the invitation."""

    subject_type: ClassVar[str] = "invitation"
    subject_id: UUID
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation was taken back before it was accepted."""

    subject_type: ClassVar[str] = "invitation"
    subject_id: UUID
