"""The pages: who gets them, what they say, and that forms keep what was typed."""

from __future__ import annotations

import uuid
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations
from guildmark.server.assessment.models import Artefact, Attempt, Decision, Mark, Submission
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import organization
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


def signed_in(actor: Actor) -> Client:
    """Return a browser in which the actor is signed in."""
    client = Client()
    client.force_login(
        Person.objects.get(id=actor.person_id),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def desk(world: World, name: str, *arguments: UUID) -> str:
    """Return an address of the provider's marking desk."""
    by = organization(world.organization_id)
    assert by is not None
    return reverse(f"assessment:{name}", args=[by.slug, *arguments])


def text_of(response: object) -> str:
    """Return the page as text."""
    return response.content.decode()  # type: ignore[attr-defined]


def test_a_learner_walks_from_applying_to_handing_in(world: World) -> None:
    """Apply, answer, add a file, hand in: each step by its form, without script."""
    client = signed_in(world.learner)
    apply = reverse("assessment:start", args=[world.achievement_id])
    assert "Begin" in text_of(client.get(apply))
    there = client.post(apply).headers["Location"]
    submission_id = Submission.objects.get().id
    assert there == reverse("assessment:submission", args=[submission_id])
    page = text_of(client.get(there))
    assert "3 things are missing before you can hand it in." in page
    answers = reverse("assessment:answers", args=[submission_id])
    assert client.get(answers).status_code == 200
    client.post(answers, {"answer-q1": "Press line 4.", "ai_use": "None", "reflection": ""})
    add = reverse("assessment:add_file", args=[submission_id, "record"])
    opened = client.get(f"{add}?camera")
    assert opened.status_code == 200
    assert "capture=" in text_of(opened)
    added = client.post(
        add,
        {
            "file": SimpleUploadedFile("lock.png", png(), "text/html"),
            "visibility": "public",
            "declared": "on",
        },
    )
    assert added.status_code == 302
    assert Artefact.objects.get().media_type == "image/png"
    assert "Everything is there." in text_of(client.get(there))
    hand = reverse("assessment:hand_in", args=[submission_id])
    assert "Hand in" in text_of(client.get(hand))
    page = text_of(client.post(hand, follow=True))
    assert "Waiting for an assessor" in page
    assert Submission.objects.get().state == "submitted"


def test_a_refused_upload_keeps_what_was_typed(world: World) -> None:
    """The page names what is wrong, keeps description and choices, and stores nothing."""
    client = signed_in(world.learner)
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    response = client.post(
        reverse("assessment:add_file", args=[submission_id, "record"]),
        {
            "file": SimpleUploadedFile("drawing.svg", b"<svg onload='alert(1)'/>", "image/png"),
            "description": "The lock on the main switch.",
            "visibility": "on_request",
            "owner_note": "Press Works",
            "declared": "on",
        },
    )
    page = text_of(response)
    assert response.status_code == 422
    assert "an SVG drawing" in page
    assert "Save it as PNG" in page
    assert "The lock on the main switch." in page
    assert 'value="Press Works"' in page
    assert not Artefact.objects.exists()


def test_a_file_over_the_limit_is_stopped_while_it_arrives(world: World, settings: object) -> None:
    """It never reaches a temporary file in full; what was typed is kept."""
    settings.EVIDENCE_MAX_BYTES = 200_000  # type: ignore[attr-defined]
    client = signed_in(world.learner)
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    response = client.post(
        reverse("assessment:add_file", args=[submission_id, "record"]),
        {
            "file": SimpleUploadedFile("film.mp4", b"x" * 900_000, "video/mp4"),
            "description": "The whole lock-out.",
            "visibility": "assessors",
            "declared": "on",
        },
    )
    page = text_of(response)
    assert response.status_code == 422
    assert "The file is larger than 195.3" in page
    assert "No file is chosen." not in page
    assert "The whole lock-out." in page
    assert not Artefact.objects.exists()


def test_a_missing_file_is_named(world: World) -> None:
    """An empty form says so at each field."""
    client = signed_in(world.learner)
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    page = text_of(client.post(reverse("assessment:add_file", args=[submission_id, "record"])))
    assert "No file is chosen." in page
    assert "Choose who may see it." in page


def test_a_link_is_added_by_its_form(world: World) -> None:
    """The list shows it with a rel that tells nothing to the other site."""
    client = signed_in(world.learner)
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    add = reverse("assessment:add_link", args=[submission_id, "record"])
    bad = client.post(add, {"url": "javascript:alert(1)", "visibility": "public", "declared": "on"})
    assert "This is not a web address." in text_of(bad)
    client.post(add, {"url": "https://example.org/log", "visibility": "public", "declared": "on"})
    page = text_of(client.get(reverse("assessment:submission", args=[submission_id])))
    assert 'href="https://example.org/log" target="_blank" rel="noopener nofollow' in page


def test_background_saving_answers_without_a_page(world: World) -> None:
    """Script saves while somebody types; 204 says that it is stored."""
    client = signed_in(world.learner)
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    response = client.post(
        reverse("assessment:answers", args=[submission_id]),
        {"answer-q1": "half a sent", "ai_use": "", "reflection": ""},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.status_code == 204
    assert Attempt.objects.get().answers["q1"] == "half a sent"


def test_the_assessor_marks_and_passes_without_script(world: World) -> None:
    """Queue, take, mark, decide; the learner's name is on no page before the decision."""
    submission_id = hand_in(world)
    client = signed_in(world.assessor)
    queue = text_of(client.get(desk(world, "queue")))
    assert "1 submission to mark" in queue
    page = text_of(client.post(desk(world, "next"), follow=True))
    assert "Amina" not in queue + page
    assert "name hidden" in page
    mark = desk(world, "mark", submission_id)
    half = client.post(mark, {"level-c1": "3", "comment-c1": "Complete.", "next": "1"})
    assert half.headers["Location"].endswith("#criterion-c2")
    page = text_of(client.get(mark))
    assert "1 of 2 marked · meets the standard so far" in page
    decided = client.post(
        mark, {"level-c1": "3", "comment-c1": "Complete.", "level-c2": "2", "decide": "1"}
    )
    assert decided.headers["Location"] == desk(world, "decide", submission_id)
    page = text_of(client.get(desk(world, "decide", submission_id)))
    assert "It meets the standard" in page
    assert "Amina" not in page
    client.post(
        desk(world, "decide", submission_id), {"outcome": "passed", "feedback": "Well done."}
    )
    assert Submission.objects.get().state == "passed"
    assert "Amina" in text_of(client.get(mark))
    learner = text_of(
        signed_in(world.learner).get(reverse("assessment:submission", args=[submission_id]))
    )
    assert "Well done." in learner
    assert "Every criterion meets the standard." in learner


def test_background_saving_of_marks_answers_where_they_stand(world: World) -> None:
    """The line under the rubric follows while the assessor marks."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    client = signed_in(world.assessor)
    script = {"X-Requested-With": "XMLHttpRequest"}
    mark = desk(world, "mark", submission_id)
    one = client.post(mark, {"level-c1": "1"}, headers=script)
    assert text_of(one) == "1 of 2 marked · 1 below the standard"
    both = client.post(mark, {"level-c1": "2", "level-c2": "1"}, headers=script)
    assert text_of(both) == "2 of 2 marked · meets the standard"
    assert both.headers["Content-Type"].startswith("text/plain")


def test_below_the_standard_only_returning_is_offered(world: World) -> None:
    """A comment that is missing is named; the learner then reads what to add and goes on."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id, c1=1)
    client = signed_in(world.assessor)
    decide = desk(world, "decide", submission_id)
    page = text_of(client.get(decide))
    assert 'value="passed"' not in page
    refused = client.post(decide, {"outcome": "returned", "feedback": "Nearly there."})
    assert refused.status_code == 422
    assert "has no comment" in text_of(refused)
    assert "Nearly there." in text_of(refused)
    client.post(
        desk(world, "mark", submission_id),
        {"level-c1": "1", "comment-c1": "Show gravity energy.", "level-c2": "2"},
    )
    client.post(decide, {"outcome": "returned", "feedback": "Nearly there."})
    assert Decision.objects.get().outcome == "returned"
    mine = signed_in(world.learner)
    here = reverse("assessment:submission", args=[submission_id])
    page = text_of(mine.get(here))
    assert "1 criterion needs more" in page
    assert "Show gravity energy." in page
    page = text_of(mine.post(reverse("assessment:resume", args=[submission_id]), follow=True))
    assert "attempt 2" in page
    assert "Show gravity energy." in page


def test_a_refused_mark_keeps_the_others(world: World) -> None:
    """A level that does not exist is told at its field."""
    submission_id = hand_in(world)
    operations.claim(actor=world.assessor, submission_id=submission_id)
    response = signed_in(world.assessor).post(
        desk(world, "mark", submission_id), {"level-c1": "9", "level-c2": "2"}
    )
    assert response.status_code == 422
    assert "Choose one of the levels shown." in text_of(response)
    assert not Mark.objects.exists()


def test_the_slower_of_two_assessors_is_told(world: World) -> None:
    """The page of the queue says who was faster, and the submission can be read."""
    submission_id = hand_in(world)
    operations.claim(actor=world.second, submission_id=submission_id)
    client = signed_in(world.assessor)
    page = text_of(client.post(desk(world, "claim", submission_id), follow=True))
    assert "Another assessor has taken this submission." in page
    page = text_of(client.get(desk(world, "mark", submission_id)))
    assert "Carla has taken this submission." in page
    assert "data-marking" not in page
    response = client.post(desk(world, "mark", submission_id), {"level-c1": "3"})
    assert response.status_code == 409


def test_own_evidence_says_that_a_colleague_must_mark_it(world: World) -> None:
    """The queue and the desk both say so."""
    own = operations.start_submission(actor=world.assessor, version_id=world.version_id)
    fill_in(world.assessor, own)
    operations.submit(actor=world.assessor, submission_id=own)
    client = signed_in(world.assessor)
    assert "Your own: a colleague must mark it" in text_of(client.get(desk(world, "queue")))
    assert "This is your own evidence." in text_of(client.get(desk(world, "mark", own)))
    page = text_of(client.post(desk(world, "claim", own), follow=True))
    assert "This is your own evidence." in page
    assert client.post(desk(world, "mark", own), {"level-c1": "3"}).status_code == 403


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "passed", "withdrawn"])
def test_the_learners_page_opens_in_every_state(world: World, state: str) -> None:
    """Each state has its page, in English and Spanish."""
    if state in ("draft", "withdrawn"):
        submission_id = operations.start_submission(
            actor=world.learner, version_id=world.version_id
        )
        if state == "withdrawn":
            operations.withdraw(actor=world.learner, submission_id=submission_id)
    else:
        submission_id = hand_in(world)
        {"returned": return_it, "passed": pass_it}.get(state, lambda *_: None)(world, submission_id)
    client = signed_in(world.learner)
    for language in ("en", "es"):
        headers = {"Accept-Language": language}
        here = reverse("assessment:submission", args=[submission_id])
        assert client.get(here, headers=headers).status_code == 200
        assert client.get(reverse("assessment:mine"), headers=headers).status_code == 200


def test_nobody_else_opens_a_submission_or_its_desk(world: World) -> None:
    """Another organization's owner, another learner: 404 on each address, by GET and by POST."""
    submission_id = hand_in(world)
    artefact = Artefact.objects.get()
    pages = [
        reverse(f"assessment:{name}", args=[submission_id])
        for name in ("submission", "answers", "hand_in", "withdraw", "resume")
    ]
    pages += [
        reverse("assessment:add_file", args=[submission_id, "record"]),
        reverse("assessment:add_link", args=[submission_id, "record"]),
        reverse("assessment:remove", args=[submission_id, artefact.id]),
        reverse("assessment:visibility", args=[submission_id, artefact.id]),
        reverse("assessment:evidence", args=[artefact.id]),
        desk(world, "queue"),
        desk(world, "next"),
        *(desk(world, name, submission_id) for name in ("mark", "claim", "release", "decide")),
    ]
    for actor in (world.stranger, person_actor("eve")):
        client = signed_in(actor)
        for page in pages:
            assert {client.get(page).status_code, client.post(page).status_code} <= {404, 405}, page
    assert Submission.objects.get().state == "submitted"


def test_a_visitor_is_asked_to_sign_in(world: World) -> None:
    """Each page leads to the sign-in page and back."""
    submission_id = hand_in(world)
    for page in (
        reverse("assessment:mine"),
        reverse("assessment:submission", args=[submission_id]),
        reverse("assessment:evidence", args=[Artefact.objects.get().id]),
        desk(world, "queue"),
    ):
        response = Client().get(page)
        assert response.status_code == 302
        assert "login" in response.headers["Location"]


def test_an_unknown_submission_is_not_found(world: World) -> None:
    """A guessed id answers like another's."""
    client = signed_in(world.learner)
    assert client.get(reverse("assessment:submission", args=[uuid.uuid4()])).status_code == 404
