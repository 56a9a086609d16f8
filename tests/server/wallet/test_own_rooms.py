"""The learner's pages: home, wallet, one credential; forms, downloads, LinkedIn."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from django.test import Client

from guildmark.credentials.baking import unbake_png
from guildmark.server.accounts.personal_data import sections
from guildmark.server.base.clock import clock_at
from guildmark.server.issuance.operations import revoke_award
from guildmark.server.wallet import operations, queries
from guildmark.server.wallet.linkedin import add_to_profile_url
from guildmark.server.wallet.models import HeldCredential, ShareLink
from guildmark.server.wallet.operations import ShareInput
from guildmark.server.wallet.personal_data import WalletData
from tests.server.wallet.samples import Awarded, new_person


def page_of(awarded: Awarded, rest: str = "") -> str:
    """Return the path of the credential in the wallet."""
    return f"/wallet/{awarded.held_id}/{rest}"


POSTS = ("accept/", "hide/", "unhide/", "visibility/", "linkedin/", "links/")


def test_home_says_where_the_learner_stands(learner_client: Client, awarded: Awarded) -> None:
    """A new award is the next step; accepted, it is among what they hold."""
    page = learner_client.get("/home/").content.decode()
    assert "You hold 1 credential, and nothing waits for you." in page
    assert "You were awarded something new" in page
    assert "Skills you have shown" in page
    assert "apply lockout procedures" in page
    learner_client.post(page_of(awarded, "accept/"))
    page = learner_client.get("/home/").content.decode()
    assert "What you hold" in page
    assert "You were awarded something new" not in page


def test_home_of_somebody_new_leads_to_the_catalogue(db: None) -> None:
    """An empty room says what it is for and what to do."""
    browser = Client()
    browser.force_login(
        new_person("new@example.org", "Noor"), backend="django.contrib.auth.backends.ModelBackend"
    )
    page = browser.get("/home/").content.decode()
    assert "Find a skill to prove" in page
    assert "You hold 0 credentials" in page
    assert "Nothing here yet" in browser.get("/wallet/").content.decode()


def test_home_names_what_ends_within_ninety_days(awarded: Awarded) -> None:
    """Not before, and not when it has ended."""
    until = awarded.credential.valid_until
    assert until is not None
    for before, expected in ((91, False), (89, True), (1, True), (-1, False)):
        with clock_at(until - timedelta(days=before)):
            row = queries.held(actor=awarded.actor, held_id=awarded.held_id)
            assert row.expires_soon is expected, before
    with clock_at(until - timedelta(days=10)):
        browser = Client()
        browser.force_login(awarded.learner, backend="django.contrib.auth.backends.ModelBackend")
        page = browser.get("/wallet/").content.decode()
        assert "Ends in 10 days" in page


def test_visitors_are_sent_to_the_sign_in_page(client: Client, awarded: Awarded) -> None:
    """Every room of the learner asks who is there."""
    for path in ("/home/", "/wallet/", page_of(awarded), page_of(awarded, "credential.json")):
        response = client.get(path)
        assert response.status_code == 302
        assert f"next={path}" in response["Location"]
    for rest in POSTS:
        assert client.post(page_of(awarded, rest)).status_code == 302
    assert HeldCredential.objects.get().accepted_at is None


def test_another_persons_rooms_are_not_found(awarded: Awarded) -> None:
    """404 for reading, doing and downloading, also for the issuer's own people."""
    for person in (awarded.assessor, new_person("eve@example.org", "Eve")):
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert browser.get(page_of(awarded)).status_code == 404
        for kind in ("json", "png", "svg", "pdf"):
            assert browser.get(page_of(awarded, f"credential.{kind}")).status_code == 404
        link = ShareLink.objects.get().id
        for rest in (*POSTS, f"links/{link}/withdraw/"):
            assert browser.post(page_of(awarded, rest), {"visibility": "public"}).status_code == 404
    assert HeldCredential.objects.get().visibility == "private"


def test_doing_needs_a_post_with_a_token(awarded: Awarded) -> None:
    """A link or a page elsewhere changes nothing."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(awarded.learner, backend="django.contrib.auth.backends.ModelBackend")
    for rest in POSTS:
        assert browser.get(page_of(awarded, rest)).status_code == 405
        assert browser.post(page_of(awarded, rest)).status_code == 403


def test_choosing_who_sees_it_takes_effect_and_says_so(
    learner_client: Client, client: Client, awarded: Awarded
) -> None:
    """A message after the change; the page answers for visitors at once."""
    response = learner_client.post(
        page_of(awarded, "visibility/"), {"visibility": "unlisted", "shows_name": "on"}, follow=True
    )
    assert "Anyone who has the address sees its page now." in response.content.decode()
    assert client.get(f"/credentials/{awarded.credential.id}/").status_code == 200
    learner_client.post(page_of(awarded, "visibility/"), {"visibility": "private"})
    assert client.get(f"/credentials/{awarded.credential.id}/").status_code == 404


def test_a_form_with_a_wrong_field_comes_back_with_the_error_at_it(
    learner_client: Client, awarded: Awarded
) -> None:
    """Nothing is written."""
    for rest, data, words in (
        ("visibility/", {}, "Who may see its page?"),
        ("visibility/", {"visibility": "friends"}, "friends"),
        ("links/", {"days": "3000"}, "3000"),
        ("links/", {"days": "30", "label": "x" * 101}, "100"),
        ("links/", {"days": "30", "artefacts": str(uuid4())}, "Evidence that this link opens"),
    ):
        response = learner_client.post(page_of(awarded, rest), data)
        page = response.content.decode()
        assert response.status_code == 422
        assert "error-summary" in page
        assert words in page
    assert ShareLink.objects.filter(made_for_mail=False).count() == 0
    assert HeldCredential.objects.get().visibility == "private"


def test_a_link_is_made_shown_and_withdrawn_by_hand(
    learner_client: Client, client: Client, awarded: Awarded
) -> None:
    """The whole way of one share link through the pages."""
    response = learner_client.post(
        page_of(awarded, "links/"),
        {"label": "Interview", "days": "7", "artefacts": [str(awarded.requested_artefact)]},
        follow=True,
    )
    page = response.content.decode()
    link = ShareLink.objects.get(made_for_mail=False)
    assert f"http://127.0.0.1:8000/s/{link.token}/" in page
    assert "without your name" in page
    assert "opens plan.txt" in page
    assert client.get(f"/s/{link.token}/").status_code == 200
    response = learner_client.post(page_of(awarded, f"links/{link.id}/withdraw/"), follow=True)
    assert "withdrawn" in response.content.decode()
    assert client.get(f"/s/{link.token}/").status_code == 404


def test_the_holder_downloads_everything_also_after_a_revocation(
    learner_client: Client, awarded: Awarded
) -> None:
    """What they hold is theirs; the reason is shown to them."""
    reason = "The record was of another machine."
    revoke_award(actor=awarded.issuer, award_id=awarded.credential.award_id, reason=reason)
    assert reason in learner_client.get(page_of(awarded)).content.decode()
    signed = awarded.credential.document
    assert learner_client.get(page_of(awarded, "credential.json")).content == signed.encode()
    assert unbake_png(learner_client.get(page_of(awarded, "credential.png")).content) == signed
    pdf = learner_client.get(page_of(awarded, "credential.pdf"))
    assert pdf.content.startswith(b"%PDF")
    assert "Control%20hazardous%20energy.pdf" in pdf["Content-Disposition"]
    assert learner_client.get(page_of(awarded, "credential.exe")).status_code == 404


def test_linkedin_opens_with_every_field_filled_in(awarded: Awarded) -> None:
    """Name, organization, both dates, the address and the id."""
    row = queries.held(actor=awarded.actor, held_id=awarded.held_id)
    parts = urlsplit(add_to_profile_url(row, shown_at=row.page_url))
    fields = {name: value[0] for name, value in parse_qs(parts.query).items()}
    until = row.credential.valid_until
    assert until is not None
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://www.linkedin.com/profile/add"
    assert fields == {
        "startTask": "CERTIFICATION_NAME",
        "name": "Control hazardous energy",
        "organizationName": "Harbor Technical College",
        "issueYear": str(row.credential.awarded_at.year),
        "issueMonth": str(row.credential.awarded_at.month),
        "expirationYear": str(until.year),
        "expirationMonth": str(until.month),
        "certUrl": f"http://127.0.0.1:8000/credentials/{awarded.credential.id}",
        "certId": str(awarded.credential.id),
    }


def test_linkedin_needs_a_page_that_others_can_open(
    learner_client: Client, client: Client, awarded: Awarded
) -> None:
    """While it is private the page offers to open it; one press, then the link is there."""
    page = learner_client.get(page_of(awarded)).content.decode()
    assert "linkedin.com" not in page
    assert "Its page is private now" in page
    page = learner_client.post(page_of(awarded, "linkedin/"), follow=True).content.decode()
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page
    assert client.get(f"/credentials/{awarded.credential.id}").status_code == 200


def test_hiding_and_taking_back_by_hand(learner_client: Client, awarded: Awarded) -> None:
    """The list folds what is hidden."""
    learner_client.post(page_of(awarded, "hide/"))
    page = learner_client.get("/wallet/").content.decode()
    assert "1 hidden credential" in page
    assert "Take it back into my list" in learner_client.get(page_of(awarded)).content.decode()
    learner_client.post(page_of(awarded, "unhide/"))
    assert "hidden credential" not in learner_client.get("/wallet/").content.decode()


def test_the_learner_takes_everything_along(awarded: Awarded) -> None:
    """The export has each signed credential byte for byte, and the wallet's own rows."""
    operations.make_link(
        actor=awarded.actor, held_id=awarded.held_id, share=ShareInput(label="Interview")
    )
    files = dict(WalletData().export(awarded.learner.id))
    name = f"credentials/{awarded.credential.id}.json"
    assert files[name] == awarded.credential.document.encode()
    assert b"Interview" in files["wallet.json"]
    assert any(isinstance(section, WalletData) for section in sections())


def test_erasing_closes_every_page_and_link(client: Client, awarded: Awarded) -> None:
    """The description says beforehand how many there are."""
    operations.choose_visibility(
        actor=awarded.actor, held_id=awarded.held_id, visibility="public", shows_name=True
    )
    token = ShareLink.objects.get().token
    data = WalletData()
    assert [(item.count, item.fate) for item in data.describe(awarded.learner.id)] == [
        (1, "goes"),
        (1, "goes"),
    ]
    data.erase(awarded.learner.id)
    assert client.get(f"/credentials/{awarded.credential.id}/").status_code == 404
    assert client.get(f"/s/{token}/").status_code == 404
    assert [item.count for item in data.describe(awarded.learner.id)] == [0, 0]
