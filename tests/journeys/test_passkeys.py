"""A passkey is added and opens the account, with an authenticator that the browser simulates."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation
from tests.journeys.walking import Walker, walking

# One process walks them all, so that they share browser and installations.
pytestmark = pytest.mark.xdist_group("journeys")

_PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_signs_in(
    browser: Browser, real: Installation, auditor: Auditor
) -> None:
    """The whole ceremony, both ways, without the password the second time."""
    before = len(auditor.findings)
    with walking(browser, real, name="owner of a phone", by_name=True) as owner:
        _plug_in(owner)
        owner.sign_in("pia@people.example")
        owner.open("/account/")
        owner.press("Passkeys and second factor", within="main")
        auditor.look(owner.page, name="no second factor")
        owner.open("/accounts/2fa/webauthn/add/")
        if "/reauthenticate" in owner.path:
            auditor.look(owner.page)
            owner.fill("Password", "correct-horse-battery")
            owner.press("Confirm", within="main")
        auditor.look(owner.page)
        owner.fill("Name", "My phone")
        owner.page.get_by_label("Passwordless").check(force=True)
        owner.press("Add", within="main")
        owner.page.wait_for_url("**/2fa/**")
        owner.open("/accounts/2fa/webauthn/")
        owner.sees("My phone")
        auditor.look(owner.page, name="with a passkey")
        owner.page.locator("details.menu > summary").click()
        owner.press("Sign out", within="header")
        owner.open("/accounts/login/")
        owner.press("Sign in with a passkey", within="main")
        owner.page.wait_for_url("**/home/")
        expect(owner.page.locator("details.menu")).to_be_visible()
    assert auditor.findings[before:] == []


def _plug_in(walker: Walker) -> None:
    """Give this window an authenticator; it lasts as long as the window."""
    session = walker.page.context.new_cdp_session(walker.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": _PASSKEY})
