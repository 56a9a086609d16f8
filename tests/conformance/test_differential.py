"""Ours against @digitalbazaar's libraries on documents that are nearly right (row 35).

A signed badge of each suite is changed at random places, with a fixed seed. Whatever we take, the
library takes too, and it means what was signed; what the library takes and we do not, we refuse
for a reason that is named below. ``make fuzz`` tries more (``GUILDMARK_DIFFERENTIAL=1000``).
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import CONTEXTS, canonicalize_jcs, canonicalize_rdfc
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.proofs import ecdsa_sd_2023
from guildmark.credentials.verify import PROOF_ONLY, OfflineSources, Report, verify_credential
from tests.conformance.documents import badge
from tests.conformance.test_suites import CREATED, SUITES, _sign, _signer
from tests.fuzzing.mutation import mutate
from tests.oracles.judge import OracleFailure
from tests.oracles.selective import SelectiveOracle
from tests.oracles.suites import SuitesOracle

Json = dict[str, Any]
# For each suite; a verification by both takes about 30 ms.
_COUNT = int(os.environ.get("GUILDMARK_DIFFERENTIAL", "40"))


@pytest.fixture(scope="module")
def suites(oracle_modules: Path) -> Iterator[SuitesOracle]:
    """The suites, in a process of their own."""
    assert oracle_modules.is_dir()
    with SuitesOracle(CONTEXTS) as running:
        yield running


@pytest.fixture(scope="module")
def selective(oracle_modules: Path) -> Iterator[SelectiveOracle]:
    """The selective suite, in a process of its own."""
    assert oracle_modules.is_dir()
    with SelectiveOracle(CONTEXTS) as running:
        yield running


def _judge(document: Any) -> Report:
    """Ask whether the signature holds, and nothing else, as the oracle does."""
    return verify_credential(
        json.dumps(document), sources=OfflineSources(), now=CREATED, policy=PROOF_ONLY
    )


def _meaning(document: Json, suite: str) -> bytes:
    """Return what a suite signs of a document."""
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    if "jcs" not in suite:
        return canonicalize_rdfc(unsigned)
    # A proof alone in a list is that proof.
    proof = document["proof"][0] if isinstance(document["proof"], list) else document["proof"]
    return canonicalize_jcs({**unsigned, "@context": proof.get("@context", unsigned["@context"])})


# Why we say no where the library says yes: what our report must say for it to count.
STRICTER: dict[str, Callable[[Report, Json], bool]] = {
    "the library does not look at the structure of credentials": lambda report, _: (
        report.check("schema").outcome == "fail"),
    "the library lets JSON-LD drop, merge or move what we refuse": lambda report, _: (
        report.check("contexts").outcome == "fail"),
    "a JCS proof is true of words that mean nothing": lambda report, _: (
        report.check("contexts").outcome == "could not run"
        and report.check("proof").outcome == "pass"),
    "the library reads a date of the proof that is none, or reads none": lambda report, _: (
        report.check("proof").code in {"proof_malformed", "proof_expired"}),
    "the library lets JSON-LD drop what we refuse in a proof": lambda report, _: (
        report.check("proof").reason.startswith("In the proof, $")),
    "the library is content with one of several proofs": lambda _, document: (
        isinstance(document.get("proof"), list)),
}  # fmt: skip


def _compare(
    signed: Json,
    *,
    suite: str,
    is_theirs: Callable[[Json], bool],
    seed: int,
) -> Counter[str]:
    rng = random.Random(f"{suite} {seed}")
    counts: Counter[str] = Counter()
    original = _meaning(signed, suite)
    for number in range(_COUNT):
        document = mutate(signed, rng=rng, changes=rng.choice((1, 1, 1, 2)))
        if not isinstance(document, dict):
            continue
        report = _judge(document)
        ours = report.verdict == "valid"
        try:
            theirs = is_theirs(document)
        except OracleFailure:
            theirs = False
        case = f"{suite}, change {number}: {json.dumps(document)[:3000]}"
        if ours:
            assert _meaning(document, suite) == original, f"we took another meaning: {case}"
        if ours == theirs:
            counts["agreed on yes" if ours else "agreed on no"] += 1
            continue
        assert theirs, f"we alone say yes: {case}"
        reasons = [name for name, applies in STRICTER.items() if applies(report, document)]
        assert reasons, f"they alone say yes, for no reason that is known: {case}"
        counts[reasons[0]] += 1
    return counts


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_we_differ_for_named_reasons_only(suites: SuitesOracle, suite: str, kind: Any) -> None:
    """Of each suite; most changes neither takes."""
    signed = _sign({**badge(), "issuer": _signer(kind).did}, suite, kind)
    assert _judge(signed).verdict == "valid"
    counts = _compare(
        signed,
        suite=suite,
        is_theirs=lambda document: suites.is_verified(document, suite=suite),
        seed=7,
    )
    assert counts["agreed on no"] > _COUNT / 2


def test_we_differ_for_named_reasons_only_when_some_is_withheld(
    selective: SelectiveOracle,
) -> None:
    """Of ecdsa-sd-2023, for what was derived."""
    signer = _signer("P-256")
    base = ecdsa_sd_2023.add_base_proof(
        {**badge(), "issuer": signer.did},
        signer=signer,
        created=CREATED,
        mandatory_pointers=["/issuer", "/validFrom"],
    )
    derived = ecdsa_sd_2023.derive(base, selective_pointers=["/credentialSubject"])
    assert _judge(derived).verdict == "valid"
    counts = _compare(
        derived,
        suite="ecdsa-sd-2023",
        is_theirs=selective.is_verified,
        seed=7,
    )
    assert counts["agreed on no"] > _COUNT / 2


def test_meanings_are_compared_as_signed() -> None:
    """The test's own yardstick: order means nothing to RDF and all to no suite."""
    document = _sign(badge(), "eddsa-rdfc-2022", "Ed25519")
    turned = dict(reversed(document.items()))
    assert _meaning(turned, "eddsa-rdfc-2022") == _meaning(document, "eddsa-rdfc-2022")
    with pytest.raises(CredentialError):
        _meaning({**document, "nickname": "Ada"}, "eddsa-rdfc-2022")
