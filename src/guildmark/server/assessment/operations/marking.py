"""What an assessor does with a submission: take it, mark it, decide, put it back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.assessment import events
from guildmark.server.assessment.models import Decision, Mark, Submission
from guildmark.server.assessment.operations.errors import (
    ClaimedByAnother,
    NotClaimed,
    UnableToDecide,
    WrongState,
)
from guildmark.server.assessment.operations.locking import (
    announce,
    desk_submission,
    move,
    not_there,
    require_state,
)
from guildmark.server.assessment.operations.submissions import (
    clean_text,
    definition_of,
    required_levels,
)
from guildmark.server.assessment.permissions import marker_of, may_release_for_others
from guildmark.server.assessment.queries import open_attempt
from guildmark.server.assessment.standard import Standing
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.catalog.definition import Criterion, Definition
from guildmark.server.organizations.permissions import Actor

MAX_COMMENT_CHARACTERS: Final = 10_000
MAX_PLACE_CHARACTERS: Final = 300
_DESK_STATES: Final = (Submission.State.SUBMITTED, Submission.State.IN_ASSESSMENT)


@transaction.atomic
def claim(*, actor: Actor, submission_id: UUID) -> None:
    """Take a waiting submission, so that nobody else marks it at the same time.

    Taking one's own claim again does nothing.

    Raises:
        ClaimedByAnother: somebody was faster.
        OwnEvidence: the assessor is the learner.
        WrongState: it does not wait for marking.
    """
    submission = desk_submission(submission_id, actor=actor)
    _refuse_private(submission)
    if submission.claimed_by_id == actor.person_id and actor.person_id is not None:
        return
    if submission.state == Submission.State.IN_ASSESSMENT and submission.claimed_by_id is not None:
        raise ClaimedByAnother
    require_state(submission, *_DESK_STATES, doing=_("take it"))
    submission.claimed_by_id = actor.person_id
    submission.claimed_at = now()
    move(submission, Submission.State.IN_ASSESSMENT, also=("claimed_by", "claimed_at"))
    announce(events.SubmissionClaimed, submission, actor=actor)


@transaction.atomic
def release(*, actor: Actor, submission_id: UUID) -> None:
    """Put a claimed submission back into the queue; the marks wait for the same assessor.

    An owner of the organization may do it for an assessor who is away.

    Raises:
        NotClaimed: another assessor holds it.
    """
    submission = desk_submission(submission_id, actor=actor)
    _refuse_private(submission)
    if submission.state == Submission.State.SUBMITTED:
        return
    require_state(submission, Submission.State.IN_ASSESSMENT, doing=_("put it back"))
    if submission.claimed_by_id != actor.person_id and not may_release_for_others(
        actor, organization_id=submission.organization_id
    ):
        raise NotClaimed
    submission.claimed_by = None
    submission.claimed_at = None
    move(submission, Submission.State.SUBMITTED, also=("claimed_by", "claimed_at"))
    announce(events.SubmissionReleased, submission, actor=actor)


@transaction.atomic
def save_mark(
    *,
    actor: Actor,
    submission_id: UUID,
    criterion_id: str,
    level: int | None,
    comment: str,
    rests_on: str,
) -> None:
    """Keep the mark on one criterion as it stands; safe to call after every change.

    Args:
        level: one of the criterion's levels, or None where only the comment is written so far.
        rests_on: the place in the evidence, at most 300 characters ("record.pdf, page 2").

    Raises:
        InvalidInput: no such criterion or level, or a text that is too long.
        NotClaimed: the actor has not taken the submission.
    """
    submission = _claimed(submission_id, actor=actor, doing=_("mark it"))
    criterion = _criterion(definition_of(submission), criterion_id)
    findings = _mark_findings(criterion, level=level, comment=comment, rests_on=rests_on)
    if findings:
        raise InvalidInput(findings=findings)
    decision = _paper(submission, actor=actor)
    Mark.objects.update_or_create(
        decision=decision,
        criterion_id=criterion_id,
        defaults={
            "level": level,
            "comment": clean_text(comment).strip(),
            "rests_on": " ".join(clean_text(rests_on).split()),
        },
    )
    decision.saved_at = now()
    decision.save(update_fields=("saved_at",))


@transaction.atomic
def decide(*, actor: Actor, submission_id: UUID, outcome: str, feedback: str) -> None:
    """Close the marking of the attempt: passed, or returned with what to add.

    Decision, state, record and the job that issues the award are one transaction: all of them or
    none. Deciding the same again does nothing the second time.

    Args:
        outcome: "passed" or "returned".
        feedback: to the learner, about the whole; may be empty where the comments say it all.

    Raises:
        UnableToDecide: with one finding for each criterion in the way.
        NotClaimed: the actor has not taken the submission.
    """
    if outcome not in Decision.Outcome.values:
        raise InvalidInput(
            findings=[
                Finding(
                    "outcome",
                    _("No outcome is chosen."),
                    _("Choose “passes” or “return with feedback”."),
                )
            ]
        )
    submission = desk_submission(submission_id, actor=actor)
    if _decided_the_same(submission, actor=actor, outcome=outcome):
        return
    submission = _claimed(submission_id, actor=actor, doing=_("decide"))
    decision = _paper(submission, actor=actor)
    feedback = clean_text(feedback).strip()
    findings = _obstacles(
        definition_of(submission),
        marks=list(decision.marks.all()),
        outcome=outcome,
        feedback=feedback,
    )
    if findings:
        raise UnableToDecide(findings=findings)
    _close(submission, decision, actor=actor, outcome=outcome, feedback=feedback)


def _close(
    submission: Submission,
    decision: Decision,
    *,
    actor: Actor,
    outcome: str,
    feedback: str,
) -> None:
    moment = now()
    decision.outcome = outcome
    decision.feedback = feedback
    decision.decided_at = moment
    decision.saved_at = moment
    decision.save(update_fields=("outcome", "feedback", "decided_at", "saved_at"))
    passed = outcome == Decision.Outcome.PASSED
    submission.claimed_by = None
    submission.claimed_at = None
    submission.waiting_since = None
    move(
        submission,
        Submission.State.PASSED if passed else Submission.State.RETURNED,
        also=("claimed_by", "claimed_at", "waiting_since"),
    )
    announce(
        events.SubmissionPassed if passed else events.SubmissionReturned,
        submission,
        actor=actor,
        attempt=open_attempt(submission).number,
        decision_id=decision.id,
    )


def _claimed(submission_id: UUID, *, actor: Actor, doing: str) -> Submission:
    submission = desk_submission(submission_id, actor=actor)
    _refuse_private(submission)
    if submission.state not in _DESK_STATES:
        raise WrongState(state=submission.get_state_display(), doing=doing)
    if submission.claimed_by_id is None or submission.claimed_by_id != actor.person_id:
        raise NotClaimed
    return submission


def _paper(submission: Submission, *, actor: Actor) -> Decision:
    """Return the actor's open working paper for the attempt at hand, made when needed."""
    decision, _made = Decision.objects.get_or_create(
        attempt=open_attempt(submission),
        assessor_actor=marker_of(actor),
        decided_at=None,
        defaults={"assessor_id": actor.person_id},
    )
    return decision


def _decided_the_same(submission: Submission, *, actor: Actor, outcome: str) -> bool:
    return (
        submission.state == outcome
        and Decision.objects.filter(
            attempt=open_attempt(submission),
            assessor_actor=marker_of(actor),
            outcome=outcome,
            decided_at__isnull=False,
        ).exists()
    )


def _criterion(definition: Definition, criterion_id: str) -> Criterion:
    for criterion in definition.criteria:
        if criterion.id == criterion_id:
            return criterion
    raise InvalidInput(
        findings=[
            Finding(
                "criterion_id",
                _("This criterion is not part of the rubric."),
                _("Reload the page and choose one of its criteria."),
            )
        ]
    )


def _mark_findings(
    criterion: Criterion, *, level: int | None, comment: str, rests_on: str
) -> list[Finding]:
    findings = []
    if level is not None and level not in {known.level for known in criterion.levels}:
        findings.append(
            Finding(
                f"level-{criterion.id}",
                _("“%(name)s” has no level %(level)s.") % {"name": criterion.name, "level": level},
                _("Choose one of the levels shown."),
            )
        )
    if len(comment) > MAX_COMMENT_CHARACTERS:
        findings.append(
            Finding(
                f"comment-{criterion.id}",
                _("The comment on “%s” is too long.") % criterion.name,
                _("Shorten it to %d characters.") % MAX_COMMENT_CHARACTERS,
            )
        )
    if len(rests_on) > MAX_PLACE_CHARACTERS:
        findings.append(
            Finding(
                f"rests_on-{criterion.id}",
                _("The place in the evidence for “%s” is too long.") % criterion.name,
                _("Shorten it to %d characters.") % MAX_PLACE_CHARACTERS,
            )
        )
    return findings


def _obstacles(
    definition: Definition, *, marks: list[Mark], outcome: str, feedback: str
) -> list[Finding]:
    """List what keeps the marks from carrying the outcome, in the rubric's order."""
    standing = Standing(
        required=required_levels(definition),
        given={mark.criterion_id: mark.level for mark in marks if mark.level is not None},
    )
    comments = {mark.criterion_id: mark.comment for mark in marks}
    findings = []
    for criterion in definition.criteria:
        if criterion.id in standing.unmarked:
            findings.append(
                Finding(
                    f"level-{criterion.id}",
                    _("“%s” is not marked yet.") % criterion.name,
                    _("Choose a level."),
                )
            )
        elif criterion.id not in standing.below:
            continue
        elif outcome == Decision.Outcome.PASSED:
            findings.append(
                Finding(
                    f"level-{criterion.id}",
                    _("“%(name)s” is at level %(given)d; the standard is %(required)d.")
                    % {
                        "name": criterion.name,
                        "given": standing.given[criterion.id],
                        "required": standing.required[criterion.id],
                    },
                    _("Return the submission with feedback, or mark the criterion again."),
                )
            )
        elif not comments.get(criterion.id):
            findings.append(
                Finding(
                    f"comment-{criterion.id}",
                    _("“%s” is below the standard and has no comment.") % criterion.name,
                    _("Say what the learner should add or change."),
                )
            )
    if outcome == Decision.Outcome.RETURNED and standing.meets and not feedback:
        findings.append(
            Finding(
                "feedback",
                _("Every criterion meets the standard, but the submission is being returned."),
                _("Say why, and what the learner should do."),
            )
        )
    return findings


def _refuse_private(submission: Submission) -> None:
    """At the desk, what was never handed in or was taken back does not exist."""
    if submission.state in (Submission.State.DRAFT, Submission.State.WITHDRAWN):
        raise not_there()
