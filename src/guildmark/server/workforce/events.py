"""Facts about what jobs need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProfileSaved(Fact):
    """A role profile was added or changed."""

    subject_type: ClassVar[str] = "role_profile"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProfileRemoved(Fact):
    """A role profile was taken away."""

    subject_type: ClassVar[str] = "role_profile"
    subject_id: UUID
