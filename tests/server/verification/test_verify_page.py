"""The verification page: three ways in, three answers out, nothing kept."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildmark.fetch import Fetched, FetchError
from guildmark.server.base.queries import is_demo
from guildmark.server.issuance.operations import revoke_award
from guildmark.server.verification import limits, sources
from guildmark.server.verification.limits import CHECKS_PER_MINUTE
from guildmark.server.wallet import renditions
from guildmark.server.wallet.queries import held
from tests.server.wallet.samples import Awarded

VERIFY = "/verify/"
JSON = {"Accept": "application/json"}


def text_of(response: object) -> str:
    """Return the page's text."""
    content: bytes = response.content  # type: ignore[attr-defined]
    return content.decode()


def test_the_form_needs_no_script_and_sets_no_cookie(client: Client, db: None) -> None:
    """One form, three fields, and the promise that nothing is kept."""
    response = client.get(VERIFY)
    page = text_of(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    for name in ("url", "file", "text"):
        assert f'name="{name}"' in page
    assert "checked and not kept" in page
    assert not response.cookies


def test_a_link_fills_the_form_in_and_fetches_nothing(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening an address has no effect; pressing the button has."""
    monkeypatch.setattr(sources, "_fetcher", None)
    response = client.get(VERIFY, {"url": 'https://harbor.example/c?a="><script>'})
    page = text_of(response)
    assert "https://harbor.example/c?a=&quot;&gt;&lt;script&gt;" in page
    assert "<script>" not in page.split("<main")[1]


def test_pasted_text_gives_three_answers_before_every_check(
    client: Client, awarded: Awarded
) -> None:
    """The verdict is the heading; issuer and holder are answers of their own."""
    response = client.post(VERIFY, {"text": awarded.credential.document})
    page = text_of(response)
    assert response.status_code == 200
    places = [
        page.index(words)
        for words in (
            "Genuine, issuer not recognised</h1>",
            "Is it genuine and current?",
            "Is the issuer recognised, and by whom?",
            "Is the person showing it the holder?",
            "Control hazardous energy",
            "Every check",
            "What this does not prove",
        )
    ]
    assert places == sorted(places)
    assert "3 · All" in page
    assert not response.cookies


def test_a_file_is_checked_as_json_png_and_svg(client: Client, awarded: Awarded) -> None:
    """The downloads of a wallet are what the page takes back."""
    row = held(actor=awarded.actor, held_id=awarded.held_id)
    subject = renditions.Subject(
        credential=row.credential, version=row.version, issuer=row.issuer, recipient_name="",
        shown_at=row.page_url,
    )  # fmt: skip
    for kind in ("json", "png", "svg"):
        made = renditions.render(kind, subject)
        upload = SimpleUploadedFile(f"badge.{kind}", made.content, content_type="text/plain")
        page = text_of(client.post(VERIFY, {"file": upload}))
        assert "Genuine, issuer not recognised" in page, kind


def test_programs_get_the_same_answer_as_json(client: Client, awarded: Awarded) -> None:
    """By form field or as the body itself; the shape is that of the command line."""
    document = awarded.credential.document
    by_field = client.post(VERIFY, {"text": document}, headers=JSON).json()
    by_body = client.post(VERIFY, document, content_type="application/json", headers=JSON).json()
    assert by_field == by_body
    assert by_field["verdict"] == "valid"
    assert by_field["issuer"]["recognised"] is False
    assert by_field["holder"] == "not asked"
    assert {"id", "outcome", "reason", "clause"} == set(by_field["checks"][0])


def test_a_changed_credential_is_not_valid_and_what_it_says_is_only_a_claim(
    client: Client, awarded: Awarded
) -> None:
    """A forgery's own words are shown below a warning."""
    forged = awarded.credential.document.replace("Control hazardous", "Master hazardous")
    page = text_of(client.post(VERIFY, {"text": forged}))
    assert "Not valid: changed, or not signed as it says</h1>" in page
    assert "Read this as a claim" in page
    assert page.index("Read this as a claim") < page.index("Master hazardous")


def test_a_revoked_credential_says_so(client: Client, awarded: Awarded) -> None:
    """The document is genuine; its issuer took it back."""
    revoke_award(actor=awarded.issuer, award_id=awarded.credential.award_id, reason="Mistaken.")
    page = text_of(client.post(VERIFY, {"text": awarded.credential.document}))
    assert "Not valid: revoked by its issuer</h1>" in page


BAD_INPUT = {
    "nothing at all": ({}, "Nothing to check yet. Fill in one of the three."),
    "white space only": ({"text": "  \n"}, "Nothing to check yet. Fill in one of the three."),
    "two ways at once": (
        {"url": "https://harbor.example/", "text": "{}"},
        "More than one was filled in.",
    ),
    "no JSON": ({"text": "hello"}, "This is not a credential that can be read"),
    "JSON cut short": ({"text": '{"type": '}, "This is not a credential that can be read"),
    "a duplicate key": (
        {"text": '{"type": "A", "type": "B"}'},
        "This is not a credential that can be read",
    ),
    "nested too deeply": ({"text": "[" * 500 + "]" * 500}, "This is not a credential"),
    "a list": ({"text": "[]"}, "This is not a credential that can be read"),
    "a private address": ({"url": "https://127.0.0.1/x"}, "Nothing could be fetched"),
    "not an address": ({"url": "harbor"}, "This is not a web address."),
}


@pytest.mark.parametrize(("data", "words"), BAD_INPUT.values(), ids=BAD_INPUT.keys())
def test_bad_input_is_answered_at_the_field(
    client: Client, db: None, data: dict[str, str], words: str
) -> None:
    """A summary, a message at the field, what was typed still there, and never a stack trace."""
    response = client.post(VERIFY, data)
    page = text_of(response)
    assert response.status_code == 422
    assert "error-summary" in page
    assert words in page
    assert "Traceback" not in page
    assert page.count("<h1") == 1


def test_a_wrong_file_is_answered_at_the_field(client: Client, db: None) -> None:
    """A certificate is for people: the page says which file to take."""
    upload = SimpleUploadedFile("c.json", b"%PDF-1.7", content_type="application/json")
    page = text_of(client.post(VERIFY, {"file": upload}))
    assert "a PDF document" in page
    assert "JSON file" in page


def test_text_beyond_what_django_takes_apart_is_refused_in_the_same_words(
    client: Client, db: None
) -> None:
    """Five megabytes in a field are no server error."""
    response = client.post(VERIFY, {"text": "x" * 5_000_000})
    assert response.status_code == 422
    assert "2 MB" in text_of(response)


def test_programs_get_problems_as_json(client: Client, db: None) -> None:
    """Which field, what is wrong, what to do."""
    response = client.post(VERIFY, {"url": "harbor"}, headers=JSON)
    problem = response.json()
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert problem["findings"][0]["field"] == "url"


def test_an_unreadable_document_is_an_answer_for_programs(client: Client, db: None) -> None:
    """The verdict says so, as on the command line."""
    assert client.post(VERIFY, {"text": "{"}, headers=JSON).json()["verdict"] == "unreadable"


def test_an_address_that_does_not_answer_is_said_at_the_field(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is repeated, the way out is named."""

    def fail(_url: str) -> Fetched:
        raise FetchError(
            "harbor.example took more than 10 seconds.", code="timeout", permanent=False
        )

    monkeypatch.setattr("guildmark.server.verification.operations.fetch_document", fail)
    page = text_of(client.post(VERIFY, {"url": "https://harbor.example/c"}))
    assert "took more than 10 seconds" in page
    assert "upload the file" in page


def test_an_address_that_is_gone_reads_as_revoked(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own pages answer 410 for the file of a revoked credential."""

    def gone(url: str) -> Fetched:
        raise FetchError(f"{url} says that it is gone.", code="gone", permanent=True)

    monkeypatch.setattr("guildmark.server.verification.operations.fetch_document", gone)
    page = text_of(client.post(VERIFY, {"url": "https://harbor.example/credentials/1"}))
    assert "Not valid: revoked by its issuer" in page
    assert "its issuer has revoked it or taken it back" in page


def test_an_address_gives_the_answer_of_the_document_there(
    client: Client, awarded: Awarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was fetched is checked as if it had been uploaded; the fragment is not sent."""
    asked = []

    def fetch(url: str) -> Fetched:
        asked.append(url)
        return Fetched(url, awarded.credential.document.encode(), "application/json")

    monkeypatch.setattr("guildmark.server.verification.operations.fetch_document", fetch)
    page = text_of(client.post(VERIFY, {"url": " https://harbor.example/c#secret "}))
    assert "Genuine, issuer not recognised" in page
    assert asked == ["https://harbor.example/c"]


def test_a_status_list_elsewhere_that_cannot_be_fetched_is_cannot_tell(
    client: Client, awarded: Awarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says that it could not be checked, with the violet sign and never the green one."""
    monkeypatch.setattr(sources, "_own_status_list", lambda _url: None)
    page = text_of(client.post(VERIFY, {"text": awarded.credential.document}))
    assert "Cannot tell</h1>" in page
    assert 'class="verdict tone-unsure"' in page
    assert "Could not run" in page


def test_too_many_checks_from_one_address_wait(client: Client, db: None) -> None:
    """429 with Retry-After, as a page and for programs; others are not held up."""
    for _time in range(CHECKS_PER_MINUTE):
        assert client.post(VERIFY, {"text": "{"}).status_code == 422
    response = client.post(VERIFY, {"text": "{"})
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 61
    assert "try again" in text_of(response)
    assert client.post(VERIFY, {"text": "{"}, headers=JSON).json()["code"] == "too_many_checks"
    assert client.post(VERIFY, {"text": "{"}, REMOTE_ADDR="192.0.2.7").status_code == 422
    assert client.get(VERIFY).status_code == 200


def test_the_count_names_nobody(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted is a keyed digest: the address itself is nowhere in the cache."""
    keys = []

    class Recorder:
        def add(self, key: str, *_rest: object, **_more: object) -> None:
            keys.append(key)

        def incr(self, key: str) -> int:
            keys.append(key)
            return 1

    monkeypatch.setattr(limits, "cache", Recorder())
    client.post(VERIFY, {"text": "{"}, REMOTE_ADDR="192.0.2.7")
    assert keys
    assert not any("192.0.2.7" in key for key in keys)


def test_the_page_speaks_spanish_when_asked(client: Client, awarded: Awarded) -> None:
    """The same report in another language; only the clauses of standards keep their names."""
    response = client.post(VERIFY, {"text": awarded.credential.document}, HTTP_ACCEPT_LANGUAGE="es")
    page = text_of(response)
    assert '<html lang="es"' in page
    assert "El documento es JSON bien formado." in page
    assert '<span lang="en">' in page


def test_the_raw_document_is_shown_as_text(client: Client, awarded: Awarded) -> None:
    """Markup inside a credential stays text."""
    document = json.loads(awarded.credential.document)
    document["name"] = "<img src=x onerror=alert(1)>"
    page = text_of(client.post(VERIFY, {"text": json.dumps(document)}))
    assert "<img src=x" not in page
    assert not is_demo()


def test_the_address_of_the_page_is_the_one_in_the_contract() -> None:
    """Other rooms link to it by name."""
    assert reverse("verification:verify") == VERIFY
