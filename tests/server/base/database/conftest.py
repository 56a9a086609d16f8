"""Real servers, real processes: each test has a data folder and clients of its own."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guildmark.server.base.database import EmbeddedDatabase
from guildmark.server.base.database.locks import is_held
from tests.server.base.database.processes import destroy, wait_until


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Return an empty folder that every user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="gm-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def _shared_folder() -> Iterator[Path]:
    """Return a data folder that these tests use in turn: making one takes longer than a test."""
    folder = Path(tempfile.mkdtemp(prefix="gm-"))
    folder.chmod(0o711)
    yield folder / "data"
    destroy(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data_folder(_shared_folder: Path) -> Iterator[Path]:
    """Return a data folder whose server does not run; what a test breaks there it mends."""
    yield _shared_folder
    watched = _shared_folder / "supervisor"
    assert wait_until(lambda: not watched.exists() or not is_held(watched))


@pytest.fixture
def database(data_folder: Path) -> Iterator[EmbeddedDatabase]:
    """Return a database that was not started yet; a failed test leaves it all the same."""
    database = EmbeddedDatabase(data_folder, durable=False, patience_seconds=60)
    yield database
    database._leave()
