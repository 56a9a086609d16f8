"""Have a file drawn by the other program, and believe nothing it left but pictures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from guildmark.server.assessment.previews import child

_CHILD: Final = Path(child.__file__)
# The child ends itself first; this is for a child that cannot.
_PATIENCE_SECONDS: Final = child.SECONDS + 2
_ANSWER_BYTES: Final = 64 * 1024
_PROBLEMS: Final = ("locked", "unreadable", "too_heavy")


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page as a WebP picture; sizes in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """What became of one file.

    Attributes:
        pages: the first pages, in order; a picture is one page.
        total: how many pages the document has.
        problem: why there is nothing to see: "locked", "unreadable", "too_heavy"; else "".
    """

    pages: tuple[DrawnPage, ...] = ()
    total: int = 0
    problem: str = ""


def can_draw(media_type: str) -> bool:
    """Tell whether files of this type get previews."""
    return media_type == "application/pdf" or media_type.startswith("image/")


def draw(content: IO[bytes], *, media_type: str) -> Drawing:
    """Draw the first pages of a file, within about twenty seconds and a gigabyte.

    Whatever the file holds, this returns: what cannot be drawn has a `problem`.
    """
    with _folder() as folder:
        with (folder / "original").open("wb") as copy:
            shutil.copyfileobj(content, copy)
        kind = "pdf" if media_type == "application/pdf" else "image"
        if not _run(folder, kind=kind):
            return Drawing(problem="too_heavy")
        try:
            return _read(folder)
        except (OSError, ValueError, KeyError, TypeError):
            return Drawing(problem="unreadable")


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="guildmark-preview-") as name:
        yield Path(name)


def _run(folder: Path, *, kind: str) -> bool:
    """Run the child; False when it was ended or broke down."""
    # Nothing of our environment goes along: it holds the keys. Where Python itself was found by
    # this path, it must find its library again.
    environment = {k: v for k in ("LD_LIBRARY_PATH", "SYSTEMROOT") if (v := os.environ.get(k))}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), str(folder), kind],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _read(folder: Path) -> Drawing:
    answer = json.loads(_bytes(folder / "answer.json", limit=_ANSWER_BYTES))
    problem = answer.get("problem", "")
    if problem:
        return Drawing(problem=problem if problem in _PROBLEMS else "unreadable")
    pages = []
    for number, (width, height) in enumerate(answer["pages"], start=1):
        content = _bytes(folder / f"{number}.webp", limit=child.OUTPUT_BYTES)
        if number > child.MOST_PAGES or content[:4] + content[8:12] != b"RIFFWEBP":
            raise ValueError(number)
        pages.append(DrawnPage(content, _pixels(width), _pixels(height)))
    if not pages:
        raise ValueError("no pages")
    return Drawing(pages=tuple(pages), total=max(int(answer["total"]), len(pages)))


def _pixels(value: object) -> int:
    if not isinstance(value, int) or not 0 < value <= child.LONGEST_SIDE_PIXELS:
        raise ValueError(value)
    return value


def _bytes(path: Path, *, limit: int) -> bytes:
    """Return a plain file's content; the child could have left a link to something else."""
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(path.name)
    return content
