"""The group of commands: each is imported when it is called, and no error shows a traceback."""

from __future__ import annotations

import importlib
import os
from collections.abc import Sequence

import click

from guildmark import __version__
from guildmark.cli.terminal import prepare_streams, printable, say_error

__all__ = ["main"]

_INTERRUPTED = 130  # 128 + SIGINT, as shells count
_UNABLE = 2

# Name → module and object, and the line in the list of commands (so that listing imports nothing).
_COMMANDS = {
    "verify": ("verify:verify", "Check a credential and say what is known about it."),
    "inspect": ("inspect:inspect", "Show what is in a credential, without checking it."),
    "key": ("key:key", "Make issuer keys."),
    "sign": ("sign:sign", "Sign a draft credential."),
    "derive": ("derive:derive", "Show only a part of a credential, as its holder."),
    "bake": ("bake:bake", "Put a credential into a PNG or SVG image."),
    "unbake": ("bake:unbake", "Take the credential out of an image."),
    "conformance": ("conformance:conformance", "Answer a published conformance suite."),
    "serve": ("server:serve", "Run the web server and the worker."),
    "worker": ("server:worker", "Run one more worker."),
    "init": ("server:init", "Set up an empty Guildmark with a first administrator."),
    "doctor": ("server:doctor", "Say what is missing or wrong in this installation."),
    "demo": ("server:demo", "Play the main job aloud on made-up people, then serve it."),
    "audit": ("server:audit", "Check the record of who did what."),
}


class _Program(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry[0].partition(":")
        command: click.Command = getattr(importlib.import_module(f"guildmark.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in _COMMANDS.items()])


@click.group(
    cls=_Program, name="guildmark", context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="guildmark", message="%(prog)s %(version)s")
def program() -> None:
    """Micro-credentials: make, sign, carry and check them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Args:
        arguments: without the program's name; None for those of the process.
    """
    prepare_streams()
    try:
        outcome = program.main(args=arguments, prog_name="guildmark", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say_error("interrupted.")
        return _INTERRUPTED
    except SystemExit:
        # Click ends so, with 1, when whoever read us has left; 1 would read "not valid".
        return _UNABLE
    except Exception as error:
        if os.environ.get("GUILDMARK_TRACEBACK"):
            raise
        say_error(
            f"something unexpected happened ({type(error).__name__}: {printable(error)}). "
            "Nothing was decided. Set GUILDMARK_TRACEBACK=1 and run it again for a report."
        )
        return _UNABLE
    return outcome if isinstance(outcome, int) else 0
