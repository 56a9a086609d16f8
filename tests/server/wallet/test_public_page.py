"""What a visitor sees of a credential, and what they do not."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from guildmark.credentials.baking import unbake_png, unbake_svg
from guildmark.server.issuance.operations import revoke_award
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.publication.queries import issuer_did
from guildmark.server.verification.operations import check, recognize_issuer
from guildmark.server.wallet import operations
from guildmark.server.wallet.operations import ShareInput
from tests.server.wallet.samples import NOTES, PLAN, RECORD, Awarded


@pytest.fixture
def unlisted(awarded: Awarded) -> Awarded:
    """Return the award with its page open to anyone who has the address, with the name."""
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="unlisted", shows_name=True
    )
    return awarded


def address(awarded: Awarded, rest: str = "/") -> str:
    """Return the path of the credential's page, or of something below it."""
    return f"/credentials/{awarded.credential.id}{rest}"


def link_of(awarded: Awarded, **share: object) -> str:
    """Make a share link and return its path."""
    url = operations.make_link(
        actor=awarded.actor,
        held_id=awarded.held_id,
        share=ShareInput(**share),  # type: ignore[arg-type]
    )
    return "/s/" + url.split("/s/")[1]


def test_a_private_credential_and_one_that_does_not_exist_answer_the_same(
    client: Client, awarded: Awarded
) -> None:
    """404 at the page and at everything below it; nobody learns that there is one."""
    private = client.get(address(awarded))
    missing = client.get(f"/credentials/{uuid4()}/")
    assert private.status_code == missing.status_code == 404
    assert "it may be private" in private.content.decode()
    assert "Control hazardous energy" not in private.content.decode()
    for rest in (
        "", ".json", ".png", ".svg", ".pdf", "/pictures/share.png", "/pictures/qr.svg",
        f"/artefacts/{awarded.public_artefact}",
    ):  # fmt: skip
        assert client.get(address(awarded, rest)).status_code == 404, rest
    answer = client.get(address(awarded), HTTP_ACCEPT="application/json")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


def test_another_persons_sign_in_opens_nothing(awarded: Awarded) -> None:
    """Not even the issuer's, who made the award."""
    browser = Client()
    browser.force_login(awarded.assessor, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(address(awarded)).status_code == 404


def test_the_holder_sees_their_private_page_and_is_told_that_only_they_do(
    learner_client: Client, awarded: Awarded
) -> None:
    """So that they know what they are about to share."""
    response = learner_client.get(address(awarded))
    assert response.status_code == 200
    assert "Only you see this page" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_verdict_comes_first_then_the_reasons(client: Client, unlisted: Awarded) -> None:
    """Three answers, the title, why it was awarded, every check, and how to check it oneself."""
    did = issuer_did(unlisted.organization_id)
    recognize_issuer(actor=SYSTEM, list_name="Ministry", issuer_id=did, name="Harbor")
    page = client.get(address(unlisted)).content.decode()
    body = page.split("<main")[1]
    places = [
        body.index(words)
        for words in (
            "Genuine and current, from a recognised issuer",
            "Is it genuine and current?",
            "Is the issuer recognised, and by whom?",
            "Is the person showing it the holder?",
            ">Control hazardous energy</h1>",
            "Amina Yusuf",
            "Why was this awarded?",
            "Level 3 of 3",
            "Judged by 1 assessor",
            "Verify it yourself",
        )
    ]
    assert places == sorted(places)
    assert page.count("<h1") == 1
    for words in (
        "Isolate a machine from every energy source",
        "Ten in a hundred decisions are marked twice.",
        "fits the hash of the name",
        "apply lockout procedures",
        "12 hours",
        "EQF level 3",
        "Harbor Technical College",
        "guildmark verify",
    ):
        assert words in body, words


def test_an_unrecognised_issuer_reads_so_on_the_page(client: Client, unlisted: Awarded) -> None:
    """Being an organization of this installation recognises nobody."""
    page = client.get(address(unlisted)).content.decode()
    assert "Genuine, issuer not recognised" in page
    assert 'class="verdict tone-warn"' in page


def test_evidence_shows_its_digest_and_opens_only_when_shared(
    client: Client, unlisted: Awarded
) -> None:
    """What is not shared has its requirement and its digest, neither name nor address."""
    page = client.get(address(unlisted)).content.decode()
    for content in (RECORD, PLAN, NOTES):
        assert hashlib.sha256(content).hexdigest() in page
    assert "record.txt" in page
    assert "plan.txt" not in page
    assert "notes.txt" not in page
    opened = client.get(address(unlisted, f"/artefacts/{unlisted.public_artefact}"))
    assert b"".join(opened.streaming_content) == RECORD  # type: ignore[attr-defined]
    assert opened["Content-Disposition"].startswith("attachment")
    assert opened["Content-Security-Policy"].startswith("sandbox")
    assert opened["X-Content-Type-Options"] == "nosniff"
    for artefact_id in (unlisted.requested_artefact, unlisted.closed_artefact, uuid4()):
        response = client.get(address(unlisted, f"/artefacts/{artefact_id}"))
        assert response.status_code == 404


def test_a_link_opens_the_evidence_it_names_and_no_other(client: Client, awarded: Awarded) -> None:
    """On request means: to whom the learner gives this link."""
    path = link_of(awarded, artefact_ids=[awarded.requested_artefact])
    page = client.get(path).content.decode()
    assert "plan.txt" in page
    assert "notes.txt" not in page
    opened = client.get(f"{path}artefacts/{awarded.requested_artefact}")
    assert b"".join(opened.streaming_content) == PLAN  # type: ignore[attr-defined]
    assert client.get(f"{path}artefacts/{awarded.closed_artefact}").status_code == 404
    other = link_of(awarded)
    assert client.get(f"{other}artefacts/{awarded.requested_artefact}").status_code == 404


def test_the_assessors_comments_and_the_learners_answers_are_nowhere(
    client: Client, unlisted: Awarded
) -> None:
    """They are between the learner and the assessor."""
    page = client.get(address(unlisted)).content.decode()
    assert "a comment for the learner alone" not in page
    assert "The press in hall 4" not in page
    assert "amina@example.org" not in page
    assert "Ben Okafor" not in page


def test_the_name_is_shown_only_where_the_learner_says_so(client: Client, awarded: Awarded) -> None:
    """By page and by link separately; files never hold it in clear but the certificate shown."""
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="unlisted", shows_name=False
    )
    page = client.get(address(awarded)).content.decode()
    assert "Amina" not in page
    assert "does not show the name here" in page
    named = client.get(link_of(awarded, shows_name=True)).content.decode()
    assert "Amina Yusuf" in named
    assert "Amina" not in client.get(link_of(awarded, shows_name=False)).content.decode()
    assert b"Amina" not in client.get(address(awarded, ".json")).content


def test_the_json_is_byte_for_byte_what_was_signed(client: Client, unlisted: Awarded) -> None:
    """By extension and by content negotiation, with and without the slash; and it verifies."""
    signed = unlisted.credential.document.encode()
    assert hashlib.sha256(signed).digest() == unlisted.credential.sha256
    by_name = client.get(address(unlisted, ".json"))
    assert by_name.content == signed
    assert by_name["Content-Disposition"].startswith("attachment")
    for accept in ("application/json", "application/vc+ld+json", "application/vc"):
        for rest in ("", "/"):
            response = client.get(address(unlisted, rest), HTTP_ACCEPT=accept)
            assert response.content == signed, (accept, rest)
            assert response["Access-Control-Allow-Origin"] == "*"
    assert json.loads(signed)["id"].endswith(address(unlisted, ""))
    assert check(by_name.content).verdict == "valid"


def test_a_browser_gets_the_page_and_not_the_document(client: Client, unlisted: Awarded) -> None:
    """What browsers send prefers HTML."""
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
    response = client.get(address(unlisted, ""), HTTP_ACCEPT=accept)
    assert response["Content-Type"].startswith("text/html")
    assert "Accept" in response["Vary"]


def test_png_and_svg_carry_the_same_bytes(client: Client, unlisted: Awarded) -> None:
    """Unbaked, both give the signed text back, by page and by link."""
    path = link_of(unlisted)
    for prefix in (address(unlisted, ""), path + "credential"):
        assert unbake_png(client.get(f"{prefix}.png").content) == unlisted.credential.document
        assert unbake_svg(client.get(f"{prefix}.svg").content) == unlisted.credential.document


def test_the_certificate_is_a_tagged_pdf(client: Client, unlisted: Awarded) -> None:
    """PDF/UA, to read aloud."""
    response = client.get(address(unlisted, ".pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert b"pdfuaid" in response.content


def test_a_kind_of_file_that_does_not_exist_is_not_found(client: Client, unlisted: Awarded) -> None:
    """Neither by page nor by link nor a picture."""
    path = link_of(unlisted)
    for rest in (".jwt", ".exe", "/pictures/x.png"):
        assert client.get(address(unlisted, rest)).status_code == 404
    assert client.get(f"{path}credential.exe").status_code == 404


def test_the_share_picture_is_1200_by_630_and_the_qr_code_is_drawn(
    client: Client, unlisted: Awarded
) -> None:
    """What networks show beside the link."""
    page = client.get(address(unlisted)).content.decode()
    assert 'property="og:image"' in page
    picture = client.get(address(unlisted, "/pictures/share.png")).content
    assert picture[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
    assert client.get(address(unlisted, "/pictures/qr.svg")).content.startswith(b"<svg")
    path = link_of(unlisted)
    assert client.get(f"{path}pictures/share.png").status_code == 200


def test_only_a_public_page_may_be_listed(client: Client, unlisted: Awarded) -> None:
    """Unlisted and shared pages say noindex, by header and in the page, and leak no address."""
    for path in (address(unlisted), link_of(unlisted)):
        response = client.get(path)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert 'name="robots"' in response.content.decode()
    operations.choose_visibility(
        actor=unlisted.actor, held_id=unlisted.held_id, visibility="public", shows_name=True
    )
    response = client.get(address(unlisted))
    assert "X-Robots-Tag" not in response
    assert 'name="robots"' not in response.content.decode()


def test_a_visitor_gets_no_cookie_and_leaves_no_trace(client: Client, unlisted: Awarded) -> None:
    """Nobody is counted: the requests write no row at all."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in (address(unlisted), link_of(unlisted), address(unlisted, ".json")):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = client.get(path)
        assert response.status_code == 200
        assert not response.cookies
        for query in asked.captured_queries:
            assert not re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"]) or (
                # The status list is signed anew when it has aged; that is not about the viewer.
                "publication_" in query["sql"]
            )


def test_the_page_stays_small(client: Client, unlisted: Awarded) -> None:
    """Page, style, script and the two fonts that Latin text needs stay within 150 KB."""
    from django.contrib.staticfiles import finders

    page = client.get(address(unlisted)).content
    assert len(page) < 60_000
    total = len(page)
    for name in re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js))"', page):
        found = finders.find(name.decode())
        assert isinstance(found, str)
        total += Path(found).stat().st_size
    for name in ("atkinson-hyperlegible-next", "fraunces"):
        font = finders.find(f"ui/fonts/{name}-latin-wght-normal.woff2")
        assert isinstance(font, str)
        total += Path(font).stat().st_size
    assert total < 150 * 1024


def test_a_revoked_page_keeps_title_issuer_date_and_kind_and_nothing_more(
    client: Client, unlisted: Awarded
) -> None:
    """No name, no evidence, no levels, no files, not the reason's words."""
    path = link_of(unlisted)
    reason = "The record was of another machine."
    revoke_award(actor=unlisted.issuer, award_id=unlisted.credential.award_id, reason=reason)
    for place in (address(unlisted), path):
        response = client.get(place)
        page = response.content.decode()
        assert response.status_code == 200
        for words in ("Revoked by its issuer", "Control hazardous energy", "Harbor Technical"):
            assert words in page
        for words in ("Amina", "record.txt", "Level 3", reason, "SHA-256", ".json", "og:image"):
            assert words not in page, words
        assert response["X-Robots-Tag"] == "noindex, nofollow"
    for rest in (".json", ".png", ".svg", ".pdf"):
        assert client.get(address(unlisted, rest)).status_code == 410
    gone = client.get(address(unlisted), HTTP_ACCEPT="application/json")
    assert gone.status_code == 410
    assert gone.json()["code"] == "revoked"
    assert client.get(address(unlisted, "/pictures/share.png")).status_code == 404
    opened = client.get(address(unlisted, f"/artefacts/{unlisted.public_artefact}"))
    assert opened.status_code == 404


def test_nothing_but_reading_is_answered(client: Client, unlisted: Awarded) -> None:
    """A page that anybody may see changes nothing."""
    assert client.post(address(unlisted)).status_code == 405
    assert client.delete(link_of(unlisted)).status_code == 405


def test_a_link_that_never_was_looks_like_one_that_expired(client: Client, db: None) -> None:
    """The same page, so that guessing tells nothing."""
    response = client.get("/s/" + "A" * 43 + "/")
    assert response.status_code == 404
    assert "expired or was withdrawn" in response.content.decode()


def test_a_name_in_any_script_is_shown_as_it_was_written(client: Client, awarded: Awarded) -> None:
    """And markup in it stays text (the award keeps the name of its day)."""
    from guildmark.server.issuance.models import Award

    Award.objects.update(recipient_name="<b>مريم</b> Nguyễn")
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="unlisted", shows_name=True
    )
    page = client.get(address(awarded)).content.decode()
    assert "&lt;b&gt;مريم&lt;/b&gt; Nguyễn" in page
    assert "fits the hash" not in page
