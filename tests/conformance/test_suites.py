"""Proofs of five suites cross between us and @digitalbazaar's libraries, in both directions.

Each lie that one of the two refuses the other refuses as well, but for what they are named for
below.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import CONTEXTS, to_multibase_base58
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys import (
    Algorithm,
    KeySigner,
    PrivateKey,
    did_key,
    verification_method_of,
)
from guildmark.credentials.proofs import added_contexts, signing_suite
from tests.conformance.documents import DOCUMENTS, badge
from tests.conformance.mutations import mutate
from tests.oracles.judge import OracleFailure
from tests.oracles.suites import SuitesOracle

Json = dict[str, Any]
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYS: dict[Algorithm, PrivateKey] = {
    "Ed25519": PrivateKey.generate("Ed25519"),
    "P-256": PrivateKey.generate("P-256"),
    "P-384": PrivateKey.generate("P-384"),
}
OLD_SIGNATURES = "https://w3id.org/security/suites/ed25519-2020/v1"
SUITES: list[tuple[str, Algorithm]] = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-256"),
    ("ecdsa-jcs-2019", "P-384"),
    ("Ed25519Signature2020", "Ed25519"),
]


@pytest.fixture(scope="module")
def oracle(oracle_modules: Path) -> Iterator[SuitesOracle]:
    """The suites, in a process of their own."""
    assert oracle_modules.is_dir()
    with SuitesOracle(CONTEXTS) as running:
        yield running


def _signer(kind: Algorithm) -> KeySigner:
    did = did_key(KEYS[kind].public_multikey)
    return KeySigner(KEYS[kind], verification_method=verification_method_of(did))


def _fitted(document: Json, suite: str) -> Json:
    """The old type is defined by a context of its own."""
    if suite != "Ed25519Signature2020":
        return document
    contexts = document["@context"]
    contexts = contexts if isinstance(contexts, list) else [contexts]
    return {**document, "@context": [*contexts, OLD_SIGNATURES]}


def _sign(document: Json, suite: str, kind: Algorithm, **options: Any) -> Json:
    module = signing_suite(suite)
    assert module is not None
    return module.add_proof(
        _fitted(document, suite), signer=_signer(kind), created=CREATED, **options
    )


def _is_ours(document: Json, suite: str, kind: Algorithm) -> bool:
    module = signing_suite(suite)
    assert module is not None
    proof = document.get("proof")
    if not isinstance(proof, dict):
        return False
    try:
        return module.is_proof_valid(document, proof=proof, key=KEYS[kind].public_key)
    except CredentialError:
        return False


def _is_theirs(oracle: SuitesOracle, document: Json, suite: str, **asked: Any) -> bool:
    try:
        return oracle.is_verified(document, suite=suite, **asked)
    except OracleFailure:
        return False


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_they_verify_what_we_sign(oracle: SuitesOracle, suite: str, kind: Algorithm) -> None:
    """Every document that exercises JSON-LD and canonicalization."""
    for name, document in DOCUMENTS.items():
        signed = _sign(document, suite, kind)
        assert _is_theirs(oracle, signed, suite), name
        assert _is_ours(signed, suite, kind), name


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_we_verify_what_they_sign(oracle: SuitesOracle, suite: str, kind: Algorithm) -> None:
    """Every document that exercises JSON-LD and canonicalization."""
    for name, document in DOCUMENTS.items():
        signed = oracle.add_proof(
            _fitted(document, suite), suite=suite, key=KEYS[kind], created="2026-01-01T00:00:00Z"
        )
        assert _is_ours(signed, suite, kind), name


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_no_lie_passes_either(oracle: SuitesOracle, suite: str, kind: Algorithm) -> None:
    """One change each: leaves, members, additions, and the proof's own fields.

    Contexts behind those that a JCS proof names are outside it by the standard (EdDSA
    Cryptosuites 1.0, 3.3.2): both libraries take them, and `added_contexts` tells.
    """
    signed = _sign(badge(), suite, kind)
    for name, lie in mutate(signed):
        if lie == signed:
            continue
        added = "jcs" in suite and lie["@context"][:2] == signed["@context"] != lie["@context"]
        expected = added and "nickname" not in lie
        assert _is_ours(lie, suite, kind) == expected, name
        assert _is_theirs(oracle, lie, suite) == expected, name
        if added:
            assert added_contexts(lie, proof=lie["proof"]) == lie["@context"][2:], name


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_presentations_cross_with_their_challenge(
    oracle: SuitesOracle, suite: str, kind: Algorithm
) -> None:
    """Signed for one asker, in both directions; a wrong challenge or domain does not pass."""
    presentation = _fitted(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "holder": did_key(KEYS[kind].public_multikey),
            "verifiableCredential": [_sign(badge(), "eddsa-rdfc-2022", "Ed25519")],
        },
        suite,
    )
    asked = {"challenge": "u-1234", "domain": "verifier.example"}
    ours = _sign(presentation, suite, kind, purpose="authentication", **asked)
    assert _is_theirs(oracle, ours, suite, **asked)
    assert not _is_theirs(oracle, ours, suite, **{**asked, "challenge": "u-1235"})
    assert not _is_theirs(oracle, ours, suite, **{**asked, "domain": "other.example"})
    theirs = oracle.add_proof(
        presentation, suite=suite, key=KEYS[kind], created="2026-01-01T00:00:00Z", **asked
    )
    assert theirs["proof"]["challenge"] == "u-1234"
    assert _is_ours(theirs, suite, kind)
    for change in ({"challenge": "u-1235"}, {"domain": "other.example"}):
        lie = {**theirs, "proof": {**theirs["proof"], **change}}
        assert not _is_ours(lie, suite, kind)


@pytest.mark.parametrize(("suite", "kind"), SUITES)
def test_signature_bytes_are_judged_alike(
    oracle: SuitesOracle, suite: str, kind: Algorithm
) -> None:
    """Zeros, a wrong length, another key's signature, DER: nobody takes them."""
    signed = _sign(badge(), suite, kind)
    size = 96 if kind == "P-384" else 64
    other = PrivateKey.generate(kind)
    for raw in (
        b"",
        bytes(size),
        b"\xff" * size,
        b"\x01" * (size - 1),
        b"\x01" * (size + 1),
        other.sign(b"data"),
    ):
        lie = copy.deepcopy(signed)
        lie["proof"]["proofValue"] = to_multibase_base58(raw)
        assert not _is_ours(lie, suite, kind)
        assert not _is_theirs(oracle, lie, suite)
