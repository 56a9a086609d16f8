"""Facts about awards. They carry ids; who the learner is stays out of the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardIssued(Fact):
    """An award was made and its credential signed."""

    subject_type: ClassVar[str] = "award"
    subject_id: UUID
    credential_id: UUID
    version_id: UUID
    credential_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardRevoked(Fact):
    """An award was revoked, for ever."""

    subject_type: ClassVar[str] = "award"
    subject_id: UUID
    credential_id: UUID
