"""A person at a browser: they click what they can read, and nothing may go wrong unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from re import Pattern
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Download, Locator, Page, Request

from tests.journeys.installation import Installation
from tests.journeys.prepare import PASSWORD

__all__ = ["Walker", "walking"]

# Pages answer in milliseconds; a machine that runs other tests beside may take far longer.
_PATIENCE_MS = 30_000
# A form that is refused answers 422 and the browser's console says so; that is no fault.
_EXPECTED = ("status of 422", "status of 404", "status of 410", "status of 429")


# The browser's own viewer of PDF files comes from its extension.
_NOT_THE_NET = ("data:", "blob:", "about:", "chrome-extension:", "chrome:")


class Walker:
    """One person with a browser window of their own.

    Whatever the console says, whatever leaves the origin and whatever dialog opens is kept in
    `faults`; `walking` fails the journey with it.
    """

    def __init__(self, page: Page, installation: Installation, *, name: str, origin: str) -> None:
        self.page = page
        self.installation = installation
        self.origin = origin
        self.name = name
        self.faults: list[str] = []
        page.set_default_timeout(_PATIENCE_MS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._fault(f"script error: {error}"))
        page.on("dialog", self._on_dialog)
        page.context.on("request", self._on_request)

    @property
    def path(self) -> str:
        """Where the person is, without the origin."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def heading(self) -> str:
        """The one heading of the first level."""
        return " ".join(self.page.locator("h1").inner_text().split())

    def open(self, path: str) -> None:
        """Type an address of the installation, or a whole one."""
        address = path if "://" in path else self.origin + path
        self.page.goto(address, wait_until="load")

    def sign_in(self, email: str, *, at: str = "/accounts/login/") -> None:
        """Sign in with the password of all prepared people."""
        self.open(at)
        self.fill("Email", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in", within="main")
        assert "/login" not in self.path, self.text()

    def press(
        self, words: str | Pattern[str], *, within: str = "body", exact: bool = True, nth: int = 0
    ) -> None:
        """Press a button or follow a link by its words and wait for the page that comes."""
        scope = self.page.locator(within)
        button = scope.get_by_role("button", name=words, exact=exact)
        link = scope.get_by_role("link", name=words, exact=exact)
        target = button.or_(link).nth(nth)
        target.click()
        self.page.wait_for_load_state("load")

    def fill(self, label: str, text: str, *, within: str = "main", nth: int = 0) -> None:
        """Write into the field with this label."""
        self._field(label, within=within, nth=nth).fill(text)

    def choose(self, label: str, option: str, *, within: str = "main", nth: int = 0) -> None:
        """Choose from the list with this label."""
        self._field(label, within=within, nth=nth).select_option(label=option)

    def tick(self, label: str, *, within: str = "main", exact: bool = False, nth: int = 0) -> None:
        """Tick a box or pick a radio button by its words."""
        scope = self.page.locator(within)
        scope.get_by_label(label, exact=exact).nth(nth).check(force=True)

    def attach(self, label: str, path: Path) -> None:
        """Choose a file."""
        self.page.locator("main").get_by_label(label).set_input_files(path)

    def download(self, words: str, *, within: str = "main") -> bytes:
        """Follow a download link and return the bytes."""
        with self.page.expect_download() as waiting:
            self.page.locator(within).get_by_role("link", name=words).first.click()
        return _bytes_of(waiting.value)

    def sees(self, words: str, *, within: str = "main") -> None:
        """Fail unless these words can be read on the page."""
        self.page.locator(within).get_by_text(words).locator("visible=true").first.wait_for()

    def text(self, within: str = "main") -> str:
        """Return what can be read, with single spaces."""
        return " ".join(self.page.locator(within).inner_text().split())

    def _field(self, label: str, *, within: str, nth: int) -> Locator:
        return self.page.locator(within).get_by_label(label).nth(nth)

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(
            words in message.text for words in _EXPECTED
        ):
            self._fault(f"console {message.type}: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self._fault(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        address = request.url
        if not address.startswith((self.origin, *_NOT_THE_NET)):
            self._fault(f"request left the origin: {address}")

    def _fault(self, words: str) -> None:
        self.faults.append(f"{self.name} at {self.page.url}: {words}")


def _bytes_of(download: Download) -> bytes:
    path = download.path()
    return Path(path).read_bytes()


@contextmanager
def walking(
    browser: Browser,
    installation: Installation,
    *,
    name: str,
    script: bool = True,
    language: str = "en-GB",
    by_name: bool = False,
) -> Iterator[Walker]:
    """Open a window for one person; at the end it fails with whatever went wrong unseen.

    Args:
        by_name: type localhost instead of 127.0.0.1.
    """
    context = browser.new_context(
        viewport={"width": 1280, "height": 900},
        java_script_enabled=script,
        locale=language,
        accept_downloads=True,
    )
    origin = installation.named_origin if by_name else installation.origin
    walker = Walker(context.new_page(), installation, name=name, origin=origin)
    try:
        yield walker
        faults = list(walker.faults)
    finally:
        context.close()
    assert not faults, "\n".join(faults)
