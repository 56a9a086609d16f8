"""Start, share and leave the embedded server."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import psycopg

from guildmark.server.base.database.address import DatabaseAddress
from guildmark.server.base.database.cluster import (
    Passwords,
    ensure_cluster,
    load_passwords,
)
from guildmark.server.base.database.errors import ServerWouldNotStart
from guildmark.server.base.database.folders import (
    choose_server_user,
    make_cluster_folder,
    make_home,
)
from guildmark.server.base.database.locks import FileLock, exclusively, is_held
from guildmark.server.base.database.postmaster import Postmaster, read_pid_file
from guildmark.server.base.database.programs import find_programs
from guildmark.server.base.database.provision import (
    connect,
    create_database,
    ensure_roles,
)
from guildmark.server.base.database.supervisor import ALREADY_WATCHED, FAILURE_FILE

_DATABASE = "guildmark"
_PROVISIONED = "provisioned"
_PAUSE_SECONDS = 0.03


class EmbeddedDatabase:
    """One process's use of the server of a data folder.

    The server runs while anybody uses it. A process that ends without
    ``stop``, even by ``kill -9``, counts as having left.

    Args:
        data_folder: made when missing; everything lies in it (as root the
            tables may lie under /var/lib/guildmark, see docs/decisions/0002).
        durable: False trades safety against power cuts for speed (tests).
        patience_seconds: how long crash recovery may take.
    """

    def __init__(
        self,
        data_folder: Path | str,
        *,
        durable: bool = True,
        patience_seconds: float = 300.0,
    ) -> None:
        self._folder = Path(data_folder)
        self._durable = durable
        self._patience = patience_seconds
        self._use: FileLock | None = None
        self._home = self._folder
        self._data = self._folder

    def start(self) -> DatabaseAddress:
        """Start the server, or join those who use it; return where it is.

        Raises:
            DatabaseFault: see errors.py; nothing is left running.
        """
        try:
            with exclusively(self._prepare() / "lock", patience_seconds=self._patience):
                passwords = self._join()
            return self._wait_until_ready(passwords)
        except BaseException:
            self._leave()
            raise

    def stop(self) -> None:
        """Leave; when nobody else uses the server, return once it has stopped."""
        if self._use is None:
            return
        self._leave()
        deadline = time.monotonic() + self._patience
        while time.monotonic() < deadline:
            if is_held(self._home / "users") or self._running() is None:
                return
            # Normally the supervisor is there; it may have been killed.
            if not is_held(self._home / "supervisor"):
                self._launch_supervisor()
            time.sleep(_PAUSE_SECONDS)

    def destroy(self) -> None:
        """Leave, and delete the data folder with everything in it; for tests.

        Raises:
            RuntimeError: others still use the server.
        """
        self.stop()
        if is_held(self._home / "users"):
            raise RuntimeError(f"Other processes still use the database in {self._home}.")
        shutil.rmtree(self._data.parent, ignore_errors=True)
        shutil.rmtree(self._home, ignore_errors=True)

    def __enter__(self) -> DatabaseAddress:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _prepare(self) -> Path:
        self._home = make_home(self._folder)
        return self._home

    def _join(self) -> Passwords:
        """Become a user and see that somebody watches the server; the guard is held."""
        user = choose_server_user()
        programs = find_programs(user=user)
        self._data = make_cluster_folder(self._home, user=user) / "data"
        passwords = load_passwords(self._home, data=self._data)
        ensure_cluster(
            self._data,
            programs=programs,
            user=user,
            password=passwords.admin,
            durable=self._durable,
        )
        if self._use is None:
            self._use = FileLock(self._home / "users")
            while not self._use.try_shared():  # somebody looks whether it is held
                time.sleep(_PAUSE_SECONDS)
        if not is_held(self._home / "supervisor"):
            (self._home / FAILURE_FILE).unlink(missing_ok=True)
            self._launch_supervisor()
        return passwords

    def _leave(self) -> None:
        if self._use is not None:
            self._use.close()
            self._use = None

    def _launch_supervisor(self) -> None:
        with _open_log(self._home) as log:
            launched = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "guildmark.server.base.database.supervisor",
                    str(self._home),
                    "durable" if self._durable else "fast",
                ],
                check=False,
                cwd="/",
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_import_path())},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        if launched.returncode not in {0, ALREADY_WATCHED}:
            raise ServerWouldNotStart(
                "The process that watches the database could not be started "
                f"(exit status {launched.returncode}); see {self._home / 'supervisor.log'}."
            )

    def _running(self) -> Postmaster | None:
        found = read_pid_file(self._data)
        return found if found is not None and found.is_running() else None

    def _wait_until_ready(self, passwords: Passwords) -> DatabaseAddress:
        deadline = time.monotonic() + self._patience
        reason = "it has not begun to listen"
        while time.monotonic() < deadline:
            address = self._address(passwords)
            if address is not None:
                try:
                    connect(address, role="admin", name="postgres").close()
                except psycopg.OperationalError as error:
                    reason = str(error).strip()  # still starting, or recovering from a crash
                else:
                    return self._provisioned(address)
            self._check_watched()
            time.sleep(_PAUSE_SECONDS)
        raise ServerWouldNotStart(
            f"PostgreSQL in {self._home} did not answer within {self._patience:.0f} s ({reason}). "
            f"See {self._home / 'server.log'}."
        )

    def _check_watched(self) -> None:
        if is_held(self._home / "supervisor"):
            return
        failure = self._home / FAILURE_FILE
        if failure.exists():
            words = failure.read_text(encoding="utf-8", errors="replace")
            raise ServerWouldNotStart(f"PostgreSQL in {self._home} would not start: {words}")
        self._launch_supervisor()  # it was killed while we waited

    def _address(self, passwords: Passwords) -> DatabaseAddress | None:
        server = self._running()
        if server is None or server.socket_folder is None:
            return None
        admin, owner, application = passwords.credentials()
        return DatabaseAddress(
            host=str(server.socket_folder),
            port=server.port,
            name=_DATABASE,
            owner=owner,
            application=application,
            admin=admin,
            embedded=True,
        )

    def _provisioned(self, address: DatabaseAddress) -> DatabaseAddress:
        marker = self._data.parent / _PROVISIONED
        if not marker.exists():
            with exclusively(self._home / "lock", patience_seconds=self._patience):
                ensure_roles(address)
                create_database(address)
                marker.touch()
        return address


def _import_path() -> list[str]:
    # The supervisor must find this package however we found it.
    return [path for path in sys.path if path]


@contextlib.contextmanager
def _open_log(home: Path) -> Iterator[int]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
    descriptor = os.open(home / "supervisor.log", flags, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
