"""Make a cluster: the files of one PostgreSQL installation, whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from guildmark.server.base.database.address import Credentials
from guildmark.server.base.database.errors import ClusterDamaged, ServerWouldNotStart
from guildmark.server.base.database.folders import ServerUser
from guildmark.server.base.database.postmaster import server_environment
from guildmark.server.base.database.programs import SERVER_VERSION, Programs

ADMIN, OWNER, APPLICATION = "guildmark_admin", "guildmark_owner", "guildmark_app"


@dataclass(frozen=True, slots=True)
class Passwords:
    """The random passwords of the three roles, kept in a file of mode 0600."""

    admin: str
    owner: str
    application: str

    def credentials(self) -> tuple[Credentials, Credentials, Credentials]:
        """Return admin, owner and application."""
        return (
            Credentials(ADMIN, self.admin),
            Credentials(OWNER, self.owner),
            Credentials(APPLICATION, self.application),
        )


def load_passwords(home: Path, *, data: Path) -> Passwords:
    """Read the passwords, or make them when there is no cluster yet.

    Raises:
        ClusterDamaged: there is a cluster but its passwords are gone.
    """
    path = home / "passwords.json"
    if path.exists():
        try:
            return Passwords(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as error:
            raise ClusterDamaged(
                f"{path} cannot be read: restore it from a backup; without it the "
                f"database in {data} does not open."
            ) from error
    if data.exists():
        raise ClusterDamaged(
            f"{path} is missing, and without it the database in {data} does not open. "
            "Restore it from a backup."
        )
    passwords = Passwords(*(secrets.token_urlsafe(24) for _ in range(3)))
    _write_private(path, json.dumps(asdict(passwords)))
    return passwords


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def ensure_cluster(
    data: Path, *, programs: Programs, user: ServerUser, password: str, durable: bool
) -> None:
    """Make the data folder by ``initdb`` unless it is there.

    Raises:
        ClusterDamaged: it was made by another major version.
        ServerWouldNotStart: initdb refused.
    """
    if data.exists():
        _check_version(data)
        return
    fresh = data.with_name(data.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)  # what a killed attempt left
    _run_initdb(fresh, programs=programs, user=user, password=password, durable=durable)
    fresh.rename(data)


def _check_version(data: Path) -> None:
    try:
        version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as error:
        raise ClusterDamaged(
            f"{data} does not hold a PostgreSQL database (PG_VERSION: {error.strerror}). "
            "Name another data folder, or restore this one."
        ) from error
    if version != str(SERVER_VERSION):
        raise ClusterDamaged(
            f"The database in {data} was made by PostgreSQL {version}; the programs installed "
            f"are version {SERVER_VERSION}. Dump it with {version} and restore it, or use "
            "another data folder."
        )


def _run_initdb(
    fresh: Path, *, programs: Programs, user: ServerUser, password: str, durable: bool
) -> None:
    with tempfile.NamedTemporaryFile("w", dir=fresh.parent, prefix="pw-") as file:
        file.write(password)
        file.flush()
        if user.switch:
            os.chown(file.name, user.uid, user.gid)
        command = [
            str(programs.initdb),
            f"--pgdata={fresh}",
            f"--username={ADMIN}",
            f"--pwfile={file.name}",
            "--auth=scram-sha-256",
            # Named, so that sorting and upper case never depend on the machine:
            # the wheel has no ICU, and libc's rules change with the system.
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *([] if durable else ["--no-sync", "--wal-segsize=1"]),
        ]
        done = subprocess.run(
            command,
            cwd="/",
            env=server_environment(),
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            **user.process_arguments(),  # type: ignore[call-overload]
        )
    if done.returncode != 0:
        words = os.fsdecode(done.stderr).strip() or os.fsdecode(done.stdout).strip()
        raise ServerWouldNotStart(f"initdb could not make {fresh.parent / 'data'}: {words}")
