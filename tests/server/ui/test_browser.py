"""The styleguide in a real browser: accessible, narrow, and working with the keyboard.

No server and no network: every request is answered from this process.
"""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from playwright.sync_api import Browser, Page, Route, sync_playwright

import guildmark.server.ui
from guildmark.server.config.middleware import CONTENT_SECURITY_POLICY
from guildmark.server.ui import styleguide
from guildmark.server.ui.shell import AccountMenu, NavItem, Shell

_CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_STATIC = Path(guildmark.server.ui.__file__).parent / "static"
_AXE = Path(__file__).parents[2] / "oracles/node_modules/axe-core/axe.min.js"
_ORIGIN = "http://ui.example"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.skipif(_CHROMIUM is None, reason="needs Chromium")


def build_shell(request: HttpRequest) -> Shell:
    """A shell with everything in it."""
    return Shell(
        nav=(
            NavItem(label="Catalogue", url="/c/"),
            NavItem(label="Verify", url="/", current=True),
            NavItem(label="For employers", url="/e/"),
        ),
        account=AccountMenu(name="Amina", items=(NavItem(label="Settings", url="/s/"),)),
        help_url="/help/",
        demo=True,
    )


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The pages of the styleguide, rendered once."""
    templates = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "guildmark.server.ui.shell.shell",
            ]
        },
    }
    with override_settings(
        GUILDMARK_STYLEGUIDE=True,
        GUILDMARK_SHELL=f"{__name__}.build_shell",
        TEMPLATES=[templates],
    ):
        request = RequestFactory().get("/")
        request._messages = _NoMessages()  # type: ignore[attr-defined]
        return {
            "/": styleguide.show_styleguide(request).content.decode(),
            "/confirm/": styleguide.show_confirm(request).content.decode(),
            "/error/": styleguide.show_error(request, status=404).content.decode(),
        }


class _NoMessages:
    def add(self, level: int, message: object, extra_tags: str = "") -> None:
        """Take a message; the page here shows none."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this module."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=_CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


def _open(
    browser: Browser, pages: dict[str, str], *, path: str = "/", width: int = 1280, **wishes: str
) -> tuple[Page, list[str]]:
    """Open a page under the product's own policy; return it and what the console said."""

    def answer(route: Route) -> None:
        address = route.request.url.removeprefix(_ORIGIN)
        if address in pages:
            route.fulfill(
                body=pages[address],
                content_type="text/html; charset=utf-8",
                headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY},
            )
        else:
            file = _STATIC / address.removeprefix("/static/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0] or "font/woff2")

    context = browser.new_context(viewport={"width": width, "height": 900}, **wishes)  # type: ignore[arg-type]
    context.route("**/*", answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(_ORIGIN + path)
    return page, said


@pytest.mark.skipif(not _AXE.exists(), reason="needs axe-core (make test installs it)")
@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        ("/", "light", 1280),
        ("/", "dark", 360),
        ("/confirm/", "dark", 1280),
        ("/error/", "light", 360),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, pages: dict[str, str], path: str, scheme: str, width: int
) -> None:
    """WCAG 2.2 AA and good practice, in both schemes and on a phone."""
    page, _ = _open(browser, pages, path=path, width=width, color_scheme=scheme)
    page.evaluate(_AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "rules => axe.run({exclude: ['.badge-image']}, "
        "{runOnly: rules, resultTypes: ['violations']})",
        _RULES,
    )
    found = [(v["id"], [n["target"] for n in v["nodes"]]) for v in result["violations"]]
    page.context.close()
    assert found == []


@pytest.mark.parametrize(("width", "direction"), [(320, "ltr"), (320, "rtl"), (768, "ltr")])
def test_nothing_scrolls_sideways(
    browser: Browser, pages: dict[str, str], width: int, direction: str
) -> None:
    """320 px is also 1280 px at 400 % zoom (WCAG 1.4.10)."""
    page, _ = _open(browser, pages, width=width)
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    widest = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert widest <= width


def test_the_policy_stops_nothing_and_the_console_is_silent(
    browser: Browser, pages: dict[str, str]
) -> None:
    """No inline style or script hides anywhere, and each file is found."""
    page, said = _open(browser, pages)
    page.wait_for_load_state("networkidle")
    fonts = page.evaluate(
        "document.fonts.ready.then(f => [...f].filter(x => x.status == 'loaded').length)"
    )
    page.context.close()
    assert said == []
    assert fonts >= 2


def test_every_target_is_large_enough(browser: Browser, pages: dict[str, str]) -> None:
    """Buttons, fields and navigation are 44 px high; small boxes have a label that is."""
    page, _ = _open(browser, pages, width=360)
    small = page.evaluate(
        """[...document.querySelectorAll(
             'button, .button, select, textarea, summary, .top-nav a, .tabs a, label.choice,'
             + ' label.level, input:not([type=hidden], [type=radio], [type=checkbox])')]
           .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)
           .map(e => e.outerHTML.slice(0, 120))"""
    )
    page.context.close()
    assert small == []


def test_the_error_summary_has_the_focus_and_leads_to_the_field(
    browser: Browser, pages: dict[str, str]
) -> None:
    """It is read first, and each message is a way to its cause."""
    page, _ = _open(browser, pages)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    page.get_by_role("link", name="E-mail: Enter a valid email address.").press("Enter")
    assert page.evaluate("document.activeElement.id") == "wrong_w-email"
    page.context.close()


def test_digits_choose_levels_and_letters_move(browser: Browser, pages: dict[str, str]) -> None:
    """An assessor marks without a mouse."""
    page, _ = _open(browser, pages)
    page.locator("#id_mark-sources_0").focus()
    page.keyboard.press("3")
    assert page.locator("#id_mark-sources_1").is_checked()
    page.keyboard.press("n")
    page.keyboard.press("2")
    assert page.locator("#id_mark-order_2").is_checked()
    page.keyboard.press("p")
    assert page.evaluate("document.activeElement.id") == "id_mark-sources_1"
    page.context.close()


def test_words_are_counted_and_too_many_are_said(browser: Browser, pages: dict[str, str]) -> None:
    """In the language of the page."""
    page, _ = _open(browser, pages)
    counter = page.locator("[data-counter=id_story]")
    page.locator("#id_story").fill("one two three")
    assert counter.text_content() == "Words left: 147"
    page.locator("#id_story").fill("word " * 151)
    assert counter.text_content() == "Words too many: 1"
    page.context.close()


def test_the_menu_opens_without_script_and_closes_on_escape(
    browser: Browser, pages: dict[str, str]
) -> None:
    """Focus returns to where it came from."""
    page, _ = _open(browser, pages)
    page.locator("details.menu > summary").click()
    assert page.get_by_role("link", name="Settings").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Settings").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.context.close()


def test_without_script_the_page_is_whole(browser: Browser, pages: dict[str, str]) -> None:
    """Only comforts are missing: no copy button, a limit instead of a counter."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(pages["/"])
    assert page.locator("[data-counter=id_story]").text_content() == "At most 150 words"
    assert page.locator("details.menu > summary").count() == 1
    context.close()
