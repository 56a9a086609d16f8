"""File locks that the kernel drops when their holder dies, however it dies.

Three lock files lie in a data folder:

``lock``        held for moments, by whoever starts, stops or looks;
``users``       held shared by every process that uses the server;
``supervisor``  held by the one process that watches the server.

A lock belongs to the open file, so a forked child shares it and a program
started by ``exec`` does not (Python opens files close-on-exec).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

_PAUSE_SECONDS = 0.02


class FileLock:
    """One open lock file; holds at most one lock at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)

    def try_exclusive(self) -> bool:
        """Take the lock for us alone, if nobody holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Take the lock together with others, if nobody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let go of the lock; harmless when none is held."""
        fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go and close the file; harmless when closed already."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def is_held(path: Path) -> bool:
    """Say whether any process holds this lock, shared or alone."""
    lock = FileLock(path)
    try:
        return not lock.try_exclusive()
    finally:
        lock.close()


@contextlib.contextmanager
def exclusively(path: Path, *, patience_seconds: float) -> Iterator[None]:
    """Hold a lock alone for the length of a block.

    Raises:
        TimeoutError: others held it for all of ``patience_seconds``.
    """
    lock = FileLock(path)
    try:
        deadline = time.monotonic() + patience_seconds
        while not lock.try_exclusive():
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"{path} was held by another process for {patience_seconds:.0f} s."
                )
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        lock.close()
