"""The program around the commands: what it loads, how it ends."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from guildmark.cli import main
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG


def test_checking_and_signing_load_no_django_and_no_http_client(folder: Path) -> None:
    """`verify --offline`, `inspect`, `sign` and `bake`, all in one process, one after another."""
    clock = Clock(datetime.now(UTC).replace(microsecond=0))
    issuer = IssuerSimulator(clock=clock)
    (folder / "credential.json").write_text(json.dumps(issuer.award()))
    (folder / "draft.json").write_text(json.dumps(issuer.draft()))
    (folder / "trust.json").write_text(json.dumps(issuer.trust()))
    (folder / "key.json").write_text(
        json.dumps({"secretKeyMultibase": issuer.key.private_multikey})
    )
    (folder / "image.png").write_bytes(PNG)
    program = """
import sys
from guildmark.cli import main
for line in (
    "verify --offline --trust trust.json credential.json",
    "inspect credential.json",
    "sign draft.json --key key.json -o signed.json",
    "bake image.png signed.json -o baked.png",
    "unbake baked.png -o out.json",
    "key new -o new.json",
):
    assert main(line.split()) == 0, line
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"django", "httpx", "httpcore", "psycopg", "rich"}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_lists_the_commands_without_loading_them(guildmark: Guildmark) -> None:
    """The list has each command of the product."""
    run = guildmark("--help")

    assert run.status == 0
    for command in (
        "verify",
        "inspect",
        "key",
        "sign",
        "bake",
        "unbake",
        "serve",
        "doctor",
        "demo",
    ):
        assert f"  {command} " in run.out


@pytest.mark.parametrize(
    "command",
    ["verify", "inspect", "key", "key new", "sign", "bake", "unbake", "serve", "worker", "init",
     "doctor", "demo", "audit", "audit verify"],
)  # fmt: skip
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` works without a database, a file or a network."""
    assert main([*command.split(), "--help"]) == 0

    assert "Usage: guildmark " + command in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["verif"], ["verify"], ["verify", "--offlin", "x"], ["sign", "x"], ["serve", "--port", "x"]],
)
def test_a_mistake_in_the_call_exits_2_and_says_what_is_meant(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """On standard error, with the way to help."""
    assert main(arguments) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Error: " in captured.err


def test_an_unexpected_failure_shows_a_sentence_and_decides_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A fault of ours must not read "valid", nor "not valid"."""
    import guildmark.cli.verify as module

    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(module, "verify_credential", fail)
    (tmp_path / "x.json").write_text("{}")

    assert main(["verify", "--offline", str(tmp_path / "x.json")]) == 2

    captured = capsys.readouterr()
    assert "ZeroDivisionError" in captured.err
    assert "Traceback" not in captured.err


def test_an_interrupt_exits_130(folder: Path) -> None:
    """Not 1, which would read "not valid"."""
    process = subprocess.Popen(
        [sys.executable, "-m", "guildmark", "verify", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"{")
    process.stdin.flush()
    # Once the pipe is empty the command waits for more.
    deadline = time.monotonic() + 20
    while _unread(process.stdin) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=20)

    assert process.returncode == 130
    assert b"Traceback" not in error


def _unread(pipe: IO[bytes]) -> int:
    answer = fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4)
    return int.from_bytes(answer, sys.byteorder)


def test_a_reader_who_leaves_is_no_traceback(folder: Path) -> None:
    """`guildmark inspect … | head -0`."""
    (folder / "large.json").write_text(json.dumps({"@context": ["x" * 200] * 4000}))
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "guildmark", "inspect", "--json", "large.json"],
            cwd=folder,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    finally:
        os.close(writing)

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_the_version_is_that_of_the_distribution(guildmark_process: Guildmark) -> None:
    """As `pip show` says it."""
    from importlib.metadata import version

    assert guildmark_process("--version").out == f"guildmark {version('guildmark')}\n"
