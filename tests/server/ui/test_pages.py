"""The base page and the styleguide, as a browser without script gets them."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from guildmark.server.ui import styleguide
from guildmark.server.ui.shell import AccountMenu, NavItem, Shell

from .page import read_elements


def build_shell(request: object) -> Shell:
    """A shell with everything in it."""
    return Shell(
        nav=(
            NavItem(label="Catalogue", url="/catalogue/"),
            NavItem(label="Verify", url="/", current=True),
        ),
        account=AccountMenu(
            name="Amina", items=(NavItem(label="Sign out", url="/out/", post=True),)
        ),
        help_url="/help/",
        demo=True,
    )


def _show(view: str = "show_styleguide", **kwargs: object) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request._messages = _Messages()  # type: ignore[attr-defined]
    response: HttpResponse = getattr(styleguide, view)(request, **kwargs)
    return response


class _Messages(list[object]):
    def add(self, level: int, message: object, extra_tags: str = "") -> None:
        """Take a message as the framework's storage does; the page here shows none."""


#: Only what this room needs: the wiring's own context asks the database.
_TEMPLATES = {
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {
        "context_processors": [
            "django.template.context_processors.request",
            "guildmark.server.ui.shell.shell",
        ]
    },
}


@pytest.fixture(autouse=True)
def _with_shell() -> object:
    with override_settings(
        GUILDMARK_STYLEGUIDE=True,
        GUILDMARK_SHELL=f"{__name__}.build_shell",
        TEMPLATES=[_TEMPLATES],
    ):
        yield


_PAGES = [("show_styleguide", {}), ("show_confirm", {}), ("show_error", {"status": 404})]


@pytest.mark.parametrize(("view", "arguments"), _PAGES)
def test_a_page_obeys_the_strict_policy(view: str, arguments: dict[str, object]) -> None:
    """No inline style, script or handler; one file of each."""
    elements = read_elements(_show(view, **arguments).content.decode())
    assert not [e for e in elements if e.tag == "style" or "style" in e.attributes]
    assert not [name for e in elements for name in e.attributes if name.startswith("on")]
    scripts = [e for e in elements if e.tag == "script"]
    assert [e.attributes["src"] for e in scripts] == ["/static/ui/enhance.js"]
    assert scripts[0].words == ""


@pytest.mark.parametrize(("view", "arguments"), _PAGES)
def test_a_page_has_one_heading_one_main_and_unique_ids(
    view: str, arguments: dict[str, object]
) -> None:
    """And says its language and its title."""
    elements = read_elements(_show(view, **arguments).content.decode())
    tags = Counter(e.tag for e in elements)
    assert tags["h1"] == tags["main"] == tags["title"] == 1
    ids = Counter(e.attributes["id"] for e in elements if "id" in e.attributes)
    assert [name for name, n in ids.items() if n > 1] == []
    assert next(e for e in elements if e.tag == "html").attributes["lang"] == "en"
    title = next(e for e in elements if e.tag == "title").words
    assert title.endswith("· Guildmark")


@pytest.mark.parametrize(("view", "arguments"), _PAGES)
def test_headings_skip_no_level_downwards(view: str, arguments: dict[str, object]) -> None:
    """A reader who jumps by headings gets an outline."""
    elements = read_elements(_show(view, **arguments).content.decode())
    levels = [
        int(e.tag[1])
        for e in elements
        if len(e.tag) == 2 and e.tag[0] == "h" and e.tag[1].isdigit()
    ]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_skip_link_comes_first_and_leads_to_the_content() -> None:
    """The first thing a keyboard reaches."""
    elements = read_elements(_show().content.decode())
    first = next(e for e in elements if e.tag == "a")
    assert first.attributes["href"] == "#main"
    assert any(e.tag == "main" and e.attributes["id"] == "main" for e in elements)


def test_the_language_switch_keeps_the_page() -> None:
    """A form that works without script, and needs no cookie beforehand."""
    elements = read_elements(_show("show_confirm").content.decode())
    form = next(e for e in elements if e.attributes.get("class") == "languages")
    assert form.attributes["method"] == "post"
    buttons = [e for e in elements if e.attributes.get("name") == "language"]
    assert [(e.attributes["value"], e.attributes["aria-pressed"]) for e in buttons] == [
        ("en", "true"),
        ("es", "false"),
    ]
    assert "/" in [
        e.attributes.get("value") for e in elements if e.attributes.get("name") == "next"
    ]


def test_a_demo_says_so_on_each_page() -> None:
    """Before anything else."""
    words = next(
        e for e in read_elements(_show("show_confirm").content.decode()) if e.tag == "body"
    )
    assert words.words.index("DEMO") < words.words.index("Guildmark")


def test_the_styleguide_is_not_there_unless_switched_on() -> None:
    """A real installation has no such page."""
    with override_settings(GUILDMARK_STYLEGUIDE=False, DEBUG=False), pytest.raises(Http404):
        _show()


def test_every_badge_icon_and_colour_is_in_the_styleguide() -> None:
    """It shows each thing that can be chosen."""
    assert _show().content.decode().count("badge-image") > 40


def test_a_right_to_left_language_turns_the_page() -> None:
    """By one attribute; the style sheet does the rest."""
    with translation.override("ar"):
        html = _show("show_confirm").content.decode()
    assert next(e for e in read_elements(html) if e.tag == "html").attributes["dir"] == "rtl"


def test_a_mail_has_both_forms_with_the_same_address() -> None:
    """The text form alone is enough."""
    context = {
        "action": "See it",
        "action_url": "https://h.example/c/1",
        "stop_url": "https://h.example/s",
    }
    html = render_to_string("ui/email/base.html", context)
    text = render_to_string("ui/email/base.txt", context)
    for form in (html, text):
        assert "https://h.example/c/1" in form
        assert "https://h.example/s" in form
    read_elements(html)
