"""`guildmark derive` for tokens: the holder chooses, and signs for one occasion."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildmark.credentials.proofs import sd_jwt_vc, vc_jose
from tests.cli.conftest import Guildmark
from tests.credentials.proofs.tokens import credential, decode, key_of, signer_of

_PATHS: list[tuple[str | int, ...]] = [("name",), ("address",), ("address", "a/b"), ("codes", 1)]


@pytest.fixture
def token(folder: Path) -> str:
    """A holder's token and key, lying in the folder."""
    issued = sd_jwt_vc.issue(
        {
            "iss": "did:example:issuer",
            "name": "Ada",
            "address": {"a/b": "Kirchgasse", "city": "Basel"},
            "codes": ["x", "y"],
        },
        vct="https://example.org/v",
        signer=signer_of(),
        disclose=_PATHS,
        holder_jwk=key_of("P-256").public_key.to_jwk(),
    )
    (folder / "mine.jwt").write_text(f"{issued}\n")
    key = {"secretKeyMultibase": key_of("P-256").private_multikey}
    (folder / "key.json").write_text(json.dumps(key))
    (folder / "key.json").chmod(0o600)
    return issued


@pytest.mark.usefixtures("token")
def test_the_parts_are_listed(guildmark: Guildmark) -> None:
    """What is always shown, and what is the holder's choice, as JSON pointers."""
    lines = guildmark("derive", "mine.jwt", "--list").out.splitlines()
    chosen = {line.split()[1] for line in lines if line.startswith("choice")}

    assert chosen == {"/name", "/address", "/address/a~1b", "/codes/1"}
    assert "always  /iss  did:example:issuer" in lines
    assert "always  /address/city  Basel" in lines


@pytest.mark.usefixtures("token")
def test_a_part_is_shown(guildmark: Guildmark) -> None:
    """What is inside a hidden member brings that member along, and nothing else."""
    run = guildmark("derive", "mine.jwt", "--show", "/address/a~1b", "--show", "/codes/1")
    claims = sd_jwt_vc.parse(run.out.strip()).claims

    assert claims["address"] == {"a/b": "Kirchgasse", "city": "Basel"}
    assert claims["codes"] == ["x", "y"]
    assert "name" not in claims


@pytest.mark.usefixtures("token")
def test_nothing_chosen_shows_the_rest(guildmark: Guildmark) -> None:
    """A token without disclosures is still its issuer's."""
    claims = sd_jwt_vc.parse(guildmark("derive", "mine.jwt").out.strip()).claims
    assert claims["codes"] == ["x"]
    assert not {"name", "address"} & claims.keys()


@pytest.mark.usefixtures("token")
def test_the_holder_signs_for_one_occasion(guildmark: Guildmark) -> None:
    """With his key, for whom, and what they gave him."""
    run = guildmark(
        "derive", "mine.jwt", "--show", "/name", "--key", "key.json",
        "--audience", "https://v.example", "--nonce", "n-1",
    )  # fmt: skip
    assert run.status == 0, run.error
    shown = sd_jwt_vc.parse(run.out.strip())
    # The command asks the machine's clock.
    signed_at = decode(run.out.strip().rsplit("~", 1)[1].split(".")[1])["iat"]
    now = datetime.fromtimestamp(signed_at, tz=UTC)

    def problems(nonce: str) -> list[str]:
        found = sd_jwt_vc.check_key_binding(
            shown, audience="https://v.example", nonce=nonce, now=now
        )
        return [finding.path for finding in found]

    assert problems("n-1") == []
    assert problems("n-2") == ["$.key_binding.nonce"]
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--show", "/iss"], 2),
        (["--show", "name"], 2),
        (["--show", "/nowhere"], 2),
        (["--key", "key.json"], 2),
        (["--nonce", "n"], 2),
        (["--key", "missing.json", "--audience", "a", "--nonce", "n"], 3),
        (["--list", "--show", "/name"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
@pytest.mark.usefixtures("token")
def test_a_mistake_is_told(guildmark: Guildmark, options: list[str], status: int) -> None:
    """Nothing is written, and the sentence says what to do."""
    run = guildmark("derive", "mine.jwt", *options)
    assert (run.status, run.out) == (status, "")
    assert run.error


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (vc_jose.sign_credential(credential(), signer=signer_of()), 2),
        ("eyJ.x~", 3),
        ("eyJhbGciOiJub25lIn0.e30.AA~", 3),
    ],
)
def test_other_tokens_have_no_parts(
    guildmark: Guildmark, folder: Path, text: str, status: int
) -> None:
    """One that shows all or nothing, and what is none."""
    (folder / "mine.jwt").write_text(text)
    run = guildmark("derive", "mine.jwt")
    assert run.status == status
    assert run.error


def test_json_is_not_signed_by_its_holder(guildmark: Guildmark, folder: Path) -> None:
    """--key is for tokens."""
    (folder / "mine.json").write_text("{}")
    run = guildmark("derive", "mine.json", "--key", "k", "--audience", "a", "--nonce", "n")
    assert run.status == 2
