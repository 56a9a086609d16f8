"""Every page shows only translated words; what people wrote is kept apart and keeps its direction.

Each translated text is wrapped in ⟦…⟧ and every page of the access table is asked for. Text outside
of the marks is either what somebody wrote, and then it stands in an element that finds its own
direction (``bdi``, ``dir="auto"``) or names its language, or it was never made translatable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import translation

from guildmark.server.accounts.models import Person
from guildmark.server.base.models import Installation
from guildmark.server.base.scope import scoped
from guildmark.server.messages.models import Message
from tests.architecture.access_table import PAGES
from tests.architecture.scene import ACTORS, Scene, build_scene
from tests.architecture.test_access import _address

pytestmark = pytest.mark.django_db

_OPEN, _CLOSE = "⟦", "⟧"
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})
_ATTRIBUTES = ("alt", "aria-description", "aria-label", "data-label", "placeholder", "title")
# Names that are the same in every language; codes of money, addresses, standards.
_NAMES = re.compile(
    r"Guildmark|English|Español|\b[A-Z]{3}\b|https?://\S*|/api/docs|SHA-256|Ed25519|EQF|DEMO|Demo"
    r"|\S+@\S+|\w+\.(read|write)|\d+ de +de \d+( a las [\d:]+)?"
    r"|\b[A-Z2-7]{32}\b"  # the secret of an authenticator app
)
# Pages of allauth that need nothing to be shown, under /accounts/.
ACCOUNT_PAGES = (
    "login", "signup", "logout", "inactive", "email", "reauthenticate", "password/change",
    "password/reset", "password/reset/done", "password/reset/key/x-y", "2fa", "2fa/webauthn",
    "2fa/totp/activate", "2fa/recovery-codes/generate",
)  # fmt: skip
# Options and titles of pages hold nothing but text: no element can set a direction in them.
_TEXT_ONLY = frozenset({"option", "title", "textarea"})


@dataclass
class _Reader(HTMLParser):
    """Collects the text of a page that is outside of the marks, with the element it stands in."""

    found: list[str] = field(default_factory=list)
    stack: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    depth: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in _VOID:
            self.stack.append((tag, values))
        for name in _ATTRIBUTES:
            text = values.get(name) or ""
            # An attribute that is all somebody's own text (a picture's name) has no mark in it.
            if _OPEN not in text and _words(text) and not self._is_kept_apart(values):
                self.found.append(f"{tag}@{name}: {text}")

    def handle_endtag(self, tag: str) -> None:
        if any(tag == open_tag for open_tag, _ in self.stack):
            while self.stack.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        outside = self._outside(data)
        if self.stack and _words(outside) and not self._is_kept_apart({}):
            self.found.append(f"{self.stack[-1][0]}: {outside.strip()}")

    def _outside(self, text: str) -> str:
        # A translated sentence may hold a link: the marks then lie in different elements.
        kept = []
        for character in text:
            self.depth += (character == _OPEN) - (character == _CLOSE)
            kept.append(character if self.depth == 0 and character != _CLOSE else " ")
        return "".join(kept)

    def _is_kept_apart(self, attributes: dict[str, str | None]) -> bool:
        elements = [*self.stack, ("", attributes)]
        return any(
            tag in {"bdi", "code", "kbd", "pre", "script", "style", "svg", *_TEXT_ONLY}
            or values.get("dir") == "auto"
            or (tag != "html" and "lang" in values)
            for tag, values in elements
        )


def _words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", _NAMES.sub("", text)))


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wrap whatever is translated in marks."""
    active = translation._trans  # type: ignore[attr-defined]
    translation.gettext("x")  # makes the functions that are replaced
    wrap = f"{_OPEN}{{}}{_CLOSE}".format
    monkeypatch.setattr(active, "gettext", lambda text: wrap(text) if text else text)
    monkeypatch.setattr(active, "ngettext", lambda one, many, n: wrap(one if n == 1 else many))
    monkeypatch.setattr(active, "pgettext", lambda context, text: wrap(text))
    monkeypatch.setattr(
        active, "npgettext", lambda context, one, many, n: wrap(one if n == 1 else many)
    )


def _pages(scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each page, as the first actor who may see it."""
    for name, row in sorted(PAGES.items()):
        seers = [actor for actor in reversed(ACTORS) if actor in row.who]
        if row.method == "get" and seers:
            html = _ask(scene.browsers[seers[0]], _address(name, row, scene))
            if html:
                yield name, html


def _ask(browser: Client, address: str) -> str:
    with transaction.atomic():
        with scoped():
            # In Spanish, for the engine's own English is nothing that is translated.
            response = browser.get(address, headers={"accept-language": "es"})
            body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    kind = response.headers.get("Content-Type", "")
    return body.decode() if kind.startswith("text/html") else ""


def _unmarked(pages: Iterable[tuple[str, str]]) -> list[str]:
    """Return each text that has no marks, with the pages it is on; at least one page is asked."""
    found: dict[str, set[str]] = {}
    asked = 0
    for name, html in pages:
        reader = _Reader()
        reader.feed(html)
        asked += 1
        for text in reader.found:
            found.setdefault(text, set()).add(name)
    assert asked
    return [f"{text}   on {', '.join(sorted(names)[:3])}" for text, names in sorted(found.items())]


def test_no_page_shows_a_word_that_cannot_be_translated(
    run_jobs: Callable[[], list[str]], marked: None
) -> None:
    """English that was never marked, a code shown as a word, a name without its own direction."""
    pages = list(_pages(build_scene(run_jobs)))
    assert len(pages) > 35
    assert _unmarked(pages) == []


@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "person"])
def test_no_page_of_signing_in_does(marked: None, signed_in: bool) -> None:
    """Allauth's pages are translated too, and what we add around them."""
    person = Person.objects.create_user("amina@matrix.example", name="Amina")
    browser = Client()
    if signed_in:
        browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    names = [*ACCOUNT_PAGES, "no-such-page"]
    pages = [(name, _ask(browser, f"/accounts/{name}/")) for name in names]
    assert _unmarked((name, html) for name, html in pages if html) == []


def test_no_page_of_the_demo_does(marked: None) -> None:
    """The strip, the ways to enter and the mailbox."""
    Installation.objects.create(kind="demo", origin="http://127.0.0.1:8000")
    mail = Message.objects.create(
        to="a@b.example", language="en", kind="x", subject="Subject of a mail", text="Text of it",
        dedupe_key="x",
    )  # fmt: skip
    addresses = ("/accounts/login/", "/demo/mailbox/", f"/demo/mailbox/{mail.id}/")
    assert _unmarked((address, _ask(Client(), address)) for address in addresses) == []


def test_the_reader_tells_translated_from_untranslated_and_own_words() -> None:
    """The test above would pass on anything if its reader saw nothing."""
    reader = _Reader()
    reader.feed(
        "<p>⟦Open the <a>catalogue</a> now⟧</p><p>Never marked</p><bdi>Amina</bdi>"
        '<p dir="auto">سارة</p><img alt="A picture"><p lang="de">Hallo</p><b>⟦Name⟧: Amina</b>'
    )
    assert reader.found == ["p: Never marked", "img@alt: A picture", "b: : Amina"]
