"""Open a piece of evidence for whoever may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.assessment.models import Artefact, Submission
from guildmark.server.assessment.permissions import may_edit, may_see_evidence
from guildmark.server.assessment.queries.results import (
    ArtefactRow,
    artefact_row,
    open_stored,
)
from guildmark.server.base.errors import NotFound
from guildmark.server.organizations.permissions import Actor


@dataclass(frozen=True, slots=True)
class OpenArtefact:
    """A piece of evidence and its open file, which the caller closes."""

    artefact: ArtefactRow
    content: IO[bytes]


def open_artefact(artefact_id: UUID, *, actor: Actor) -> OpenArtefact:
    """Open a file for its learner, or for an assessor who may mark it.

    At the desk, what was not handed in, or was taken back, does not exist.

    Raises:
        NotFound: no such file, or not for this actor.
    """
    return _opened(visible_file(artefact_id, actor=actor))


def visible_file(artefact_id: UUID, *, actor: Actor) -> Artefact:
    """Return a file's row for its learner, or for an assessor who may mark it.

    Raises:
        NotFound: no such file, or not for this actor.
    """
    artefact = _file(artefact_id)
    submission = artefact.attempt.submission
    own = may_edit(actor, learner_id=submission.learner_id)
    at_desk = (
        artefact.attempt.submitted_at is not None
        and submission.state != Submission.State.WITHDRAWN
        and may_see_evidence(
            actor,
            organization_id=submission.organization_id,
            learner_id=submission.learner_id,
        )
    )
    if not (own or at_desk):
        raise _nothing()
    return artefact


def open_artefact_for(
    artefact_id: UUID, *, submission_id: UUID, classes: Collection[str]
) -> OpenArtefact:
    """Open a file for somebody to whom the learner shows it: a share link, a public credential.

    Args:
        submission_id: the submission behind the award that is being shown; it has passed.
        classes: what this viewer may see: "public", and "on_request" for a share that includes it.
            "assessors" is never opened here.

    Raises:
        NotFound: no such file in the attempt that passed, or it is of another class.
    """
    artefact = _file(artefact_id)
    submission = artefact.attempt.submission
    latest = submission.attempts.order_by("-number").values_list("id", flat=True)[:1].get()
    shown = (
        submission.id == submission_id
        and submission.state == Submission.State.PASSED
        and artefact.attempt_id == latest
        and artefact.visibility in classes
        and artefact.visibility != Artefact.Class.ASSESSORS
    )
    if not shown:
        raise _nothing()
    return _opened(artefact)


def _file(artefact_id: UUID) -> Artefact:
    artefact = (
        Artefact.objects.filter(id=artefact_id, kind=Artefact.Kind.FILE)
        .select_related("attempt__submission")
        .first()
    )
    if artefact is None:
        raise _nothing()
    return artefact


def _opened(artefact: Artefact) -> OpenArtefact:
    return OpenArtefact(artefact=artefact_row(artefact), content=open_stored(artefact.storage_name))


def _nothing() -> NotFound:
    return NotFound(message=_("There is no such evidence, or it is not shared with you."))
