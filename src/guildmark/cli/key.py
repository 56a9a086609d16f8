"""`guildmark key new`: make an issuer key, kept in a file that only its owner can read.

The file is a Multikey as JSON with its secret, the form that other implementations read too.

Source: W3C Controlled Identifiers 1.0, 2.2.2 (Multikey).
"""

from __future__ import annotations

import json
from typing import Literal

import click

from guildmark.cli.output import save_output
from guildmark.cli.terminal import say, say_error
from guildmark.credentials.keys import PrivateKey, did_key, verification_method_of

__all__ = ["key"]


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
    "--algorithm",
    type=click.Choice(["Ed25519", "P-256"]),
    default="Ed25519",
    show_default=True,
    help="Ed25519 signs eddsa-rdfc-2022 credentials.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
@click.option("--show-private", is_flag=True, help="Print the private key too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def new(
    *,
    output: str,
    algorithm: Literal["Ed25519", "P-256"],
    force: bool,
    show_private: bool,
    as_json: bool,
) -> None:
    """Make a key and print its did:key.

    The private key goes into the file and is not printed.
    """
    private = PrivateKey.generate(algorithm)
    did = did_key(private.public_multikey)
    public = {
        "type": "Multikey",
        "id": verification_method_of(did),
        "controller": did,
        "publicKeyMultibase": private.public_multikey,
    }
    secret = {**public, "secretKeyMultibase": private.private_multikey}
    text = json.dumps(secret, indent=2) + "\n"
    save_output(text.encode(), output, force=force, secret=True)
    if output == "-":
        return
    if as_json:
        say(json.dumps({**(secret if show_private else public), "file": output}))
        return
    say(did)
    if show_private:
        say(private.private_multikey)
    say_error(f"the private key is in {output}. Who has it can sign as you; keep a safe copy.")
