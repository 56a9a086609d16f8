"""The running server: read its pid file, be sure that it is ours, start it, stop it.

A pid alone proves nothing: after a crash or in a container the number may
belong to anybody. A process counts as our server only when it runs
``postgres`` *and* works in our data folder.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from guildmark.server.base.database.folders import SOCKET_NAME, ServerUser
from guildmark.server.base.database.programs import Programs

PID_FILE = "postmaster.pid"
# A fast shutdown writes a checkpoint; a slow disk may need this long.
_STOP_SECONDS = 60.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What a pid file says: a process, its data folder, where it listens."""

    pid: int
    data: Path
    port: int
    socket_folder: Path | None

    def is_running(self) -> bool:
        """Say whether that process lives and really is PostgreSQL on that folder."""
        return is_server(self.pid, data=self.data)


def read_pid_file(data: Path) -> Postmaster | None:
    """Return what ``postmaster.pid`` says; None where it is missing, half-written or another's."""
    try:
        text = (data / PID_FILE).read_text(encoding="utf-8", errors="surrogateescape")
    except (FileNotFoundError, NotADirectoryError):
        return None
    lines = text.splitlines()
    # Lines: pid, data folder, start time, port, socket folder, address, memory key, state.
    if len(lines) < 5 or not lines[0].strip().isdigit() or not lines[3].strip().isdigit():
        return None
    if Path(lines[1]).resolve() != data.resolve():
        return None
    return Postmaster(
        pid=int(lines[0]),
        data=data,
        port=int(lines[3]),
        socket_folder=Path(lines[4]) if lines[4] else None,
    )


def is_server(pid: int, *, data: Path) -> bool:
    """Say whether a process is a PostgreSQL server on this data folder."""
    if pid <= 0 or pid == os.getpid():
        return False
    if sys.platform == "linux":
        return _is_server_by_proc(pid, data=data)
    return _is_server_by_ps(pid, data=data)


def _is_server_by_proc(pid: int, *, data: Path) -> bool:
    process = Path("/proc") / str(pid)
    try:
        # The server enters its data folder when it starts and stays there.
        folder = (process / "cwd").readlink()
        arguments = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:  # gone, or another user's: not ours in either case
        return False
    # A zombie has no arguments; "(deleted)" ends the name of a removed folder.
    program = os.fsdecode(arguments[0])
    return Path(program).name.startswith("postgres") and folder == data.resolve()


def _is_server_by_ps(pid: int, *, data: Path) -> bool:
    shown = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],
        check=False,
        capture_output=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    command = os.fsdecode(shown.stdout).strip()
    program, _, rest = command.partition(" -D ")
    return program.endswith("postgres") and rest.startswith(f"{data} -k ")


def remove_stale_files(data: Path, *, socket_folder: Path) -> None:
    """Remove the pid file and the socket of a server that is gone; leave a running one's.

    PostgreSQL itself would refuse to start when the number in one of them belongs
    to another process by now, or to a dead one that nobody has buried. Removing
    them is safe: both folders are of this cluster alone, and a new server finds
    surviving backends by the shared memory of the data folder, and waits for them.
    """
    found = read_pid_file(data)
    if found is not None and found.is_running():
        return
    (data / PID_FILE).unlink(missing_ok=True)
    (socket_folder / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
    (socket_folder / SOCKET_NAME).unlink(missing_ok=True)


def start_server(
    *,
    programs: Programs,
    data: Path,
    socket_folder: Path,
    user: ServerUser,
    log: Path,
    durable: bool,
) -> subprocess.Popen[bytes]:
    """Start PostgreSQL in the foreground as our child; it may still refuse or recover."""
    quoted = '"' + str(socket_folder).replace('"', '""') + '"'
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "%m [%p] ",
        "idle_in_transaction_session_timeout": "10min",
    }
    if not durable:
        # For tests: survives a killed server, not a power cut.
        settings |= {"fsync": "off", "full_page_writes": "off"}
    command = [str(programs.postgres), "-D", str(data), "-k", quoted, "-p", "5432"]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("ab") as output:
        child: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            cwd="/",
            env=server_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            **user.process_arguments(),  # type: ignore[call-overload]
        )
    return child


def server_environment() -> dict[str, str]:
    """Return our environment without what would steer PostgreSQL or its language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def stop_server(postmaster: Postmaster, *, child: subprocess.Popen[bytes] | None = None) -> None:
    """Stop a server: first in good order, then at once; return when it is gone."""
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if not postmaster.is_running():
            break
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster.pid, order)
        _wait_until_gone(postmaster, child=child)
    if child is not None:
        child.wait()


def _wait_until_gone(postmaster: Postmaster, *, child: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline:
        if child is not None:
            child.poll()  # take the exit status, or it would stay as a zombie
        if not postmaster.is_running():
            return
        time.sleep(_PAUSE_SECONDS)
