"""What is held about a person can be seen, taken along and erased."""

from __future__ import annotations

import json

import pytest
from django.core.files.storage import storages

from guildmark.server.accounts.personal_data import sections
from guildmark.server.assessment import operations, queries
from guildmark.server.assessment.models import Artefact, Decision, Mark, Submission
from guildmark.server.assessment.personal_data import AssessmentData
from guildmark.server.base.errors import NotFound
from tests.server.assessment.conftest import (
    World,
    fill_in,
    hand_in,
    mark_all,
    pass_it,
    person_actor,
    png,
    return_it,
)


def test_the_room_is_registered() -> None:
    """Export and erase find it."""
    assert "assessment" in [section.name for section in sections()]


def test_it_says_what_goes_and_what_stays(world: World) -> None:
    """Submissions and files go; decisions about others stay without the name."""
    pass_it(world, hand_in(world))
    assert world.learner.person_id and world.assessor.person_id
    learner = AssessmentData().describe(world.learner.person_id)
    assert [(item.count, item.fate) for item in learner] == [(1, "goes"), (1, "goes"), (0, "stays")]
    assessor = AssessmentData().describe(world.assessor.person_id)
    assert [item.count for item in assessor] == [0, 0, 1]


def test_the_export_has_every_attempt_and_each_file_once(world: World) -> None:
    """Also where a later attempt carries the file over."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    operations.submit(actor=world.learner, submission_id=submission_id)
    pass_it(world, submission_id)
    assert world.learner.person_id
    exported = dict(AssessmentData().export(world.learner.person_id))
    content = json.loads(exported[f"submissions/{submission_id}/submission.json"])
    assert [attempt["number"] for attempt in content["attempts"]] == [1, 2]
    assert content["attempts"][0]["decisions"][0]["outcome"] == "returned"
    assert content["attempts"][1]["answers"]["q1"].startswith("Press line 4")
    files = [data for path, data in exported.items() if "/files/" in path]
    assert files == [png()]
    assert world.assessor.person_id
    made = dict(AssessmentData().export(world.assessor.person_id))["decisions-made.json"]
    assert {each["outcome"] for each in json.loads(made)} == {"returned", "passed"}


def test_erasing_a_learner_takes_everything_of_theirs_and_nothing_else(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    """Submission, evidence, files, and the decisions others made about them."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    eve = person_actor("eve")
    other = operations.start_submission(actor=eve, version_id=world.version_id)
    fill_in(eve, other)
    stored = Artefact.objects.get(attempt__submission_id=submission_id).storage_name
    kept = Artefact.objects.get(attempt__submission_id=other).storage_name
    assert world.learner.person_id
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        AssessmentData().erase(world.learner.person_id)
    assert [row.id for row in Submission.objects.all()] == [other]
    assert not Decision.objects.exists()
    assert not Mark.objects.exists()
    assert not storages["evidence"].exists(stored)
    assert storages["evidence"].exists(kept)
    with pytest.raises(NotFound):
        queries.result(submission_id)


def test_erasing_an_assessor_keeps_decisions_and_frees_what_they_took(world: World) -> None:
    """The decision stands under the pseudonym; what they were marking waits again."""
    passed = hand_in(world)
    pass_it(world, passed)
    eve = person_actor("eve")
    taken = operations.start_submission(actor=eve, version_id=world.version_id)
    fill_in(eve, taken)
    operations.submit(actor=eve, submission_id=taken)
    operations.claim(actor=world.assessor, submission_id=taken)
    mark_all(world.assessor, taken)
    assert world.assessor.person_id
    AssessmentData().erase(world.assessor.person_id)
    decision = Decision.objects.get()
    assert decision.assessor_id is None
    assert decision.assessor_actor == world.assessor.actor_id
    assert queries.result(passed).marker_count == 1
    free = Submission.objects.get(id=taken)
    assert (free.state, free.claimed_by_id) == ("submitted", None)
