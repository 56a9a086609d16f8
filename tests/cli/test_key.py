"""`guildmark key new`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guildmark.credentials.keys import PrivateKey, did_jwk, did_key
from tests.cli.conftest import Guildmark


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("ed25519", "z6Mk"), ("p256", "zDn"), ("p384", "z82L"), ("p521", "z2J9")],
)
def test_it_prints_the_did_and_keeps_the_key_for_its_owner_only(
    guildmark: Guildmark, folder: Path, kind: str, prefix: str
) -> None:
    """The file has mode 0600 and holds the secret; standard output has only the did:key."""
    run = guildmark("key", "new", "--type", kind, "-o", "key.json")

    kept = json.loads((folder / "key.json").read_text())
    private = PrivateKey.parse(kept["secretKeyMultibase"])
    assert run.status == 0
    assert run.out.strip() == kept["controller"] == did_key(private.public_multikey)
    assert kept["publicKeyMultibase"].startswith(prefix)
    assert kept["id"] == f"{kept['controller']}#{kept['publicKeyMultibase']}"
    assert (folder / "key.json").stat().st_mode & 0o777 == 0o600


def test_an_rsa_key_is_kept_as_a_jwk(guildmark: Guildmark, folder: Path) -> None:
    """Multikey does not have RSA; its DID is a did:jwk."""
    run = guildmark("key", "new", "--type", "rsa", "-o", "key.json")

    kept = json.loads((folder / "key.json").read_text())
    private = PrivateKey.from_jwk(kept["secretKeyJwk"])
    assert run.status == 0
    assert run.out.strip() == kept["controller"] == did_jwk(kept["publicKeyJwk"])
    assert kept["publicKeyJwk"] == private.public_key.to_jwk()
    assert kept["id"] == f"{kept['controller']}#0"
    assert kept["secretKeyJwk"]["d"] not in run.out + run.error
    assert (folder / "key.json").stat().st_mode & 0o777 == 0o600


def test_it_never_prints_the_private_key_unless_asked(guildmark: Guildmark, folder: Path) -> None:
    """Neither on standard output nor on standard error, in words or in JSON."""
    quiet = guildmark("key", "new", "-o", "a.json")
    as_json = guildmark("key", "new", "-o", "b.json", "--json")
    asked = guildmark("key", "new", "-o", "c.json", "--show-private")

    secret = {
        name: json.loads((folder / f"{name}.json").read_text())["secretKeyMultibase"]
        for name in "abc"
    }
    assert secret["a"] not in quiet.out + quiet.error
    assert secret["b"] not in as_json.out + as_json.error
    assert as_json.json["controller"].startswith("did:key:z6Mk")
    assert secret["c"] in asked.out


def test_it_does_not_replace_a_key_unless_forced(guildmark: Guildmark, folder: Path) -> None:
    """A lost key is a lost issuer."""
    guildmark("key", "new", "-o", "key.json")
    first = (folder / "key.json").read_bytes()

    refused = guildmark("key", "new", "-o", "key.json")
    assert refused.status == 2
    assert "key.json" in refused.error
    assert "--force" in refused.error
    assert (folder / "key.json").read_bytes() == first

    forced = guildmark("key", "new", "-o", "key.json", "--force")
    assert forced.status == 0
    assert (folder / "key.json").read_bytes() != first


def test_it_leaves_nothing_behind_when_the_folder_is_missing(
    guildmark: Guildmark, folder: Path
) -> None:
    """The message names the folder."""
    run = guildmark("key", "new", "-o", "missing/key.json")

    assert run.status == 2
    assert "missing" in run.error
    assert list(folder.iterdir()) == []
