"""The demo from an empty database: the main job aloud, a world around it, pages to play with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from guildmark.credentials.verify import verify_credential
from guildmark.credentials.verify.sources import OfflineSources, parse_trust
from guildmark.server.base.clock import now
from guildmark.server.base.operations import create_installation
from guildmark.server.demo import main_job, outsiders
from guildmark.server.demo import play as playing
from guildmark.server.demo.cast import Cast
from guildmark.server.demo.characters import characters
from guildmark.server.demo.content import EMPLOYERS, PEOPLE, PROVIDERS
from guildmark.server.demo.main_job import MainJob
from guildmark.server.demo.steps import Narrator, StepFailed, expect
from guildmark.server.messages.operations import queue_rendered_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, run_jobs: Callable[[], list[str]]) -> None:
    """Run jobs in this transaction, ask no outsider, leave out the skills, which take seconds."""
    for module in (main_job, playing):
        monkeypatch.setattr(module, "run_pending_jobs", lambda: run_jobs())
    monkeypatch.setattr(playing, "import_starters", lambda *, actor: None)
    monkeypatch.setattr(outsiders, "judge", lambda *_, **__: "not asked in this test")


@pytest.fixture
def demo() -> None:
    """Be a demo's database."""
    create_installation(kind="demo", origin=settings.PUBLIC_ORIGIN)


def verdict(folder: Path, document: str, trust: str) -> str:
    """Return what the engine says offline, as the command line would."""
    sources = OfflineSources(parse_trust((folder / trust).read_text(encoding="utf-8")))
    return verify_credential((folder / document).read_bytes(), sources=sources, now=now()).verdict


def test_the_main_job_leaves_what_an_outsider_can_check(
    stage: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All eight steps, with files at their places: valid, revoked, changed."""
    asked: list[tuple[str, str, int]] = []

    def in_process(_self: MainJob, document: str, trust: str, *, wanted: int, say: Any) -> None:
        """Judge as the command line does; its process is tested by tests/cli."""
        asked.append((document, trust, wanted))
        expect((verdict(tmp_path, document, trust) == "valid") is (wanted == 0), document)

    monkeypatch.setattr(MainJob, "_command_line", in_process)
    monkeypatch.setattr(playing, "build_world", lambda cast, *, on_progress: None)
    assert playing.play(build_folder=tmp_path) == 0, capsys.readouterr().out
    said = capsys.readouterr().out
    assert [f"{number}/8" in said for number in range(1, 9)] == [True] * 8
    assert said.count("✓") >= 8
    assert [wanted for _, _, wanted in asked] == [0, 1, 1]
    document = json.loads((tmp_path / "credential.json").read_text(encoding="utf-8"))
    assert document["name"].startswith("DEMO")
    assert verdict(tmp_path, "credential.json", "trust.json") == "valid"
    assert verdict(tmp_path, "credential.json", "revoked-trust.json") == "not valid"
    for name in ("credential.png", "credential.svg", "credential.pdf"):
        assert (tmp_path / name).stat().st_size > 1000
    assert (tmp_path / "downloaded.json").read_bytes() == (
        tmp_path / "credential.json"
    ).read_bytes()


def test_a_step_that_fails_ends_the_demo_with_its_reason(
    stage: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The exit status is 1, and what is wrong is said."""

    def fail(_self: MainJob) -> None:
        raise StepFailed("The public page does not say that it is revoked.")

    monkeypatch.setattr(MainJob, "run", fail)
    assert playing.play(build_folder=tmp_path) == 1
    assert "✗ The public page does not say" in capsys.readouterr().out


def test_a_demo_that_was_cut_off_says_what_to_do(
    demo: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a world is no place to play in; which folder to remove is said."""
    assert playing.play(build_folder=tmp_path) == 1
    said = capsys.readouterr().out
    assert "cut off" in said
    assert str(settings.HOME) in said


@pytest.fixture
def people(demo: None) -> Cast:
    """Return the demo's organizations and people, before anything has happened."""
    cast = Cast()
    for each in (*PROVIDERS, *EMPLOYERS):
        cast.make_organization(each)
    for person in PEOPLE:
        cast.make_person(person)
    return cast


def test_anybody_enters_as_a_character_by_one_press(people: Cast) -> None:
    """The sign-in page offers each; the first page opens. No other address signs anybody in."""
    signing_in = Client().get("/accounts/login/").content.decode()
    for each in characters():
        assert f"/demo/enter/{each.role}/" in signing_in
        client = Client()
        page = client.post(f"/demo/enter/{each.role}/", follow=True)
        assert page.status_code == 200, each.role
        assert page.redirect_chain[0][0] == each.start
        assert client.get("/account/").status_code == 200
    assert Client().post("/demo/enter/emperor/").status_code == 404
    assert Client().get("/demo/enter/learner/").status_code == 405


def test_the_mailbox_shows_what_was_mailed(demo: None) -> None:
    """Each mail as its reader gets it; what people wrote is escaped."""
    queue_rendered_mail(
        person_id=None, to="amina@example.org", language="en", kind="x",
        subject="<b>Your award</b>", text="Hello <script>", html="<p>Hello</p>", dedupe_key="1",
    )  # fmt: skip
    box = Client().get("/demo/mailbox/").content.decode()
    assert "&lt;b&gt;Your award&lt;/b&gt;" in box
    link = re.search(r'href="(/demo/mailbox/[0-9a-f-]{36}/)"', box)
    assert link
    page = Client().get(link[1]).content.decode()
    assert "<script>" not in page
    assert "amina@example.org" in page


@pytest.mark.parametrize("tty", [False, True])
def test_progress_is_shown_in_quarters_or_in_place(tty: bool) -> None:
    """A log gets four lines, a terminal one line that counts."""
    import io

    class Out(io.StringIO):
        def isatty(self) -> bool:
            return tty

    out = Out()
    narrator = Narrator(total=1, out=out)
    for done in range(1, 101):
        narrator.progress(done, 100)
    assert out.getvalue().count("\n") == (1 if tty else 4)
    with pytest.raises(StepFailed), narrator.step("A step"):
        expect(False, "no")
    assert "1/1  A step" in out.getvalue()
