"""`guildmark conformance`: commands that published conformance suites drive, files in and out.

Each answers with a result file and exit status 0, whatever the result.
"""

from __future__ import annotations

import importlib
from typing import Final

import click

__all__ = ["conformance"]

# Name → module and object, imported when called.
_COMMANDS: Final = {
    "jose": "jose:jose",
    "json-schema": "json_schema:json_schema",
}


class _Suites(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.partition(":")
        command: click.Command = getattr(importlib.import_module(f"guildmark.cli.{module}"), name)
        return command


@click.group(cls=_Suites)
def conformance() -> None:
    """Answer a published conformance suite: files in, a result file out."""
