"""What the journeys share: one browser, and two running installations."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from guildmark.server.base.database import DatabaseAddress, create_database, drop_database
from tests.journeys.auditing import Auditor
from tests.journeys.installation import Installation, free_port
from tests.oracles.install import ensure_installed

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def find_chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@pytest.fixture(scope="package")
def browser(worker_database: DatabaseAddress) -> Iterator[Browser]:
    """One Chromium for all journeys; in CI it must be there.

    Playwright keeps an event loop in this thread, in which Django refuses to touch a database:
    the worker's is made before, and the browser is gone when other tests want it.
    """
    chromium = find_chromium()
    if chromium is None:
        reason = "needs Chromium (Debian: apt install chromium)"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # As patient as the walkers are: a loaded machine is no fault of the page's.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def auditor() -> Auditor:
    """axe-core, ready to look at pages."""
    return Auditor((ensure_installed() / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))


@pytest.fixture(scope="package")
def stock(
    worker_database: DatabaseAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DatabaseAddress]:
    """A database with the skill frameworks, to be copied."""
    # The worker's database is a copy of the template with all tables; so is this one.
    tables = worker_database.name.rpartition("_")[0]
    installation = _installation("stock", worker_database, tmp_path_factory, template=tables)
    try:
        installation.prepare("stock")
        yield installation.database
    finally:
        drop_database(installation.database)


@pytest.fixture(scope="package")
def real(
    browser: Browser,
    stock: DatabaseAddress,
    worker_database: DatabaseAddress,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """A real installation with two providers; nobody has earned anything yet."""
    installation = _installation("real", worker_database, tmp_path_factory, template=stock.name)
    yield from _serving(installation, kind="real")


@pytest.fixture(scope="package")
def demo(
    browser: Browser,
    stock: DatabaseAddress,
    worker_database: DatabaseAddress,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """A demo with its own people and one published definition."""
    installation = _installation("demo", worker_database, tmp_path_factory, template=stock.name)
    yield from _serving(installation, kind="demo")


def _installation(
    name: str,
    worker_database: DatabaseAddress,
    tmp_path_factory: pytest.TempPathFactory,
    *,
    template: str,
) -> Installation:
    database = worker_database.named(f"{worker_database.name}_journey_{name}")
    create_database(database, fresh=True, template=template)
    return Installation(database=database, home=tmp_path_factory.mktemp(name), port=free_port())


def _serving(installation: Installation, *, kind: str) -> Iterator[Installation]:
    try:
        installation.prepare(kind)
        installation.start()
        yield installation
    finally:
        installation.stop()
        drop_database(installation.database)
