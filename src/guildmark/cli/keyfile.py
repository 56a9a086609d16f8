"""The issuer key file that `guildmark key new` makes, read back to sign with."""

from __future__ import annotations

import stat
from pathlib import Path

from guildmark.cli.errors import UnreadableSource
from guildmark.cli.source import load_source
from guildmark.cli.terminal import printable, say_error
from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    PublicKey,
    did_jwk,
    did_key,
    verification_method_of,
)

__all__ = ["load_signer"]

_LARGEST_KEY_BYTES = 64 * 1024


def load_signer(path: str, *, verification_method: str | None = None) -> KeySigner:
    """Return a signer for the key in a file.

    Args:
        path: JSON with `secretKeyMultibase` or `secretKeyJwk`, as `guildmark key new` writes it.
        verification_method: what the proof shall name; None for the file's own `id`, or the
            did:key or did:jwk of the key where the file has none.

    Raises:
        UnreadableSource: the file is no such key; the message names the field.
    """
    source = load_source(path, limit=_LARGEST_KEY_BYTES)
    _warn_when_open(path)
    try:
        value = parse_json(source.data)
    except CredentialError as error:
        raise UnreadableSource(f"The key file “{source.name}”: {error}") from error
    private = _read_key(value if isinstance(value, dict) else {}, name=source.name)
    own = value.get("id")
    method = verification_method or (own if isinstance(own, str) else None)
    return KeySigner(private, verification_method=method or _own_method(private))


def _read_key(value: JsonObject, *, name: str) -> PrivateKey:
    multikey, jwk = value.get("secretKeyMultibase"), value.get("secretKeyJwk")
    try:
        if isinstance(multikey, str) and jwk is None:
            member, private = "secretKeyMultibase", PrivateKey.parse(multikey)
        elif isinstance(jwk, dict) and multikey is None:
            member, private = "secretKeyJwk", PrivateKey.from_jwk(jwk)
        else:
            raise UnreadableSource(
                f"The key file “{name}” needs either a text “secretKeyMultibase” or an object "
                "“secretKeyJwk”. Make a key with: guildmark key new"
            )
    except CredentialError as error:
        member = "secretKeyJwk" if multikey is None else "secretKeyMultibase"
        raise UnreadableSource(f"The key file “{name}”, {member}: {error}") from error
    for public in ("publicKeyMultibase", "publicKeyJwk"):
        if public in value and _read_public(value[public]) != private.public_key:
            raise UnreadableSource(
                f"The key file “{name}”: {public} is not the public half of {member}."
            )
    return private


def _read_public(stated: object) -> PublicKey | None:
    try:
        if isinstance(stated, str):
            return PublicKey.parse(stated)
        return PublicKey.from_jwk(stated) if isinstance(stated, dict) else None
    except CredentialError:
        return None


def _own_method(private: PrivateKey) -> str:
    if private.algorithm == "RSA":
        return verification_method_of(did_jwk(private.public_key.to_jwk()))
    return verification_method_of(did_key(private.public_multikey))


def _warn_when_open(path: str) -> None:
    if path == "-":
        return
    mode = Path(path).stat().st_mode
    if stat.S_ISREG(mode) and mode & 0o077:
        say_error(
            f"others on this machine can read the key file {printable(path)}; "
            "close it with: chmod 600"
        )
