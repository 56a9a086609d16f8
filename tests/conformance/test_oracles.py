"""The judges themselves: pinned, from no named registry, and without a network."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.oracles.install import FOLDER
from tests.oracles.judge import Oracle

_EXACT = re.compile(r"\d+\.\d+\.\d+(-[\w.]+)?")


def _lock() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / "package-lock.json").read_text())
    return loaded


def test_each_version_is_exact_and_each_package_has_a_hash() -> None:
    """What judges today judges tomorrow."""
    wanted = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    packages = _lock()["packages"]

    assert [name for name, version in wanted.items() if not _EXACT.fullmatch(version)] == []
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def test_the_lock_names_no_registry() -> None:
    """Each machine installs from where its npm is told to."""
    packages = _lock()["packages"]

    assert [name for name, entry in packages.items() if "resolved" in entry] == []


def test_what_was_not_supplied_is_not_fetched(oracle: Oracle) -> None:
    """A did:web issuer somewhere on the internet stays unknown."""
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": "did:web:guild.example",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:ada"},
        "proof": {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-01-01T00:00:00Z",
            "verificationMethod": "did:web:guild.example#key-1",
            "proofPurpose": "assertionMethod",
            "proofValue": "z" + "1" * 64,
        },
    }

    judgement = oracle.verify(credential)

    assert not judgement.good
    assert judgement.asked == ("https://guild.example/.well-known/did.json",)
    assert "nothing was supplied" in judgement.errors[0]
