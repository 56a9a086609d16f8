"""Change any one leaf of anything signed, with any suite, and the proof no longer holds."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guildmark.credentials.errors import CredentialError
from guildmark.credentials.keys import Algorithm, KeySigner, PrivateKey
from guildmark.credentials.proofs import signing_suite
from tests.conformance.documents import DOCUMENTS

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
KEYS: dict[Algorithm, PrivateKey] = {
    "Ed25519": PrivateKey.generate("Ed25519"),
    "P-256": PrivateKey.generate("P-256"),
    "P-384": PrivateKey.generate("P-384"),
}
SUITES: list[tuple[str, Algorithm]] = [
    ("eddsa-rdfc-2022", "Ed25519"),
    ("eddsa-jcs-2022", "Ed25519"),
    ("ecdsa-rdfc-2019", "P-256"),
    ("ecdsa-rdfc-2019", "P-384"),
    ("ecdsa-jcs-2019", "P-384"),
]
_signed: dict[tuple[str, Algorithm, str], dict[str, Any]] = {}


def _sign(suite: str, kind: Algorithm, name: str) -> dict[str, Any]:
    if (suite, kind, name) not in _signed:
        module = signing_suite(suite)
        assert module is not None
        _signed[suite, kind, name] = module.add_proof(
            DOCUMENTS[name],
            signer=KeySigner(KEYS[kind], verification_method="did:web:guild.example#k"),
            created=CREATED,
        )
    return copy.deepcopy(_signed[suite, kind, name])


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in _leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for key, item in enumerate(value) for leaf in _leaves(item, (*path, key))]
    return [path]


def _replace(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    parent = document
    for step in path[:-1]:
        parent = parent[step]
    old, parent[path[-1]] = parent[path[-1]], value
    return old


# No numbers for texts and the reverse: by a typed term both may say the same in RDF.
def _others(old: Any) -> st.SearchStrategy[Any]:
    if isinstance(old, str):
        return st.text(max_size=20).filter(lambda text: text != old) | st.just(f"{old}x")
    return st.integers(-1000, 1000).filter(lambda number: number != old)


@pytest.mark.parametrize(("suite", "kind"), SUITES)
@settings(max_examples=60)
@given(data=st.data())
def test_any_change_of_one_leaf_breaks_the_proof(
    suite: str, kind: Algorithm, data: st.DataObject
) -> None:
    """In the document or in the proof; the answer is no, or a refusal to look."""
    document = _sign(suite, kind, data.draw(st.sampled_from(sorted(DOCUMENTS))))
    module = signing_suite(suite)
    assert module is not None
    assert module.is_proof_valid(document, proof=document["proof"], key=KEYS[kind].public_key)
    path = data.draw(st.sampled_from(_leaves(document)))
    old = _replace(document, path, None)
    # Language tags mean the same in either case.
    assume(path[-1] != "@language")
    new = data.draw(_others(old))
    _replace(document, path, new)
    try:
        valid = module.is_proof_valid(document, proof=document["proof"], key=KEYS[kind].public_key)
    except CredentialError:
        return
    assert not valid, (path, old, new)
