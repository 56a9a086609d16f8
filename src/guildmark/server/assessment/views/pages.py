"""What the templates of this room show, put together from rows; no decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guildmark.server.assessment.models import Artefact, Submission
from guildmark.server.assessment.operations import list_missing
from guildmark.server.assessment.queries import (
    ArtefactRow,
    AttemptRow,
    DecisionRow,
    MarkRow,
    PreviewRow,
    SubmissionRow,
)
from guildmark.server.assessment.standard import count_words
from guildmark.server.assessment.views.previews import PreviewPart, preview_part
from guildmark.server.base.errors import Finding
from guildmark.server.catalog.definition import Criterion, EvidenceRequirement
from guildmark.server.catalog.vocabulary import AUTHENTICITY
from guildmark.server.organizations.permissions import Actor
from guildmark.server.ui.dates import write_day


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state in words: its chip, and the sentence for the learner."""

    label: str | Promise
    tone: str
    sentence: str | Promise


_STATES: Final = {
    "draft": StateWords(
        gettext_lazy("Draft"),
        "plain",
        gettext_lazy("Not handed in yet: only you can see it."),
    ),
    "submitted": StateWords(
        gettext_lazy("Waiting for an assessor"),
        "unsure",
        gettext_lazy("Handed in. An assessor will take it soon."),
    ),
    "in_assessment": StateWords(
        gettext_lazy("Being assessed"),
        "unsure",
        gettext_lazy("An assessor has taken it and is marking it."),
    ),
    "returned": StateWords(
        gettext_lazy("Returned with feedback"),
        "warn",
        gettext_lazy("Not yet at the standard. The feedback says what to add."),
    ),
    "passed": StateWords(
        gettext_lazy("Passed"),
        "good",
        gettext_lazy("Every criterion meets the standard."),
    ),
    "withdrawn": StateWords(
        gettext_lazy("Withdrawn"),
        "plain",
        gettext_lazy("You took it back. Nobody marks it."),
    ),
}


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One overview question with its answer so far."""

    id: str
    prompt: str
    answer: str
    words: int
    word_limit: int | None

    @property
    def is_over(self) -> bool:
        """Whether the answer is longer than allowed."""
        return self.word_limit is not None and self.words > self.word_limit


@dataclass(frozen=True, slots=True)
class ArtefactPart:
    """One piece of evidence as a page shows it."""

    row: ArtefactRow
    class_label: str
    class_tone: str
    url: str
    view: str
    preview: PreviewPart | None = None
    text: str = ""
    text_is_cut: bool = False
    same_elsewhere: int = 0

    @property
    def opens(self) -> bool:
        """Whether a browser shows it; everything else is saved."""
        return self.view not in ("pdf", "file")


@dataclass(frozen=True, slots=True)
class RequirementPart:
    """One evidence requirement with what was added for it."""

    requirement: EvidenceRequirement
    artefacts: tuple[ArtefactPart, ...]
    authenticity: str | Promise
    takes_files: bool
    takes_links: bool

    @property
    def is_met(self) -> bool:
        """Whether enough is there."""
        return len(self.artefacts) >= self.requirement.minimum


@dataclass(frozen=True, slots=True)
class CriterionPart:
    """One criterion with a decision's mark on it."""

    criterion: Criterion
    mark: MarkRow | None
    level_name: str

    @property
    def is_met(self) -> bool:
        """Whether the mark reaches the standard."""
        return self.mark is not None and self.mark.level >= (self.criterion.required_level or 1)


@dataclass(frozen=True, slots=True)
class TimelinePart:
    """One thing that happened; `kind` as the timeline component names it."""

    title: str
    when: str
    kind: str
    detail: str = ""


class SubmissionPage:
    """One submission for the learner's pages."""

    def __init__(
        self, row: SubmissionRow, *, previews: Mapping[UUID, PreviewRow] | None = None
    ) -> None:
        self.row = row
        self._previews = previews or {}
        self.definition = row.version.definition
        self.attempt = row.current
        self.state = describe_state(row.state)

    @property
    def is_draft(self) -> bool:
        """Whether the learner is working on it."""
        return self.row.state == Submission.State.DRAFT

    @property
    def can_withdraw(self) -> bool:
        """Whether it can still be taken back."""
        return self.row.state not in (Submission.State.PASSED, Submission.State.WITHDRAWN)

    @cached_property
    def missing(self) -> list[Finding]:
        """What stands between this attempt and handing it in."""
        return list_missing(
            self.definition,
            answers=self.attempt.answers,
            ai_use=self.attempt.ai_use,
            evidence=[artefact.requirement_id for artefact in self.attempt.artefacts],
        )

    @cached_property
    def questions(self) -> list[QuestionPart]:
        """The overview questions with their answers."""
        return question_parts(self.row, self.attempt)

    @cached_property
    def requirements(self) -> list[RequirementPart]:
        """The evidence requirements with what is there."""
        return requirement_parts(self.row, self.attempt, previews=self._previews)

    @property
    def answers_are_done(self) -> bool:
        """Whether nothing is missing among the questions."""
        return all(finding.field.startswith("evidence-") for finding in self.missing)

    @property
    def evidence_is_done(self) -> bool:
        """Whether every requirement has enough."""
        return all(part.is_met for part in self.requirements)

    @cached_property
    def timeline(self) -> list[TimelinePart]:
        """What happened so far, the latest first."""
        return timeline_parts(self.row)

    @property
    def written(self) -> int:
        """How many questions have an answer."""
        return sum(1 for question in self.questions if question.words)

    @cached_property
    def last_feedback(self) -> list[CriterionPart]:
        """The marks of the last decision there was, criterion by criterion."""
        decision = self.last_decision
        return criterion_parts(self.definition.criteria, decision.marks) if decision else []

    @cached_property
    def last_decision(self) -> DecisionRow | None:
        """The last decision on any attempt."""
        return next(
            (attempt.decisions[-1] for attempt in self.row.attempts if attempt.decisions), None
        )

    @property
    def to_improve(self) -> list[CriterionPart]:
        """The criteria that were below the standard."""
        return [part for part in self.last_feedback if not part.is_met]

    @property
    def question_prompts(self) -> dict[str, str]:
        """Question id → its words."""
        return {question.id: question.prompt for question in self.definition.overview_questions}


def acting(request: HttpRequest) -> Actor:
    """Return who is acting."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    return actor


def is_background_save(request: HttpRequest) -> bool:
    """Tell whether script saved while somebody was typing."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, be it empty; None where the page was only opened."""
    return request.POST if request.method == "POST" else None


def describe_state(state: str) -> StateWords:
    """Return a state in words."""
    return _STATES[state]


def question_parts(row: SubmissionRow, attempt: AttemptRow) -> list[QuestionPart]:
    """Return each overview question with an attempt's answer."""
    return [
        QuestionPart(
            id=question.id,
            prompt=question.prompt,
            answer=attempt.answers.get(question.id, ""),
            words=count_words(attempt.answers.get(question.id, "")),
            word_limit=question.word_limit,
        )
        for question in row.version.definition.overview_questions
    ]


def requirement_parts(
    row: SubmissionRow, attempt: AttemptRow, *, previews: Mapping[UUID, PreviewRow]
) -> list[RequirementPart]:
    """Return each evidence requirement with an attempt's artefacts."""
    return [
        RequirementPart(
            requirement=requirement,
            artefacts=tuple(
                artefact_part(artefact, preview=previews.get(artefact.id))
                for artefact in attempt.artefacts
                if artefact.requirement_id == requirement.id
            ),
            authenticity=AUTHENTICITY.get(requirement.authenticity, ""),
            takes_files=not requirement.kinds or "file" in requirement.kinds,
            takes_links=not requirement.kinds or "link" in requirement.kinds,
        )
        for requirement in row.version.definition.evidence_requirements
    ]


def artefact_part(
    artefact: ArtefactRow,
    *,
    preview: PreviewRow | None = None,
    text: str = "",
    text_is_cut: bool = False,
    same_elsewhere: int = 0,
) -> ArtefactPart:
    """Return an artefact with its words and how to show it."""
    labels = {
        Artefact.Class.PUBLIC: (_("Public"), "good"),
        Artefact.Class.ON_REQUEST: (_("On request"), "warn"),
        Artefact.Class.ASSESSORS: (_("Assessors only"), "plain"),
    }
    label, tone = labels[Artefact.Class(artefact.visibility)]
    return ArtefactPart(
        row=artefact,
        class_label=label,
        class_tone=tone,
        url=artefact.url or reverse("assessment:evidence", args=[artefact.id]),
        view=_view(artefact),
        preview=preview_part(artefact, preview),
        text=text,
        text_is_cut=text_is_cut,
        same_elsewhere=same_elsewhere,
    )


def criterion_parts(
    criteria: tuple[Criterion, ...], marks: Mapping[str, MarkRow]
) -> list[CriterionPart]:
    """Return each criterion with its mark in a decision."""
    return [
        CriterionPart(
            criterion=criterion,
            mark=marks.get(criterion.id),
            level_name=_level_name(criterion, marks.get(criterion.id)),
        )
        for criterion in criteria
    ]


def timeline_parts(row: SubmissionRow) -> list[TimelinePart]:
    """Return what happened to a submission, the latest first."""
    parts = [TimelinePart(_("Begun"), _moment(row.created_at), "plain")]
    for attempt in reversed(row.attempts):
        if attempt.submitted_at:
            title = _("Attempt %d handed in") % attempt.number
            parts.append(
                TimelinePart(title, _moment(attempt.submitted_at), "plain", _change_words(attempt))
            )
        for decision in attempt.decisions:
            passed = decision.outcome == "passed"
            parts.append(
                TimelinePart(
                    _("Passed") if passed else _("Returned with feedback"),
                    _moment(decision.decided_at),
                    "done" if passed else "returned",
                )
            )
    if row.state == Submission.State.IN_ASSESSMENT and row.claimed_at:
        parts.append(TimelinePart(_("An assessor is marking it"), _moment(row.claimed_at), "now"))
    elif row.state == Submission.State.WITHDRAWN:
        parts.append(TimelinePart(_("Withdrawn"), _moment(row.changed_at), "stopped"))
    return list(reversed(parts))


def _moment(moment: datetime) -> str:
    return write_day(moment)


def _change_words(attempt: AttemptRow) -> str:
    """Say in a few words what differs from the attempt before."""
    changes = attempt.changes
    if not changes:
        return ""
    words = []
    if changes.added:
        words.append(_("added: %s") % ", ".join(changes.added))
    if changes.removed:
        words.append(_("removed: %s") % ", ".join(changes.removed))
    if changes.questions:
        count = len(changes.questions)
        words.append(ngettext("%d answer changed", "%d answers changed", count) % count)
    return " · ".join(words)


def _level_name(criterion: Criterion, mark: MarkRow | None) -> str:
    for level in criterion.levels:
        if mark is not None and level.level == mark.level:
            return level.name or level.description
    return ""


def _view(artefact: ArtefactRow) -> str:
    """Return how the browser shows it: image, pdf, text, audio, video, link or file."""
    if artefact.kind == Artefact.Kind.LINK:
        return "link"
    if artefact.media_type == "application/pdf":
        return "pdf"
    group = artefact.media_type.split("/")[0]
    return group if group in ("image", "text", "audio", "video") else "file"


def desk_url(slug: str, submission_id: UUID) -> str:
    """Return the address of a submission on an organization's desk."""
    return reverse("assessment:mark", args=[slug, submission_id])
