"""REST routes about submissions and marking."""

from __future__ import annotations

from typing import Any, BinaryIO, cast
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Router
from ninja.files import UploadedFile

from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.schemas import (
    AnswersIn,
    DecisionIn,
    FileIn,
    IdOut,
    LinkIn,
    MarkIn,
    OwnSubmissionOut,
    QueueEntryOut,
    StartIn,
    SubmissionOut,
    to_submission,
)
from guildmark.server.organizations.bearer import bearer
from guildmark.server.organizations.middleware import actor_on

router = Router(tags=["assessment"])
_READ, _WRITE = bearer("assessment.read"), bearer("assessment.write")


@router.get("/submissions", response=list[OwnSubmissionOut], auth=_READ)
def list_submissions(request: HttpRequest) -> Any:
    """List your own submissions."""
    return queries.own_submissions(actor=actor_on(request))


@router.post("/submissions", response={201: IdOut}, auth=_WRITE)
def start_submission(request: HttpRequest, data: StartIn) -> dict[str, UUID]:
    """Begin a submission for a published version."""
    made = operations.start_submission(actor=actor_on(request), version_id=data.version_id)
    return {"id": made}


@router.get("/submissions/{uuid:submission_id}", response=SubmissionOut, auth=_READ)
def read_submission(request: HttpRequest, submission_id: UUID) -> dict[str, Any]:
    """Read your own submission: attempts, evidence, decisions, and what is still missing."""
    row = queries.own_submission(submission_id, actor=actor_on(request))
    missing = operations.list_missing(
        row.version.definition,
        answers=row.current.answers,
        ai_use=row.current.ai_use,
        evidence=[each.requirement_id for each in row.current.artefacts],
    )
    return to_submission(row, missing)


@router.put("/submissions/{uuid:submission_id}/answers", response={204: None}, auth=_WRITE)
def save_answers(request: HttpRequest, submission_id: UUID, data: AnswersIn) -> None:
    """Keep what is written so far."""
    operations.save_answers(
        actor=actor_on(request), submission_id=submission_id, answers=data.answers,
        reflection=data.reflection, ai_use=data.ai_use,
    )  # fmt: skip


@router.post("/submissions/{uuid:submission_id}/files", response={201: IdOut}, auth=_WRITE)
def add_file(
    request: HttpRequest, submission_id: UUID, data: Form[FileIn], file: File[UploadedFile]
) -> dict[str, UUID]:
    """Add a file as evidence (multipart form)."""
    made = operations.add_file(
        actor=actor_on(request), submission_id=submission_id, upload_name=file.name or "",
        content=cast("BinaryIO", file.file), **data.model_dump(),
    )  # fmt: skip
    return {"id": made}


@router.post("/submissions/{uuid:submission_id}/links", response={201: IdOut}, auth=_WRITE)
def add_link(request: HttpRequest, submission_id: UUID, data: LinkIn) -> dict[str, UUID]:
    """Add a link as evidence."""
    made = operations.add_link(
        actor=actor_on(request), submission_id=submission_id, **data.model_dump()
    )
    return {"id": made}


@router.delete(
    "/submissions/{uuid:submission_id}/artefacts/{uuid:artefact_id}",
    response={204: None},
    auth=_WRITE,
)
def remove_artefact(request: HttpRequest, submission_id: UUID, artefact_id: UUID) -> None:
    """Take a piece of evidence out of an attempt that is not handed in."""
    operations.remove_artefact(
        actor=actor_on(request), submission_id=submission_id, artefact_id=artefact_id
    )


@router.post("/submissions/{uuid:submission_id}/submit", response={204: None}, auth=_WRITE)
def submit(request: HttpRequest, submission_id: UUID) -> None:
    """Hand the attempt in; a refusal lists what is missing."""
    operations.submit(actor=actor_on(request), submission_id=submission_id)


@router.post("/submissions/{uuid:submission_id}/resume", response={204: None}, auth=_WRITE)
def resume(request: HttpRequest, submission_id: UUID) -> None:
    """Open a new attempt after a return, with the evidence copied."""
    operations.resume(actor=actor_on(request), submission_id=submission_id)


@router.post("/submissions/{uuid:submission_id}/withdraw", response={204: None}, auth=_WRITE)
def withdraw(request: HttpRequest, submission_id: UUID) -> None:
    """Take the submission back."""
    operations.withdraw(actor=actor_on(request), submission_id=submission_id)


@router.get(
    "/organizations/{uuid:organization_id}/marking", response=list[QueueEntryOut], auth=_READ
)
def list_queue(request: HttpRequest, organization_id: UUID, page: int = 1) -> Any:
    """List what waits for marking, the longest wait first; for assessors."""
    found = queries.queue(actor=actor_on(request), organization_id=organization_id, page=page)
    return list(found)


@router.post("/submissions/{uuid:submission_id}/claim", response={204: None}, auth=_WRITE)
def claim(request: HttpRequest, submission_id: UUID) -> None:
    """Take a waiting submission; for assessors."""
    operations.claim(actor=actor_on(request), submission_id=submission_id)


@router.post("/submissions/{uuid:submission_id}/release", response={204: None}, auth=_WRITE)
def release(request: HttpRequest, submission_id: UUID) -> None:
    """Put a claimed submission back; for assessors."""
    operations.release(actor=actor_on(request), submission_id=submission_id)


@router.put(
    "/submissions/{uuid:submission_id}/marks/{criterion_id}", response={204: None}, auth=_WRITE
)
def save_mark(request: HttpRequest, submission_id: UUID, criterion_id: str, data: MarkIn) -> None:
    """Keep the mark on one criterion; for the assessor who claimed it."""
    operations.save_mark(
        actor=actor_on(request), submission_id=submission_id, criterion_id=criterion_id,
        **data.model_dump(),
    )  # fmt: skip


@router.post("/submissions/{uuid:submission_id}/decision", response={204: None}, auth=_WRITE)
def decide(request: HttpRequest, submission_id: UUID, data: DecisionIn) -> None:
    """Close the marking: passed or returned; for the assessor who claimed it."""
    operations.decide(
        actor=actor_on(request), submission_id=submission_id, outcome=data.outcome,
        feedback=data.feedback,
    )  # fmt: skip
