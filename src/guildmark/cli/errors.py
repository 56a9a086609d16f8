"""Ways for a command to stop: a message for people and an exit status for scripts.

click.ClickException
├── UnreadableSource   3, what was given cannot be read
└── UnableToFinish     2, the command could not do its work
"""

from __future__ import annotations

import click

from guildmark.cli.terminal import printable, say_error

__all__ = ["UnableToFinish", "UnreadableSource"]


class UnreadableSource(click.ClickException):
    """The input is missing, too large, or not what it claims to be."""

    exit_code = 3

    def show(self, file: object = None) -> None:
        """Print the message on standard error, made safe for a terminal."""
        say_error(printable(self.message, limit=None))


class UnableToFinish(click.ClickException):
    """The command could not do what was asked; nothing was left half-written."""

    exit_code = 2

    def show(self, file: object = None) -> None:
        """Print the message on standard error, made safe for a terminal."""
        say_error(printable(self.message, limit=None))
