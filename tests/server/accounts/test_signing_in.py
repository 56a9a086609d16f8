"""Sign-up, sign-in, second factors: allauth's flows as our settings and pages make them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, override_settings

from guildmark.server.accounts.adapters import AccountAdapter
from guildmark.server.accounts.models import Person
from guildmark.server.accounts.operations import create_person
from guildmark.server.messages.models import Message
from tests.server.wallet.samples import new_person

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over() -> None:
    cache.clear()


def sign_up(client: Client, **changes: str) -> Any:
    """Fill in the form."""
    fields = {"name": "Amina Yusuf", "email": "amina@example.org", "password1": PASSWORD, **changes}
    return client.post("/accounts/signup/", fields, follow=True)


def newest_mail() -> Message:
    """Return the mail that was queued last."""
    return Message.objects.latest("created_at")


def signed_in(client: Client) -> bool:
    """Tell whether somebody is signed in."""
    return client.get("/account/").status_code == 200


def test_signing_up_asks_for_a_code_sent_by_mail(client: Client) -> None:
    """Nobody is signed in before the address is confirmed; the code does it."""
    page = sign_up(client, email="Amina@Example.org")
    assert not signed_in(client)
    mail = newest_mail()
    assert mail.to == "amina@example.org"
    code = re.search(r"^([A-Z0-9]{3,}-?[A-Z0-9]+)$", mail.text, re.MULTILINE)
    assert code, mail.text
    address = page.redirect_chain[-1][0]
    wrong = client.post(address, {"code": "000000"}, follow=True)
    assert wrong.status_code == 200
    assert not signed_in(client)
    client.post(address, {"code": code[1]}, follow=True)
    assert signed_in(client)
    person = Person.objects.get()
    assert (person.name, person.email) == ("Amina Yusuf", "amina@example.org")


def test_the_language_of_the_page_becomes_that_of_the_mails(client: Client) -> None:
    """Somebody who signs up in Spanish is written to in Spanish."""
    client.cookies["guildmark_language"] = "es"
    sign_up(client)
    assert Person.objects.get().language == "es"
    assert newest_mail().language == "es"


def test_pages_come_in_the_language_of_the_account(client: Client) -> None:
    """Whoever signs in from a new browser reads their own language; one chosen there stays."""
    create_person(
        email="ines@example.org",
        name="Inés",
        password=PASSWORD,
        language="es",
        email_verified=True,
    )
    fields = {"login": "ines@example.org", "password": PASSWORD}
    assert client.post("/accounts/login/", fields).status_code == 302
    assert '<html lang="es"' in client.get("/account/").content.decode()
    other = Client()
    other.cookies["guildmark_language"] = "en"
    other.post("/accounts/login/", fields)
    assert '<html lang="en"' in other.get("/account/").content.decode()


def test_saving_another_language_changes_the_pages_at_once(client: Client) -> None:
    """The account's page answers in the language that was chosen on it."""
    person = new_person("ines@example.org", name="Inés")
    client.force_login(Person.objects.get(pk=person.id))
    page = client.post("/account/", {"name": "Inés", "language": "es"}, follow=True)
    assert '<html lang="es"' in page.content.decode()


@pytest.mark.parametrize(
    ("password", "why"),
    [("short1234", "too short"), ("password123456", "too common"),
     ("amina@example.org", "too similar")],
)  # fmt: skip
def test_weak_passwords_are_refused(client: Client, password: str, why: str) -> None:
    """Too short, too common, or the address itself; nothing is made."""
    page = sign_up(client, password1=password)
    assert why in page.content.decode()
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ami\u202ena", "control characters"),
        ("Ami\x07na", "control characters"),
        ("Ami\u2028na", "control characters"),
        ("Ami\x00na", "Null characters"),
        ("", "required"),
        ("x" * 201, "200"),
    ],
)
def test_names_that_could_mislead_are_refused_with_what_to_do(
    client: Client, name: str, words: str
) -> None:
    """At sign-up and on the account page; the name stays as it was."""
    page = sign_up(client, name=name)
    assert words in page.content.decode()
    assert not Person.objects.exists()
    person = new_person("ben@example.org", "Ben Okafor")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/account/", {"name": name, "language": "en"})
    assert page.status_code == 422
    assert words in page.content.decode()
    person.refresh_from_db()
    assert person.name == "Ben Okafor"


def test_an_address_that_is_known_gets_the_same_answer(client: Client) -> None:
    """At sign-up: where the browser goes tells nobody that the account exists."""
    answers = []
    new_person("known@example.org")
    for email in ("known@example.org", "unknown@example.org"):
        cache.clear()
        page = sign_up(Client(), email=email)
        text = page.content.decode().replace(email, "EMAIL")
        answers.append((page.status_code, page.redirect_chain, _without_tokens(text)))
    assert answers[0] == answers[1]
    assert Message.objects.filter(to="known@example.org").count() == 1


def test_a_password_reset_answers_the_same_for_all_addresses(client: Client) -> None:
    """The owner of the address learns more by mail; nobody else does."""
    new_person("known@example.org")
    answers = []
    for email in ("known@example.org", "unknown@example.org"):
        page = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((page.status_code, page.redirect_chain, _without_tokens(page)))
    assert answers[0] == answers[1]


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    """Signing in tells nobody which of the two it was."""
    new_person("known@example.org")
    texts = []
    for email in ("known@example.org", "unknown@example.org"):
        page = Client().post("/accounts/login/", {"login": email, "password": "wrong"})
        texts.append(_without_tokens(page).replace(email, "EMAIL"))
    assert texts[0] == texts[1]
    assert "not correct" in texts[0]


def _without_tokens(page: Any) -> str:
    text = page if isinstance(page, str) else page.content.decode()
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+|\d+ ms', r"\1", text)


@pytest.fixture
def member(client: Client) -> Client:
    """Return a browser whose person has signed in with a password a moment ago."""
    from allauth.account.models import EmailAddress

    person = new_person("amina@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    answer = client.post(
        "/accounts/login/", {"login": "AMINA@example.org", "password": "a long password"}
    )
    assert answer.status_code == 302
    assert signed_in(client)
    # What changes how one signs in is asked for once more, a moment ago or not.
    client.post("/accounts/reauthenticate/", {"password": "a long password"})
    return client


def test_guessing_passwords_is_slowed_down(client: Client) -> None:
    """After some failures for one address even the right password has to wait."""
    new_person("amina@example.org")
    texts = [
        client.post("/accounts/login/", {"login": "amina@example.org", "password": f"guess{n}"})
        for n in range(12)
    ]
    assert any("Too many failed" in page.content.decode() or page.status_code == 429
               for page in texts)  # fmt: skip


def test_behind_a_proxy_the_visitor_is_counted_not_the_proxy() -> None:
    """Else one visitor's failures would lock everybody out; nobody can choose an address."""
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "6.6.6.6, 198.51.100.7"}
    assert AccountAdapter().get_client_ip(request) == "10.0.0.1"
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        assert AccountAdapter().get_client_ip(request) == "198.51.100.7"


@pytest.mark.parametrize("page", ["login", "signup", "password/reset", "2fa/authenticate"])
def test_pages_for_visitors_are_ours(client: Client, page: str) -> None:
    """One heading, our own look, no inline script or style."""
    answer = client.get(f"/accounts/{page}/")
    if answer.status_code == 302:  # there is nobody to ask for a second factor
        assert answer.headers["Location"].startswith("/accounts/login/")
        return
    check_page(answer)


@pytest.mark.parametrize(
    "page",
    ["email", "password/change", "logout", "reauthenticate", "2fa", "2fa/totp/activate",
     "2fa/webauthn", "2fa/webauthn/add"],
)  # fmt: skip
def test_pages_for_members_are_ours(member: Client, page: str) -> None:
    """Addresses, password, passkeys and second factors."""
    answer = member.get(f"/accounts/{page}/")
    if answer.status_code == 302:  # no passkey yet: on to adding one
        answer = member.get(answer.headers["Location"])
        assert page == "2fa/webauthn", answer.request["PATH_INFO"]
    check_page(answer)


def check_page(answer: Any) -> None:
    """Check what every page has."""
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1") == 1, text
    assert "<style" not in text
    assert " style=" not in text
    assert "onclick=" not in text
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, script


def test_a_second_factor_is_asked_for_once_it_is_set_up(member: Client) -> None:
    """Set up with the code that an authenticator shows; from then on a password is not enough."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    page = member.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    member.post("/accounts/2fa/totp/activate/", {"code": code})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
    assert get_adapter() is not None
    other = Client()
    cache.clear()
    answer = other.post(
        "/accounts/login/", {"login": "amina@example.org", "password": "a long password"}
    )
    assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
    check_page(other.get("/accounts/2fa/authenticate/"))
    assert not signed_in(other)


def test_signing_out_takes_a_post(member: Client) -> None:
    """A link on another page cannot sign anybody out."""
    member.get("/accounts/logout/")
    assert signed_in(member)
    member.post("/accounts/logout/")
    assert not signed_in(member)


def test_a_second_address_can_be_added(member: Client) -> None:
    """So that a credential sent there can be claimed; it counts once it is confirmed."""
    from allauth.account.models import EmailAddress

    member.post("/accounts/email/", {"email": "second@example.org", "action_add": ""})
    assert newest_mail().to == "second@example.org"
    assert not EmailAddress.objects.filter(email="second@example.org", verified=True).exists()
