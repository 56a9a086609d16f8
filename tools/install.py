"""Install a hashed requirement file and then the project itself, saying what it is doing.

Run by the Makefile with the Python of the virtual environment:
``python tools/install.py requirements/server.txt``.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
# pip says nothing while it unpacks and installs, which takes most of the time.
_QUIET_SECONDS = 5.0
_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def main(requirements: str) -> int:
    """Install; return pip's exit status."""
    # What builds the project is pinned by hash as well, so that nothing else is fetched.
    files = ("requirements/build.txt", requirements)
    named = [part for file in files for part in ("-r", file)]
    status = _run(
        [*_PIP, "install", "--require-hashes", *named],
        total=sum(_count(_ROOT / file) for file in files),
    )
    if status:
        return status
    return _run([*_PIP, "install", "--no-deps", "--no-build-isolation", "--editable", "."], total=0)


def _count(path: Path) -> int:
    return sum("==" in line for line in path.read_text(encoding="utf-8").splitlines())


def _run(command: list[str], *, total: int) -> int:
    """Run pip; show a short line for each step, and all it said when it fails."""
    began = time.monotonic()
    said: list[str] = []
    ended = threading.Event()
    threading.Thread(target=_show_time, args=(ended, began), daemon=True).start()
    seen = 0
    with subprocess.Popen(
        command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Collecting ") or "already satisfied" in line:
                seen += 1
                if total and seen % 10 == 0:
                    print(f"  {seen} of about {total} packages", flush=True)
            elif line.startswith("Installing collected"):
                print("  all are here; unpacking them", flush=True)
    status = process.returncode
    ended.set()
    if status:
        sys.stderr.writelines(said[-40:])
        print(f"\nThe installation failed: {' '.join(command[3:])}", file=sys.stderr)
    return status


def _show_time(ended: threading.Event, began: float) -> None:
    pause = _QUIET_SECONDS
    while not ended.wait(pause):
        print(f"  … {time.monotonic() - began:.0f} s", flush=True)
        pause = 15.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
