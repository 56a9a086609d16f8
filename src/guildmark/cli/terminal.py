"""What reaches the terminal: words made safe, colour only for people.

Names in a credential are written by strangers. A terminal obeys control characters, and
bidirectional marks reorder what is read, so both are shown as escapes.
"""

from __future__ import annotations

import os
import sys
import unicodedata

import click

__all__ = ["heading", "mark", "prepare_streams", "printable", "say", "say_error"]

# Control, format, surrogate, private use, unassigned; line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Joiners are letters' neighbours in Persian, Hindi and emoji, and move nothing.
_JOINERS = frozenset({"\u200c", "\u200d"})
# A name longer than this is no name; the rest would push the verdict off the screen.
_LONGEST = 300

_COLOURS = {
    "pass": "green",
    "fail": "red",
    "could not run": "yellow",
    "not applicable": "bright_black",
}


def printable(text: object, *, limit: int | None = _LONGEST) -> str:
    r"""Return text in which each character that a terminal could obey is an escape.

    Args:
        text: anything; `str()` of it is taken.
        limit: longest result in characters before it is cut with "…"; None for no limit.

    >>> printable("Ada\x1b[2J")
    'Ada\\x1b[2J'
    """
    raw = str(text)
    cut = raw if limit is None else raw[:limit]
    safe = "".join(_escape(character) for character in cut)
    return safe if len(cut) == len(raw) else safe + "…"


def _escape(character: str) -> str:
    if character in _JOINERS or unicodedata.category(character) not in _UNSAFE:
        return character
    return character.encode("unicode_escape").decode("ascii")


def prepare_streams() -> None:
    """Make output never fail for a character that the terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def say(line: str = "") -> None:
    """Print one line on standard output; colour is dropped where nobody looks or wants it."""
    click.echo(line, color=_wants_colour())


def say_error(message: str) -> None:
    """Print one message on standard error."""
    click.echo(f"guildmark: {message}", err=True)


def heading(text: str, *, outcome: str = "") -> str:
    """Return text in bold, in the colour of a check's outcome where one is given."""
    return click.style(text, bold=True, fg=_COLOURS.get(outcome))


def mark(outcome: str, *, width: int = 0) -> str:
    """Return a check's outcome in its colour; the word says it without the colour."""
    return click.style(outcome.ljust(width), fg=_COLOURS.get(outcome))


def _wants_colour() -> bool | None:
    # https://no-color.org; None lets click see whether the stream is a terminal.
    return False if os.environ.get("NO_COLOR") else None
