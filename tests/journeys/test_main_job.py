"""The main job by hand: define, show evidence, assess, issue, share, verify, revoke."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import authoring, holding, learning, marking, verifying
from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation
from tests.journeys.walking import Walker, walking

# One process walks them all, so that they share browser and installations.
pytestmark = pytest.mark.xdist_group("journeys")

_EMAIL = "amina@people.example"


def test_four_people_and_a_visitor_do_the_main_job(
    browser: Browser, real: Installation, auditor: Auditor, tmp_path: Path
) -> None:
    """All eight steps work by hand, and on the way axe finds nothing on any page."""
    with ExitStack() as everybody:

        def enter(name: str, *, script: bool = True) -> Walker:
            return everybody.enter_context(walking(browser, real, name=name, script=script))

        owner, author = enter("owner"), enter("author")
        learner, assessor, issuer = enter("learner"), enter("assessor"), enter("issuer")
        visitor = enter("visitor", script=False)

        owner.sign_in("olga@harbor.example")
        authoring.make_key(owner, auditor)
        author.sign_in("ana@harbor.example")
        authoring.define(author, auditor)
        authoring.publish(author, auditor)

        learning.sign_up(learner, auditor, email=_EMAIL)
        learning.apply(learner, auditor)
        learning.answer(learner, auditor, story="Press 4: electricity and compressed air.")
        learning.add_file(
            learner, auditor, folder=tmp_path, name="record.pdf", lines=["Record", "Press 4"]
        )
        learning.add_link(learner, auditor, address="https://films.example/try-out")
        learning.hand_in(learner, auditor)

        assessor.sign_in("sam@harbor.example")
        marking.mark_and_return(assessor, auditor)
        learning.improve(learner, auditor, email=_EMAIL, folder=tmp_path)
        marking.mark_and_pass(assessor, auditor)

        holding.accept(learner, auditor, email=_EMAIL)
        files = holding.download(learner, folder=tmp_path)
        holding.share(learner, auditor, page=files.id)
        verifying.verify_everywhere(visitor, files=files, folder=tmp_path)
        verifying.look_at_the_pages(enter("another visitor"), auditor, files=files)

        issuer.sign_in("iris@harbor.example")
        verifying.revoke(issuer, auditor)
        verifying.expect_revoked(visitor, files=files, folder=tmp_path)
        assert "The film shows another machine." in real.mail(_EMAIL, kind="revoked").text
    assert auditor.findings == []
