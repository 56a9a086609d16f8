"""`guildmark derive`: the holder shows a part of a credential, and what proves it.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.6; RFC 9901, 7.2.
"""

from __future__ import annotations

import json
from typing import Final

import click

from guildmark.cli.document import load_document
from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.output import save_output
from guildmark.cli.shown_token import Occasion, ShownToken, find_token
from guildmark.cli.terminal import printable, say_error
from guildmark.credentials.encoding import JsonObject, JsonValue, parse_json
from guildmark.credentials.errors import CredentialError

__all__ = ["derive"]

_LONGEST_VALUE: Final = 60


@click.command()
@click.argument("credential", metavar="CREDENTIAL")
@click.option(
    "--show",
    "pointers",
    multiple=True,
    metavar="POINTER",
    help="What to show, for example /credentialSubject/achievement; may be repeated. What the "
    "issuer made mandatory is always shown.",
)
@click.option("--list", "is_list", is_flag=True, help="List what can be shown, and show nothing.")
@click.option(
    "--key", "key_path", metavar="FILE", help="Your key, to sign what you show of a token."
)
@click.option("--audience", metavar="TEXT", help="With --key: who asked, as they name themselves.")
@click.option("--nonce", metavar="TEXT", help="With --key: what they gave you for this one time.")
@click.option("-o", "--output", default="-", metavar="FILE", help="Else standard output.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def derive(
    *,
    credential: str,
    pointers: tuple[str, ...],
    is_list: bool,
    key_path: str | None,
    audience: str | None,
    nonce: str | None,
    output: str,
    force: bool,
) -> None:
    """Show only a part of CREDENTIAL (JSON, a token, or an image that carries it; - for stdin).

    The issuer must have signed it for that (ecdsa-sd-2023, or a token with disclosures). Keep
    CREDENTIAL to yourself: who has it can show any part. Give away what this command writes.
    """
    if is_list and (pointers or output != "-"):
        raise click.UsageError("--list shows nothing: leave out --show and --output.")
    occasion = Occasion.read(key_path=key_path, audience=audience, nonce=nonce)
    source, text = load_document(credential)
    word = find_token(text)
    if word is not None:
        token = ShownToken(word, name=source.name)
        written = token.list_parts() if is_list else token.show(pointers, occasion=occasion)
        save_output(written.encode(), output, force=force)
        return
    if occasion is not None:
        raise click.UsageError("--key signs what is shown of a token, and this is none.")
    try:
        value = parse_json(text)
    except CredentialError as error:
        raise UnreadableSource(f"The credential “{source.name}”: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableSource(f"The credential “{source.name}” is JSON, but not an object.")
    written = _list(value, source.name) if is_list else _derive(value, source.name, pointers)
    save_output(written.encode(), output, force=force)


def _derive(value: JsonObject, name: str, pointers: tuple[str, ...]) -> str:
    from guildmark.credentials.proofs import ecdsa_sd_2023

    try:
        derived = ecdsa_sd_2023.derive(value, selective_pointers=pointers)
    except CredentialError as error:
        raise UnableToFinish(f"nothing can be shown of “{name}”: {error}{_hint(error)}") from error
    _warn_when_incomplete(derived, whole=value)
    return json.dumps(derived, ensure_ascii=False, indent=2) + "\n"


def _warn_when_incomplete(derived: JsonObject, *, whole: JsonObject) -> None:
    """Say what the standard requires and is not shown: verifiers may refuse the rest for it."""
    from guildmark.credentials.model import check_structure

    known = set(map(str, check_structure(whole)))
    missing = [text for text in map(str, check_structure(derived)) if text not in known]
    if missing:
        say_error(
            f"verifiers may refuse this part, for it lacks what the standard requires: "
            f"{printable('; '.join(missing))}. Show more with --show."
        )


def _hint(error: CredentialError) -> str:
    if error.code in ("pointer_syntax", "pointer_unmatched", "sd_nothing_selected"):
        return " --list names what can be shown."
    return ""


def _list(value: JsonObject, name: str) -> str:
    from guildmark.credentials.proofs import ecdsa_sd_2023

    try:
        parts = ecdsa_sd_2023.list_parts(value)
    except CredentialError as error:
        raise UnableToFinish(f"nothing can be shown of “{name}”: {error}") from error
    lines = (
        f"{'always' if part.is_mandatory else 'choice'}  {printable(part.pointer)}  "
        f"{_short(part.value)}\n"
        for part in parts
    )
    return "".join(lines)


def _short(value: JsonValue) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    shortened = text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
    return printable(shortened)
