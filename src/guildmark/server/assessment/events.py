"""Facts about submissions: what happened to a learner's evidence.

They carry ids only. Working papers (answers while they are typed, marks before a decision) announce
nothing: they are nobody else's business until they are handed in or decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class _SubmissionFact(Fact):
    subject_type: ClassVar[str] = "submission"

    submission_id: UUID
    version_id: UUID
    organization_id: UUID
    learner_id: UUID

    @property
    def subject_id(self) -> UUID:
        """The submission that the fact is about."""
        return self.submission_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionStarted(_SubmissionFact):
    """A learner began a submission."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionHandedIn(_SubmissionFact):
    """A learner handed in an attempt, counted from 1."""

    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionWithdrawn(_SubmissionFact):
    """A learner took the submission back; nobody marks it any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionResumed(_SubmissionFact):
    """A learner opened a new attempt, counted from 1, after a return."""

    attempt: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionClaimed(_SubmissionFact):
    """An assessor took the submission to mark it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReleased(_SubmissionFact):
    """An assessor, or an owner for them, put it back into the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionReturned(_SubmissionFact):
    """An assessor decided that it is below the standard and said what to add."""

    attempt: int
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionPassed(_SubmissionFact):
    """An assessor decided that every criterion meets the standard."""

    attempt: int
    decision_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactAdded(_SubmissionFact):
    """A file or link became part of the open attempt."""

    artefact_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtefactRemoved(_SubmissionFact):
    """A file or link was taken out of the open attempt."""

    artefact_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityChanged(_SubmissionFact):
    """The learner changed who may see an artefact."""

    artefact_id: UUID
    visibility: str


__all__ = [
    "ArtefactAdded",
    "ArtefactRemoved",
    "SubmissionClaimed",
    "SubmissionHandedIn",
    "SubmissionPassed",
    "SubmissionReleased",
    "SubmissionResumed",
    "SubmissionReturned",
    "SubmissionStarted",
    "SubmissionWithdrawn",
    "VisibilityChanged",
]
