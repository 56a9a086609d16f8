"""Run jobs: in this process, until told to stop or until nothing is left to do."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from procrastinate import App

# A worker that was not heard of for this long counts as dead.
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
_CONCURRENCY = 4
# Jobs that run when the worker is told to stop get this long to end.
_GRACE_SECONDS = 30.0
_LONGEST_PAUSE_SECONDS = 30.0

_log = structlog.get_logger("guildmark.worker")


def run_worker(*, concurrency: int = _CONCURRENCY, stop: threading.Event | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT, or until ``stop`` is set.

    A lost database connection ends a round; the next begins after a pause that
    doubles up to half a minute.

    Args:
        concurrency: how many jobs run at the same time.
        stop: set by whoever runs this in a thread; without it signals are heeded,
            which only the main thread can do.
    """
    told = stop or _stop_at_signal()
    pause = 0.5
    while not told.is_set():
        began = time.monotonic()
        try:
            asyncio.run(_work_until(told, concurrency=concurrency))
        except Exception as error:
            _log.error("worker round ended", error=type(error).__name__)
        if time.monotonic() - began > _LONGEST_PAUSE_SECONDS:
            pause = 0.5
        if told.wait(timeout=0 if told.is_set() else pause):
            return
        pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)


def run_pending_jobs(*, concurrency: int = 1) -> None:
    """Run the jobs that are due now, and those they cause, then return."""
    asyncio.run(_work(concurrency=concurrency, wait=False))


def _stop_at_signal() -> threading.Event:
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    return told


async def _work_until(told: threading.Event, *, concurrency: int) -> None:
    work = asyncio.create_task(_work(concurrency=concurrency, wait=True))
    watch = asyncio.create_task(_wait_for(told))
    await asyncio.wait({work, watch}, return_when=asyncio.FIRST_COMPLETED)
    watch.cancel()
    work.cancel()  # procrastinate shields the round and lets running jobs end
    with contextlib.suppress(asyncio.CancelledError):
        await work


async def _wait_for(told: threading.Event) -> None:
    while not told.is_set():
        await asyncio.sleep(0.2)


async def _work(*, concurrency: int, wait: bool) -> None:
    worker_app = _build_worker_app(keep_connections=wait)
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            concurrency=concurrency,
            wait=wait,
            listen_notify=wait,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
            shutdown_graceful_timeout=_GRACE_SECONDS,
        )


def _close_connections(call_next: Callable[[], Any], *_: Any) -> Any:
    """Run a job and close its thread's connections: the threads end when the queue is empty."""
    from django.db import connections

    try:
        return call_next()
    finally:
        connections.close_all()


def _build_worker_app(*, keep_connections: bool) -> App:
    """Return an app with a connection of its own to fetch jobs and report them done.

    Not ``app.replace_connector``, the documented way: with it, a job that is
    deferred *inside* a job would no longer be part of that job's transaction.
    """
    from procrastinate.contrib.django import DjangoApp, app

    connector: Any = app.connector
    middleware: list[Any] = [] if keep_connections else [_close_connections]
    worker_app = DjangoApp(
        connector=connector.get_worker_connector(), worker_defaults={"task_middleware": middleware}
    )
    worker_app.tasks = app.tasks
    worker_app.periodic_registry = app.periodic_registry
    return worker_app


def main() -> None:
    """Run a worker beside a web server that holds the other end of our stdin.

    When that server dies, however it dies, the pipe closes and the worker ends.
    """
    import django

    django.setup()
    told = _stop_at_signal()
    threading.Thread(target=_stop_at_end_of_input, args=(told,), daemon=True).start()
    run_worker(concurrency=int(os.environ.get("GUILDMARK_WORKER_CONCURRENCY", "4")), stop=told)


def _stop_at_end_of_input(told: threading.Event) -> None:
    while os.read(0, 1024):
        pass
    told.set()


if __name__ == "__main__":
    main()
