"""Facts about status lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusListOpened(Fact):
    """An organization has a new status list to put credentials in."""

    subject_type: ClassVar[str] = "status list"
    subject_id: UUID
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(Fact):
    """One credential's status bit was set; the subject is the credential."""

    subject_type: ClassVar[str] = "credential"
    subject_id: UUID
    purpose: str
