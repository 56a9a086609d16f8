"""Say aloud what a step did, how long it took and what it wrote."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class StepFailed(RuntimeError):
    """Something in the main job is not as it must be; the message says what."""


class Narrator:
    """Prints numbered steps with timings and the files they wrote.

    Args:
        total: how many steps there are.
        out: where it is printed; standard output when not given.
    """

    def __init__(self, *, total: int, out: TextIO | None = None) -> None:
        self._total = total
        self._out = out or sys.stdout
        self._number = 0

    def say(self, line: str) -> None:
        """Print one line."""
        print(line, file=self._out, flush=True)  # its purpose

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Time one step; the value prints a line below its title."""
        self._number += 1
        self.say(f"\n{self._number}/{self._total}  {title}")
        began = time.perf_counter()
        yield lambda line: self.say(f"     {line}")
        self.say(f"     ✓ {time.perf_counter() - began:.2f} s")

    def progress(self, done: int, total: int) -> None:
        """Show how far a long step is: in place on a terminal, in quarters elsewhere."""
        if self._out.isatty():
            end = "\n" if done >= total else "\r"
            print(f"     {done} of {total}", end=end, file=self._out, flush=True)
        elif done * 4 // total != (done - 1) * 4 // total:
            self.say(f"     {done} of {total}")


def write(path: Path, content: str | bytes) -> Path:
    """Write a file, its folder too, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def expect(condition: object, problem: str) -> None:
    """Stop the main job when something is not as it must be.

    Raises:
        StepFailed: `condition` is false.
    """
    if not condition:
        raise StepFailed(problem)
