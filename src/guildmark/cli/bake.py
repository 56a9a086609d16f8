"""`guildmark bake` and `unbake`: a credential into a PNG or SVG image, and out again.

Source: Open Badges 3.0, 5.3 (baking).
"""

from __future__ import annotations

import click

from guildmark.cli.errors import UnableToFinish, UnreadableSource
from guildmark.cli.output import save_output
from guildmark.cli.source import LARGEST_DOCUMENT_BYTES, Source, load_source
from guildmark.credentials import baking
from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys.jws import parse_jws
from guildmark.credentials.model import is_open_badges_2
from guildmark.credentials.model.open_badges_2 import parse_signed_badge

__all__ = ["bake", "unbake"]


@click.command()
@click.argument("image", metavar="IMAGE")
@click.argument("credential", metavar="CREDENTIAL")
@click.option(
    "-o", "--output", required=True, metavar="FILE", help="The baked image; - for stdout."
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def bake(*, image: str, credential: str, output: str, force: bool) -> None:
    """Put CREDENTIAL (JSON or a VC-JWT) into IMAGE (PNG or SVG). IMAGE itself stays as it is.

    The credential's text goes in byte for byte; it is not checked, only read. A badge of Open
    Badges 2.0 goes where programs of its time look for it.
    """
    if image == "-" and credential == "-":
        raise click.UsageError("The image and the credential cannot both come from stdin.")
    picture = load_source(image)
    document = load_source(credential, limit=LARGEST_DOCUMENT_BYTES)
    _check_image(picture)
    text = _read_credential(document)
    try:
        baked = baking.bake(picture.data, text, version=_version_of(text))
    except CredentialError as error:
        raise UnableToFinish(f"“{picture.name}” cannot carry the credential: {error}") from error
    save_output(baked, output, force=force)


@click.command()
@click.argument("image", metavar="IMAGE")
@click.option("-o", "--output", default="-", metavar="FILE", help="Else standard output.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def unbake(*, image: str, output: str, force: bool) -> None:
    """Take the credential out of IMAGE. What comes out is not checked: use verify."""
    picture = load_source(image)
    _check_image(picture)
    try:
        text = baking.unbake(picture.data)
    except CredentialError as error:
        raise UnreadableSource(f"“{picture.name}”: {error}") from error
    save_output(text.encode(), output, force=force)


def _read_credential(document: Source) -> str:
    """Return the text as it is baked: JSON byte for byte, a token without white space around."""
    token = document.data.strip().decode("ascii", "replace")
    try:
        if baking.is_compact_jws(token):
            parse_jws(token)
            return token
        parse_json(document.data)
    except CredentialError as error:
        raise UnreadableSource(f"The credential “{document.name}”: {error}") from error
    return document.data.decode()


def _version_of(text: str) -> baking.Version:
    """Tell by the badge itself, or by what a token carries, of which version it is."""
    try:
        if baking.is_compact_jws(text):
            return 2 if is_open_badges_2(parse_signed_badge(text).assertion) else 3
        found = parse_json(text)
    except CredentialError:
        return 3
    return 2 if isinstance(found, dict) and is_open_badges_2(found) else 3


def _check_image(picture: Source) -> None:
    if picture.form == "JSON":
        raise UnreadableSource(f"“{picture.name}” is neither a PNG nor an SVG image.")
