"""The database dies under a worker: both come back, and the job is done once more."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from guildmark.server.base.database import DatabaseAddress, EmbeddedDatabase
from guildmark.server.base.database.postmaster import read_pid_file

# Its job waits for a file named "go" beside the log, so that the test can kill meanwhile.
_WORKER = """
import sys, time, django
from pathlib import Path
django.setup()
from guildmark.server.base import worker
from guildmark.server.base.jobs import defer, job
log = Path(sys.argv[1])
@job("tests.survive")
def survive() -> None:
    with log.open("a") as file:
        file.write("began\\n")
    while not log.with_name("go").exists():
        time.sleep(0.05)
    with log.open("a") as file:
        file.write("done\\n")
if sys.argv[2] == "defer":
    defer("tests.survive")
else:
    worker.run_worker()
"""


def wait_until(condition: Callable[[], object], *, seconds: float = 90.0) -> bool:
    """Wait until a condition holds; say whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def database() -> Iterator[DatabaseAddress]:
    """Start a server that this test may kill, with the tables of the jobs."""
    folder = Path(tempfile.mkdtemp(prefix="gm-"))
    folder.chmod(0o711)
    embedded = EmbeddedDatabase(folder / "data", durable=False)
    yield embedded.start()
    embedded.destroy()
    shutil.rmtree(folder, ignore_errors=True)


def test_a_worker_outlives_its_database(database: DatabaseAddress, tmp_path: Path) -> None:
    """kill -9 of PostgreSQL under a job: the job is not lost, the worker takes new ones."""
    environment = {
        **os.environ,
        **database.environment(),
        "DJANGO_SETTINGS_MODULE": "guildmark.server.config.settings",
    }
    migrate = [sys.executable, "-m", "guildmark.server.config.manage", "migrate", "-v", "0"]
    subprocess.run([*migrate, "procrastinate"], env=environment, cwd=tmp_path, check=True)
    log = tmp_path / "log"
    command = [sys.executable, "-c", _WORKER, str(log)]
    subprocess.run([*command, "defer"], env=environment, cwd=tmp_path, check=True)
    worker = subprocess.Popen([*command, "work"], env=environment, cwd=tmp_path)
    try:
        assert wait_until(log.exists)
        server = read_pid_file(Path(database.host).parent / "data")
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        (tmp_path / "go").touch()
        assert wait_until(lambda: state_of_last_job(database))
        assert state_of_last_job(database) != "lost"
        subprocess.run([*command, "defer"], env=environment, cwd=tmp_path, check=True)
        assert wait_until(lambda: state_of_last_job(database) == "succeeded")
        assert worker.poll() is None
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
    finally:
        worker.kill()
        worker.wait()


def state_of_last_job(database: DatabaseAddress) -> str:
    """Return the state of the job that was deferred last; empty while nobody answers."""
    try:
        with psycopg.connect(**database.connection_parameters("application")) as connection:
            row = connection.execute(
                "SELECT status::text FROM procrastinate_jobs "
                "WHERE task_name = 'tests.survive' ORDER BY id DESC LIMIT 1"
            ).fetchone()
    except psycopg.OperationalError:
        return ""
    return str(row[0]) if row else "lost"
