"""Learner and assessor with a keyboard alone; the focus is always seen and never covered."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from guildmark.server.demo.content import DEFINITIONS
from guildmark.server.demo.content.artefacts import build_pdf
from tests.journeys.installation import Installation
from tests.journeys.keys import Keyboard
from tests.journeys.prepare import PASSWORD
from tests.journeys.walking import Walker, walking

# One process walks them all, so that they share browser and installations.
pytestmark = pytest.mark.xdist_group("journeys")

_DEFINITION = DEFINITIONS[0].definition
_TITLE = str(_DEFINITION["title"])
_LEARNER = "lena@people.example"


def test_evidence_is_handed_in_and_marked_by_keyboard(
    browser: Browser, real: Installation, tmp_path: Path
) -> None:
    """From signing in to the award, without a mouse."""
    with (
        walking(browser, real, name="learner") as learner,
        walking(browser, real, name="assessor") as assessor,
    ):
        _sign_in(learner, _LEARNER)
        _hand_in(learner, folder=tmp_path)
        _sign_in(assessor, "ada@summit.example")
        _mark(assessor)
        assert _TITLE in real.mail(_LEARNER, kind="award").subject
        _accept(learner)


def _sign_in(walker: Walker, email: str) -> None:
    keys = Keyboard(walker)
    walker.open("/")
    keys.follow("Sign in")
    keys.write("Email", email)
    keys.tab_to("Password")
    keys.back("Forgot your password?")
    keys.write("Password", PASSWORD)
    keys.follow("Sign in", kind="submit")
    assert walker.path == "/home/"


def _hand_in(learner: Walker, *, folder: Path) -> None:
    keys = Keyboard(learner)
    keys.follow("Catalogue")
    keys.follow(_TITLE)
    keys.follow("Start")
    keys.follow("Write")
    for question in _DEFINITION["overview_questions"]:
        keys.write(question["prompt"][:30], "Press 4 in hall 2, with its compressed air.")
    keys.write("What did you use AI for?", "None.")
    keys.follow("Save")
    for requirement in _DEFINITION["evidence_requirements"]:
        for number in range(requirement["minimum"]):
            _add(keys, requirement, folder=folder, number=number)
    keys.follow("Hand in")
    keys.follow("Hand in", kind="submit")
    learner.sees("Handed in.")


def _add(keys: Keyboard, requirement: dict[str, object], *, folder: Path, number: int) -> None:
    name = str(requirement["name"])
    if "file" in requirement["kinds"]:  # type: ignore[operator]
        path = folder / f"{requirement['id']}-{number}.pdf"
        path.write_bytes(build_pdf([name, str(number)]))
        keys.follow(f"Add a file: {name}")
        keys.choose_file("File", path)
    else:
        keys.follow(f"Add a link: {name}")
        keys.write("Web address", "https://films.example/try-out")
    keys.tab_to("Assessors only", kind="radio")
    keys.arrow_to("On request")
    keys.tick("I own this")
    keys.follow("Add a ", kind="submit")


def _mark(assessor: Walker) -> None:
    keys = Keyboard(assessor)
    keys.follow("Summit Academy")
    keys.follow("Marking")
    keys.follow("Mark the next one")
    assert assessor.heading == _TITLE
    keys.tab_to("Go to the rubric")
    assessor.page.keyboard.press("Enter")
    for criterion in _DEFINITION["criteria"]:
        keys.tab_to("", kind="radio")
        keys.type(str(len(criterion["levels"])))
        keys.write("Comment on", "It is all there.")
        keys.write("Rests on", "page 1")
    keys.follow("Go to the decision")
    assert assessor.heading == "It meets the standard"
    keys.write("Feedback on the whole", "Well done.")
    keys.follow("Pass")
    assessor.sees("Passed.")


def _accept(learner: Walker) -> None:
    keys = Keyboard(learner)
    learner.open(learner.installation.mail(_LEARNER, kind="award").link)
    keys.follow("Accept it")
    keys.follow("Accept", kind="submit")
    learner.sees("Accepted.")
    keys.tab_to("Only me", kind="radio")
    keys.arrow_to("Everyone")
    keys.tick("Show my name")
    keys.follow("Save", kind="submit")
    learner.sees("Everyone sees its page now")
