"""Previews of stored files: made once, seen by whoever may see the file, gone with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import IO
from uuid import UUID

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from guildmark.server.assessment import operations, queries, tasks
from guildmark.server.assessment.models import Artefact, EvidencePreview
from guildmark.server.assessment.operations import previews as making
from guildmark.server.assessment.operations.artefacts import sweep_orphans
from guildmark.server.assessment.personal_data import AssessmentData
from guildmark.server.assessment.previews import draw
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.base.scope import scoped
from tests.server.assessment.conftest import (
    World,
    add_file,
    hand_in,
    person_actor,
    png,
    return_it,
)
from tests.server.assessment.test_drawing import document
from tests.server.assessment.test_pages import desk, signed_in, text_of

RunJobs = Callable[[], list[str]]


def begin(world: World) -> UUID:
    """Start a submission of the learner."""
    return operations.start_submission(actor=world.learner, version_id=world.version_id)


def stored() -> set[str]:
    """Return all that is stored."""
    storage = storages["evidence"]
    return {
        f"{folder}/{name}"
        for folder in storage.listdir("")[0]
        for name in storage.listdir(folder)[1]
    }


def pictures() -> set[str]:
    """Return where the pictures of all previews lie."""
    return {page["name"] for row in EvidencePreview.objects.all() for page in row.pages}


def test_a_picture_is_drawn_once_by_its_job(world: World, run_jobs: RunJobs) -> None:
    """The job is written down with the file; done again it changes nothing."""
    before = stored() if storages["evidence"].exists("") else set()
    artefact_id = add_file(world.learner, begin(world), content=png((2000, 1000)))
    assert "assessment.preview" in run_jobs()
    row = EvidencePreview.objects.get()
    artefact = Artefact.objects.get()
    assert row.storage_name == artefact.storage_name
    assert [(page["width"], page["height"]) for page in row.pages] == [(1600, 800)]
    first = stored() - before
    assert first == {artefact.storage_name, f"{artefact.storage_name}-1.webp"}
    tasks.preview(artefact_id=str(artefact_id))
    assert EvidencePreview.objects.get().id == row.id
    assert stored() - before == first


def test_a_refused_file_asks_for_no_preview(world: World, run_jobs: RunJobs) -> None:
    """The job goes with the row; texts are not drawn."""
    submission_id = begin(world)
    with pytest.raises(InvalidInput):
        add_file(world.learner, submission_id, content=b"<svg/>", upload_name="a.svg")
    add_file(world.learner, submission_id, content=b"words", upload_name="a.txt")
    assert "assessment.preview" not in run_jobs()
    assert not EvidencePreview.objects.exists()


def test_what_cannot_be_drawn_is_remembered_and_said(world: World, run_jobs: RunJobs) -> None:
    """The page gives the reason and what to do; nothing is tried for ever."""
    submission_id = begin(world)
    add_file(
        world.learner, submission_id, upload_name="a.pdf", content=document(1, password="secret")
    )
    run_jobs()
    row = EvidencePreview.objects.get()
    assert (row.problem, row.pages, row.total) == ("locked", [], 0)
    page = text_of(
        signed_in(world.learner).get(reverse("assessment:submission", args=[submission_id]))
    )
    assert "There is no preview." in page
    assert "The document asks for a password." in page
    assert operations.ask_for_missing_previews(older_than=timedelta(0)) == 0


def test_the_desk_shows_the_pages_with_their_words(world: World, run_jobs: RunJobs) -> None:
    """No reader of PDF is embedded; before the job ran the page says so."""
    submission_id = begin(world)
    artefact_id = add_file(
        world.learner, submission_id, upload_name="record.pdf", content=document(14)
    )
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "Press line 4."},
        reflection="",
        ai_use="None",
    )
    operations.submit(actor=world.learner, submission_id=submission_id)
    client = signed_in(world.assessor)
    here = desk(world, "mark", submission_id)
    assert "The preview is being made" in text_of(client.get(here))
    run_jobs()
    page = text_of(client.get(here))
    assert "The preview is being made" not in page
    assert "<iframe" not in page
    assert 'alt="Page 1 of 14 of record.pdf"' in page
    assert reverse("assessment:preview", args=[artefact_id, 12]) in page
    assert "11 more pages" in page
    assert "2 pages are not shown here" in page
    assert "Open in a new tab" not in page
    assert f"{reverse('assessment:evidence', args=[artefact_id])}?download" in page


def test_a_picture_of_a_page_is_sealed(world: World, run_jobs: RunJobs) -> None:
    """Sandbox, no sniffing, no cache, no other site: as the file itself."""
    hand_in(world)
    run_jobs()
    artefact = Artefact.objects.get()
    response = signed_in(world.assessor).get(reverse("assessment:preview", args=[artefact.id, 1]))
    assert response.status_code == 200
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert content[:4] + content[8:12] == b"RIFFWEBP"
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none';")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_a_preview_is_as_private_as_its_file(world: World, run_jobs: RunJobs) -> None:
    """Another organization, another learner, a page that is not there: 404. A visitor signs in."""
    hand_in(world)
    run_jobs()
    artefact_id = Artefact.objects.get().id
    first = reverse("assessment:preview", args=[artefact_id, 1])
    for actor in (world.learner, world.assessor):
        client = signed_in(actor)
        response = client.get(first)
        assert response.status_code == 200
        assert b"".join(response.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]
        for page in (0, 2, 99_999_999_999):
            there = reverse("assessment:preview", args=[artefact_id, page])
            assert client.get(there).status_code == 404
    for actor in (world.stranger, person_actor("eve"), world.learner):
        guessed = artefact_id if actor is not world.learner else uuid.uuid4()
        there = reverse("assessment:preview", args=[guessed, 1])
        assert signed_in(actor).get(there).status_code == 404
    assert Client().get(first).status_code == 302


def test_a_draft_has_no_preview_for_assessors(world: World, run_jobs: RunJobs) -> None:
    """What is not handed in is the learner's alone."""
    artefact_id = add_file(world.learner, begin(world))
    run_jobs()
    with queries.open_preview(artefact_id, page=1, actor=world.learner) as content:
        assert content.read(4) == b"RIFF"
    with pytest.raises(NotFound):
        queries.open_preview(artefact_id, page=1, actor=world.assessor)


def test_what_is_carried_over_keeps_its_preview(
    world: World, run_jobs: RunJobs, django_capture_on_commit_callbacks: object
) -> None:
    """Both attempts share the file and its pictures; removing one leaves the other's."""
    submission_id = hand_in(world)
    run_jobs()
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    carried = Artefact.objects.get(carried_from__isnull=False)
    assert set(queries.previews(submission_id)) == set(
        Artefact.objects.values_list("id", flat=True)
    )
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        operations.remove_artefact(
            actor=world.learner, submission_id=submission_id, artefact_id=carried.id
        )
    assert EvidencePreview.objects.count() == 1
    assert pictures() <= stored()


def test_a_preview_goes_with_its_file(
    world: World, run_jobs: RunJobs, django_capture_on_commit_callbacks: object
) -> None:
    """Removing the evidence takes the row and the pictures; a late job brings nothing back."""
    submission_id = begin(world)
    artefact_id = add_file(world.learner, submission_id)
    run_jobs()
    gone = {*pictures(), Artefact.objects.get().storage_name}
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        operations.remove_artefact(
            actor=world.learner, submission_id=submission_id, artefact_id=artefact_id
        )
    assert not EvidencePreview.objects.exists()
    assert not gone & stored()
    tasks.preview(artefact_id=str(artefact_id))
    assert not EvidencePreview.objects.exists()


def test_erasing_the_learner_takes_the_pictures(
    world: World, run_jobs: RunJobs, django_capture_on_commit_callbacks: object
) -> None:
    """Nothing that was drawn from their evidence stays."""
    hand_in(world)
    run_jobs()
    gone = {*pictures(), Artefact.objects.get().storage_name}
    assert len(gone) == 2
    person = world.learner.person_id
    assert person is not None
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        AssessmentData().erase(person)
    assert not EvidencePreview.objects.exists()
    assert not gone & stored()


def test_a_file_removed_while_it_is_drawn_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    """The lock decides: the job sees that the file is gone and keeps no picture."""
    submission_id = begin(world)
    artefact_id = add_file(world.learner, submission_id)
    before = stored()

    def draw_slowly(*arguments: object, **options: object) -> object:
        result = draw(*arguments, **options)  # type: ignore[arg-type]
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            operations.remove_artefact(
                actor=world.learner, submission_id=submission_id, artefact_id=artefact_id
            )
        return result

    monkeypatch.setattr(making, "draw", draw_slowly)
    operations.make_preview(artefact_id)
    assert not EvidencePreview.objects.exists()
    assert not stored() - before


def test_storing_that_fails_half_way_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The job is tried again later; pictures without a row do not stay."""
    artefact_id = add_file(world.learner, begin(world), upload_name="a.pdf", content=document(3))
    before = stored()
    storage = making.evidence_storage()
    save = storage.save

    def save_two(name: str, content: IO[bytes]) -> str:
        if name.endswith("-3.webp"):
            raise OSError("the disk is full")
        return str(save(name, content))

    monkeypatch.setattr(storage, "save", save_two)
    with pytest.raises(OSError, match="disk is full"):
        operations.make_preview(artefact_id)
    assert stored() == before
    assert not EvidencePreview.objects.exists()
    monkeypatch.undo()
    operations.make_preview(artefact_id)
    assert len(EvidencePreview.objects.get().pages) == 3


def test_the_nightly_sweep_knows_pictures_and_asks_again(world: World, run_jobs: RunJobs) -> None:
    """Pictures of a preview stay, those of none go, and what was never drawn is asked for."""
    add_file(world.learner, begin(world))
    run_jobs()
    known = pictures()
    storage = storages["evidence"]
    folder = next(iter(known)).split("/")[0]
    with storage.open(next(iter(known)), "rb") as picture:
        stray = storage.save(f"{folder}/{uuid.uuid4().hex}-1.webp", picture)
    assert sweep_orphans(older_than=timedelta(seconds=-1)) >= 1
    assert known <= stored()
    assert not storage.exists(stray)
    EvidencePreview.objects.all().delete()
    assert operations.ask_for_missing_previews(older_than=timedelta(0)) == 1
    assert run_jobs() == ["assessment.preview"]
    assert pictures() == known


def test_a_lost_file_has_no_preview(world: World) -> None:
    """The job ends; the page says that there is none."""
    artefact_id = add_file(world.learner, begin(world))
    storages["evidence"].delete(Artefact.objects.get().storage_name)
    operations.make_preview(artefact_id)
    assert EvidencePreview.objects.get().problem == "unreadable"


def test_the_database_shows_a_preview_only_in_its_scope(world: World, run_jobs: RunJobs) -> None:
    """The second wall: the learner's own, and those of the organization that assesses."""
    hand_in(world)
    run_jobs()
    for inside in ({"person": world.learner.person_id}, {"organizations": [world.organization_id]}):
        with scoped(**inside):  # type: ignore[arg-type]
            assert EvidencePreview.objects.count() == 1
    with scoped(organizations=[uuid.uuid4()], person=uuid.uuid4()):
        assert EvidencePreview.objects.count() == 0
