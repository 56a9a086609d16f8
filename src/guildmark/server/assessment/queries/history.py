"""A submission with all its attempts: what was handed in, decided, and changed between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from guildmark.server.assessment.models import Artefact, Attempt, Decision, Mark, Submission
from guildmark.server.assessment.queries.results import ArtefactRow, MarkRow, artefact_row


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What one assessor decided about one attempt; `marks` by criterion id."""

    id: UUID
    assessor_id: UUID | None
    outcome: str
    feedback: str
    decided_at: datetime
    marks: Mapping[str, MarkRow]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the attempt before: names of evidence, ids of questions."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    reflection: bool = False
    ai_use: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.questions or self.reflection or self.ai_use)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt; `changes` is None for the first."""

    id: UUID
    number: int
    answers: Mapping[str, str]
    reflection: str
    ai_use: str
    submitted_at: datetime | None
    artefacts: tuple[ArtefactRow, ...]
    decisions: tuple[DecisionRow, ...]
    changes: Changes | None


def attempt_rows(submission: Submission) -> tuple[AttemptRow, ...]:
    """Return all attempts, the latest first, with what was decided; in four queries."""
    attempts = list(
        submission.attempts.order_by("number").prefetch_related(
            Prefetch("artefacts", queryset=Artefact.objects.order_by("created_at", "id")),
            Prefetch(
                "decisions",
                queryset=Decision.objects.filter(decided_at__isnull=False).order_by("decided_at"),
            ),
            Prefetch("decisions__marks", queryset=Mark.objects.order_by("id")),
        )
    )
    rows: list[AttemptRow] = []
    for before, attempt in zip([None, *attempts], attempts, strict=False):
        rows.append(_attempt_row(attempt, before=before))
    return tuple(reversed(rows))


def _attempt_row(attempt: Attempt, *, before: Attempt | None) -> AttemptRow:
    return AttemptRow(
        id=attempt.id,
        number=attempt.number,
        answers=attempt.answers,
        reflection=attempt.reflection,
        ai_use=attempt.ai_use,
        submitted_at=attempt.submitted_at,
        artefacts=tuple(artefact_row(artefact) for artefact in attempt.artefacts.all()),
        decisions=tuple(_decision_row(decision) for decision in attempt.decisions.all()),
        changes=None if before is None else _changes(before, attempt),
    )


def _decision_row(decision: Decision) -> DecisionRow:
    return DecisionRow(
        id=decision.id,
        assessor_id=decision.assessor_id,
        outcome=decision.outcome,
        feedback=decision.feedback,
        decided_at=decision.decided_at or decision.saved_at,
        marks={
            mark.criterion_id: MarkRow(
                criterion_id=mark.criterion_id,
                level=mark.level or 0,
                comment=mark.comment,
                rests_on=mark.rests_on,
            )
            for mark in decision.marks.all()
        },
    )


def _changes(before: Attempt, after: Attempt) -> Changes:
    kept = {artefact.carried_from for artefact in after.artefacts.all()}
    return Changes(
        added=_names(artefact for artefact in after.artefacts.all() if not artefact.carried_from),
        removed=_names(artefact for artefact in before.artefacts.all() if artefact.id not in kept),
        questions=tuple(
            question
            for question in {**before.answers, **after.answers}
            if before.answers.get(question, "") != after.answers.get(question, "")
        ),
        reflection=before.reflection != after.reflection,
        ai_use=before.ai_use != after.ai_use,
    )


def _names(artefacts: Iterable[Artefact]) -> tuple[str, ...]:
    return tuple(artefact.name for artefact in artefacts)
