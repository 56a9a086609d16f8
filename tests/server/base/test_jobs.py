"""Jobs: with the change that caused them, at least once, and taken up after a kill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from guildmark.server.base import tasks, worker
from guildmark.server.base.jobs import Backoff, defer, job
from guildmark.server.base.scope import current_scope
from guildmark.server.base.worker import run_pending_jobs

ran: list[str] = []


@job("tests.note")
def note(word: str) -> None:
    """Remember a word, and check who runs this."""
    assert current_scope().system
    ran.append(word)


@job("tests.chain")
def chain(word: str) -> None:
    """Cause another job inside a transaction that fails."""
    with pytest.raises(RuntimeError), transaction.atomic():
        defer("tests.note", word="lost")
        raise RuntimeError("rolled back")
    with transaction.atomic():
        defer("tests.note", word=word)


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    ran.clear()


def states() -> list[tuple[str, str]]:
    """Return the name and state of each of these tests' jobs."""
    ours = ProcrastinateJob.objects.filter(task_name__startswith="tests.")
    return list(ours.order_by("id").values_list("task_name", "status"))


@pytest.mark.django_db
def test_a_job_is_lost_with_the_transaction_that_caused_it(
    run_jobs: Callable[[], list[str]],
) -> None:
    """What did not happen causes nothing."""
    with pytest.raises(RuntimeError), transaction.atomic():
        defer("tests.note", word="never")
        raise RuntimeError("rolled back")
    defer("tests.note", word="once")
    assert run_jobs() == ["tests.note"]
    assert ran == ["once"]


@pytest.mark.django_db(transaction=True)
def test_a_job_inside_a_job_belongs_to_its_transaction() -> None:
    """In the worker too a deferred job commits or rolls back with the rest."""
    defer("tests.chain", word="kept")
    run_pending_jobs()
    assert ran == ["kept"]
    assert states() == [("tests.chain", "succeeded"), ("tests.note", "succeeded")]


def test_waits_double_up_to_an_hour_and_end() -> None:
    """A mail server that is down for the evening is tried again, but not for ever."""
    waits = []
    for attempts in range(20):
        found = Backoff().get_retry_decision(
            exception=OSError(),
            job=Job(
                id=1, queue="q", lock=None, queueing_lock=None, task_name="t", attempts=attempts,
            ),
        )  # fmt: skip
        if found is None or found.retry_at is None:
            break
        waits.append(round(found.retry_at.timestamp() - time.time()))
    assert waits[:4] == [5, 10, 20, 40]
    assert max(waits) == 3600
    assert len(waits) == 11


# Takes a job and is killed while it runs.
_VICTIM = """
import sys, time, django
django.setup()
from guildmark.server.base.jobs import job
@job("tests.slow")
def slow(path: str) -> None:
    open(path, "a").write("began\\n")
    time.sleep(60)
from guildmark.server.base.worker import run_worker
run_worker()
"""


@job("tests.slow")
def slow(path: str) -> None:
    """End at once: the worker that took the job over runs this one."""
    with Path(path).open("a") as file:
        file.write("done\n")


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_is_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 of a worker: another one sees by its heartbeat that it is dead, and runs the job."""
    log = tmp_path / "log"
    defer("tests.slow", path=str(log))
    environment = {
        **os.environ,
        **settings.DATABASE_ADDRESS.environment(),
        "DJANGO_SETTINGS_MODULE": "guildmark.server.config.settings",
    }
    victim = subprocess.Popen([sys.executable, "-c", _VICTIM], env=environment, cwd=tmp_path)
    try:
        deadline = time.monotonic() + 60
        while not log.exists() and time.monotonic() < deadline:
            assert victim.poll() is None, "the worker ended before it took the job"
            time.sleep(0.1)
    finally:
        victim.kill()
        victim.wait()
    assert log.read_text() == "began\n"
    run_pending_jobs()
    assert states()[0] == ("tests.slow", "doing")  # its worker may be alive for all we know
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'"
        )
    monkeypatch.setattr(tasks, "STALLED_SECONDS", worker.STALLED_SECONDS)
    defer("base.requeue_stalled", timestamp=0)
    run_pending_jobs()
    run_pending_jobs()
    assert log.read_text() == "began\ndone\n"
    assert ("tests.slow", "succeeded") in states()
