"""An assessor's way: take, mark, decide, put back; and what is refused."""

from __future__ import annotations

import uuid

import pytest

from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.models import Decision, Mark, Submission
from guildmark.server.audit.models import Record
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.organizations.permissions import SYSTEM, VISITOR
from tests.server.assessment.conftest import (
    World,
    fill_in,
    hand_in,
    mark_all,
    pass_it,
    person_actor,
    return_it,
)


def test_passing_is_one_decision_one_state_and_one_fact(world: World) -> None:
    """Decision, state and fact are written together, with ids only."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.assessor_id) == ("passed", world.assessor.person_id)
    assert decision.decided_at is not None
    assert Submission.objects.get().state == "passed"
    record = Record.objects.get(fact="assessment.SubmissionPassed")
    assert record.subject_id == submission_id
    assert record.actor == world.assessor.actor_id
    assert record.data["version_id"] == str(world.version_id)


def test_deciding_the_same_twice_is_one_decision(world: World) -> None:
    """A double press does nothing the second time."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    operations.decide(
        actor=world.assessor, submission_id=submission_id, outcome="passed", feedback=""
    )
    assert Record.objects.filter(fact="assessment.SubmissionPassed").count() == 1


def test_the_result_says_what_was_decided(world: World) -> None:
    """Issuing reads levels, evidence with digests, markers and attempts from here."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    result = queries.result(submission_id)
    assert {mark.criterion_id: mark.level for mark in result.marks} == {"c1": 3, "c2": 2}
    assert result.marker_count == 1
    assert result.attempts == 1
    assert result.ai_use == "None"
    (artefact,) = result.artefacts
    assert len(artefact.sha256) == 32
    with queries.artefact_file(artefact.id) as content:
        assert content.read(8) == b"\x89PNG\r\n\x1a\n"


def test_there_is_no_result_before_it_has_passed(world: World) -> None:
    """A submission that waits or was returned awards nothing."""
    submission_id = hand_in(world)
    with pytest.raises(NotFound):
        queries.result(submission_id)
    return_it(world, submission_id)
    with pytest.raises(NotFound):
        queries.result(submission_id)


def test_nobody_marks_their_own_evidence(world: World) -> None:
    """An assessor and an owner who are the learner are refused at every step, with the reason."""
    for actor in (world.assessor, world.owner):
        submission_id = operations.start_submission(actor=actor, version_id=world.version_id)
        fill_in(actor, submission_id)
        operations.submit(actor=actor, submission_id=submission_id)
        with pytest.raises(operations.OwnEvidence):
            operations.claim(actor=actor, submission_id=submission_id)
        with pytest.raises(operations.OwnEvidence):
            mark_all(actor, submission_id)
        with pytest.raises(operations.OwnEvidence):
            operations.decide(
                actor=actor, submission_id=submission_id, outcome="passed", feedback=""
            )
    assert not Decision.objects.exists()


def test_own_evidence_is_refused_even_when_the_claim_was_forced(world: World) -> None:
    """A row that says otherwise does not help: the rule is asked at each step."""
    submission_id = operations.start_submission(actor=world.assessor, version_id=world.version_id)
    fill_in(world.assessor, submission_id)
    operations.submit(actor=world.assessor, submission_id=submission_id)
    Submission.objects.update(state="in_assessment", claimed_by_id=world.assessor.person_id)
    with pytest.raises(operations.OwnEvidence):
        mark_all(world.assessor, submission_id)


def test_only_assessors_of_the_organization_find_the_submission(world: World) -> None:
    """Another organization, another role, a learner, a visitor and the system get "not found"."""
    submission_id = hand_in(world)
    issuer = person_actor("ivan", (world.organization_id, "issuer"))
    for actor in (world.stranger, issuer, person_actor("eve"), VISITOR, SYSTEM):
        with pytest.raises(NotFound):
            operations.claim(actor=actor, submission_id=submission_id)
        with pytest.raises(NotFound):
            mark_all(actor, submission_id)
        with pytest.raises(NotFound):
            queries.desk(submission_id, actor=actor, organization_id=world.organization_id)
        with pytest.raises(NotFound):
            queries.queue(actor=actor, organization_id=world.organization_id)


def test_a_draft_is_not_on_the_desk(world: World) -> None:
    """What was not handed in is the learner's alone."""
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    with pytest.raises(NotFound):
        operations.claim(actor=world.assessor, submission_id=submission_id)
    with pytest.raises(NotFound):
        queries.desk(submission_id, actor=world.assessor, organization_id=world.organization_id)


def test_only_one_of_two_assessors_gets_it(world: World) -> None:
    """The second is told so, and cannot mark."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    with pytest.raises(operations.ClaimedByAnother):
        operations.claim(actor=world.second, submission_id=submission_id)
    with pytest.raises(operations.NotClaimed):
        mark_all(world.second, submission_id)
    with pytest.raises(operations.NotClaimed):
        operations.release(actor=world.second, submission_id=submission_id)


def test_marks_need_a_claim(world: World) -> None:
    """Nobody marks what still waits in the queue."""
    submission_id = hand_in(world)
    with pytest.raises(operations.NotClaimed):
        mark_all(world.assessor, submission_id)


def test_released_marks_wait_for_the_same_assessor(world: World) -> None:
    """Another assessor starts with an empty paper."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    operations.release(actor=world.assessor, submission_id=submission_id)
    operations.claim(actor=world.second, submission_id=submission_id)
    theirs = queries.desk(submission_id, actor=world.second, organization_id=world.organization_id)
    assert theirs.marks == {}
    operations.release(actor=world.owner, submission_id=submission_id)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mine = queries.desk(submission_id, actor=world.assessor, organization_id=world.organization_id)
    assert mine.standing.meets


def test_a_mark_may_begin_with_the_comment(world: World) -> None:
    """Saving as you go does not wait for the level."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    for level in (None, 2):
        operations.save_mark(
            actor=world.assessor,
            submission_id=submission_id,
            criterion_id="c1",
            level=level,
            comment="Looks complete.",
            rests_on=" lock.png ,\n left ",
        )
    mark = Mark.objects.get()
    assert (mark.level, mark.rests_on) == (2, "lock.png , left")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"criterion_id": "c9"}, "criterion_id"),
        ({"level": 7}, "level-c1"),
        ({"comment": "x" * 10_001}, "comment-c1"),
        ({"rests_on": "x" * 301}, "rests_on-c1"),
    ],
    ids=["an unknown criterion", "an unknown level", "a long comment", "a long place"],
)
def test_a_mark_that_cannot_be_names_its_field(
    world: World, changes: dict[str, object], field: str
) -> None:
    """Nothing is stored of it."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    options = {"criterion_id": "c1", "level": 2, "comment": "", "rests_on": "", **changes}
    with pytest.raises(InvalidInput) as caught:
        operations.save_mark(actor=world.assessor, submission_id=submission_id, **options)
    assert [finding.field for finding in caught.value.findings] == [field]
    assert not Mark.objects.exists()


def test_it_does_not_pass_below_the_standard(world: World) -> None:
    """Each criterion below its level, or without one, is named; a high one makes up for nothing."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    operations.save_mark(
        actor=world.assessor,
        submission_id=submission_id,
        criterion_id="c1",
        level=1,
        comment="",
        rests_on="",
    )
    with pytest.raises(operations.UnableToDecide) as caught:
        operations.decide(
            actor=world.assessor, submission_id=submission_id, outcome="passed", feedback=""
        )
    assert [finding.field for finding in caught.value.findings] == ["level-c1", "level-c2"]
    assert Submission.objects.get().state == "in_assessment"
    assert not Record.objects.filter(fact="assessment.SubmissionPassed").exists()


def test_returning_needs_a_comment_where_it_is_below_the_standard(world: World) -> None:
    """A returned submission says what to add."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id, c1=1)
    with pytest.raises(operations.UnableToDecide) as caught:
        operations.decide(
            actor=world.assessor, submission_id=submission_id, outcome="returned", feedback=""
        )
    assert [finding.field for finding in caught.value.findings] == ["comment-c1"]


def test_returning_what_meets_the_standard_needs_a_reason(world: World) -> None:
    """Doubts that are in no criterion must be said."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    with pytest.raises(operations.UnableToDecide) as caught:
        operations.decide(
            actor=world.assessor, submission_id=submission_id, outcome="returned", feedback=" "
        )
    assert [finding.field for finding in caught.value.findings] == ["feedback"]
    operations.decide(
        actor=world.assessor,
        submission_id=submission_id,
        outcome="returned",
        feedback="The photo shows another machine. Add one of press line 4.",
    )
    assert Submission.objects.get().state == "returned"


def test_an_unknown_outcome_is_refused(world: World) -> None:
    """Only passed and returned can be decided."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    with pytest.raises(InvalidInput):
        operations.decide(
            actor=world.assessor, submission_id=submission_id, outcome="", feedback=""
        )


def test_a_second_attempt_gets_its_own_decision(world: World) -> None:
    """The first decision stays beside it, and the result counts both attempts."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    operations.submit(actor=world.learner, submission_id=submission_id)
    pass_it(world, submission_id)
    assert [row.outcome for row in Decision.objects.order_by("decided_at")] == [
        "returned",
        "passed",
    ]
    assert queries.result(submission_id).attempts == 2


def test_a_decided_submission_cannot_be_marked(world: World) -> None:
    """Marks after the decision are refused with the state it is in."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    with pytest.raises(operations.WrongState):
        mark_all(world.assessor, submission_id)
    with pytest.raises(operations.WrongState):
        operations.claim(actor=world.second, submission_id=submission_id)


def test_the_queue_shows_the_longest_wait_first_without_names(world: World) -> None:
    """Filters narrow it; the assessor's own submission is marked as such and never offered."""
    first = hand_in(world)
    own = operations.start_submission(actor=world.assessor, version_id=world.version_id)
    fill_in(world.assessor, own)
    operations.submit(actor=world.assessor, submission_id=own)
    page = queries.queue(actor=world.assessor, organization_id=world.organization_id)
    assert [row.id for row in page] == [first, own]
    assert [row.is_own for row in page] == [False, True]
    assert queries.next_free(actor=world.assessor, organization_id=world.organization_id) == first
    operations.claim(actor=world.assessor, submission_id=first)
    assert queries.next_free(actor=world.assessor, organization_id=world.organization_id) is None
    mine = queries.queue(actor=world.assessor, organization_id=world.organization_id, holder="mine")
    assert [row.holder for row in mine] == ["me"]
    other = queries.queue(
        actor=world.assessor, organization_id=world.organization_id, achievement_id=uuid.uuid4()
    )
    assert not other.object_list
    counts = queries.queue_counts(actor=world.assessor, organization_id=world.organization_id)
    assert (counts.waiting, counts.free, counts.mine) == (2, 0, 1)


def test_the_desk_flags_a_file_that_another_learner_handed_in_too(world: World) -> None:
    """The same bytes are counted; a person judges what it means."""
    hand_in(world)
    eve = person_actor("eve")
    copied = operations.start_submission(actor=eve, version_id=world.version_id)
    fill_in(eve, copied)
    operations.submit(actor=eve, submission_id=copied)
    row = queries.desk(copied, actor=world.assessor, organization_id=world.organization_id)
    assert list(row.same_files.values()) == [1]
