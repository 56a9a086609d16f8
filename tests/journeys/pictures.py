"""Take pictures of the main pages of a demo: wide and narrow, light and dark.

`python -m tests.journeys.pictures` builds a demo world in a folder of its own, serves it, writes
PNG files into build/pictures/ and ends. `--home FOLDER` keeps the world for the next time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.installation import free_port

__all__ = ["main"]

_VIEWS = ((1280, 860), (360, 740))
_SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
_FOLDER = Path("build/pictures")
_README = Path("docs/pictures")
_OUTSIDE = ("public", "checker")
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: who looks ("" is a visitor), where, and what to press on the way.

    The role "public" is a visitor who got the address of a credential that its holder shows to
    everybody; "checker" hands that credential to the verification page.
    """

    name: str
    role: str
    path: str
    press: tuple[str, ...] = ()


SHOTS = (
    Shot("front", "", "/"),
    Shot("catalogue", "", "/catalogue/"),
    Shot("achievement", "", "/catalogue/", ("main ul.grid > li h3 a",)),
    Shot("sign-in", "", "/accounts/login/"),
    Shot("verify", "", "/verify/"),
    Shot("help", "", "/help/"),
    Shot("home", "learner", "/home/"),
    Shot("submissions", "learner", "/submissions/"),
    Shot("submission", "learner", "/submissions/", ("main .card a",)),
    Shot("wallet", "learner", "/wallet/"),
    Shot("held", "learner", "/wallet/", ("main .card a >> nth=1",)),
    Shot("credential", "public", ""),
    Shot("verified", "checker", "/verify/", ("main form:has(textarea) .actions button",)),
    Shot("account", "learner", "/account/"),
    Shot("definitions", "author", "/organizations/harbor/micro-credentials/"),
    Shot(
        "definition-rubric",
        "author",
        "/organizations/harbor/micro-credentials/",
        ("main .card h2 a", "nav.stepper a >> nth=1"),
    ),
    Shot(
        "definition-european",
        "author",
        "/organizations/harbor/micro-credentials/",
        ("main .card h2 a", "nav.stepper a >> nth=4"),
    ),
    Shot("marking-queue", "assessor", "/organizations/harbor/marking/"),
    Shot(
        "marking",
        "assessor",
        "/organizations/harbor/marking/",
        ("main .page-head button",),
    ),
    Shot("awards", "issuer", "/organizations/harbor/awards/"),
    Shot("award", "issuer", "/organizations/harbor/awards/", ("main table a",)),
    Shot("issuer", "", "/issuers/harbor/"),
    Shot("organization", "issuer", "/organizations/harbor/"),
    Shot("employer", "employer", "/organizations/meridian/"),
    Shot("roles", "employer", "/organizations/meridian/roles/"),
    Shot("role", "employer", "/organizations/meridian/roles/", ("main .card a",)),
    Shot("mailbox", "", "/demo/mailbox/"),
)


def main(arguments: list[str]) -> int:
    """Build the world, take the pictures, say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="keep the demo's world here")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures")
    parser.add_argument("--readme", action="store_true", help="the three in docs/pictures")
    wanted = parser.parse_args(arguments)
    chromium = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if chromium is None:
        sys.stderr.write("There is no Chromium here. Debian: apt install chromium\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="guildmark-pictures-") as folder:
        home = wanted.home or Path(folder)
        with _served(home) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--headless", "--no-sandbox", "--disable-gpu"]
            )
            if wanted.readme:
                _take_for_readme(browser, origin)
            else:
                _take(browser, origin, only=set(wanted.only))
            browser.close()
    return 0


def _take(browser: Browser, origin: str, *, only: set[str]) -> None:
    _FOLDER.mkdir(parents=True, exist_ok=True)
    for width, height in _VIEWS:
        pages: dict[str, Page] = {}
        for shot in SHOTS:
            if only and shot.name not in only:
                continue
            try:
                if shot.role not in pages:
                    pages[shot.role] = _enter(browser, origin, shot.role, (width, height))
                page = pages[shot.role]
                _open(page, origin, shot)
                for scheme in _SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    page.wait_for_timeout(350)
                    path = _FOLDER / f"{shot.name}-{width}-{scheme}.png"
                    page.screenshot(path=path, full_page=True)
                sys.stdout.write(f"{shot.name} {width}: {page.url}\n")
            except Exception as error:
                sys.stdout.write(f"✗ {shot.name} {width}: {str(error).splitlines()[0]}\n")
            sys.stdout.flush()
        for page in pages.values():
            page.context.close()


def _take_for_readme(browser: Browser, origin: str) -> None:
    """Take the three pictures of the README: one screen each, few colours, small files."""
    size = (1280, 900)
    page = _enter(browser, origin, "", size)
    page.goto(f"{origin}/catalogue/")
    _keep(page, "catalogue")
    _keep(_enter(browser, origin, "public", size), "credential")
    page = _enter(browser, origin, "assessor", size)
    page.goto(f"{origin}/organizations/harbor/marking/")
    # One with photographs, already taken: "Go on" stands where others have "Take it".
    row = page.locator("main tbody tr", has_text="lockout").filter(has_text="Go on")
    row.get_by_role("link", name="Go on").first.click()
    page.wait_for_load_state("load")
    level = page.locator(".criterion").first.get_by_role("radio").nth(1)
    level.check(force=True)
    comment = page.locator(".criterion textarea").first
    comment.fill("Every supply and the stored air are on the map.")
    comment.blur()
    page.locator("article.evidence-view").nth(1).scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelectorAll('article')[1].offsetTop - 40)")
    _keep(page, "marking")


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(800)
    _README.mkdir(parents=True, exist_ok=True)
    path = _README / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(colors=192, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
    sys.stdout.write(f"{path}: {path.stat().st_size // 1024} KB\n")


def _enter(browser: Browser, origin: str, role: str, size: tuple[int, int]) -> Page:
    """Open a window, as a visitor or as one of the demo's people."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=1, locale="en-GB"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    if role:
        page.goto(f"{origin}/accounts/login/")
        acting = "issuer" if role in _OUTSIDE else role
        page.locator(f"form[action*='/demo/enter/{acting}/'] button").first.click()
        page.wait_for_load_state("load")
    if role in _OUTSIDE:
        _become_visitor(page, origin, role)
    return page


def _become_visitor(page: Page, origin: str, role: str) -> None:
    """Learn the address of a credential that is shown to everybody, then sign out."""
    page.goto(f"{origin}/organizations/harbor/awards/")
    rows = page.locator("main tbody tr").filter(has_text="Issued")
    links = [row.get_by_role("link").get_attribute("href") for row in rows.all()]
    addresses = []
    for link in links:
        page.goto(f"{origin}{link}")
        addresses.append(page.locator("main code").first.inner_text())
    page.context.clear_cookies()
    address = next(each for each in addresses if page.goto(each).ok)  # type: ignore[union-attr]
    if role == "checker":
        text = page.context.request.get(address, headers={"Accept": "application/json"}).text()
        page.goto(f"{origin}/verify/")
        page.locator("textarea").fill(text)


def _open(page: Page, origin: str, shot: Shot) -> None:
    page.emulate_media(color_scheme="light")
    if shot.role not in _OUTSIDE:
        page.goto(origin + shot.path)
    for step in shot.press:
        page.locator(step).first.click()
        page.wait_for_load_state("load")
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """Build the demo where there is none yet, and serve it on a free port."""
    # The origin is written into every credential: a world that is kept keeps its port.
    kept = home / "port"
    port = int(kept.read_text()) if kept.exists() else free_port()
    origin = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "GUILDMARK_HOME": str(home.absolute()),
        "GUILDMARK_ORIGIN": origin,
        "GUILDMARK_FETCH_ORIGINS": origin,
        "GUILDMARK_LOG_LEVEL": "ERROR",
    }
    if not (home / "guildmark.env").exists():
        subprocess.run(
            [sys.executable, "-m", "guildmark", "demo", "--no-serve"],
            env=environment,
            check=True,
        )
        kept.write_text(str(port))
    server = subprocess.Popen(
        [sys.executable, "-m", "guildmark", "serve", "--port", str(port)], env=environment
    )
    try:
        for _try in range(300):
            try:
                with socket.create_connection(("127.0.0.1", port), timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        yield origin
    finally:
        server.terminate()
        server.wait(timeout=60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
