"""The `guildmark` command, run as a real process in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
def folder(tmp_path: Path) -> Path:
    """Where the command runs and leaves its files."""
    return tmp_path


@pytest.fixture
def guildmark(folder: Path) -> Guildmark:
    """Return a function that runs `guildmark` with arguments and, if given, standard input."""

    def run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "guildmark", *map(str, arguments)],
            cwd=folder,
            input=stdin,
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        )
        error = done.stderr.decode()
        assert "Traceback" not in error, error
        return Run(status=done.returncode, out_bytes=done.stdout, error=error)

    return run
