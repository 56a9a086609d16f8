"""The skills pages: search, the picker's buttons, one skill with its source."""

from __future__ import annotations

import pytest
from django.test import Client

from guildmark.server.frameworks import queries
from guildmark.server.frameworks.operations import import_framework
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.skills.frameworks import Framework, parse_local_csv

pytestmark = pytest.mark.django_db

_ROWS = """uri,label,aliases,description
https://skills.example/lockout,lock out a machine,isolate energy,Bring a machine to zero energy.
https://skills.example/first-aid,provide first aid,,Help an injured person.
"""


@pytest.fixture(autouse=True)
def _house_framework() -> None:
    framework = Framework("house", "House skills", "2026", "CC0-1.0", "Written by the house.")
    import_framework(actor=SYSTEM, parsed=parse_local_csv(_ROWS.encode(), framework=framework))


def test_the_search_page_shows_what_matches_and_where_it_comes_from(client: Client) -> None:
    """A visitor finds a skill by an unfinished word and reads the attribution."""
    page = client.get("/skills/", {"q": "lock mach"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "lock out a machine" in text
    assert "provide first aid" not in text
    assert "Written by the house." in text
    assert text.count("<h1") == 1


def test_an_empty_search_asks_for_words_and_is_no_error(client: Client) -> None:
    """Without words there is the form, the sources, and no complaint."""
    text = client.get("/skills/").content.decode()
    assert "House skills 2026" in text
    assert "Nothing found" not in text


def test_a_search_without_a_match_says_what_to_try(client: Client) -> None:
    """Nothing found comes with the next thing to do."""
    text = client.get("/skills/", {"q": "zymurgy"}).content.decode()
    assert "Nothing found" in text
    assert "Try one word less" in text


def test_an_unknown_framework_is_named_at_its_field(client: Client) -> None:
    """A framework that is not there is an error at the field, not an empty result."""
    text = client.get("/skills/", {"q": "lock", "framework": "nope"}).content.decode()
    assert "nope" in text
    assert "lock out a machine" not in text


def test_the_picker_posts_the_choice_back_to_the_page_that_asked(client: Client) -> None:
    """With `return`, each match has a button that posts `do=pick` and its URI there."""
    page = client.get("/skills/", {"q": "lock", "return": "/organizations/x/edit/skills/"})
    text = page.content.decode()
    assert 'action="/organizations/x/edit/skills/"' in text
    assert 'value="https://skills.example/lockout"' in text
    assert "return=%2Forganizations%2Fx%2Fedit%2Fskills%2F" in text


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_the_picker_never_posts_to_another_site(client: Client, target: str) -> None:
    """A foreign `return` is ignored: no button posts anywhere."""
    text = client.get("/skills/", {"q": "lock", "return": target}).content.decode()
    assert "lock out a machine" in text
    assert 'value="pick"' not in text
    assert f'action="{target}' not in text


def test_the_page_of_a_skill_shows_identifier_source_and_licence(client: Client) -> None:
    """One skill with its other names, identifier, framework version, licence, attribution."""
    found = queries.skill("https://skills.example/lockout")
    assert found is not None
    text = client.get(f"/skills/{found.id}/").content.decode()
    for expected in (
        "lock out a machine",
        "isolate energy",
        "https://skills.example/lockout",
        "House skills 2026",
        "CC0-1.0",
        "Written by the house.",
    ):
        assert expected in text


@pytest.mark.parametrize("number", ["999999999", "9" * 40])
def test_a_skill_that_is_not_there_is_not_found(client: Client, number: str) -> None:
    """An unknown number is a 404 page, however long it is."""
    assert client.get(f"/skills/{number}/").status_code == 404


def test_the_pages_only_read(client: Client) -> None:
    """POST is refused: nothing can be changed here."""
    assert client.post("/skills/").status_code == 405
