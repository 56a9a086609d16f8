"""`guildmark sign` for tokens whose holder may keep parts back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.proofs import sd_jwt_vc, vc_jose
from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark
from tests.credentials.judging import NOW


@pytest.fixture
def issuer(folder: Path) -> IssuerSimulator:
    """An issuer whose key and draft lie in the folder."""
    simulator = IssuerSimulator(clock=Clock(NOW))
    key = {"secretKeyMultibase": simulator.key.private_multikey}
    (folder / "key.json").write_text(json.dumps(key))
    (folder / "draft.json").write_text(json.dumps(simulator.draft()))
    claims: dict[str, Any] = {"iss": simulator.did, "name": "Ada", "phones": ["1", "2"]}
    (folder / "claims.json").write_text(json.dumps(claims))
    return simulator


def test_flat_claims_become_an_sd_jwt_vc(guildmark: Guildmark, issuer: IssuerSimulator) -> None:
    """Type and paths are given on the line; the token comes out with its disclosures."""
    run = guildmark(
        "sign", "claims.json", "--key", "key.json", "--suite", "sd-jwt-vc",
        "--vct", "https://example.org/vct", "--disclose", "name", "--disclose", "phones[1]",
    )  # fmt: skip
    assert run.status == 0, run.error
    token = sd_jwt_vc.parse(run.out.strip())

    assert set(token.sd_jwt.disclosed) == {("name",), ("phones", 1)}
    assert (token.vct, token.issuer) == ("https://example.org/vct", issuer.did)
    assert sd_jwt_vc.is_signature_valid(token, key=issuer.key.public_key)


@pytest.mark.usefixtures("issuer")
def test_a_credential_becomes_a_selective_token(guildmark: Guildmark, folder: Path) -> None:
    """vc-jose with --disclose is vc+sd-jwt."""
    run = guildmark(
        "sign", "draft.json", "--key", "key.json", "--suite", "vc-jose",
        "--disclose", "credentialSubject.achievement",
    )  # fmt: skip
    assert run.status == 0, run.error
    parsed = vc_jose.parse(run.out.strip())
    draft = json.loads((folder / "draft.json").read_text())
    assert (parsed.media_type, parsed.document) == ("vc+sd-jwt", draft)


@pytest.mark.parametrize(
    "options",
    [
        ["--suite", "sd-jwt-vc"],
        ["--vct", "https://example.org/vct"],
        ["--disclose", "name"],
        ["--suite", "vc-jwt", "--disclose", "name"],
        ["--suite", "sd-jwt-vc", "--vct", "x", "--created", "2026-11-22T10:00:00Z"],
        ["--suite", "sd-jwt-vc", "--vct", "x", "--disclose", "nowhere"],
        ["--suite", "sd-jwt-vc", "--vct", "x", "--disclose", "a["],
        ["--suite", "sd-jwt-vc", "--vct", "x", "--disclose", "iss"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("issuer")
def test_options_that_do_not_go_together_are_told(guildmark: Guildmark, options: list[str]) -> None:
    """A mistake in the call: nothing is signed, and the sentence says why."""
    run = guildmark("sign", "claims.json", "--key", "key.json", *options)
    assert (run.status, run.out) == (2, "")
    assert run.error
