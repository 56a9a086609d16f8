"""Texts that people write stay texts: on every page, in mails, drawings, data blocks and papers."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations as assessment
from guildmark.server.messages.models import Message
from guildmark.server.organizations.operations import grant_role, invite_member
from guildmark.server.organizations.permissions import ROLES, SYSTEM
from guildmark.server.organizations.queries import actor_of, organization
from guildmark.server.wallet import operations as wallet
from guildmark.server.workforce.operations import create_role
from tests.server.catalog.samples import complete_definition
from tests.server.wallet.samples import Awarded, make_award

pytestmark = pytest.mark.django_db

# Closes attributes, tags and script blocks; speaks to templates and to typst; ends nothing here.
BAIT = "\"'></script></title></textarea><b id=bait onclick=a()>{{7*7}}{% now 'Y' %}"
TYPST = '#read("/etc/passwd") $x$ */'
PERSON = f"Amina {BAIT} O'Brien"


class Tags(HTMLParser):
    """Collects what a browser would take for markup."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.baited: list[str] = []
        self.scripts: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the bait where it became an element, and every handler or style in line."""
        given = dict(attrs)
        if given.get("id") == "bait" or any(name.startswith("on") for name in given):
            self.baited.append(self.get_starttag_text() or tag)
        self._in_script = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        """Leave a script block."""
        self._in_script = False

    def handle_data(self, data: str) -> None:
        """Keep the text of script blocks: there is only structured data."""
        if self._in_script and data.strip():
            self.scripts.append(data)


@pytest.fixture
def awarded(db: None, run_jobs: Callable[[], list[str]]) -> Awarded:
    """Return an award in whose every text somebody tried something."""
    definition = complete_definition()
    definition["criteria"][0]["name"] = f"Names {BAIT}"
    definition["criteria"][0]["levels"][2]["name"] = f"All {TYPST}"
    definition["evidence_requirements"][0]["name"] = f"Record {BAIT}"
    definition["overview_questions"][0]["prompt"] = f"Which {BAIT}?"
    definition["badge"]["top_text"] = "</text><b id"
    definition["alignments"][0]["target_name"] = f"lockout {BAIT}"
    made = make_award(
        run_jobs,
        learner_name=PERSON,
        organization_name=f"Harbor {BAIT}",
        **{
            **{key: definition[key] for key in definition if key != "title"},
            "title": f"Control {BAIT} {TYPST}",
            "summary": f"The holder {BAIT}",
            "description": f"For {BAIT} {TYPST}",
            "outcomes": [f"Name {BAIT}"],
            "quality_assurance": f"Ten {BAIT}",
        },
    )
    wallet.choose_visibility(
        actor=made.actor, held_id=made.held_id, visibility="public", shows_name=True
    )
    for role in ROLES:
        grant_role(
            actor=SYSTEM,
            organization_id=made.organization_id,
            person_id=made.assessor.id,
            role=role,
        )
    return made


def browser_of(person: Person) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def markup(page: str) -> Tags:
    """Read a page as a browser does."""
    found = Tags()
    found.feed(page)
    return found


def test_no_page_takes_a_text_for_markup(awarded: Awarded) -> None:
    """Names, titles, rubric, comments, evidence and reasons on each page that shows them."""
    row = organization(awarded.organization_id)
    assert row is not None
    achievement = assessment_achievement(awarded)
    learner, staff, visitor = browser_of(awarded.learner), browser_of(awarded.assessor), Client()
    role = create_role(
        actor=actor_of(awarded.assessor.id),
        organization_id=awarded.organization_id,
        profile={"title": f"Mechanic {BAIT}"},
    )
    again = assessment.start_submission(
        actor=actor_of(awarded.assessor.id), version_id=awarded.credential.version_id
    )
    slug = row.slug
    pages: list[tuple[Client, str]] = [
        (visitor, "/"),
        (visitor, "/catalogue/?q=" + BAIT.replace("&", "%26")),
        (visitor, reverse("catalog:achievement", args=[achievement])),
        (visitor, reverse("publication:issuer", args=[slug])),
        (visitor, reverse("wallet:page", args=[awarded.credential.id])),
        (visitor, "/verify/?url=" + BAIT),
        (visitor, "/skills/?q=" + BAIT + "&for=" + BAIT + "&return=/" + BAIT),
        (learner, reverse("wallet:home")),
        (learner, reverse("wallet:list")),
        (learner, reverse("wallet:held", args=[awarded.held_id])),
        (learner, reverse("assessment:mine")),
        (learner, reverse("assessment:submission", args=[awarded.submission_id])),
        (learner, reverse("accounts:settings")),
        (learner, reverse("accounts:erase")),
        (staff, reverse("assessment:submission", args=[again])),
        (staff, reverse("assessment:queue", args=[slug])),
        (staff, reverse("assessment:mark", args=[slug, awarded.submission_id])),
        (staff, reverse("issuance:awards", args=[slug])),
        (staff, reverse("issuance:award", args=[slug, awarded.credential.award_id])),
        (staff, reverse("issuance:revoke", args=[slug, awarded.credential.award_id])),
        (staff, reverse("organizations:organization", args=[slug])),
        (staff, reverse("organizations:change", args=[slug])),
        (staff, reverse("organizations:members", args=[slug])),
        (staff, reverse("organizations:record", args=[slug])),
        (staff, reverse("catalog:definitions", args=[slug])),
        (staff, reverse("catalog:preview", args=[slug, achievement])),
        (staff, reverse("catalog:offers", args=[slug, achievement])),
        (staff, reverse("catalog:retire", args=[slug, achievement])),
        (staff, reverse("workforce:roles", args=[slug])),
        (staff, reverse("workforce:role", args=[slug, role])),
        (staff, reverse("workforce:edit", args=[slug, role]) + "?q=" + BAIT),
        *(
            (staff, reverse("catalog:edit", args=[slug, achievement, step]))
            for step in ("about", "rubric", "evidence", "skills", "european", "badge")
        ),
    ]
    shown = 0
    for browser, address in pages:
        answer = browser.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert markup(page).baited == [], address
        assert ">49<" not in page, address
        shown += "{{7*7}}" in page
    assert shown > len(pages) * 2 // 3, "the bait was hardly shown: the test would prove nothing"


def assessment_achievement(awarded: Awarded) -> Any:
    """Return the achievement that was awarded."""
    from guildmark.server.catalog.queries import version

    found = version(awarded.credential.version_id)
    assert found is not None
    return found.achievement_id


def test_the_verifier_shows_a_credential_as_text(awarded: Awarded) -> None:
    """A credential is written by strangers, and so is what it says of itself."""
    page = Client().post("/verify/", {"text": awarded.credential.document}).content.decode()
    assert markup(page).baited == []
    assert "{{7*7}}" in page


def test_a_title_cannot_end_the_block_of_structured_data(awarded: Awarded) -> None:
    """Search engines read the title as it is; a browser reads nothing but data."""
    page = Client().get(reverse("catalog:achievement", args=[assessment_achievement(awarded)]))
    (block,) = [each for each in markup(page.content.decode()).scripts if "schema.org" in each]
    assert json.loads(block)["name"] == f"Control {BAIT} {TYPST}"
    assert "<" not in block


def test_drawings_and_the_certificate_hold_it_as_text(awarded: Awarded) -> None:
    """No element in the badge; no file of this machine in the certificate."""
    achievement = assessment_achievement(awarded)
    svg = Client().get(reverse("catalog:badge", args=[achievement, "svg"])).content.decode()
    assert "<b id" not in svg
    assert "<script" not in svg
    learner = browser_of(awarded.learner)
    pdf = learner.get(reverse("wallet:held_file", args=[awarded.held_id, "pdf"]))
    assert pdf.content.startswith(b"%PDF")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert "root:x:0" not in words
    assert "{{7*7}}" in words


def test_mails_hold_it_as_text_and_one_header_is_one_line(awarded: Awarded) -> None:
    """Plain mails show what was written, HTML mails escape it, and no name adds a header."""
    owner = actor_of(awarded.assessor.id)
    invite_member(
        actor=owner, organization_id=awarded.organization_id, email="c@b.example", role="viewer"
    )
    mails = list(Message.objects.all())
    assert {mail.kind for mail in mails} >= {"invitation", "award_issued", "submission_passed"}
    for mail in mails:
        assert "\n" not in mail.subject, mail.kind
        assert "&#x27;" not in mail.subject + mail.text, mail.kind
        assert "&lt;" not in mail.subject + mail.text, mail.kind
        assert markup(mail.html).baited == [], mail.kind
        sent = EmailMultiAlternatives(mail.subject, mail.text, "a@b.example", [mail.to]).message()
        assert set(sent.keys()) <= HEADERS, mail.kind


HEADERS = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
    "Message-ID",
}  # fmt: skip


@pytest.mark.parametrize("address", ["a@b.example\nBcc: c@d.example", "a@b.example\r\nX: y", "a"])
def test_no_invitation_goes_to_what_is_no_address(awarded: Awarded, address: str) -> None:
    """On the page and by the operation; no mail is queued."""
    from guildmark.server.base.errors import InvalidInput

    before = Message.objects.count()
    owner = actor_of(awarded.assessor.id)
    with pytest.raises(InvalidInput):
        invite_member(
            actor=owner, organization_id=awarded.organization_id, email=address, role="viewer"
        )
    row = organization(awarded.organization_id)
    assert row is not None
    page = browser_of(awarded.assessor).post(
        reverse("organizations:members", args=[row.slug]), {"email": address, "role": "viewer"}
    )
    assert page.status_code == 422
    assert Message.objects.count() == before
    assert not re.search(r"Traceback", page.content.decode())
