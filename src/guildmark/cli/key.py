"""`guildmark key new`: make an issuer key, kept in a file that only its owner can read.

The file is a Multikey as JSON with its secret, the form that other implementations read too; for
RSA, which Multikey does not have, a JsonWebKey.

Source: W3C Controlled Identifiers 1.0, 2.2.2 (Multikey) and 2.2.3 (JsonWebKey).
"""

from __future__ import annotations

import json
from typing import Any, Final

import click

from guildmark.cli.output import save_output
from guildmark.cli.terminal import say, say_error
from guildmark.credentials.keys import (
    Algorithm,
    PrivateKey,
    did_jwk,
    did_key,
    verification_method_of,
)

__all__ = ["key"]

_KINDS: Final[dict[str, Algorithm]] = {
    "ed25519": "Ed25519",
    "p256": "P-256",
    "p384": "P-384",
    "p521": "P-521",
    "rsa": "RSA",
}


@click.group()
def key() -> None:
    """Make issuer keys."""


@key.command()
@click.option(
    "-o",
    "--output",
    default="issuer-key.json",
    show_default=True,
    metavar="FILE",
    help="Where to keep the key; readable by you only.",
)
@click.option(
    "--type",
    "kind",
    type=click.Choice(list(_KINDS)),
    default="ed25519",
    show_default=True,
    help="ed25519, p256 and p384 sign proofs inside the credential; rsa and p521 sign tokens.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--show-private", is_flag=True, help="Print the private key too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def new(*, output: str, kind: str, force: bool, show_private: bool, as_json: bool) -> None:
    """Make a key and print its DID: did:key, or did:jwk for RSA.

    The private key goes into the file and is not printed.
    """
    private = PrivateKey.generate(_KINDS[kind])
    public, secret = _describe(private)
    text = json.dumps({**public, **secret}, indent=2) + "\n"
    save_output(text.encode(), output, force=force, secret=True)
    if output == "-":
        return
    if as_json:
        say(json.dumps({**public, **(secret if show_private else {}), "file": output}))
        return
    say(public["controller"])
    if show_private:
        (value,) = secret.values()
        say(value if isinstance(value, str) else json.dumps(value))
    say_error(f"the private key is in {output}. Who has it can sign as you; keep a safe copy.")


def _describe(private: PrivateKey) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what may be shown of a key, and the secret with the name of its member."""
    if private.algorithm == "RSA":
        jwk = private.public_key.to_jwk()
        did, form = did_jwk(jwk), {"type": "JsonWebKey"}
        value: dict[str, Any] = {"publicKeyJwk": jwk}
        secret: dict[str, Any] = {"secretKeyJwk": private.to_jwk()}
    else:
        did, form = did_key(private.public_multikey), {"type": "Multikey"}
        value = {"publicKeyMultibase": private.public_multikey}
        secret = {"secretKeyMultibase": private.private_multikey}
    return {**form, "id": verification_method_of(did), "controller": did, **value}, secret
