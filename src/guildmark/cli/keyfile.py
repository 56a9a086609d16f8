"""The issuer key file that `guildmark key new` makes, read back to sign with."""

from __future__ import annotations

import stat
from pathlib import Path

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.source import load_source
from guildmark.cli.terminal import printable, say_error
from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    did_key,
    verification_method_of,
)

__all__ = ["load_signer"]

_LARGEST_KEY_BYTES = 64 * 1024


def load_signer(path: str, *, verification_method: str | None = None) -> KeySigner:
    """Return a signer for the key in a file.

    Args:
        path: JSON with `secretKeyMultibase`, as `guildmark key new` writes it.
        verification_method: what the proof shall name; None for the file's own `id`, or the
            did:key of the key where the file has none.

    Raises:
        UnreadableSource: the file is no such key; the message names the field.
    """
    source = load_source(path, limit=_LARGEST_KEY_BYTES)
    _warn_when_open(path)
    try:
        value = parse_json(source.data)
    except CredentialError as error:
        raise UnreadableSource(f"The key file “{source.name}”: {error}") from error
    secret = value.get("secretKeyMultibase") if isinstance(value, dict) else None
    if not isinstance(secret, str):
        raise UnreadableSource(
            f"The key file “{source.name}” has no text “secretKeyMultibase”. "
            "Make a key with: guildmark key new"
        )
    try:
        private = PrivateKey.parse(secret)
    except CredentialError as error:
        raise UnreadableSource(
            f"The key file “{source.name}”, secretKeyMultibase: {error}"
        ) from error
    stated = value.get("publicKeyMultibase", private.public_multikey)
    if stated != private.public_multikey:
        raise UnreadableSource(
            f"The key file “{source.name}”: publicKeyMultibase is not the public half of "
            "secretKeyMultibase."
        )
    own = value.get("id")
    method = verification_method or (own if isinstance(own, str) else None)
    return KeySigner(
        private,
        verification_method=method or verification_method_of(did_key(private.public_multikey)),
    )


def _warn_when_open(path: str) -> None:
    if path == "-":
        return
    mode = Path(path).stat().st_mode
    if stat.S_ISREG(mode) and mode & 0o077:
        say_error(
            f"others on this machine can read the key file {printable(path)}; "
            "close it with: chmod 600"
        )
