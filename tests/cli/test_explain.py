"""`guildmark verify --explain`: three lists that say no more than the checks do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildmark.testing import Clock, IssuerSimulator
from tests.cli.conftest import Guildmark, Run

_PROVEN = "What was proven"
_NOT_PROVEN = "What was not proven"
_CHANGING = "What would change the answer"


@pytest.fixture
def issuer() -> IssuerSimulator:
    """An issuer whose documents date from an hour ago."""
    return IssuerSimulator(
        clock=Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1))
    )


@pytest.fixture
def good(issuer: IssuerSimulator, folder: Path) -> dict[str, object]:
    """A badge in `credential.json`, and `trust.json` with all that can be asked about it."""
    credential = issuer.award()
    (folder / "credential.json").write_text(json.dumps(credential))
    (folder / "trust.json").write_text(json.dumps(issuer.trust(recognised_by=["A guild"])))
    return credential


def _list(run: Run, title: str) -> str:
    """Return what stands under a title."""
    rest = run.out.partition(f"\n{title}\n")[2]
    return rest.partition("\n\n")[0]


def test_a_good_badge_may_still_be_revoked_later(
    guildmark: Guildmark, good: dict[str, object]
) -> None:
    """What holds now is told apart from what nobody asked, and from what may come."""
    run = guildmark("verify", "--offline", "--explain", "--trust", "trust.json", "credential.json")
    assert run.status == 0
    assert "Not a letter of it was changed since it was signed." in _list(run, _PROVEN)
    assert "recognised by A guild" in _list(run, _PROVEN)
    assert "is the one it was awarded to" in _list(run, _NOT_PROVEN)
    assert "Its issuer revoking it" in _list(run, _CHANGING)


def test_a_changed_badge_proves_nothing(
    guildmark: Guildmark, good: dict[str, object], folder: Path
) -> None:
    """No line of what a forger wrote is called proven."""
    (folder / "changed.json").write_text(json.dumps({**good, "name": "Another"}))
    run = guildmark("verify", "--offline", "--explain", "--trust", "trust.json", "changed.json")
    assert run.status == 1
    assert _list(run, _PROVEN).strip().startswith("– Nothing:")
    assert "Not a letter" not in run.out


def test_without_sources_it_says_what_is_open(
    guildmark: Guildmark, good: dict[str, object]
) -> None:
    """What could not be asked is never among what was proven."""
    run = guildmark("verify", "--offline", "--explain", "credential.json")
    assert run.status == 2
    assert "had not revoked it" not in _list(run, _PROVEN)
    assert "That it has not been revoked." in _list(run, _NOT_PROVEN)


def test_a_did_key_is_not_said_to_be_withdrawn(guildmark: Guildmark, folder: Path) -> None:
    """Signed on the command line by a key that is its own issuer."""
    did = guildmark("key", "new").out.strip()
    draft = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": did,
        "credentialSubject": {"id": "urn:uuid:5f1f6a0c-5f2f-4c0f-9a6c-0d6f7f0b8a11"},
    }
    (folder / "draft.json").write_text(json.dumps(draft))
    signed = guildmark("sign", "draft.json", "--key", "issuer-key.json", "--output", "signed.json")
    assert signed.status == 0
    run = guildmark("verify", "--offline", "--explain", "signed.json")
    assert run.status == 0
    assert "withdrawing" not in run.out
