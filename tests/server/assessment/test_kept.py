"""What was handed in or decided is kept as it was: the database refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from guildmark.server.assessment import operations
from guildmark.server.assessment.models import Artefact, Attempt, Decision, Mark, Submission
from tests.server.assessment.conftest import World, hand_in, mark_all, pass_it

HANDED_IN: dict[str, Callable[[], object]] = {
    "changing an answer": lambda: Attempt.objects.update(answers={"q1": "other"}),
    "taking the hand-in back": lambda: Attempt.objects.update(submitted_at=None),
    "deleting the attempt": lambda: Attempt.objects.all()._raw_delete("default"),  # type: ignore[attr-defined]
    "changing a digest": lambda: Artefact.objects.update(sha256=b"\x00" * 32),
    "changing a name": lambda: Artefact.objects.update(name="other.png"),
    "swapping the file": lambda: Artefact.objects.update(storage_name="other"),
    "deleting evidence": lambda: Artefact.objects.all().delete(),
    "adding evidence": lambda: Artefact.objects.create(
        attempt=Attempt.objects.get(),
        kind="link",
        name="late",
        sha256=b"\x00" * 32,
        declared_at=Attempt.objects.get().submitted_at,
    ),
}
DECIDED: dict[str, Callable[[], object]] = {
    "changing the outcome": lambda: Decision.objects.update(outcome="returned"),
    "changing the feedback": lambda: Decision.objects.update(feedback="other"),
    "opening it again": lambda: Decision.objects.update(decided_at=None),
    "naming another assessor": lambda: Decision.objects.update(
        assessor_id=Submission.objects.get().learner_id
    ),
    "changing the pseudonym": lambda: Decision.objects.update(
        assessor_actor=Submission.objects.get().id
    ),
    "deleting the decision": lambda: Decision.objects.all()._raw_delete("default"),  # type: ignore[attr-defined]
    "changing a level": lambda: Mark.objects.update(level=1),
    "changing a comment": lambda: Mark.objects.update(comment="other"),
    "deleting a mark": lambda: Mark.objects.all().delete(),
    "adding a mark": lambda: Mark.objects.create(
        decision=Decision.objects.get(), criterion_id="c3", level=1
    ),
    "deleting the whole submission": lambda: Submission.objects.all().delete(),
}


def refused(change: Callable[[], object]) -> bool:
    """Tell whether the database refuses a change by its trigger."""
    try:
        with transaction.atomic():
            change()
    except IntegrityError as error:
        return "never change" in str(error)
    return False


@pytest.mark.parametrize("case", HANDED_IN)
def test_after_handing_in_the_database_refuses(world: World, case: str) -> None:
    """Answers and evidence stay as they were judged."""
    hand_in(world)
    assert refused(HANDED_IN[case])


@pytest.mark.parametrize("case", {**HANDED_IN, **DECIDED})
def test_after_the_decision_the_database_refuses(world: World, case: str) -> None:
    """Decision and marks too."""
    pass_it(world, hand_in(world))
    assert refused({**HANDED_IN, **DECIDED}[case])


def test_a_draft_and_a_working_paper_may_change(world: World) -> None:
    """Nothing is kept from the people who are still at work."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    assert not refused(lambda: Mark.objects.update(level=1))
    assert not refused(lambda: Mark.objects.all().delete())
    assert not refused(lambda: Decision.objects.all().delete())


def test_visibility_may_change_after_the_decision(world: World) -> None:
    """The learner decides who sees evidence, for ever."""
    pass_it(world, hand_in(world))
    assert not refused(lambda: Artefact.objects.update(visibility="public"))


def test_the_name_may_be_taken_off_a_decision(world: World) -> None:
    """When the assessor's account is erased; the pseudonym stays."""
    pass_it(world, hand_in(world))
    assert not refused(lambda: Decision.objects.update(assessor=None))
    assert Decision.objects.get().assessor_actor == world.assessor.actor_id


def test_naming_another_person_does_not_open_the_door_to_deletion(world: World) -> None:
    """Erasing one person never takes another's submission along."""
    pass_it(world, hand_in(world))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('guildmark.erasing', %s, true)", [str(world.assessor.person_id)]
        )
    assert refused(lambda: Submission.objects.all().delete())
