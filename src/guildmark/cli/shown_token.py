"""Tokens whose holder shows a part: what `guildmark derive` does with them.

Source: RFC 9901, 7.2 (holder) and 4.3 (key binding).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import click

from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.keyfile import load_signer
from guildmark.cli.terminal import printable
from guildmark.credentials.encoding import JsonValue
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.proofs.disclosures import Path
from guildmark.credentials.proofs.key_binding import add_key_binding
from guildmark.credentials.proofs.sd_jwt import SdJwt, parse_sd_jwt, select_disclosures
from guildmark.credentials.proofs.tokens import looks_like_token

__all__ = ["Occasion", "ShownToken", "find_token"]

_LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Occasion:
    """For whom and with which key the holder signs what he shows.

    Attributes:
        key_path: the holder's key file.
        audience: who asked.
        nonce: what it gave for this one time.
    """

    key_path: str
    audience: str
    nonce: str

    @classmethod
    def read(
        cls, *, key_path: str | None, audience: str | None, nonce: str | None
    ) -> Occasion | None:
        """Return the options together, or None where none of them was given.

        Raises:
            click.UsageError: only some of them were given.
        """
        if key_path is None and audience is None and nonce is None:
            return None
        if key_path is None or audience is None or nonce is None:
            raise click.UsageError("--key, --audience and --nonce go together.")
        return cls(key_path, audience, nonce)


def find_token(text: bytes | str) -> str | None:
    """Return the text as a token without white space around; None where it is none."""
    word = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text).strip()
    return word if looks_like_token(word) else None


class ShownToken:
    """A token of which a part can be shown.

    Args:
        text: the token as its holder keeps it.
        name: of the file, for messages.

    Raises:
        UnreadableSource: it is no such token.
        UnableToFinish: it is a token that shows all or nothing.
    """

    def __init__(self, text: str, *, name: str) -> None:
        self._name = name
        if "~" not in text:
            raise UnableToFinish(
                f"nothing can be shown of “{name}”: its issuer signed it to be shown as a whole."
            )
        try:
            self._token: SdJwt = parse_sd_jwt(text)
        except CredentialError as error:
            raise UnreadableSource(f"The credential “{name}”: {error}") from error
        self._paths = {_pointer(path): path for path in self._token.disclosed}

    def list_parts(self) -> str:
        """Return a line for each member: always shown, or the holder's choice."""
        return "".join(
            f"{'choice' if pointer in self._paths else 'always'}  {printable(pointer)}  "
            f"{_short(value)}\n"
            for pointer, value in _parts(self._token.claims, ())
        )

    def show(self, pointers: Iterable[str], *, occasion: Occasion | None) -> str:
        """Return the token with these parts, and the holder's signature where one is wanted.

        Raises:
            UnableToFinish: a pointer is none of a part that can be chosen.
        """
        chosen: list[Path] = []
        for pointer in pointers:
            if pointer not in self._paths:
                raise UnableToFinish(
                    f"nothing can be shown of “{self._name}”: {printable(pointer)} is no part "
                    "that can be chosen. --list names what can be shown."
                )
            chosen.append(self._paths[pointer])
        shown = select_disclosures(self._token, disclose=chosen)
        if occasion is not None:
            shown = add_key_binding(
                shown,
                signer=load_signer(occasion.key_path),
                audience=occasion.audience,
                nonce=occasion.nonce,
                now=datetime.now(UTC),
            )
        return f"{shown}\n"


def _parts(value: JsonValue, path: Path) -> Iterable[tuple[str, JsonValue]]:
    items: Iterable[tuple[str | int, JsonValue]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for name, inner in items:
        yield _pointer((*path, name)), inner
        yield from _parts(inner, (*path, name))


def _pointer(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _short(value: JsonValue) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shortened = text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
    return printable(shortened)
