"""The reference describes what the code has: settings, commands and the REST API."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from guildmark.cli.program import program
from guildmark.server.config.openapi import build_openapi

_ROOT = Path(__file__).parents[3]
_REFERENCE = _ROOT / "docs/reference"
_SOURCE = _ROOT / "src/guildmark"
# Settings of Django that bear our name; no operator gives them.
_NOT_VARIABLES = {"GUILDMARK_SHELL", "GUILDMARK_SCOPE_OF_REQUEST"}


def variables_read() -> set[str]:
    """Return the names of all environment variables that the code reads."""
    found = set()
    for path in _SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""["'](GUILDMARK_[A-Z_]+)["']""", text))
    return found - _NOT_VARIABLES


def variables_described() -> set[str]:
    """Return the names in the table, with their short forms written out."""
    found = set()
    for line in (_REFERENCE / "settings.md").read_text(encoding="utf-8").splitlines():
        if not line.startswith("| `"):
            continue
        names = re.findall(r"`([A-Z_…]+)`", line.split("|")[1])
        stem = names[0]
        for name in names:
            if name == "…_FILE":
                found.add(f"{stem}_FILE")
            elif name.startswith("…"):
                found.add(re.sub(r"_[A-Z]+$", name[1:], names[0]))
            else:
                found.add(name)
                stem = name
    return found


def test_every_setting_is_described() -> None:
    """And no setting is described that nothing reads."""
    described = variables_described()
    assert variables_read() - described == set()
    mine = {name for name in described if name.startswith("GUILDMARK_")}
    assert {name for name in mine if not name.endswith("_FILE")} - variables_read() == set()


def _commands(group: click.Group, prefix: str = "") -> set[str]:
    found = set()
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            found |= _commands(command, f"{prefix}{name} ")
        else:
            found.add(prefix + name)
    return found


@pytest.mark.parametrize("command", sorted(_commands(program)))
def test_every_command_is_described(command: str) -> None:
    """In the table of docs/reference/command-line.md, by its whole name."""
    text = (_REFERENCE / "command-line.md").read_text(encoding="utf-8")
    assert re.search(rf"`{command}[ `]", text), command


def test_the_description_of_the_api_is_the_committed_one() -> None:
    """Whoever changes the API sees it in the diff: run tools/write_openapi.py."""
    committed = (_REFERENCE / "openapi.json").read_text(encoding="utf-8")
    assert build_openapi() == committed


def test_the_api_describes_each_operation() -> None:
    """A summary, a tag, and a name for each; those that change something need a token."""
    document = json.loads(build_openapi())
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert operation["summary"], where
            assert operation["description"], where
            assert operation["tags"], where
            if method != "get" and "verify" not in path:
                assert operation["security"], where
