"""What is written to the log names nobody and opens nothing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

# A process of its own: pytest listens to all logs of this one.
PROGRAM = """
import logging, types
import structlog
from guildmark.server.base.logs import configure

configure(level="INFO")
request = types.SimpleNamespace(path="/invitations/a-token-that-opens-a-door/")
for name in ("django.request", "django.security.csrf"):
    logging.getLogger(name).error("Refused: %s", request.path, extra={"request": request})
try:
    raise ValueError("duplicate key\\nDETAIL:  Key (email)=(amina@example.org) already exists.")
except ValueError:
    structlog.get_logger("guildmark.tests").error("failed", exc_info=True)
    logging.getLogger("django.request").exception("failed", extra={"request": request})
structlog.get_logger("guildmark.tests").warning("seen", Email="a@b.example", token="gm_x", n=3)
"""


@pytest.fixture(scope="module")
def written() -> str:
    """Return what that program wrote to standard error."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stderr


def test_every_line_is_one_object(written: str) -> None:
    """With the logger and the event."""
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["event"] for line in lines] == [
        "Refused: (path withheld)", "Refused: (path withheld)", "failed", "failed", "seen",
    ]  # fmt: skip
    assert lines[-1]["n"] == 3


def test_djangos_own_lines_do_not_repeat_an_address(written: str) -> None:
    """The token of an invitation or of a shared link is part of the path."""
    assert "a-token" not in written


def test_what_the_database_says_about_a_row_is_left_out(written: str) -> None:
    """Its complaint repeats the values; the kind of complaint is enough."""
    assert written.count("ValueError: duplicate key") == 2
    assert "DETAIL: (withheld)" in written
    assert "amina" not in written


def test_fields_that_may_be_personal_are_withheld(written: str) -> None:
    """Whatever the case of their names."""
    assert "a@b.example" not in written
    assert "gm_x" not in written
