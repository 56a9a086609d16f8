"""What is no credential ends with exit status 3 and a sentence; never with a traceback.

The `guildmark` fixture fails for any traceback.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Guildmark

_DEEP = b'{"@context": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"

_CASES = {
    "a text": (b"hello", "JSON"),
    "a number": (b"5", "object"),
    "a list": (b"[]", "object"),
    "null": (b"null", "object"),
    "an empty object": (b"{}", "credential"),
    "cut off": (b'{"@context": [', "JSON"),
    "duplicate keys": (b'{"id": "a", "id": "b"}', "twice"),
    "not a number": (b'{"a": NaN}', "NaN"),
    "very deep": (_DEEP, "deep"),
    "latin-1": ('{"name": "ñ"}'.encode("latin-1"), "UTF-8"),
    "utf-16": ('{"name": "ñ"}'.encode("utf-16"), "UTF-8"),
    "a byte order mark": (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
    "zero bytes": (b"\x00" * 64, "JSON"),
    "half a surrogate pair": (b'{"a": "\\ud800"}', "surrogate"),
    "a large number": (b'{"a": 1e400}', "number"),
    "a cut png": (b"\x89PNG\r\n\x1a\n", "PNG"),
    "an svg with an entity": (b'<!DOCTYPE svg [<!ENTITY x "y">]><svg>&x;</svg>', ""),
    "a web page": (b"<!doctype html><p>Hello", ""),
}


@pytest.mark.parametrize("name", _CASES)
@pytest.mark.parametrize("command", ["verify", "inspect"])
def test_it_is_unreadable(guildmark: Guildmark, folder: Path, command: str, name: str) -> None:
    """The message says what is wrong."""
    content, problem = _CASES[name]
    (folder / "input").write_bytes(content)

    run = guildmark(command, "input")

    if (command, name) == ("inspect", "an empty object"):
        assert run.status == 0  # there is nothing in it, and that can be shown
        return
    assert run.status == 3
    assert problem.lower() in (run.out + run.error).lower()


@pytest.mark.parametrize("command", ["verify", "inspect", "unbake"])
def test_standard_input_may_be_empty(guildmark: Guildmark, command: str) -> None:
    """Exit status 3, and it says that standard input was."""
    run = guildmark(command, "-")

    assert run.status == 3
    assert "tandard input is empty" in run.out + run.error


def test_the_json_object_is_there_for_unreadable_input_too(
    guildmark: Guildmark, guildmark_process: Guildmark
) -> None:
    """Scripts read one shape."""
    missing = guildmark_process("verify", "--json", "missing.json")
    text = guildmark("verify", "--json", "-", stdin=b"hello")

    for run in (missing, text):
        assert run.status == 3
        assert run.json["verdict"] == "unreadable"
        assert run.json["issuer"] == {"id": None, "recognised": "not asked", "by": []}
        assert run.json["holder"] == "not asked"
        assert run.json["checks"][0]["outcome"] == "fail"


def test_a_folder_a_missing_file_and_an_endless_one_are_named(
    guildmark: Guildmark, folder: Path
) -> None:
    """Reading stops at the limit."""
    (folder / "sub").mkdir()

    for argument, problem in (
        ("sub", "is a folder"),
        ("missing.json", "no file"),
        ("missing/credential.json", "no file"),
        ("/dev/zero", "16 MiB"),
        ("a\nb\x1b[2J", "a\\nb\\x1b[2J"),
        ("x" * 5000, "cannot be read"),
    ):
        run = guildmark("verify", argument)
        assert run.status == 3, argument
        assert problem in run.out + run.error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(guildmark: Guildmark, folder: Path) -> None:
    """Exit status 3: there is a file, but not for you."""
    (folder / "secret.json").write_text("{}")
    (folder / "secret.json").chmod(0)

    run = guildmark("verify", "secret.json")

    assert run.status == 3
    assert "may not be read" in run.out


def test_a_huge_file_is_refused_before_it_is_understood(guildmark: Guildmark, folder: Path) -> None:
    """Sparse, so that the disk does not mind."""
    with (folder / "huge.json").open("wb") as stream:
        stream.truncate(3 * 1024**3)

    run = guildmark("verify", "huge.json")

    assert run.status == 3
    assert "16 MiB" in run.out
