"""Facts about micro-credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCreated(Fact):
    """A new micro-credential was begun as a draft."""

    subject_type: ClassVar[str] = "achievement"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved(Fact):
    """The draft of a micro-credential was changed."""

    subject_type: ClassVar[str] = "achievement"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementPublished(Fact):
    """A draft became an immutable version; `digest` is the SHA-256 of its canonical JSON."""

    subject_type: ClassVar[str] = "achievement"
    subject_id: UUID
    version_id: UUID
    number: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementRetired(Fact):
    """A micro-credential was retired; it can no longer be started, awards stay what they are."""

    subject_type: ClassVar[str] = "achievement"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementReopened(Fact):
    """A retired micro-credential can be started again."""

    subject_type: ClassVar[str] = "achievement"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSaved(Fact):
    """An offer was added or changed."""

    subject_type: ClassVar[str] = "offer"
    subject_id: UUID
    achievement_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRemoved(Fact):
    """An offer was taken away."""

    subject_type: ClassVar[str] = "offer"
    subject_id: UUID
    achievement_id: UUID
