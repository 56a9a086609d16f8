"""What a learner reads about their own submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from guildmark.server.assessment.models import Submission
from guildmark.server.assessment.permissions import may_edit
from guildmark.server.assessment.queries.history import AttemptRow, attempt_rows
from guildmark.server.base.errors import NotFound
from guildmark.server.catalog.queries import VersionRow, version
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import OrganizationRow, organization


@dataclass(frozen=True, slots=True)
class OwnSubmissionRow:
    """One line of a learner's list."""

    id: UUID
    version_id: UUID
    title: str
    organization_name: str
    state: str
    attempt: int
    changed_at: datetime
    waiting_since: datetime | None


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission with the definition it is for and every attempt, the latest first."""

    id: UUID
    learner_id: UUID
    version: VersionRow
    organization: OrganizationRow
    state: str
    state_label: str
    created_at: datetime
    changed_at: datetime
    waiting_since: datetime | None
    claimed_by_id: UUID | None
    claimed_at: datetime | None
    attempts: tuple[AttemptRow, ...]

    @property
    def current(self) -> AttemptRow:
        """The latest attempt."""
        return self.attempts[0]


def own_submissions(*, actor: Actor) -> Sequence[OwnSubmissionRow]:
    """Return the actor's submissions: those that wait for the learner first, then by change."""
    if actor.person_id is None:
        return ()
    found = (
        Submission.objects.filter(learner_id=actor.person_id)
        .select_related("version", "organization")
        .annotate(attempt=Max("attempts__number"))
        .order_by("-changed_at")[:200]
    )
    rows = [
        OwnSubmissionRow(
            id=row.id,
            version_id=row.version_id,
            title=row.version.title,
            organization_name=row.organization.name,
            state=row.state,
            attempt=row.attempt,
            changed_at=row.changed_at,
            waiting_since=row.waiting_since,
        )
        for row in found
    ]
    first = (Submission.State.RETURNED, Submission.State.DRAFT)
    return sorted(rows, key=lambda row: first.index(row.state) if row.state in first else 2)


def own_submission(submission_id: UUID, *, actor: Actor) -> SubmissionRow:
    """Return the actor's own submission.

    Raises:
        NotFound: there is none of that id, or it is another's.
    """
    submission = Submission.objects.filter(id=submission_id).first()
    if submission is None or not may_edit(actor, learner_id=submission.learner_id):
        raise NotFound(message=_("There is no such submission."))
    return submission_row(submission)


def submission_of_version(version_id: UUID, *, actor: Actor) -> OwnSubmissionRow | None:
    """Return the actor's latest submission for a version that was not withdrawn, if any."""
    rows = [row for row in own_submissions(actor=actor) if row.version_id == version_id]
    return next((row for row in rows if row.state != Submission.State.WITHDRAWN), None)


def submission_row(submission: Submission) -> SubmissionRow:
    """Return a submission as a value; the caller has checked who may see it."""
    held = version(submission.version_id)
    by = organization(submission.organization_id)
    if held is None or by is None:  # Foreign keys protect both.
        raise NotFound(message=_("The micro-credential of this submission is missing."))
    return SubmissionRow(
        id=submission.id,
        learner_id=submission.learner_id,
        version=held,
        organization=by,
        state=submission.state,
        state_label=submission.get_state_display(),
        created_at=submission.created_at,
        changed_at=submission.changed_at,
        waiting_since=submission.waiting_since,
        claimed_by_id=submission.claimed_by_id,
        claimed_at=submission.claimed_at,
        attempts=attempt_rows(submission),
    )
