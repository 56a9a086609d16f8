"""The main job by hand: define, show evidence, assess, issue, share, verify, revoke."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.journeys import authoring
from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation
from tests.journeys.walking import walking


def test_four_people_and_a_visitor_do_the_main_job(
    browser: Browser, real: Installation, auditor: Auditor, tmp_path: Path
) -> None:
    """All eight steps work by hand, and each page of them is accessible on the way."""
    with walking(browser, real, name="owner") as owner:
        owner.sign_in("olga@harbor.example")
        authoring.make_key(owner, auditor)
    with walking(browser, real, name="author") as author:
        author.sign_in("ana@harbor.example")
        authoring.define(author, auditor)
        address = authoring.publish(author, auditor)
    print(address)
    assert auditor.findings == []
