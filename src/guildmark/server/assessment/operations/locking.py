"""Take one submission for a write: locked, checked for who asks, moved and announced.

Every change of state holds the row's lock first (`SELECT … FOR UPDATE`), so of two people who press
at the same moment one waits, then sees what the other did.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.assessment.models import Submission
from guildmark.server.assessment.operations.errors import OwnEvidence, WrongState
from guildmark.server.assessment.permissions import may_edit, may_mark, may_see_desk
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import NotFound
from guildmark.server.organizations.permissions import Actor


def own_submission(submission_id: UUID, *, actor: Actor) -> Submission:
    """Lock and return the actor's own submission; anybody else's does not exist for them."""
    submission = _locked(submission_id)
    if not may_edit(actor, learner_id=submission.learner_id):
        raise not_there()
    return submission


def desk_submission(submission_id: UUID, *, actor: Actor) -> Submission:
    """Lock and return a submission for one of its organization's assessors.

    Drafts and withdrawn ones are the learner's alone and do not exist at the desk.

    Raises:
        NotFound: no such submission at a desk of this actor's.
        OwnEvidence: the assessor is the learner.
    """
    submission = _locked(submission_id)
    if not may_see_desk(actor, organization_id=submission.organization_id):
        raise not_there()
    if not may_mark(
        actor,
        organization_id=submission.organization_id,
        learner_id=submission.learner_id,
    ):
        raise OwnEvidence
    return submission


def require_state(submission: Submission, *states: str, doing: str) -> None:
    """Refuse unless the submission is in one of `states`; `doing` completes "You cannot …"."""
    if submission.state not in states:
        raise WrongState(state=submission.get_state_display(), doing=doing)


def move(submission: Submission, state: Submission.State, *, also: Sequence[str] = ()) -> None:
    """Set the state and when it changed; `also` names other fields changed on the row."""
    submission.state = state
    submission.changed_at = now()
    submission.save(update_fields=("state", "changed_at", *also))


def announce(
    kind: type[Any],
    submission: Submission,
    *,
    actor: Actor,
    **more: Any,
) -> None:
    """Write the fact about the submission into the record, in the caller's transaction."""
    record(
        kind(
            submission_id=submission.id,
            version_id=submission.version_id,
            organization_id=submission.organization_id,
            learner_id=submission.learner_id,
            **more,
        ),
        actor=actor.actor_id,
        organization=submission.organization_id,
    )


def not_there() -> NotFound:
    """The one answer to a missing submission and to somebody else's."""
    return NotFound(message=_("There is no such submission."))


def _locked(submission_id: UUID) -> Submission:
    submission = Submission.objects.select_for_update().filter(id=submission_id).first()
    if submission is None:
        raise not_there()
    return submission
