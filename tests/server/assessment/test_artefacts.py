"""Evidence in and out of an attempt: never half-written, only by its learner."""

from __future__ import annotations

import hashlib
import io
import os
import time
import uuid
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages

from guildmark.server.assessment import operations, queries, tasks
from guildmark.server.assessment.models import Artefact
from guildmark.server.assessment.operations import artefacts as artefact_operations
from guildmark.server.audit.models import Record
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.organizations.permissions import VISITOR
from tests.server.assessment.conftest import (
    World,
    add_file,
    hand_in,
    pass_it,
    person_actor,
    png,
    return_it,
)


@pytest.fixture
def stored(tmp_path: Path, settings: object) -> Path:
    """Keep evidence in a folder of this test alone, and return it."""
    changed = {**django_settings.STORAGES}
    changed["evidence"] = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path), "base_url": None},
    }
    settings.STORAGES = changed  # type: ignore[attr-defined]
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    """List every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def draft(world: World, stored: Path) -> uuid.UUID:
    """A submission that the learner has begun."""
    return operations.start_submission(actor=world.learner, version_id=world.version_id)


def test_a_file_is_stored_under_a_random_name_with_its_digest(
    world: World, draft: uuid.UUID, stored: Path
) -> None:
    """The name tells nothing, the row knows size, digest and the type of the bytes."""
    artefact_id = add_file(world.learner, draft, content=png(), upload_name="my face.png")
    row = Artefact.objects.get(id=artefact_id)
    (path,) = files_in(stored)
    assert "face" not in path.name
    assert path.read_bytes() == png()
    assert bytes(row.sha256) == hashlib.sha256(png()).digest()
    assert (row.media_type, row.size_bytes, row.name) == ("image/png", len(png()), "my face.png")
    record = Record.objects.get(fact="assessment.ArtefactAdded")
    assert record.data["sha256"] == hashlib.sha256(png()).hexdigest()
    assert "face" not in str(record.data)


def test_a_refused_file_leaves_nothing_behind(world: World, draft: uuid.UUID, stored: Path) -> None:
    """Neither row nor file; the finding names the field."""
    with pytest.raises(InvalidInput) as caught:
        add_file(world.learner, draft, content=b"<svg/>", upload_name="a.svg")
    (finding,) = caught.value.findings
    assert finding.field == "file"
    assert finding.remedy == "Save it as PNG and add that."
    assert not Artefact.objects.exists()
    assert files_in(stored) == []


def test_a_file_goes_when_its_row_cannot_be_written(
    world: World, draft: uuid.UUID, stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure between file and row takes the file back."""

    def fail(*_arguments: object, **_options: object) -> None:
        assert files_in(stored)
        raise RuntimeError("the record cannot be written")

    monkeypatch.setattr(artefact_operations, "announce", fail)
    with pytest.raises(RuntimeError):
        add_file(world.learner, draft)
    assert not Artefact.objects.exists()
    assert files_in(stored) == []


def test_a_file_over_the_limit_is_refused_with_the_limit(
    world: World, draft: uuid.UUID, stored: Path, settings: object
) -> None:
    """The message says how large it may be."""
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    with pytest.raises(InvalidInput) as caught:
        add_file(world.learner, draft, content=b"x" * 1_100_000, upload_name="a.txt")
    assert "larger than 1.0" in caught.value.findings[0].problem
    assert files_in(stored) == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"declared": False}, "declared"),
        ({"visibility": "everybody"}, "visibility"),
        ({"owner_note": "x" * 301}, "owner_note"),
        ({"upload_name": "a\x00.png"}, "file"),
    ],
    ids=["without the declaration", "for nobody", "with a long note", "with a hidden character"],
)
def test_a_file_is_refused(
    world: World, draft: uuid.UUID, changes: dict[str, object], field: str
) -> None:
    """Each refusal names its field."""
    with pytest.raises(InvalidInput) as caught:
        add_file(world.learner, draft, **changes)
    assert [finding.field for finding in caught.value.findings] == [field]
    assert not Artefact.objects.exists()


def test_a_requirement_that_takes_files_takes_no_link(world: World, draft: uuid.UUID) -> None:
    """The requirement's kinds are asked for, and an unknown requirement is not found."""
    link = {
        "url": "https://example.org/",
        "name": "",
        "visibility": "public",
        "owner_note": "",
        "declared": True,
    }
    with pytest.raises(InvalidInput) as caught:
        operations.add_link(
            actor=world.learner, submission_id=draft, requirement_id="photo", **link
        )
    assert caught.value.findings[0].field == "url"
    with pytest.raises(NotFound):
        operations.add_link(
            actor=world.learner, submission_id=draft, requirement_id="nothing", **link
        )


def test_a_link_has_the_digest_of_its_address(world: World, draft: uuid.UUID) -> None:
    """As UTF-8; without a name it is called by its address."""
    address = "https://example.org/protokoll/größe"
    operations.add_link(
        actor=world.learner,
        submission_id=draft,
        requirement_id="record",
        url=address,
        name=" ",
        visibility="public",
        owner_note="",
        declared=True,
    )
    row = Artefact.objects.get()
    assert bytes(row.sha256) == hashlib.sha256(address.encode()).digest()
    assert (row.kind, row.name, row.storage_name) == ("link", address, "")


def test_a_submission_holds_no_more_than_anybody_can_mark(
    world: World, draft: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit the remedy is to choose."""
    monkeypatch.setattr(artefact_operations, "MAX_ARTEFACTS", 1)
    add_file(world.learner, draft)
    with pytest.raises(InvalidInput, match="holds 1 pieces"):
        add_file(world.learner, draft)


def test_removing_evidence_deletes_its_file_after_commit(
    world: World, draft: uuid.UUID, stored: Path, django_capture_on_commit_callbacks: object
) -> None:
    """Nothing is deleted for a change that was rolled back."""
    artefact_id = add_file(world.learner, draft)
    with django_capture_on_commit_callbacks(execute=False) as after:  # type: ignore[operator]
        operations.remove_artefact(
            actor=world.learner, submission_id=draft, artefact_id=artefact_id
        )
    assert len(files_in(stored)) == 1
    for callback in after:
        callback()
    assert files_in(stored) == []
    with pytest.raises(NotFound):
        operations.remove_artefact(
            actor=world.learner, submission_id=draft, artefact_id=artefact_id
        )


def test_a_file_that_an_earlier_attempt_was_judged_on_stays(
    world: World, stored: Path, django_capture_on_commit_callbacks: object
) -> None:
    """Removing the carried row leaves the bytes for the attempt that holds them too."""
    submission_id = hand_in(world)
    return_it(world, submission_id)
    operations.resume(actor=world.learner, submission_id=submission_id)
    carried = Artefact.objects.get(attempt__number=2)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        operations.remove_artefact(
            actor=world.learner, submission_id=submission_id, artefact_id=carried.id
        )
    assert storages["evidence"].exists(Artefact.objects.get().storage_name)


def test_visibility_narrows_freely_and_widens_with_the_declaration(world: World) -> None:
    """Also after the decision; the change is on record."""
    submission_id = hand_in(world)
    pass_it(world, submission_id)
    artefact = Artefact.objects.get()
    with pytest.raises(InvalidInput) as caught:
        operations.set_visibility(actor=world.learner, artefact_id=artefact.id, visibility="public")
    assert caught.value.findings[0].field == "declared"
    operations.set_visibility(
        actor=world.learner, artefact_id=artefact.id, visibility="public", declared=True
    )
    assert queries.result(submission_id).artefacts[0].visibility == "public"
    operations.set_visibility(actor=world.learner, artefact_id=artefact.id, visibility="assessors")
    assert queries.result(submission_id).artefacts[0].visibility == "assessors"
    assert Record.objects.filter(fact="assessment.VisibilityChanged").count() == 2
    with pytest.raises(NotFound):
        operations.set_visibility(
            actor=world.assessor, artefact_id=artefact.id, visibility="on_request"
        )


def test_evidence_opens_for_its_learner_and_who_may_mark_it(world: World) -> None:
    """Everybody else is told that there is nothing, also colleagues without the role."""
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    artefact_id = add_file(world.learner, submission_id)
    with pytest.raises(NotFound):  # A draft is the learner's alone.
        queries.open_artefact(artefact_id, actor=world.assessor)
    operations.save_answers(
        actor=world.learner,
        submission_id=submission_id,
        answers={"q1": "Press line 4."},
        reflection="",
        ai_use="None",
    )
    operations.submit(actor=world.learner, submission_id=submission_id)
    for actor in (world.learner, world.assessor, world.owner):
        with queries.open_artefact(artefact_id, actor=actor).content as content:
            assert content.read() == png()
    issuer = person_actor("ivan", (world.organization_id, "issuer"))
    for actor in (world.stranger, issuer, person_actor("eve"), VISITOR):
        with pytest.raises(NotFound):
            queries.open_artefact(artefact_id, actor=actor)
    operations.withdraw(actor=world.learner, submission_id=submission_id)
    with pytest.raises(NotFound):
        queries.open_artefact(artefact_id, actor=world.assessor)


def test_others_see_only_what_the_learner_shows_of_a_passed_attempt(world: World) -> None:
    """By class, by award and only from the attempt that passed; "assessors only" never."""
    submission_id = hand_in(world)
    artefact = Artefact.objects.get()
    everything = ("public", "on_request", "assessors")

    def opens(classes: tuple[str, ...], of: uuid.UUID = submission_id) -> bool:
        try:
            opened = queries.open_artefact_for(artefact.id, submission_id=of, classes=classes)
        except NotFound:
            return False
        opened.content.close()
        return True

    operations.set_visibility(
        actor=world.learner, artefact_id=artefact.id, visibility="on_request", declared=True
    )
    assert not opens(everything)  # It has not passed.
    pass_it(world, submission_id)
    assert not opens(("public",))
    assert opens(("public", "on_request"))
    assert not opens(everything, of=uuid.uuid4())
    operations.set_visibility(actor=world.learner, artefact_id=artefact.id, visibility="assessors")
    assert not opens(everything)


def test_a_file_that_is_lost_is_not_found(world: World, draft: uuid.UUID) -> None:
    """The storage may lose a file; that is no error of the page."""
    artefact_id = add_file(world.learner, draft)
    storages["evidence"].delete(Artefact.objects.get().storage_name)
    with pytest.raises(NotFound, match="no longer stored"):
        queries.artefact_file(artefact_id)


def test_files_without_a_row_are_swept_when_they_are_old(
    world: World, draft: uuid.UUID, stored: Path
) -> None:
    """What a killed process left goes after a day; what a row knows, and what is young, stays."""
    assert operations.sweep_orphans() == 0
    add_file(world.learner, draft)
    (kept,) = files_in(stored)
    for name in ("old", "young"):
        (stored / "ab").mkdir(exist_ok=True)
        (stored / "ab" / name).write_bytes(b"x")
    long_ago = time.time() - 3 * 24 * 3600
    for path in (kept, stored / "ab" / "old"):
        os.utime(path, (long_ago, long_ago))
    tasks.sweep_files()
    assert sorted(files_in(stored)) == sorted([kept, stored / "ab" / "young"])


def test_content_may_be_any_stream(world: World, draft: uuid.UUID) -> None:
    """An API hands over a stream that can be read once."""

    class Once(io.RawIOBase):
        """A stream without seek."""

        def __init__(self) -> None:
            self._pieces = [b"one ", b"two", b""]

        def read(self, size: int = -1) -> bytes:
            """Return the next piece."""
            return self._pieces.pop(0)

    operations.add_file(
        actor=world.learner,
        submission_id=draft,
        requirement_id="record",
        upload_name="a.txt",
        content=Once(),  # type: ignore[arg-type]
        visibility="assessors",
        owner_note="",
        declared=True,
    )
    assert Artefact.objects.get().size_bytes == 7
