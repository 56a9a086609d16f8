"""Files that commands write: whole or not at all, never over another unless told to."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from guildmark.cli.errors import UnableToFinish
from guildmark.cli.output import save_output


def test_it_writes_with_the_mode_of_the_umask(tmp_path: Path) -> None:
    """Like any other program."""
    before = os.umask(0o027)
    try:
        save_output(b"x", str(tmp_path / "out"))
    finally:
        os.umask(before)

    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o640


def test_a_secret_is_for_its_owner_whatever_the_umask(tmp_path: Path) -> None:
    """Mode 0600."""
    before = os.umask(0)
    try:
        save_output(b"x", str(tmp_path / "out"), secret=True)
    finally:
        os.umask(before)

    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_of_two_who_write_one_name_only_one_wins(tmp_path: Path) -> None:
    """The loser is told; the winner's bytes are whole."""
    refused: list[str] = []

    def write(letter: bytes) -> None:
        try:
            save_output(letter * 100_000, str(tmp_path / "out"))
        except UnableToFinish as error:
            refused.append(error.message)

    threads = [threading.Thread(target=write, args=(letter,)) for letter in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = (tmp_path / "out").read_bytes()
    assert len(refused) == 2
    assert len(set(written)) == 1
    assert len(written) == 100_000
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["", ".", "missing/file"])
def test_it_refuses_what_is_no_file_name(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder, a missing folder; nothing is left behind."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UnableToFinish):
        save_output(b"x", name, force=True)

    assert list(tmp_path.iterdir()) == []


def test_a_forced_write_replaces_in_one_step(tmp_path: Path) -> None:
    """The old file stays whole for whoever has it open."""
    target = tmp_path / "out"
    target.write_bytes(b"old")

    with target.open("rb") as reader:
        save_output(b"new", str(target), force=True)
        assert reader.read() == b"old"

    assert target.read_bytes() == b"new"
