"""What an assessor reads: the queue, and one submission with the marks given so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from guildmark.server.assessment.models import Artefact, Decision, Mark, Submission
from guildmark.server.assessment.permissions import marker_of, may_see_desk
from guildmark.server.assessment.queries.learning import SubmissionRow, submission_row
from guildmark.server.assessment.standard import Standing
from guildmark.server.base.errors import NotFound
from guildmark.server.organizations.permissions import Actor

WAITING = (Submission.State.SUBMITTED, Submission.State.IN_ASSESSMENT)
DECIDED = (Submission.State.RETURNED, Submission.State.PASSED)
PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One submission in the queue; who handed it in is not told.

    Attributes:
        holder: "nobody", "me" or "another": who has taken it.
        is_own: the assessor is the learner, and may not mark it.
    """

    id: UUID
    title: str
    version_number: int
    attempt: int
    waiting_since: datetime
    holder: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many wait: all, not taken by anybody, and taken by the actor."""

    waiting: int
    free: int
    mine: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class DraftMark:
    """A mark as it stands on the working paper; `level` None where only words are there."""

    level: int | None
    comment: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One submission on the assessor's desk.

    Attributes:
        marks: criterion id → the actor's own working marks for the attempt at hand.
        standing: what those marks amount to.
        holder: "nobody", "me" or "another".
        is_own: the actor is the learner, and may not mark it.
        place: its place among those that wait, from 1, and how many wait; (0, n) once decided.
        same_files: artefact id → how many submissions of other learners hold the same bytes.
    """

    submission: SubmissionRow
    marks: Mapping[str, DraftMark]
    standing: Standing
    saved_at: datetime | None
    holder: str
    is_own: bool
    place: tuple[int, int]
    same_files: Mapping[UUID, int]


def queue(
    *,
    actor: Actor,
    organization_id: UUID,
    achievement_id: UUID | None = None,
    holder: str = "",
    page: str | int | None = 1,
) -> Page[QueueRow]:
    """Return one page of what waits for marking, the longest wait first.

    Args:
        achievement_id: only this micro-credential, in any version.
        holder: "mine", "free" or "" for all.

    Raises:
        NotFound: the actor has no desk at this organization.
    """
    _require_desk(actor, organization_id=organization_id)
    rows = _waiting(organization_id)
    if achievement_id is not None:
        rows = rows.filter(version__achievement_id=achievement_id)
    if holder == "mine":
        rows = rows.filter(claimed_by_id=actor.person_id)
    elif holder == "free":
        rows = rows.filter(claimed_by_id=None).exclude(learner_id=actor.person_id)
    found = Paginator(
        rows.select_related("version").order_by("waiting_since", "id"), PAGE_SIZE
    ).get_page(page)
    ids = [row.id for row in found.object_list]
    attempts = dict(
        Submission.objects.filter(id__in=ids)
        .annotate(attempt=Max("attempts__number"))
        .values_list("id", "attempt")
    )
    items = [
        QueueRow(
            id=row.id,
            title=row.version.title,
            version_number=row.version.number,
            attempt=attempts[row.id],
            waiting_since=row.waiting_since or row.changed_at,
            holder=_holder(row, actor=actor),
            is_own=row.learner_id == actor.person_id,
        )
        for row in found.object_list
    ]
    return Page(items, found.number, found.paginator)  # type: ignore[arg-type]  # rows, not models


def queue_counts(*, actor: Actor, organization_id: UUID) -> QueueCounts:
    """Count what waits, in two queries.

    Raises:
        NotFound: the actor has no desk at this organization.
    """
    _require_desk(actor, organization_id=organization_id)
    counts = _waiting(organization_id).aggregate(
        waiting=Count("id"),
        free=Count("id", filter=Q(claimed_by=None) & ~Q(learner_id=actor.person_id)),
        mine=Count("id", filter=Q(claimed_by_id=actor.person_id)),
    )
    oldest = (
        _waiting(organization_id)
        .order_by("waiting_since")
        .values_list("waiting_since", flat=True)
        .first()
    )
    return QueueCounts(**counts, oldest=oldest)


def waiting_count(organization_id: UUID) -> int:
    """Count what waits at an organization, for its overview page."""
    return _waiting(organization_id).count()


def queue_achievements(*, organization_id: UUID) -> list[tuple[UUID, str, int]]:
    """Return the micro-credentials that something waits for: id, latest title, how many."""
    rows = (
        _waiting(organization_id)
        .values("version__achievement_id")
        .annotate(title=Max("version__title"), count=Count("id"))
        .order_by("title")
    )
    return [(row["version__achievement_id"], row["title"], row["count"]) for row in rows]


def decided_recently(*, actor: Actor, organization_id: UUID, limit: int = 10) -> list[DecidedRow]:
    """Return what the actor decided last at this organization."""
    _require_desk(actor, organization_id=organization_id)
    found = (
        Decision.objects.filter(
            assessor_actor=marker_of(actor),
            decided_at__isnull=False,
            attempt__submission__organization_id=organization_id,
        )
        .select_related("attempt__submission__version")
        .order_by("-decided_at")[:limit]
    )
    return [
        DecidedRow(
            submission_id=row.attempt.submission_id,
            title=row.attempt.submission.version.title,
            attempt=row.attempt.number,
            outcome=row.outcome,
            outcome_label=row.get_outcome_display(),
            decided_at=row.decided_at or row.saved_at,
            can_open=row.attempt.submission.state in (*WAITING, *DECIDED)
            and row.attempt.submission.learner_id != actor.person_id,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """One decision of the actor's; `can_open` is False while the learner works on it again."""

    submission_id: UUID
    title: str
    attempt: int
    outcome: str
    outcome_label: str
    decided_at: datetime
    can_open: bool


def next_free(*, actor: Actor, organization_id: UUID) -> UUID | None:
    """Return the submission that waits longest, is nobody's, and is not the actor's own."""
    rows = _waiting(organization_id).filter(claimed_by=None).exclude(learner_id=actor.person_id)
    return rows.order_by("waiting_since", "id").values_list("id", flat=True).first()


def desk(submission_id: UUID, *, actor: Actor, organization_id: UUID) -> DeskRow:
    """Return one submission for an assessor of the organization it was handed in to.

    Own evidence is found too, so that the page can say why it cannot be marked; the files of it are
    the learner's to open anyway.

    Raises:
        NotFound: no such submission at this desk, or the learner has it.
    """
    _require_desk(actor, organization_id=organization_id)
    submission = Submission.objects.filter(
        id=submission_id, organization_id=organization_id, state__in=(*WAITING, *DECIDED)
    ).first()
    if submission is None:
        raise NotFound(
            message=_(
                "There is no such submission on this desk. The learner may have taken it back."
            )
        )
    row = submission_row(submission)
    paper = Decision.objects.filter(
        attempt_id=row.current.id, assessor_actor=marker_of(actor), decided_at=None
    ).first()
    marks = _draft_marks(paper)
    return DeskRow(
        submission=row,
        marks=marks,
        standing=Standing(
            required={c.id: c.required_level or 1 for c in row.version.definition.criteria},
            given={key: mark.level for key, mark in marks.items() if mark.level is not None},
        ),
        saved_at=paper.saved_at if paper else None,
        holder=_holder(submission, actor=actor),
        is_own=submission.learner_id == actor.person_id,
        place=_place(submission),
        same_files=_same_files(row),
    )


def _draft_marks(paper: Decision | None) -> dict[str, DraftMark]:
    if paper is None:
        return {}
    return {
        mark.criterion_id: DraftMark(mark.level, mark.comment, mark.rests_on)
        for mark in Mark.objects.filter(decision=paper)
    }


def _place(submission: Submission) -> tuple[int, int]:
    rows = _waiting(submission.organization_id)
    total = rows.count()
    if submission.waiting_since is None:
        return 0, total
    before = rows.filter(
        Q(waiting_since__lt=submission.waiting_since)
        | Q(waiting_since=submission.waiting_since, id__lt=submission.id)
    ).count()
    return before + 1, total


def _same_files(row: SubmissionRow) -> dict[UUID, int]:
    """Flag bytes that another learner handed in too; a person judges what that means."""
    files = {a.id: a.sha256 for a in row.current.artefacts if a.kind == Artefact.Kind.FILE}
    counts = dict(
        Artefact.objects.filter(
            sha256__in=list(files.values()),
            attempt__submission__organization_id=row.organization.id,
            attempt__submitted_at__isnull=False,
        )
        .exclude(attempt__submission__learner_id=row.learner_id)
        .values("sha256")
        .annotate(count=Count("attempt__submission", distinct=True))
        .values_list("sha256", "count")
    )
    by_digest = {bytes(digest): count for digest, count in counts.items()}
    return {key: by_digest[digest] for key, digest in files.items() if digest in by_digest}


def _waiting(organization_id: UUID) -> QuerySet[Submission]:
    return Submission.objects.filter(organization_id=organization_id, state__in=WAITING)


def _holder(submission: Submission, *, actor: Actor) -> str:
    if submission.claimed_by_id is None:
        return "nobody"
    return "me" if submission.claimed_by_id == actor.person_id else "another"


def _require_desk(actor: Actor, *, organization_id: UUID) -> None:
    if not may_see_desk(actor, organization_id=organization_id):
        raise NotFound(message=_("There is no such marking desk."))
