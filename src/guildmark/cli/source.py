"""What a command is given: a file, or `-` for standard input, read once and within a limit."""

from __future__ import annotations

import errno
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.terminal import printable

__all__ = ["LARGEST_DOCUMENT_BYTES", "LARGEST_IMAGE_BYTES", "Source", "load_source"]

# The engine reads JSON up to 1 MiB; trust files hold several documents.
LARGEST_DOCUMENT_BYTES = 8 * 1024 * 1024
# A badge is some hundred kilobytes; phones make photographs of up to about 15 MB.
LARGEST_IMAGE_BYTES = 16 * 1024 * 1024

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes and where they came from; `name` is safe to print."""

    name: str
    data: bytes

    @property
    def form(self) -> str:
        """`PNG`, `SVG` or `JSON`, by the first bytes and not by the file's name."""
        if self.data.startswith(_PNG_MAGIC):
            return "PNG"
        start = self.data[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
        return "SVG" if start.startswith(b"<") else "JSON"


def load_source(path: str, *, limit: int = LARGEST_IMAGE_BYTES) -> Source:
    """Read a file, or standard input for `-`.

    Args:
        path: as typed by a person; may be a pipe.
        limit: most bytes that are read.

    Raises:
        UnreadableSource: it is missing, a folder, forbidden, empty or over the limit.
    """
    name = "standard input" if path == "-" else printable(path)
    try:
        data = _read(path, limit + 1)
    except OSError as error:
        raise UnreadableSource(_explain(error, name)) from error
    except ValueError as error:  # a NUL in the path
        raise UnreadableSource(f"“{name}” is not a file name.") from error
    if not data:
        raise UnreadableSource(f"{_capital(name)} is empty; a credential was expected.")
    if len(data) > limit:
        raise UnreadableSource(
            f"{_capital(name)} has more than {limit // (1024 * 1024)} MiB; "
            "no credential or badge image is that large."
        )
    return Source(name=name, data=data)


def _read(path: str, count: int) -> bytes:
    if path == "-":
        return _read_fully(sys.stdin.buffer, count)
    with Path(path).open("rb") as stream:
        return _read_fully(stream, count)


def _read_fully(stream: BinaryIO, count: int) -> bytes:
    # A pipe may give less than asked for; the end is reached when it gives nothing.
    chunks, left = [], count
    while left and (chunk := stream.read(left)):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _explain(error: OSError, name: str) -> str:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return f"There is no file “{name}”."
        case errno.EISDIR:
            return f"“{name}” is a folder; give the file inside it."
        case errno.EACCES | errno.EPERM:
            return f"“{name}” may not be read by you."
        case _:
            return f"“{name}” cannot be read: {error.strerror or error}."


def _capital(name: str) -> str:
    return "Standard input" if name == "standard input" else f"“{name}”"
