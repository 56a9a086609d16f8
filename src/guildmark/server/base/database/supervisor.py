"""The small process that watches one embedded server.

It starts PostgreSQL as its child, starts it again when it dies under its
users, and stops it when no user is left, however they went. One runs for each
data folder; whoever needs one and finds none starts one, which then adopts a
server that is running already.

Run as ``python -m guildmark.server.base.database.supervisor HOME DURABLE``.
Exit status of the first process: 0 watching, 3 another one watches already.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from guildmark.server.base.database.errors import DatabaseFault
from guildmark.server.base.database.folders import (
    SHORT_FOLDER,
    choose_server_user,
    make_cluster_folder,
    make_socket_folder,
)
from guildmark.server.base.database.locks import FileLock, is_held
from guildmark.server.base.database.postmaster import (
    Postmaster,
    read_pid_file,
    remove_stale_files,
    start_server,
    stop_server,
)
from guildmark.server.base.database.programs import find_programs

ALREADY_WATCHED = 3
FAILURE_FILE = "failure"
SERVER_LOG = "server.log"
_ROUND_SECONDS = 0.2
# Starts in a row that ended at once, after which more will not help …
_STARTS_BEFORE_GIVING_UP = 3
# … unless backends of a killed server still hold its memory: they end by themselves.
_STARTS_WHILE_MEMORY_IS_HELD = 150
_MEMORY_IS_HELD = "shared memory block"
# A server that lived this long did start; what comes after is a new accident.
_SETTLED_SECONDS = 10.0
_LOG_LIMIT_BYTES = 10_000_000


class Supervisor:
    """Watches the server of one home folder until its last user has left."""

    def __init__(self, home: Path, *, durable: bool, watch: FileLock) -> None:
        self.home = home
        self._durable = durable
        self._watch = watch
        self._guard = FileLock(home / "lock")
        self._user = choose_server_user()
        cluster = make_cluster_folder(home, user=self._user)
        self._data = cluster / "data"
        self._socket_folder = make_socket_folder(cluster, user=self._user)
        self._child: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._quick_ends = 0
        self._log_began = 0
        self._told_to_stop = False

    def run(self) -> int:
        """Look after the server round by round; return the exit status."""
        signal.signal(signal.SIGTERM, self._on_signal)
        while True:
            # Whoever holds the guard is starting or leaving: look again in a moment.
            if self._guard.try_exclusive():
                try:
                    done = self._look()
                    if done is not None:
                        # Before the guard: the next to come must not take us for alive.
                        self._watch.release()
                        return done
                finally:
                    self._guard.release()
            time.sleep(_ROUND_SECONDS)

    def _on_signal(self, *_: object) -> None:
        self._told_to_stop = True

    def stop(self) -> None:
        """Stop the server, whoever still uses it."""
        server = self._running_server()
        if server is not None:
            stop_server(server, child=self._child)
        self._remove_socket_folder()

    def _look(self) -> int | None:
        if self._told_to_stop or not is_held(self.home / "users"):
            self.stop()
            return 0
        server = self._running_server()
        if server is None and not self._child_is_starting():
            return self._start()
        return None

    def _running_server(self) -> Postmaster | None:
        if self._child is not None:
            self._child.poll()
        found = read_pid_file(self._data)
        return found if found is not None and found.is_running() else None

    def _child_is_starting(self) -> bool:
        return self._child is not None and self._child.returncode is None

    def _start(self) -> int | None:
        now = time.monotonic()
        self._quick_ends = self._quick_ends + 1 if now - self._started_at < _SETTLED_SECONDS else 0
        words = self._last_words()
        waiting = _MEMORY_IS_HELD in words
        limit = _STARTS_WHILE_MEMORY_IS_HELD if waiting else _STARTS_BEFORE_GIVING_UP
        if self._quick_ends >= limit:
            return self._give_up(words)
        remove_stale_files(self._data, socket_folder=self._socket_folder)
        log = self.home / SERVER_LOG
        self._log_began = log.stat().st_size if log.exists() else 0
        try:
            programs = find_programs(user=self._user)
            self._child = start_server(
                programs=programs,
                data=self._data,
                socket_folder=self._socket_folder,
                user=self._user,
                log=log,
                durable=self._durable,
            )
        except (DatabaseFault, OSError) as error:
            return self._give_up(str(error))
        self._started_at = now
        return None

    def _last_words(self, *, limit_bytes: int = 3000) -> str:
        """Return what the server said since it was last started."""
        log = self.home / SERVER_LOG
        if not log.exists():
            return "PostgreSQL said nothing."
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(self._log_began, size - limit_bytes))
            return file.read().decode("utf-8", errors="replace").strip()

    def _give_up(self, reason: str) -> int:
        (self.home / FAILURE_FILE).write_text(reason, encoding="utf-8", errors="replace")
        return 1

    def _remove_socket_folder(self) -> None:
        if self._socket_folder.parent == SHORT_FOLDER:
            with contextlib.suppress(OSError):  # not empty: a dying server still cleans up
                self._socket_folder.rmdir()


def main(arguments: list[str]) -> int:
    """Take the watch, then go on in the background."""
    home = Path(arguments[0])
    watch = FileLock(home / "supervisor")
    if not watch.try_exclusive():
        return ALREADY_WATCHED
    # The lock belongs to the open file and so passes to the child of this fork;
    # our own parent sees us end at once and has no child to look after.
    if os.fork():
        return 0
    os.setsid()
    _watch_in_background(home, durable=arguments[1] == "durable", watch=watch)


def _watch_in_background(home: Path, *, durable: bool, watch: FileLock) -> NoReturn:
    os.chdir("/")
    log = home / SERVER_LOG
    if log.exists() and log.stat().st_size > _LOG_LIMIT_BYTES:
        log.replace(log.with_name(log.name + ".1"))
    os.umask(0o077)
    status = 1
    try:
        supervisor = Supervisor(home, durable=durable, watch=watch)
        try:
            status = supervisor.run()
        except Exception:
            # The folder was deleted under us, say: nobody can come back to this server.
            supervisor.stop()
            raise
    except Exception as error:
        with contextlib.suppress(OSError):
            (home / FAILURE_FILE).write_text(repr(error), encoding="utf-8", errors="replace")
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
