"""What the learner does: an account, the catalogue, evidence, handing in, a second try."""

from __future__ import annotations

import re
from pathlib import Path

from guildmark.server.demo.content.artefacts import build_pdf
from tests.journeys.auditing import Auditor
from tests.journeys.authoring import TITLE
from tests.journeys.walking import Walker

__all__ = ["NAME", "add_file", "add_link", "answer", "apply", "hand_in", "improve", "sign_up"]

NAME = "Amina Núñez"


def sign_up(learner: Walker, auditor: Auditor, *, email: str) -> None:
    """Make an account; the code comes by mail."""
    learner.open("/")
    auditor.look(learner.page)
    learner.press("Sign in", within="header")
    auditor.look(learner.page)
    learner.press("Make an account", within="main")
    auditor.look(learner.page)
    learner.fill("Name", NAME)
    learner.fill("Email", email)
    learner.fill("Password", "kettle-orchard-viola")
    learner.press("Sign Up", within="main")
    auditor.look(learner.page)
    learner.fill("Code", learner.installation.mail(email, kind="confirmation").code)
    learner.press("Confirm", within="main")
    assert learner.path == "/home/", learner.path
    auditor.look(learner.page, name="empty")


def apply(learner: Walker, auditor: Auditor) -> None:
    """Find the micro-credential by filters, read its standard, begin."""
    learner.press("Catalogue", within="header")
    auditor.look(learner.page)
    filters = learner.page.locator("details.filters")
    if filters.get_attribute("open") is None:
        filters.locator("summary").click()
    learner.choose("EQF level", "4")
    learner.choose("Provider", "Harbor Skills", nth=0)
    learner.press("Show results", within="main")
    learner.sees(TITLE)
    assert learner.page.locator("main ul.grid > li").count() == 1
    auditor.look(learner.page, name="filtered")
    learner.press(TITLE, within="main")
    learner.sees("Prove zero energy")
    auditor.look(learner.page)
    learner.press("Start", within="main", exact=False)
    if learner.heading.startswith("Apply"):
        auditor.look(learner.page)
        learner.press("Begin", within="main")
    assert learner.heading == TITLE
    auditor.look(learner.page, name="draft")


def answer(learner: Walker, auditor: Auditor, *, story: str) -> None:
    """Answer the overview questions and say what AI was used for."""
    learner.press("Write", within="main")
    auditor.look(learner.page)
    learner.fill("Which machine was it", story)
    learner.fill("What did you use AI for?", "None.")
    learner.press("Save", within="main form")
    learner.sees("Your answers are saved.")


def add_file(
    learner: Walker, auditor: Auditor, *, folder: Path, name: str, lines: list[str]
) -> None:
    """Add a PDF that anybody may see."""
    path = folder / name
    path.write_bytes(build_pdf(lines))
    learner.press(re.compile("Add a file ?: Isolation record"), within="main")
    auditor.look(learner.page)
    learner.attach("File", path)
    learner.fill("What does it show?", "The record that I filled in at the press.")
    learner.tick("Public")
    learner.fill("Who owns it", "Press Works, allowed by R. Ito")
    learner.tick("I own this")
    learner.press("Add a file", within="main form")
    learner.sees(f"“{name}” is added.")


def add_link(learner: Walker, auditor: Auditor, *, address: str) -> None:
    """Add a link that the learner shows on request."""
    learner.press(re.compile("Add a link ?: Film of the try-out"), within="main")
    auditor.look(learner.page)
    learner.fill("Web address", address)
    learner.fill("Name of the page", "Film of the try-out")
    learner.tick("On request")
    learner.tick("I own this")
    learner.press("Add a link", within="main form")
    learner.sees("The link is added.")


def hand_in(learner: Walker, auditor: Auditor) -> None:
    """Everything is there: hand it in."""
    learner.sees("Everything is there. You can hand it in.")
    auditor.look(learner.page, name="complete")
    learner.press("Hand in", within="main")
    auditor.look(learner.page)
    learner.press("Hand in", within="main form")
    learner.sees("Handed in.")
    auditor.look(learner.page, name="submitted")


def improve(learner: Walker, auditor: Auditor, *, email: str, folder: Path) -> None:
    """Come back by the mail, read the feedback, add what is missing, hand in again."""
    learner.open(learner.installation.mail(email, kind="returned").link)
    learner.sees("Show the try-out at the start button.")
    auditor.look(learner.page, name="returned")
    learner.press("Work on the next attempt", within="main")
    learner.sees("Everything was carried over.")
    auditor.look(learner.page, name="second attempt")
    add_file(
        learner,
        auditor,
        folder=folder,
        name="try-out.pdf",
        lines=["Try-out", "Start pressed at 10:42: the press stays still.", "Signed: R. Ito"],
    )
    hand_in(learner, auditor)
