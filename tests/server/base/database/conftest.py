"""Real servers, real processes: each test has a data folder and clients of its own."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guildmark.server.base.database import EmbeddedDatabase
from tests.server.base.database.processes import destroy


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Return an empty folder that every user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="gm-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def fresh_copy() -> Iterator[Path]:
    """Return a data folder that was made once and stopped in good order."""
    folder = Path(tempfile.mkdtemp(prefix="gm-"))
    folder.chmod(0o711)
    with EmbeddedDatabase(folder / "data", durable=False):
        pass
    yield folder / "data"
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def data_folder(short_folder: Path, fresh_copy: Path) -> Iterator[Path]:
    """Return a data folder of this test alone; its server is stopped and removed afterwards.

    A copy, since making a cluster takes longer than most of these tests.
    """
    folder = short_folder / "data"
    subprocess.run(["cp", "-a", str(fresh_copy), str(folder)], check=True)
    (folder / "cluster-folder").write_text(str(folder / "postgresql"))
    yield folder
    destroy(folder)


@pytest.fixture
def database(data_folder: Path) -> Iterator[EmbeddedDatabase]:
    """Return a database that was not started yet; a failed test leaves it all the same."""
    database = EmbeddedDatabase(data_folder, durable=False, patience_seconds=60)
    yield database
    database._leave()
