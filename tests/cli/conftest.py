"""The `guildmark` command, called in this process or run as one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from guildmark.cli import main

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """How one call ended."""

    status: int
    out_bytes: bytes
    error: str

    @property
    def out(self) -> str:
        """Standard output as text."""
        return self.out_bytes.decode()

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out_bytes)


Guildmark = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command runs and leaves its files."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def guildmark(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Guildmark:
    """Return a function that calls the program in this process, with streams of its own.

    A process costs half a second; the tests that need one ask for `guildmark_process`.
    """

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Run:
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"),
            "stdout": io.TextIOWrapper(io.BytesIO(), encoding="utf-8"),
            "stderr": io.TextIOWrapper(io.BytesIO(), encoding="utf-8"),
        }
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            for name, stream in streams.items():
                patch.setattr(sys, name, stream)
            status = main([str(argument) for argument in arguments])
        written = {}
        for name in ("stdout", "stderr"):
            streams[name].flush()
            written[name] = streams[name].detach().getvalue()
        return _checked(
            Run(status=status, out_bytes=written["stdout"], error=written["stderr"].decode())
        )

    return run


@pytest.fixture
def guildmark_process(folder: Path) -> Guildmark:
    """Return a function that runs `guildmark` as a real process."""

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "guildmark", *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )
        return _checked(
            Run(status=done.returncode, out_bytes=done.stdout, error=done.stderr.decode())
        )

    return run


def _checked(run: Run) -> Run:
    assert "Traceback" not in run.error, run.error
    assert "something unexpected happened" not in run.error, run.error
    return run
