"""Where the database's files lie, and who owns them.

A *home* is the folder that a caller names: it holds the locks, the passwords
and the logs. The *cluster* is the folder PostgreSQL writes in: ``postgresql``
inside the home where the server's user can get there, else a folder of its own
under ``/var/lib/guildmark`` (PostgreSQL refuses to run as root, so as root it
runs as an existing unprivileged user, who cannot enter ``/root``).

Only folders made here ever get an owner or a mode from here.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guildmark.server.base.database.errors import ClusterDamaged, FolderUnusable

# Unix socket paths hold 107 bytes on Linux and 103 on macOS; the smaller counts.
_SOCKET_PATH_BYTES = 103
SOCKET_NAME = ".s.PGSQL.5432"
_SYSTEM_FOLDER = Path("/var/lib/guildmark")
# Looked for in this order when we are root; neither can sign in on a usual system.
_SERVER_USERS = ("postgres", "nobody")
# Short, and there on every Unix; $TMPDIR alone is half a socket path on macOS.
# Names in it are not trusted: see make_socket_folder.
SHORT_FOLDER = Path("/tmp")  # noqa: S108 - made 0700 inside, owner and mode are checked
_POINTER = "cluster-folder"


@dataclass(frozen=True, slots=True)
class ServerUser:
    """The system user PostgreSQL runs as; ``switch`` only when we are root."""

    name: str
    uid: int
    gid: int
    switch: bool

    def process_arguments(self) -> dict[str, object]:
        """Return the arguments of ``subprocess`` that become this user."""
        if not self.switch:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def choose_server_user() -> ServerUser:
    """Return ourselves, or an existing unprivileged user when we are root.

    Raises:
        FolderUnusable: we are root and no such user exists.
    """
    if os.geteuid() != 0:
        uid = os.geteuid()
        return ServerUser(name=str(uid), uid=uid, gid=os.getegid(), switch=False)
    for name in _SERVER_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid, switch=True)
    raise FolderUnusable(
        "PostgreSQL does not run as root, and this system has neither a user "
        "'postgres' nor 'nobody'. Run as an ordinary user, or set DATABASE_URL."
    )


def default_data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return where data lies when nobody says: /var/lib for root, else the XDG data folder."""
    environ = os.environ if environ is None else environ
    if os.geteuid() == 0:
        return _SYSTEM_FOLDER / "data"
    if data_home := environ.get("XDG_DATA_HOME"):
        return Path(data_home) / "guildmark"
    # An empty HOME counts as none, as it does for a shell.
    home = environ.get("HOME") or pwd.getpwuid(os.getuid()).pw_dir
    return Path(home) / ".local" / "share" / "guildmark"


def make_folder(path: Path, *, mode: int) -> None:
    """Make a folder and its missing parents with this mode; leave existing ones alone.

    Raises:
        FolderUnusable: something else has the name, or we may not write there.
    """
    missing = [path, *path.parents]
    try:
        missing = [folder for folder in missing if not folder.exists()]
        for folder in reversed(missing):
            folder.mkdir(exist_ok=True)
            folder.chmod(mode)  # mkdir's mode is cut by the umask; this folder is ours
        if not path.is_dir():
            raise FolderUnusable(f"{path} is not a folder. Name another data folder.")
    except OSError as error:
        raise FolderUnusable(
            f"The data folder {path} cannot be made: {error.strerror} ({error.filename}). "
            "Name a folder that you may write to."
        ) from error


def make_home(path: Path) -> Path:
    """Make the home folder and return it without links or dots in its path."""
    root = os.geteuid() == 0
    # Root's home must let the server's user pass through, though not look inside.
    make_folder(path, mode=0o711 if root else 0o700)
    home = path.resolve()
    if not os.access(home, os.W_OK | os.X_OK):
        raise FolderUnusable(f"You may not write to {home}. Name another data folder.")
    return home


def make_cluster_folder(home: Path, *, user: ServerUser) -> Path:
    """Return the folder PostgreSQL writes in, made when it is missing.

    The choice is written down in the home at first, so that it stays the same.

    Raises:
        ClusterDamaged: the folder that was written down is gone.
    """
    pointer = home / _POINTER
    if pointer.exists():
        cluster = Path(pointer.read_text(encoding="utf-8", errors="surrogateescape"))
        if cluster.is_dir():
            return cluster
        raise ClusterDamaged(
            f"The database of {home} was in {cluster}, which is gone. Put it back, "
            f"or delete {home} to begin with an empty database."
        )
    cluster = _choose_cluster_folder(home, user=user)
    if not cluster.is_dir():
        _make_private(cluster, user=user)
    pointer.write_text(str(cluster), encoding="utf-8", errors="surrogateescape")
    return cluster


def _choose_cluster_folder(home: Path, *, user: ServerUser) -> Path:
    if can_reach(home, user=user):
        return home / "postgresql"
    name = "cluster-" + hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    with contextlib.suppress(FolderUnusable):
        make_folder(_SYSTEM_FOLDER, mode=0o755)
    if os.access(_SYSTEM_FOLDER, os.W_OK) and can_reach(_SYSTEM_FOLDER, user=user):
        return _SYSTEM_FOLDER / name
    return Path(tempfile.mkdtemp(prefix="guildmark-", dir=SHORT_FOLDER)) / name


def _make_private(folder: Path, *, user: ServerUser) -> None:
    # mkdtemp's parent is 0700 and made by us: the server's user must pass it.
    if folder.parent.name.startswith("guildmark-") and user.switch:
        folder.parent.chmod(0o711)
    make_folder(folder, mode=0o700)
    if user.switch:
        os.chown(folder, user.uid, user.gid)


def can_reach(path: Path, *, user: ServerUser) -> bool:
    """Say whether the server's user may enter a folder or run a program.

    Asked of the system itself, as that user, since access lists and mount
    options decide too.
    """
    if not user.switch:
        return os.access(path, os.X_OK)
    answer = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", path],
        cwd="/",
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        **user.process_arguments(),  # type: ignore[call-overload]
    )
    return bool(answer.returncode == 0)


def make_socket_folder(cluster: Path, *, user: ServerUser) -> Path:
    """Return a folder of mode 0700 whose path is short enough for a Unix socket."""
    folder = cluster / "run"
    if len(os.fsencode(folder / SOCKET_NAME)) > _SOCKET_PATH_BYTES:
        digest = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:12]
        folder = SHORT_FOLDER / f"guildmark-{user.uid}-{digest}"
    if not os.path.lexists(folder):
        _make_private_leaf(folder, user=user)
    elif not _is_private(folder, user=user):
        # Somebody else took the name in the common folder: take a fresh one.
        folder = Path(tempfile.mkdtemp(prefix="guildmark-", dir=SHORT_FOLDER))
        if user.switch:
            os.chown(folder, user.uid, user.gid)
    return folder


def _make_private_leaf(folder: Path, *, user: ServerUser) -> None:
    folder.mkdir(mode=0o700)
    if user.switch:
        os.chown(folder, user.uid, user.gid)


def _is_private(folder: Path, *, user: ServerUser) -> bool:
    status = folder.lstat()
    return (
        stat.S_ISDIR(status.st_mode)
        and status.st_uid == user.uid
        and stat.S_IMODE(status.st_mode) == 0o700
    )
