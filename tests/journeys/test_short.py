from __future__ import annotations

from playwright.sync_api import Browser

from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation
from tests.journeys.walking import walking


def test_front(browser: Browser, real: Installation, auditor: Auditor) -> None:
    with walking(browser, real, name="visitor") as visitor:
        for path in ("/", "/catalogue/", "/verify/", "/help/", "/accounts/login/", "/accounts/signup/", "/issuers/summit/"):
            visitor.open(path)
            auditor.look(visitor.page)
            print(path, visitor.heading)
        visitor.sign_in("olga@harbor.example")
        print(visitor.path, visitor.heading, visitor.text()[:300])
    print("\n".join(auditor.findings))
