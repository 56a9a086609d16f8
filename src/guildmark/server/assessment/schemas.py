"""Shapes of submissions and marking in the REST API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class StartIn(Schema):
    """The version to work on."""

    version_id: UUID


class IdOut(Schema):
    """The id of what was made."""

    id: UUID


class OwnSubmissionOut(Schema):
    """One of the learner's submissions."""

    id: UUID
    version_id: UUID
    title: str
    organization_name: str
    state: str
    attempt: int
    changed_at: datetime


class ArtefactOut(Schema):
    """One piece of evidence, without its content."""

    id: UUID
    requirement_id: str
    kind: str
    name: str
    description: str
    url: str
    media_type: str
    size_bytes: int
    sha256: str
    visibility: str


class MarkOut(Schema):
    """The level on one criterion."""

    criterion_id: str
    level: int
    comment: str
    rests_on: str


class DecisionOut(Schema):
    """What an assessor decided."""

    outcome: str
    feedback: str
    decided_at: datetime
    marks: list[MarkOut]


class AttemptOut(Schema):
    """One attempt with what was decided about it."""

    number: int
    answers: dict[str, str]
    reflection: str
    ai_use: str
    submitted_at: datetime | None
    artefacts: list[ArtefactOut]
    decisions: list[DecisionOut]


class SubmissionOut(Schema):
    """A submission with its attempts, the latest first."""

    id: UUID
    version_id: UUID
    title: str
    state: str
    changed_at: datetime
    missing: list[dict[str, str]]
    attempts: list[AttemptOut]


class AnswersIn(Schema):
    """What the learner has written so far."""

    answers: dict[str, str]
    reflection: str = ""
    ai_use: str = ""


class LinkIn(Schema):
    """A link as evidence; `declared` is the learner's word that it may be shown to that class."""

    requirement_id: str
    url: str
    name: str = ""
    description: str = ""
    visibility: str = "assessors"
    owner_note: str = ""
    declared: bool


class FileIn(Schema):
    """What goes with an uploaded file."""

    requirement_id: str
    description: str = ""
    visibility: str = "assessors"
    owner_note: str = ""
    declared: bool


class QueueEntryOut(Schema):
    """A submission that waits for marking."""

    id: UUID
    title: str
    version_number: int
    attempt: int
    waiting_since: datetime
    holder: str
    is_own: bool


class MarkIn(Schema):
    """The level on one criterion, why, and where it rests."""

    level: int | None = None
    comment: str = ""
    rests_on: str = ""


class DecisionIn(Schema):
    """Passed or returned."""

    outcome: str
    feedback: str = ""


def to_submission(row: Any, missing: Any) -> dict[str, Any]:
    """Return a SubmissionRow as SubmissionOut takes it."""
    return {
        "id": row.id,
        "version_id": row.version.id,
        "title": row.version.definition.title,
        "state": row.state,
        "changed_at": row.changed_at,
        "missing": [finding.to_json() for finding in missing],
        "attempts": [_attempt(attempt) for attempt in row.attempts],
    }


def _attempt(row: Any) -> dict[str, Any]:
    return {
        "number": row.number,
        "answers": dict(row.answers),
        "reflection": row.reflection,
        "ai_use": row.ai_use,
        "submitted_at": row.submitted_at,
        "artefacts": [
            {
                **{
                    name: getattr(each, name)
                    for name in ArtefactOut.model_fields
                    if name != "sha256"
                },
                "sha256": each.sha256_hex,
            }
            for each in row.artefacts
        ],
        "decisions": [
            {
                "outcome": each.outcome,
                "feedback": each.feedback,
                "decided_at": each.decided_at,
                "marks": list(each.marks.values()),
            }
            for each in row.decisions
        ],
    }
