"""A learner's way: start, write, hand in, withdraw, try again."""

from __future__ import annotations

import uuid

import pytest

from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.models import Artefact, Attempt, Submission
from guildmark.server.audit.models import Record
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound, NotPermitted
from guildmark.server.catalog import operations as catalog
from guildmark.server.organizations.permissions import VISITOR
from tests.server.assessment.conftest import (
    World,
    add_file,
    fill_in,
    hand_in,
    pass_it,
    person_actor,
    return_it,
)


def start(world: World) -> uuid.UUID:
    """Start a submission of the learner."""
    return operations.start_submission(actor=world.learner, version_id=world.version_id)


def test_starting_twice_gives_the_same_submission(world: World) -> None:
    """One open submission per learner and version; a second tap on "Apply" continues it."""
    assert start(world) == start(world)
    assert Submission.objects.count() == 1
    assert Record.objects.filter(fact="assessment.SubmissionStarted").count() == 1


def test_a_visitor_must_sign_in_to_start(world: World) -> None:
    """Nobody starts without an account."""
    with pytest.raises(NotPermitted):
        operations.start_submission(actor=VISITOR, version_id=world.version_id)


def test_starting_an_unknown_version_finds_nothing(world: World) -> None:
    """A guessed id is a 404."""
    with pytest.raises(NotFound):
        operations.start_submission(actor=world.learner, version_id=uuid.uuid4())


def test_a_retired_micro_credential_cannot_be_started(world: World) -> None:
    """What is no longer offered says so."""
    catalog.retire(actor=world.owner, achievement_id=world.achievement_id)
    with pytest.raises(Conflict) as caught:
        start(world)
    assert caught.value.code == "version_not_offered"


def test_a_passed_version_is_not_started_again(world: World) -> None:
    """There is nothing left to show; the wallet has it."""
    pass_it(world, hand_in(world))
    with pytest.raises(operations.AlreadyPassed):
        start(world)


def test_an_author_may_learn_too(world: World) -> None:
    """A role in the organization does not keep anybody from learning there."""
    assert operations.start_submission(actor=world.assessor, version_id=world.version_id)


def test_answers_are_kept_as_they_are_typed(world: World) -> None:
    """Autosave keeps text over the limit too: the limit is checked when it is handed in."""
    submission_id = start(world)
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "word " * 400},
        reflection="",
        ai_use="",
    )
    attempt = Attempt.objects.get()
    assert attempt.answers["q1"].count("word") == 400


def test_invisible_characters_are_dropped_from_answers(world: World) -> None:
    """PostgreSQL refuses NUL, and nobody meant it; line ends become one kind."""
    submission_id = start(world)
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "one\x00\r\ntwo\x0b\x85 \ud800three"},
        reflection="\x07",
        ai_use="None",
    )
    attempt = Attempt.objects.get()
    assert attempt.answers["q1"] == "one\ntwo three"
    assert attempt.reflection == ""


def test_an_answer_to_no_question_is_refused(world: World) -> None:
    """A form that was made for another definition is not stored half."""
    with pytest.raises(InvalidInput) as caught:
        operations.save_answers(
            actor=world.learner,
            submission_id=start(world),
            answers={"q1": "fine", "q9": "lost"},
            reflection="",
            ai_use="",
        )
    assert [finding.field for finding in caught.value.findings] == ["answer-q9"]
    assert Attempt.objects.get().answers == {}


def test_nobody_else_can_write_in_a_submission(world: World) -> None:
    """Another learner, an assessor and a stranger all get "not found"."""
    submission_id = start(world)
    for actor in (person_actor("eve"), world.assessor, world.owner, world.stranger, VISITOR):
        with pytest.raises(NotFound):
            fill_in(actor, submission_id)
        with pytest.raises(NotFound):
            operations.submit(actor=actor, submission_id=submission_id)
        with pytest.raises(NotFound):
            operations.withdraw(actor=actor, submission_id=submission_id)
        with pytest.raises(NotFound):
            queries.own_submission(submission_id, actor=actor)


def test_handing_in_lists_everything_that_is_missing(world: World) -> None:
    """The list names each field: question, evidence, AI declaration."""
    submission_id = start(world)
    with pytest.raises(operations.UnableToSubmit) as caught:
        operations.submit(actor=world.learner, submission_id=submission_id)
    fields = [finding.field for finding in caught.value.findings]
    assert fields == ["answer-q1", "evidence-record", "ai_use"]
    assert all(finding.problem and finding.remedy for finding in caught.value.findings)
    assert Submission.objects.get().state == "draft"


def test_handing_in_says_by_how_many_words_an_answer_is_too_long(world: World) -> None:
    """The limit is 150 words; 153 are three too many."""
    submission_id = start(world)
    fill_in(world.learner, submission_id)
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "word " * 153},
        reflection="",
        ai_use="None",
    )
    with pytest.raises(operations.UnableToSubmit) as caught:
        operations.submit(actor=world.learner, submission_id=submission_id)
    (finding,) = caught.value.findings
    assert finding.field == "answer-q1"
    assert "153" in finding.problem
    assert "3 words" in finding.remedy


def test_handing_in_twice_is_one_hand_in(world: World) -> None:
    """A double press does nothing the second time."""
    submission_id = hand_in(world)
    operations.submit(actor=world.learner, submission_id=submission_id)
    assert Record.objects.filter(fact="assessment.SubmissionHandedIn").count() == 1
    submission = Submission.objects.get()
    assert submission.state == "submitted"
    assert submission.waiting_since is not None


def test_what_was_handed_in_cannot_be_edited(world: World) -> None:
    """Answers and evidence are closed until it is returned."""
    submission_id = hand_in(world)
    artefact = Artefact.objects.get()
    with pytest.raises(operations.WrongState):
        fill_in(world.learner, submission_id)
    with pytest.raises(operations.WrongState):
        add_file(world.learner, submission_id)
    with pytest.raises(operations.WrongState):
        operations.remove_artefact(
            actor=world.learner, submission_id=submission_id, artefact_id=artefact.id
        )


def test_a_withdrawn_submission_leaves_the_queue_and_allows_a_new_start(world: World) -> None:
    """Withdrawing is possible until it has passed, also while it is being marked."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    operations.withdraw(actor=world.learner, submission_id=submission_id)
    operations.withdraw(actor=world.learner, submission_id=submission_id)
    assert queries.waiting_count(world.organization_id) == 0
    assert start(world) != submission_id


def test_a_passed_submission_cannot_be_withdrawn(world: World) -> None:
    """What was decided stays."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    with pytest.raises(operations.WrongState):
        operations.withdraw(actor=world.learner, submission_id=submission_id)


def test_a_returned_submission_goes_on_with_everything_carried_over(world: World) -> None:
    """The next attempt copies answers and evidence; the first stays as it was judged."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    first, second = Attempt.objects.order_by("number")
    assert second.number == 2
    assert second.answers == first.answers
    old, new = first.artefacts.get(), second.artefacts.get()
    assert new.id != old.id
    assert new.carried_from == old.id
    assert (new.storage_name, bytes(new.sha256)) == (old.storage_name, bytes(old.sha256))


def test_the_history_says_what_changed_between_attempts(world: World) -> None:
    """Added and removed evidence by name, changed answers by question."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    carried = Artefact.objects.get(attempt__number=2)
    operations.remove_artefact(
        actor=world.learner, submission_id=submission_id, artefact_id=carried.id
    )
    add_file(world.learner, submission_id, upload_name="gravity.png")
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "Also the raised ram."},
        reflection="I would try the start twice.",
        ai_use="None",
    )
    second, first = queries.own_submission(submission_id, actor=world.learner).attempts
    assert first.changes is None
    assert second.changes == queries.Changes(
        added=("gravity.png",), removed=("lock.png",), questions=("q1",)
    )


def test_my_submissions_start_with_those_that_wait_for_me(world: World) -> None:
    """Returned comes before draft, draft before what waits for others."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    (row,) = queries.own_submissions(actor=world.learner)
    assert (row.id, row.state, row.attempt) == (submission_id, "returned", 1)
    assert queries.own_submissions(actor=VISITOR) == ()
