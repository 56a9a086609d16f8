"""One submission on the assessor's desk, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.forms.boundfield import BoundField
from django.utils.functional import cached_property

from guildmark.server.assessment.forms import MarksForm
from guildmark.server.assessment.models import Submission
from guildmark.server.assessment.queries import (
    ArtefactRow,
    AttemptRow,
    DecisionRow,
    DeskRow,
    PreviewRow,
    artefact_file,
)
from guildmark.server.assessment.views.pages import (
    ArtefactPart,
    CriterionPart,
    QuestionPart,
    artefact_part,
    criterion_parts,
    describe_state,
    question_parts,
)
from guildmark.server.base.errors import NotFound
from guildmark.server.catalog.definition import Criterion

# Enough to judge most texts by; the rest is one click away.
_TEXT_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """One decision, with the name of who made it."""

    row: DecisionRow
    assessor: str
    criteria: tuple[CriterionPart, ...]


@dataclass(frozen=True, slots=True)
class AttemptPart:
    """One attempt for the history."""

    row: AttemptRow
    decisions: tuple[DecisionPart, ...]
    changed_questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RubricPart:
    """One criterion with the three fields of the marks form."""

    criterion: Criterion
    level: BoundField
    comment: BoundField
    rests_on: BoundField


@dataclass(frozen=True, slots=True)
class WorkingPart:
    """One criterion with the mark on the working paper."""

    criterion: Criterion
    level: int | None
    level_name: str
    comment: str
    is_met: bool


class DeskPage:
    """One submission for the assessor; the learner's name stays away until it is decided."""

    def __init__(
        self, row: DeskRow, *, names: Mapping[UUID, str], previews: Mapping[UUID, PreviewRow]
    ) -> None:
        self.row = row
        self._previews = previews
        self.submission = row.submission
        self.definition = row.submission.version.definition
        self.attempt = row.submission.current
        self.standing = row.standing
        self.state = describe_state(row.submission.state)
        self._names = names

    @property
    def is_mine(self) -> bool:
        """Whether the actor has taken it and may mark."""
        return self.row.holder == "me" and not self.is_decided

    @property
    def is_decided(self) -> bool:
        """Whether it was passed or returned."""
        return self.submission.state in (Submission.State.PASSED, Submission.State.RETURNED)

    @property
    def is_own(self) -> bool:
        """Whether the actor is the learner, who may not mark it."""
        return self.row.is_own

    def rubric(self, form: MarksForm) -> list[RubricPart]:
        """Return the rubric with the fields of the form."""
        return [
            RubricPart(
                criterion=criterion,
                level=form[f"level-{criterion.id}"],
                comment=form[f"comment-{criterion.id}"],
                rests_on=form[f"rests_on-{criterion.id}"],
            )
            for criterion in self.definition.criteria
        ]

    @property
    def working(self) -> list[WorkingPart]:
        """Return the rubric with the marks given so far."""
        parts = []
        for criterion in self.definition.criteria:
            mark = self.row.marks.get(criterion.id)
            level = mark.level if mark else None
            names = {each.level: each.name or each.description for each in criterion.levels}
            parts.append(
                WorkingPart(
                    criterion=criterion,
                    level=level,
                    level_name=names.get(level, "") if level else "",
                    comment=mark.comment if mark else "",
                    is_met=level is not None and level >= (criterion.required_level or 1),
                )
            )
        return parts

    @property
    def learner(self) -> str:
        """The learner's name once decided; empty before."""
        return self._names.get(self.submission.learner_id, "") if self.is_decided else ""

    @property
    def holder_name(self) -> str:
        """Who has taken it."""
        claimed = self.submission.claimed_by_id
        return self._names.get(claimed, "") if claimed else ""

    @property
    def questions(self) -> list[QuestionPart]:
        """The overview questions with their answers."""
        return question_parts(self.submission, self.attempt)

    @cached_property
    def artefacts(self) -> list[ArtefactPart]:
        """The evidence, in the order of the requirements."""
        order = {each.id: i for i, each in enumerate(self.definition.evidence_requirements)}
        rows = sorted(self.attempt.artefacts, key=lambda row: order.get(row.requirement_id, 99))
        return [self._artefact(row) for row in rows]

    @property
    def requirement_names(self) -> dict[str, str]:
        """Requirement id → its name."""
        return {each.id: each.name for each in self.definition.evidence_requirements}

    @property
    def criteria(self) -> list[CriterionPart]:
        """The criteria with the levels on the working paper or in the last decision."""
        decisions = self.attempt.decisions
        if decisions:
            return criterion_parts(self.definition.criteria, decisions[-1].marks)
        return []

    @cached_property
    def history(self) -> list[AttemptPart]:
        """All attempts, the latest first, with decisions and what changed."""
        prompts = {each.id: each.prompt for each in self.definition.overview_questions}
        return [
            AttemptPart(
                row=attempt,
                decisions=tuple(self._decision(each) for each in attempt.decisions),
                changed_questions=tuple(
                    prompts.get(key, key)
                    for key in (attempt.changes.questions if attempt.changes else ())
                ),
            )
            for attempt in self.submission.attempts
        ]

    def _decision(self, row: DecisionRow) -> DecisionPart:
        return DecisionPart(
            row=row,
            assessor=self._names.get(row.assessor_id, "") if row.assessor_id else "",
            criteria=tuple(criterion_parts(self.definition.criteria, row.marks)),
        )

    def _artefact(self, row: ArtefactRow) -> ArtefactPart:
        text, cut = _read_text(row) if row.media_type.startswith("text/") else ("", False)
        return artefact_part(
            row,
            preview=self._previews.get(row.id),
            text=text,
            text_is_cut=cut,
            same_elsewhere=self.row.same_files.get(row.id, 0),
        )


def _read_text(row: ArtefactRow) -> tuple[str, bool]:
    try:
        with artefact_file(row.id) as content:
            start = content.read(_TEXT_BYTES)
    except NotFound:
        return "", False
    return start.decode("utf-8-sig", errors="ignore"), row.size_bytes > _TEXT_BYTES
