"""Web and worker together, and what a killed parent leaves behind: nothing."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from guildmark.server.base.jobs import defer
from guildmark.server.base.serving import PortTaken, check_port

# `guildmark serve` without its preparations.
_SERVE = """
import sys, django
django.setup()
from guildmark.server.base.serving import run_server
sys.exit(run_server(host="127.0.0.1", port=int(sys.argv[1])))
"""
_STATUS = "SELECT status FROM procrastinate_jobs WHERE task_name = 'base.clear_done_jobs'"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], object], *, seconds: float = 60.0) -> bool:
    """Wait until a condition holds; say whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def status_of(port: int, path: str) -> int:
    """Return the status that the server answers with; 0 when nobody answers."""
    visit = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        visit.request("GET", path)
        return visit.getresponse().status
    except OSError:
        return 0
    finally:
        visit.close()


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Serve this test's database on a free port, as another process."""
    port = free_port()
    environment = {
        **os.environ,
        **settings.DATABASE_ADDRESS.environment(),
        "DJANGO_SETTINGS_MODULE": "guildmark.server.config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)], env=environment, cwd=tmp_path
    )
    try:
        assert wait_until(lambda: status_of(port, "/livez") == 200 or process.poll() is not None)
        yield process, port
    finally:
        process.kill()
        process.wait()


@pytest.mark.xdist_group("serving")
def test_it_serves_runs_jobs_and_stops_when_told(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    """One command answers requests and runs jobs; SIGTERM ends both with status 0."""
    process, port = server
    assert status_of(port, "/readyz") == 200
    defer("base.clear_done_jobs", timestamp=0)

    def done() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_STATUS)
            # At some minutes of the night the schedule puts the same job in the queue as well.
            return {status for (status,) in cursor.fetchall()} == {"succeeded"}

    assert wait_until(done)
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
    assert status_of(port, "/livez") == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_workers")
        assert cursor.fetchone() == (0,)  # it said goodbye


@pytest.mark.xdist_group("serving")
def test_a_killed_parent_takes_its_children_along(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    """After kill -9 nobody listens on the port and nobody takes jobs."""
    process, port = server
    process.kill()
    process.wait()
    assert wait_until(lambda: status_of(port, "/livez") == 0)

    def no_worker() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM procrastinate_workers")
            return cursor.fetchone() == (0,)

    assert wait_until(no_worker)


def test_a_port_that_is_taken_is_named() -> None:
    """The message says which, and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port}.*--port"):
            check_port("127.0.0.1", port=port)
    assert check_port("127.0.0.1", port=0) > 0
