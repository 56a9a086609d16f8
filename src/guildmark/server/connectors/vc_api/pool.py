"""Engine processes: documents are looked at there, each within a time limit.

A hostile document can keep one process busy; it is ended and replaced, its request refused, and
the others' requests go on meanwhile. The pipe carries one JSON object a line each way.
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["EngineBusy", "EnginePool", "EngineStopped"]

_MODULE: Final = "guildmark.server.connectors.vc_api.engine"
# The slowest honest document measured takes a third of a second; a loaded machine some more.
LIMIT_SECONDS: Final = 10.0
# Suites give up after 15 to 30 s.
_PATIENCE_SECONDS: Final = 20.0


class EngineBusy(Exception):
    """No process was free in time."""


class EngineStopped(Exception):
    """The process took too long, or ended; nothing is known about the document."""


class EnginePool:
    """So many processes, each with one document at a time.

    Args:
        size: how many.
        setup: what each is told first.
        limit_seconds: a process that takes longer is ended.
    """

    def __init__(
        self, *, size: int, setup: Mapping[str, Any], limit_seconds: float = LIMIT_SECONDS
    ) -> None:
        self._setup = json.dumps(setup).encode() + b"\n"
        self._limit_seconds = limit_seconds
        self._idle: queue.Queue[_Process] = queue.Queue()
        for _ in range(size):
            self._idle.put(_Process(self._setup))

    def ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        """Have an operation done and return what it answered.

        Raises:
            EngineBusy: none was free for 20 seconds.
            EngineStopped: it took over the limit, or its process ended.
        """
        try:
            process = self._idle.get(timeout=_PATIENCE_SECONDS)
        except queue.Empty as error:
            raise EngineBusy from error
        alive = False
        try:
            answer = process.ask(
                {"operation": operation, "arguments": arguments},
                limit_seconds=self._limit_seconds,
            )
            alive = True
            return answer
        finally:
            if not alive:
                process.end()
                process = _Process(self._setup)
            self._idle.put(process)

    def close(self) -> None:
        """End those processes that are idle; the others end when their pipes close."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().end()


class _Process:
    def __init__(self, setup: bytes) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C at a terminal reaches the server alone; this ends when its pipe closes.
            process_group=0,
        )
        self._setup: bytes | None = setup

    def ask(self, question: Mapping[str, Any], *, limit_seconds: float) -> dict[str, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise EngineStopped
        # A fresh process loads its libraries first, which is not the document's fault.
        patience = limit_seconds + (_PATIENCE_SECONDS if self._setup else 0)
        timer = threading.Timer(patience, self._process.kill)
        timer.start()
        try:
            if self._setup:
                self._process.stdin.write(self._setup)
                self._setup = None
            self._process.stdin.write(json.dumps(question).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError as error:
            raise EngineStopped from error
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise EngineStopped
        answer: dict[str, Any] = json.loads(line)
        return answer

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._process.wait()
