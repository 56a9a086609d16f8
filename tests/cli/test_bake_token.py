"""Tokens go into images and come out of them, as JSON does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guildmark.credentials.issue import sign_token
from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark
from tests.cli.images import PNG
from tests.credentials.judging import NOW

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"></svg>'


@pytest.fixture
def token(folder: Path) -> str:
    """A badge token, lying in the folder with a line break behind it as editors leave it."""
    key = PrivateKey.generate("P-256")
    did = did_key(key.public_multikey)
    signer = KeySigner(key, verification_method=verification_method_of(did))
    draft = IssuerSimulator(clock=Clock(NOW)).draft()
    draft["issuer"]["id"] = did
    # The command asks the machine's clock.
    draft["validFrom"] = "2020-01-01T00:00:00Z"
    signed = sign_token(draft, signer=signer, form="vc-jwt")
    (folder / "token.jwt").write_text(f"{signed}\n")
    return signed


@pytest.mark.parametrize("image", [PNG, _SVG], ids=["PNG", "SVG"])
def test_a_token_is_baked_unbaked_and_verified(
    guildmark: Guildmark, folder: Path, token: str, image: bytes
) -> None:
    """What comes out is the token alone, and the image verifies as the token does."""
    (folder / "image").write_bytes(image)
    assert guildmark("bake", "image", "token.jwt", "-o", "baked").status == 0
    assert guildmark("unbake", "baked").out == token

    for source in ("token.jwt", "baked"):
        run = guildmark("verify", source, "--offline", "--json")
        assert json.loads(run.out)["verdict"] == "valid", run.out


@pytest.mark.parametrize("text", ["eyJ.eyJ.AA", "eyJhbGciOiJub25lIn0.e30.AA", "no token"])
def test_what_is_no_token_is_not_baked(guildmark: Guildmark, folder: Path, text: str) -> None:
    """Nothing is written."""
    (folder / "image").write_bytes(PNG)
    (folder / "token.jwt").write_text(text)
    run = guildmark("bake", "image", "token.jwt", "-o", "baked")
    assert run.status == 3
    assert not (folder / "baked").exists()
