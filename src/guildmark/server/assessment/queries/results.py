"""What was judged, by how many, at which levels: for issuing, and for "why was this awarded?"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID

from django.core.files.storage import storages
from django.utils.translation import gettext as _

from guildmark.server.assessment.models import (
    Artefact,
    Attempt,
    Decision,
    Mark,
    Submission,
)
from guildmark.server.base.errors import NotFound


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One criterion's level in a decision, with its comment and the place it rests on."""

    criterion_id: str
    level: int
    comment: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class ArtefactRow:
    """One piece of evidence as it was judged.

    Attributes:
        kind: "file" or "link".
        url: of a link; empty for a file.
        sha256: 32 bytes; of the file, or of a link's address as UTF-8.
        visibility: "public", "on_request" or "assessors", as the owner wants it now.
        owner_note: who owns it or who allowed it to be shown, as the learner declared.
    """

    id: UUID
    requirement_id: str
    kind: str
    name: str
    description: str
    url: str
    media_type: str
    size_bytes: int
    sha256: bytes
    visibility: str
    owner_note: str
    declared_at: datetime
    created_at: datetime
    carried_from: UUID | None

    @property
    def sha256_hex(self) -> str:
        """The digest as 64 hexadecimal digits."""
        return self.sha256.hex()


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A passed submission, as it was decided.

    Attributes:
        marks: of the latest decision, in the order they were first given.
        marker_count: assessors who decided on the attempt that passed.
        attempts: how many attempts it took.
    """

    submission_id: UUID
    learner_id: UUID
    version_id: UUID
    organization_id: UUID
    decided_at: datetime
    feedback: str
    marks: tuple[MarkRow, ...]
    artefacts: tuple[ArtefactRow, ...]
    answers: Mapping[str, str]
    reflection: str
    ai_use: str
    marker_count: int
    attempts: int


def result(submission_id: UUID) -> ResultRow:
    """Return what was decided about a passed submission; in five queries.

    Raises:
        NotFound: there is no such submission, or it has not passed.
    """
    submission = Submission.objects.filter(id=submission_id, state=Submission.State.PASSED).first()
    if submission is None:
        raise NotFound(message=_("There is no passed submission of that id."))
    attempt = submission.attempts.order_by("-number")[:1].get()
    decisions = list(attempt.decisions.filter(decided_at__isnull=False).order_by("-decided_at"))
    final = decisions[0]
    return ResultRow(
        submission_id=submission.id,
        learner_id=submission.learner_id,
        version_id=submission.version_id,
        organization_id=submission.organization_id,
        decided_at=final.decided_at or submission.changed_at,
        feedback=final.feedback,
        marks=mark_rows(final),
        artefacts=artefact_rows(attempt),
        answers=attempt.answers,
        reflection=attempt.reflection,
        ai_use=attempt.ai_use,
        marker_count=len({decision.assessor_actor for decision in decisions}),
        attempts=attempt.number,
    )


def artefact_file(artefact_id: UUID) -> IO[bytes]:
    """Open the stored file of an artefact; the caller has checked who may see it, and closes it.

    Raises:
        NotFound: no such artefact, it is a link, or its file is gone.
    """
    artefact = Artefact.objects.filter(id=artefact_id, kind=Artefact.Kind.FILE).first()
    if artefact is None:
        raise NotFound(message=_("There is no such evidence."))
    return open_stored(artefact.storage_name)


def open_stored(storage_name: str) -> IO[bytes]:
    """Open a stored file.

    Raises:
        NotFound: it is no longer there.
    """
    try:
        opened: IO[bytes] = storages["evidence"].open(storage_name, "rb")
    except FileNotFoundError:
        raise NotFound(message=_("The file of this evidence is no longer stored.")) from None
    return opened


def mark_rows(decision: Decision) -> tuple[MarkRow, ...]:
    """Return the marks of a decision that have a level."""
    return tuple(
        _mark_row(mark) for mark in decision.marks.order_by("id") if mark.level is not None
    )


def artefact_rows(attempt: Attempt) -> tuple[ArtefactRow, ...]:
    """Return the evidence of an attempt, oldest first."""
    return tuple(
        artefact_row(artefact) for artefact in attempt.artefacts.order_by("created_at", "id")
    )


def artefact_row(artefact: Artefact) -> ArtefactRow:
    """Return one artefact as a value."""
    return ArtefactRow(
        id=artefact.id,
        requirement_id=artefact.requirement_id,
        kind=artefact.kind,
        name=artefact.name,
        description=artefact.description,
        url=artefact.url,
        media_type=artefact.media_type,
        size_bytes=artefact.size_bytes,
        sha256=bytes(artefact.sha256),
        visibility=artefact.visibility,
        owner_note=artefact.owner_note,
        declared_at=artefact.declared_at,
        created_at=artefact.created_at,
        carried_from=artefact.carried_from,
    )


def _mark_row(mark: Mark) -> MarkRow:
    return MarkRow(
        criterion_id=mark.criterion_id,
        level=mark.level or 0,
        comment=mark.comment,
        rests_on=mark.rests_on,
    )
