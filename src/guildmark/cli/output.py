"""Files a command makes: whole or not at all, and never over another unless told to."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from guildmark.cli.errors import UnableToFinish
from guildmark.cli.terminal import printable

__all__ = ["save_output"]


def save_output(data: bytes, path: str, *, force: bool = False, secret: bool = False) -> None:
    """Write bytes to a file, or to standard output for `-`.

    The file appears complete under its name or not at all: it is written beside its place and
    then moved there.

    Args:
        data: everything.
        path: as typed by a person.
        force: replace an existing file.
        secret: readable by its owner only (mode 0600); else as the umask says.

    Raises:
        UnableToFinish: the file exists, the folder does not, or the disk refuses.
    """
    if path == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target, name = Path(path), printable(path)
    try:
        if target.is_dir():
            raise UnableToFinish(f"“{name}” is a folder; give a file name in it.")
        if not target.parent.is_dir():
            raise UnableToFinish(f"The folder “{printable(target.parent)}” does not exist.")
        _place(data, target, force=force, mode=0o600 if secret else 0o666 & ~_umask())
    except FileExistsError as error:
        raise UnableToFinish(
            f"“{name}” exists already. Give another name, or --force to replace it."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnableToFinish(f"“{name}” cannot be written: {reason}.") from error


def _place(data: bytes, target: Path, *, force: bool, mode: int) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        if force:
            Path(temporary).replace(target)
        else:
            _link(Path(temporary), target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _link(temporary: Path, target: Path) -> None:
    # A link fails when the name is taken, even when somebody takes it this very moment.
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no links; there the look before the move must do.
        if target.exists():
            raise FileExistsError(target) from None
        temporary.replace(target)


def _umask() -> int:
    # The only portable way to read it is to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
