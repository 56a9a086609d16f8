"""Fuzz every parser, one after the other: ``make fuzz`` (``FUZZ_SECONDS=60`` for each).

Each has a process of its own, so that one that hangs or dies takes no other along.
``python -m tests.fuzzing --only COSE,SVG --seconds 600`` looks longer at some.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from tests.fuzzing.parsers import PARSERS

_ROOT = Path(__file__).resolve().parents[2]
_RUNS = re.compile(r"number_of_executed_units: (\d+)")
_SLOWEST = re.compile(r"slowest_unit_time_sec: +(\d+)")


def main() -> int:
    """Print a line for each parser; return 1 when something was found."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzzing")
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--only", default=",".join(PARSERS))
    options.add_argument("--seed", type=int, default=0)
    asked = options.parse_args()
    found = [name for name in asked.only.split(",") if not _fuzz(name, asked.seconds, asked.seed)]
    if found:
        sys.stdout.write(f"Found something in: {', '.join(found)}. See tests/fuzzing/kept/.\n")
    return 1 if found else 0


def _fuzz(name: str, seconds: int, seed: int) -> bool:
    command = [sys.executable, "-m", "tests.fuzzing.drive", name, "--seconds", str(seconds)]
    command += ["--seed", str(seed)]
    try:
        done = subprocess.run(
            command, cwd=_ROOT, capture_output=True, text=True, timeout=4 * seconds + 300,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        sys.stdout.write(f"{name:24} did not end in time\n")
        return False
    said = done.stdout + done.stderr
    runs = _RUNS.search(said)
    slowest = _SLOWEST.search(said)
    if done.returncode == 0 and runs:
        sys.stdout.write(
            f"{name:24} {int(runs[1]):>12,} runs, slowest {slowest[1] if slowest else '?'} s\n"
        )
        sys.stdout.flush()
        return True
    sys.stdout.write(f"{name:24} failed:\n{_excerpt(said)}\n")
    sys.stdout.flush()
    return False


def _excerpt(said: str) -> str:
    lines = [line for line in said.splitlines() if not line.startswith(("INFO", "WARNING"))]
    return "\n".join(f"    {line[:200]}" for line in lines[-30:])


if __name__ == "__main__":
    sys.exit(main())
