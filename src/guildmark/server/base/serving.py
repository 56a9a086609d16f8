"""Run the web server, and a worker beside it, until told to stop.

One parent and two children: the parent starts them, starts the worker again
when it dies, and passes the order to stop on. Each child also watches a pipe
from the parent and ends when that closes, so that nothing outlives a killed
parent.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import structlog

_WEB = "guildmark.server.base.web"
_WORKER = "guildmark.server.base.worker"
# Requests end within seconds; a job gets half a minute (worker.py) to end.
_STOP_SECONDS = 40.0
_ROUND_SECONDS = 0.2
_LONGEST_PAUSE_SECONDS = 30.0

_log = structlog.get_logger("guildmark.serving")


class PortTaken(Exception):
    """Another program listens on that address and port."""


def run_server(*, host: str, port: int, worker: bool = True) -> int:
    """Serve until SIGTERM or SIGINT; return the exit status.

    Args:
        host: address to listen on.
        port: 0 picks a free one, which is printed.
        worker: also run jobs.

    Returns:
        0 when told to stop; otherwise what the web server ended with.
    """
    try:
        port = check_port(host, port=port)
    except PortTaken as error:
        sys.stderr.write(f"{error}\n")
        return 1
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    _close_own_connections()
    web = Child(_WEB, host, str(port))
    web.start()
    worker_child = Child(_WORKER)
    if worker:
        worker_child.start()
    try:
        return _watch(web, worker_child if worker else None, told=told)
    finally:
        for child in (web, worker_child):
            child.ask_to_stop()
        for child in (web, worker_child):
            child.stop()


def check_port(host: str, *, port: int) -> int:
    """Return the port to listen on; a free one for 0.

    Raises:
        PortTaken: somebody listens there, or the address is not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"Cannot listen on {host} port {port}: {error.strerror}. "
                "Stop the other program, or choose another port with --port."
            ) from error
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class _Restart:
    """When to start a child again: soon at first, later when it keeps ending."""

    pause_seconds: float = 1.0
    due: float = 0.0

    def postpone(self, *, lived_seconds: float) -> None:
        if lived_seconds > _LONGEST_PAUSE_SECONDS:
            self.pause_seconds = 1.0
        self.due = time.monotonic() + self.pause_seconds
        self.pause_seconds = min(self.pause_seconds * 2, _LONGEST_PAUSE_SECONDS)


def _watch(web: Child, worker: Child | None, *, told: threading.Event) -> int:
    restart = _Restart()
    while not told.wait(_ROUND_SECONDS):
        status = web.status()
        if status is not None:
            _log.error("web server ended", status=status)
            return status or 1
        if worker is None or worker.status() is None:
            continue
        if not restart.due:
            _log.error("worker ended", status=worker.status())
            restart.postpone(lived_seconds=worker.lived_seconds())
        elif time.monotonic() >= restart.due:
            restart.due = 0.0
            worker.start()
    return 0


class Child:
    """One of our own programs, run by this Python, that ends when we do."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0

    def start(self) -> None:
        """Start the program, with a pipe that closes when we end."""
        self._close_pipe()
        self._began = time.monotonic()
        # Its own group: Ctrl-C at a terminal reaches us alone, and we pass it on once.
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, env=os.environ.copy(), process_group=0
        )

    def status(self) -> int | None:
        """Return the exit status; None while it runs."""
        return None if self._process is None else self._process.poll()

    def lived_seconds(self) -> float:
        """Return how long ago it was started."""
        return time.monotonic() - self._began

    def ask_to_stop(self) -> None:
        """Ask it to end in good order, without waiting."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Ask it to end, wait, and end it at once when it takes too long."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._close_pipe()

    def _close_pipe(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()


def _close_own_connections() -> None:
    from django.db import connections

    connections.close_all()
