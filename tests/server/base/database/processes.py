"""Other processes that use the embedded server, and ways to end them."""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from guildmark.server.base.database import EmbeddedDatabase
from guildmark.server.base.database.locks import is_held
from guildmark.server.base.database.postmaster import Postmaster, read_pid_file

# Uses the server until its standard input ends, then leaves in good order.
_CLIENT = """
import os, sys
from guildmark.server.base.database import EmbeddedDatabase, default_data_folder
folder = sys.argv[1] or default_data_folder()
database = EmbeddedDatabase(folder, durable=False, patience_seconds=60)
address = database.start()
print(address.host, flush=True)
sys.stdin.read()
database.stop()
"""


@dataclass(frozen=True)
class Client:
    """Another process that uses the server."""

    process: subprocess.Popen[str]
    host: str

    def kill(self) -> None:
        """End it at once, as `kill -9` does."""
        self.process.kill()
        self.process.communicate()

    def leave(self) -> None:
        """Let it leave in good order."""
        _, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, errors


StartClient = Callable[..., subprocess.Popen[str]]


def start_client(
    folder: Path | str, *, user: str | None = None, home: Path | None = None
) -> subprocess.Popen[str]:
    """Start a client without waiting for it."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    arguments: dict[str, object] = {}
    python = sys.executable
    if user is not None:
        python = reachable_python(user) or python
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        entry = pwd.getpwnam(user)
        arguments = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    if home is not None:
        environment |= {"HOME": str(home)}
        environment.pop("XDG_DATA_HOME", None)
    return subprocess.Popen(
        [python, "-c", _CLIENT, str(folder)],
        cwd="/",
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **arguments,  # type: ignore[call-overload]
    )


def wait_for_client(process: subprocess.Popen[str]) -> Client:
    """Wait until a client uses the server."""
    assert process.stdout is not None
    host = process.stdout.readline().strip()
    if not host:
        _, errors = process.communicate(timeout=10)
        raise AssertionError(f"the client could not use the database: {errors}")
    return Client(process, host)


def wait_until(condition: Callable[[], object], *, seconds: float = 30.0) -> bool:
    """Wait until a condition holds; say whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


def server_of(host: str) -> Postmaster | None:
    """Return the server that listens in a socket folder, when it runs."""
    found = read_pid_file(Path(host).parent / "data")
    return found if found is not None and found.is_running() else None


def kill_now(pid: int) -> None:
    """End a process as `kill -9` does."""
    os.kill(pid, signal.SIGKILL)


def destroy(folder: Path) -> None:
    """Stop the server of a folder, when there is one, and delete its files."""
    if (folder / "cluster-folder").exists():
        cluster = Path((folder / "cluster-folder").read_text())
        database = EmbeddedDatabase(folder, durable=False)
        database._home, database._data = folder.resolve(), cluster / "data"
        wait_until(lambda: not is_held(folder / "supervisor"), seconds=10)
        database.destroy()


def ordinary_user() -> str:
    """Return a user to try as when we are root; skip the test when we are not."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    if reachable_python("nobody") is None:
        pytest.skip("the user 'nobody' can run no Python of our version, or not read this checkout")
    return "nobody"


def reachable_python(user: str) -> str | None:
    """Return a Python of our version that another user can run with our packages."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    entry = pwd.getpwnam(user)
    for candidate in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        try:
            done = subprocess.run(
                [candidate, "-c", "import guildmark, psycopg"],
                check=False,
                capture_output=True,
                cwd="/",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                user=entry.pw_uid,
                group=entry.pw_gid,
                extra_groups=[],
            )
        except OSError:
            continue
        if done.returncode == 0:
            return candidate
    return None
