"""Short walks: the demo's doors, closed doors, errors, another language, leaving for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation
from tests.journeys.walking import walking

# One process walks them all, so that they share browser and installations.
pytestmark = pytest.mark.xdist_group("journeys")


@pytest.mark.parametrize(
    ("role", "start"),
    [
        ("Learner", "/home/"),
        ("Author", "/organizations/harbor/micro-credentials/"),
        ("Assessor", "/organizations/harbor/marking/"),
        ("Issuer", "/organizations/harbor/awards/"),
        ("Employer", "/organizations/meridian/"),
    ],
)
def test_a_demo_is_entered_as_anybody_in_one_press(
    browser: Browser, demo: Installation, auditor: Auditor, role: str, start: str
) -> None:
    """Each role begins where its work is, with a strip that says DEMO."""
    before = len(auditor.findings)
    with walking(browser, demo, name=role) as visitor:
        visitor.open("/")
        visitor.press("Sign in", within="header")
        auditor.look(visitor.page, name="demo")
        visitor.press(f"Enter as {role.lower()}", within="main", exact=False)
        assert visitor.path == start
        visitor.sees("DEMO", within="aside")
        auditor.look(visitor.page, name=f"demo {role}")
        visitor.press("See what was mailed", within="body")
        auditor.look(visitor.page)
    assert auditor.findings[before:] == []


def test_another_organization_is_as_if_it_were_not_there(
    browser: Browser, real: Installation, auditor: Auditor
) -> None:
    """Guessed addresses and those that never existed get the same page."""
    achievement = real.cast["achievement"]
    with walking(browser, real, name="stranger") as stranger:
        stranger.sign_in("ana@harbor.example")
        stranger.open("/organizations/nobody-at-all/")
        nothing = stranger.text("main")
        auditor.look(stranger.page, name="not found")
        for path in (
            "/organizations/summit/",
            "/organizations/summit/members/",
            "/organizations/summit/keys/",
            "/organizations/summit/marking/",
            "/organizations/summit/awards/",
            f"/organizations/summit/micro-credentials/{achievement}/edit/about/",
            f"/organizations/harbor/micro-credentials/{achievement}/edit/about/",
        ):
            answer = stranger.page.goto(real.origin + path)
            assert answer is not None
            assert answer.status == 404, path
            assert _without_number(stranger.text("main")) == _without_number(nothing), path


def test_an_error_leads_to_its_field(
    browser: Browser, real: Installation, auditor: Auditor
) -> None:
    """The summary has the focus; its link puts the focus into the field."""
    with walking(browser, real, name="learner") as learner:
        learner.sign_in("rosa@people.example")
        learner.open("/account/")
        learner.fill("Name", "")
        learner.press("Save", within="main")
        assert learner.page.evaluate("document.activeElement.getAttribute('role')") == "alert"
        auditor.look(learner.page, name="error")
        learner.page.locator("[role=alert] a").first.press("Enter")
        assert learner.page.evaluate("document.activeElement.name") == "name"


def test_a_wrong_file_is_refused_and_what_was_typed_stays(
    browser: Browser, real: Installation, auditor: Auditor, tmp_path: Path
) -> None:
    """A program that calls itself a PDF gets a sentence; nothing is stored."""
    wrong = tmp_path / "record.pdf"
    wrong.write_bytes(b"MZ\x90\x00" + b"\x00" * 200)
    with walking(browser, real, name="learner") as learner:
        learner.sign_in("rosa@people.example")
        learner.open(f"/achievements/{real.cast['achievement']}/")
        learner.press("Start", within="main", exact=False)
        learner.page.get_by_role("link", name="Add a file").first.click()
        learner.page.wait_for_load_state("load")
        learner.attach("File", wrong)
        learner.fill("What does it show?", "The record of press 4.")
        learner.tick("I own this")
        learner.press("Add a file", within="main form")
        alert = learner.page.get_by_role("alert")
        expect(alert).to_contain_text("File: ")
        auditor.look(learner.page, name="wrong file")
        expect(learner.page.get_by_label("What does it show?")).to_have_value(
            "The record of press 4."
        )
        learner.press("Cancel", within="main")
        expect(learner.page.get_by_text("0 pieces added")).to_be_visible()


def test_an_account_is_erased_for_good(
    browser: Browser, real: Installation, auditor: Auditor
) -> None:
    """It says what goes and what stays, asks for the address, and the account is gone."""
    with walking(browser, real, name="leaver") as leaver:
        leaver.sign_in("zoe@people.example")
        leaver.page.locator("details.menu > summary").click()
        leaver.press("Account", within="header")
        auditor.look(leaver.page)
        leaver.press("Erase", within="main", exact=False)
        auditor.look(leaver.page)
        leaver.fill("Type your e-mail address", "somebody@else.example")
        leaver.press("Erase for ever", within="main")
        leaver.sees("This is not the address of this account")
        auditor.look(leaver.page, name="wrong address")
        leaver.fill("Type your e-mail address", "zoe@people.example")
        leaver.press("Erase for ever", within="main")
        leaver.sees("Your account is erased.")
        with pytest.raises(AssertionError):
            leaver.sign_in("zoe@people.example")
        expect(leaver.page.get_by_role("alert")).to_be_visible()


def test_the_language_switch_keeps_the_page(
    browser: Browser, real: Installation, auditor: Auditor
) -> None:
    """Each page comes again in Spanish at the same address, and fits a narrow screen."""
    achievement = real.cast["achievement"]
    before = len(auditor.findings)
    with walking(browser, real, name="owner") as owner:
        pages = ["/", "/catalogue/?level=4&q=energy", "/verify/", "/help/", "/accounts/signup/"]
        for path in pages:
            _switch(owner.page, real.origin + path, auditor)
        owner.open("/")
        owner.press("English", within="header")
        owner.sign_in("sofia@summit.example")
        for path in (
            f"/achievements/{achievement}/",
            "/home/",
            "/wallet/",
            "/submissions/",
            "/account/",
            "/organizations/summit/",
            "/organizations/summit/members/",
            "/organizations/summit/keys/",
            "/organizations/summit/micro-credentials/",
            "/organizations/summit/record/",
        ):
            _switch(owner.page, real.origin + path, auditor)
    assert auditor.findings[before:] == []


def _switch(page, address: str, auditor: Auditor) -> None:  # type: ignore[no-untyped-def]
    page.goto(address)
    page.locator("form.languages button[lang=en]").click()
    page.wait_for_load_state("load")
    english = page.locator("main").inner_text()
    page.locator("form.languages button[lang=es]").click()
    page.wait_for_load_state("load")
    assert page.url == address
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.locator("main").inner_text() != english
    auditor.look_narrow(page, key=f"{address} in Spanish")
    page.set_viewport_size({"width": 1280, "height": 900})


def _without_number(text: str) -> str:
    """Leave out the number of the request, which differs each time."""
    return " ".join(word for word in text.split() if not any(sign.isdigit() for sign in word))
