"""The mails of signing in speak their reader's language, in our words."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from guildmark.server.accounts.models import Person
from guildmark.server.messages.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rate_limits_left_over() -> None:
    cache.clear()


def _ask_for_a_new_password(client: Client, email: str, *, page: str) -> Message:
    client.post("/accounts/password/reset/", {"email": email}, headers={"accept-language": page})
    return Message.objects.latest("created_at")


def test_a_person_gets_the_language_they_chose(client: Client) -> None:
    """Whoever asks may sit before a page in another language."""
    Person.objects.create_user("amina@example.org", name="Amina", language="es")
    mail = _ask_for_a_new_password(client, "amina@example.org", page="en")
    assert mail.language == "es"
    assert "contraseña" in mail.text
    assert "Hello" not in mail.text


def test_somebody_unknown_gets_the_language_of_the_page(client: Client) -> None:
    """No account is known, so no language is."""
    mail = _ask_for_a_new_password(client, "nobody@example.org", page="es")
    assert mail.language == "es"
    assert "usted" not in mail.text.lower()


def test_signing_up_in_spanish_is_spanish_from_the_form_to_the_mail(client: Client) -> None:
    """The page, the code's mail and the account keep the language of the visitor."""
    page = client.post(
        "/accounts/signup/",
        {"name": "Inés", "email": "ines@example.org", "password1": "correct horse battery"},
        headers={"accept-language": "es"},
        follow=True,
    )
    assert 'lang="es"' in page.content.decode()
    mail = Message.objects.latest("created_at")
    assert mail.language == "es"
    assert "código" in mail.text
    assert Person.objects.get().language == "es"
