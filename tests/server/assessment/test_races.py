"""Two at once: one wins, the other is told, nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from guildmark.server.assessment import operations
from guildmark.server.assessment.models import Decision, Submission
from guildmark.server.audit.models import Record
from guildmark.server.base.scope import scoped
from tests.server.assessment.conftest import World, build_world, fill_in, hand_in, mark_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy_world() -> Iterator[World]:
    """A world whose rows are committed, so that threads see them."""
    return build_world()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in threads that start together; return what each gave or raised."""
    outcomes: list[object] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            with scoped(system=True):
                barrier.wait(timeout=20)
                outcomes[place] = call()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_of_two_assessors_who_take_it_at_once_one_gets_it(busy_world: World) -> None:
    """The other is told that a colleague has it."""
    world = busy_world
    submission_id = hand_in(world)
    outcomes = at_once(
        *(
            lambda actor=actor: operations.claim(actor=actor, submission_id=submission_id)
            for actor in (world.assessor, world.second, world.owner)
        )
    )
    assert outcomes.count(None) == 1
    assert sum(isinstance(each, operations.ClaimedByAnother) for each in outcomes) == 2
    assert Record.objects.filter(fact="assessment.SubmissionClaimed").count() == 1


def test_starting_twice_at_once_makes_one_submission(busy_world: World) -> None:
    """Both taps on "Apply" lead to the same submission."""
    world = busy_world
    outcomes = at_once(
        *[lambda: operations.start_submission(actor=world.learner, version_id=world.version_id)] * 4
    )
    assert outcomes == [Submission.objects.get().id] * 4


def test_handing_in_twice_at_once_is_one_hand_in(busy_world: World) -> None:
    """One record, one place in the queue."""
    world = busy_world
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    fill_in(world.learner, submission_id)
    outcomes = at_once(
        *[lambda: operations.submit(actor=world.learner, submission_id=submission_id)] * 3
    )
    assert outcomes == [None] * 3
    assert Record.objects.filter(fact="assessment.SubmissionHandedIn").count() == 1


def test_deciding_twice_at_once_is_one_decision(busy_world: World) -> None:
    """One decision, one fact, so one award."""
    world = busy_world
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    outcomes = at_once(
        *[
            lambda: operations.decide(
                actor=world.assessor, submission_id=submission_id, outcome="passed", feedback=""
            )
        ]
        * 3
    )
    assert outcomes == [None] * 3
    assert Decision.objects.count() == 1
    assert Record.objects.filter(fact="assessment.SubmissionPassed").count() == 1


def test_withdrawing_and_deciding_at_once_leaves_one_of_both(busy_world: World) -> None:
    """Whoever comes first decides where it stands; the other is refused."""
    world = busy_world
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    at_once(
        lambda: operations.decide(
            actor=world.assessor, submission_id=submission_id, outcome="passed", feedback=""
        ),
        lambda: operations.withdraw(actor=world.learner, submission_id=submission_id),
    )
    state = Submission.objects.get().state
    passed = Record.objects.filter(fact="assessment.SubmissionPassed").count()
    withdrawn = Record.objects.filter(fact="assessment.SubmissionWithdrawn").count()
    assert (state, passed, withdrawn) in (("passed", 1, 0), ("withdrawn", 0, 1))
