"""The credential's text in what a person gave: the file itself, or what an image carries."""

from __future__ import annotations

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.source import Source, load_source
from guildmark.credentials.errors import CredentialError

__all__ = ["extract_text", "load_document"]


def load_document(path: str) -> tuple[Source, bytes | str]:
    """Read a file or standard input and return it with the credential text in it.

    Raises:
        UnreadableSource: it cannot be read, or is an image without a credential.
    """
    source = load_source(path)
    return source, extract_text(source)


def extract_text(source: Source) -> bytes | str:
    """Return the text of a JSON source, or what a PNG or SVG carries; nothing is checked.

    Raises:
        UnreadableSource: the image carries none, or is damaged.
    """
    if source.form == "JSON":
        return source.data
    from guildmark.credentials import baking

    try:
        return baking.unbake(source.data)
    except CredentialError as error:
        raise UnreadableSource(f"“{source.name}”: {error}") from error
