"""Facts about signing keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyCreated(Fact):
    """An organization has a new active key."""

    subject_type: ClassVar[str] = "key"
    subject_id: UUID
    public_multikey: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRetired(Fact):
    """A key signs no more; it stays published so that what it signed verifies."""

    subject_type: ClassVar[str] = "key"
    subject_id: UUID
    public_multikey: str
