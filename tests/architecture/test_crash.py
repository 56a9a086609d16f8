"""kill -9 between "decided" and "issued", and of the database itself: one award, never two."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.base.database.processes import (
    destroy,
    kill_now,
    server_of,
    wait_until,
)

# One installation serves them all, in one worker.
pytestmark = pytest.mark.xdist_group("crash")

_ROOT = Path(__file__).parents[2]

ONE = {"awards": 1, "credentials": 1, "indexes": 1, "records": 1}
NONE = {"awards": 0, "credentials": 0, "indexes": 0, "records": 0}


class Installation:
    """An installation with a database of its own, in other processes."""

    def __init__(self, home: Path) -> None:
        self.home = home
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self._console = subprocess.Popen(
            [sys.executable, "-m", "tests.architecture.crash_console"],
            cwd=_ROOT,
            env={
                **environment,
                "DJANGO_SETTINGS_MODULE": "guildmark.server.config.settings",
                "GUILDMARK_HOME": str(home),
                "GUILDMARK_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
                "GUILDMARK_LOG_LEVEL": "CRITICAL",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.submissions: list[str] = []

    def __call__(self, do: str, **arguments: Any) -> Any:
        """Have the console do something."""
        assert self._console.stdin is not None
        assert self._console.stdout is not None
        self._console.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._console.stdin.flush()
        line = self._console.stdout.readline()
        assert line, f"the console ended at {do!r} with {self._console.wait(10)}"
        return json.loads(line)

    def state(self, submission: str) -> dict[str, Any]:
        """Return what a submission led to, without its jobs."""
        found: dict[str, Any] = self("state", submission=submission)
        return {name: value for name, value in found.items() if name != "jobs"}

    def jobs(self, submission: str) -> list[str]:
        """Return the states of the jobs that make the award."""
        found: list[str] = self("state", submission=submission)["jobs"]
        return found

    def close(self) -> None:
        """End the console."""
        assert self._console.stdin is not None
        self._console.stdin.close()
        try:
            self._console.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self._console.kill()
            self._console.wait()
        if self._console.stdout is not None:
            self._console.stdout.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for this module, with submissions that wait for their decision."""
    home = tmp_path_factory.mktemp("crash")
    found = Installation(home)
    try:
        found.submissions = found("prepare", submissions=8)
        yield found
    finally:
        found.close()
        destroy(home / "database")


@pytest.fixture
def submission(installation: Installation) -> Iterator[str]:
    """A submission that no other test uses; afterwards nothing may be left over anywhere."""
    yield installation.submissions.pop()
    whole = installation("whole")
    assert whole["chain"] is True
    assert whole["awards"] == whole["credentials"] == whole["indexes"] == whole["records"]
    assert whole["lists"] <= 1


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("before the job does anything", NONE),
        ("with award and index written, before signing", NONE),
        ("with everything written, before the commit", NONE),
        ("after the commit, before the job is marked done", ONE),
    ],
)
def test_a_worker_killed_while_it_issues_leaves_one_award_in_the_end(
    installation: Installation, submission: str, point: str, left: dict[str, int]
) -> None:
    """All of it or nothing is there after the kill; the job is taken up and makes it once."""
    assert installation("decide", submission=submission) == 0
    assert installation.state(submission) == NONE
    assert installation("work", point=point) == -9
    assert installation.state(submission) == left
    assert installation.jobs(submission) == ["doing"]
    assert installation("take_up_again") == 0
    assert installation.state(submission) == ONE
    assert installation.jobs(submission) == ["succeeded"]
    assert installation("take_up_again") == 0
    assert installation.state(submission) == ONE


def test_a_process_killed_right_after_the_decision_leaves_the_job(
    installation: Installation, submission: str
) -> None:
    """The job was committed with the decision, so any later worker finds it."""
    assert installation("decide", submission=submission, point="after the decision") == -9
    assert installation.jobs(submission) == ["todo"]
    assert installation("work") == 0
    assert installation.state(submission) == ONE


def test_a_decision_cut_off_before_its_commit_never_happened(
    installation: Installation, submission: str
) -> None:
    """No decision, no job, no award; the assessor can decide again."""
    point = "with the decision written, before its commit"
    assert installation("decide", submission=submission, point=point) == -9
    assert installation.jobs(submission) == []
    assert installation("decide", submission=submission) == 0
    assert installation("work") == 0
    assert installation.state(submission) == ONE


def test_a_database_killed_in_the_middle_of_issuing_leaves_one_award_in_the_end(
    installation: Installation, submission: str
) -> None:
    """The server recovers by itself, has nothing half-written, and the job is taken up again."""
    assert installation("decide", submission=submission) == 0
    server = server_of(installation("socket_folder"))
    assert server is not None
    worker = installation("start_work", point="waiting before signing")
    try:
        assert wait_until((installation.home / "reached").exists)
        kill_now(server.pid)
    finally:
        (installation.home / "go-on").touch()
        installation("end", pid=worker)
    assert installation("wait_for_database") is True
    restarted = server_of(installation("socket_folder"))
    assert restarted is not None
    assert restarted.pid != server.pid
    assert installation.state(submission) == NONE
    assert installation("take_up_again") == 0
    assert installation.state(submission) == ONE
    assert installation.jobs(submission) == ["succeeded"]
