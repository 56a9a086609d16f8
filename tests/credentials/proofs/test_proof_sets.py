"""Sets and chains of proofs."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import UnreadableInput, WorkLimitExceeded
from guildmark.credentials.keys import KeySigner, PrivateKey, PublicKey
from guildmark.credentials.proofs import (
    ecdsa_rdfc_2019,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
    find_suite,
)
from guildmark.credentials.proofs.proof_sets import (
    MAX_PROOFS,
    add_proof,
    find_previous_proofs,
    order_proofs,
    proofs_of,
)

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, SECOND = "urn:uuid:11111111-1111-4111-8111-111111111111", "urn:x:second"
DOCUMENT = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential"],
    "issuer": "did:web:guild.example",
    "credentialSubject": {"id": "did:web:learner.example"},
}
ED25519, P384 = PrivateKey.generate("Ed25519"), PrivateKey.generate("P-384")
ED_SIGNER = KeySigner(ED25519, verification_method="did:web:guild.example#ed")
P384_SIGNER = KeySigner(P384, verification_method="did:web:guild.example#p384")


def _named_key(proof: Any) -> PublicKey:
    """The key that a proof of the W3C's vectors names: each is a did:key."""
    return PublicKey.parse(proof["verificationMethod"].rpartition("#")[2])


def _holds(document: dict[str, Any], proof: Any, key: PublicKey) -> bool:
    suite = find_suite(proof)
    assert suite is not None
    return suite.is_proof_valid(document, proof=proof, key=key)


@pytest.mark.usefixtures("w3c_contexts")
class TestVectors:
    """The published set and chain. Source: EdDSA Cryptosuites 1.0, B.4 and B.5."""

    @pytest.mark.parametrize(
        ("name", "count"),
        [
            ("signedProofSet1", 1),
            ("signedProofSet2", 2),
            ("signedProofChain1", 3),
            ("signedProofChain2", 4),
        ],
    )
    def test_each_published_proof_holds(self, vectors: Path, name: str, count: int) -> None:
        """Alone in a set, over the proofs before it in a chain."""
        path = vectors / "w3c/eddsa/proof-set-chain" / f"{name}.json"
        document = parse_json(path.read_bytes())
        assert len(proofs_of(document)) == count
        assert order_proofs(document) == proofs_of(document)
        for proof in proofs_of(document):
            assert _holds(document, proof, _named_key(proof))

    def test_signing_gives_the_published_chain(self, vectors: Path) -> None:
        """Signature for signature, with the published keys."""
        folder = vectors / "w3c/eddsa/proof-set-chain"
        pairs = parse_json((folder / "multiKeyPairs.json").read_bytes())
        document = parse_json((folder / "unsigned.json").read_bytes())
        published = parse_json((folder / "signedProofChain2.json").read_bytes())
        keys = {
            pair["publicKeyMultibase"]: PrivateKey.parse(pair["privateKeyMultibase"])
            for pair in pairs.values()
        }
        for proof in published["proof"]:
            method = proof["verificationMethod"]
            document = add_proof(
                document,
                suite=eddsa_rdfc_2022,
                signer=KeySigner(keys[method.rpartition("#")[2]], verification_method=method),
                created=datetime.fromisoformat(proof["created"]),
                proof_id=proof.get("id"),
                previous_proof=proof.get("previousProof"),
            )
        assert document == published


def _chain() -> dict[str, Any]:
    """Two proofs side by side by different suites, and a third that builds on both."""
    document = add_proof(
        DOCUMENT, suite=eddsa_rdfc_2022, signer=ED_SIGNER, created=CREATED, proof_id=FIRST
    )
    document = add_proof(
        document, suite=ecdsa_rdfc_2019, signer=P384_SIGNER, created=CREATED, proof_id=SECOND
    )
    return add_proof(
        document,
        suite=eddsa_jcs_2022,
        signer=ED_SIGNER,
        created=CREATED,
        previous_proof=[FIRST, SECOND],
    )


def test_a_first_proof_stands_alone_and_a_second_makes_a_list() -> None:
    """As other writers do it; the original is not changed."""
    once = add_proof(DOCUMENT, suite=eddsa_rdfc_2022, signer=ED_SIGNER, created=CREATED)
    before = copy.deepcopy(once)
    twice = add_proof(once, suite=ecdsa_rdfc_2019, signer=P384_SIGNER, created=CREATED)
    assert once["proof"] == twice["proof"][0]
    assert once == before
    assert _holds(twice, twice["proof"][0], ED25519.public_key)
    assert _holds(twice, twice["proof"][1], P384.public_key)


def test_a_chain_of_different_suites_holds() -> None:
    """The last proof covers the two that it names, proof values included."""
    document = _chain()
    last = document["proof"][2]
    assert [each["id"] for each in find_previous_proofs(document, proof=last)] == [FIRST, SECOND]
    assert _holds(document, last, ED25519.public_key)


@pytest.mark.parametrize("index", [0, 1])
@pytest.mark.parametrize("member", ["proofValue", "created", "verificationMethod"])
def test_a_chained_proof_breaks_with_any_change_of_what_it_builds_on(
    index: int, member: str
) -> None:
    """Even where the change is in a proof value."""
    document = _chain()
    document["proof"][index][member] = {
        "proofValue": document["proof"][1 - index]["proofValue"],
        "created": "2026-01-01T00:00:01Z",
        "verificationMethod": "did:web:guild.example#other",
    }[member]
    assert not _holds(document, document["proof"][2], ED25519.public_key)


def test_a_chained_proof_does_not_hold_without_what_it_builds_on() -> None:
    """Neither when the name is dropped nor when the proof is."""
    document = _chain()
    last = document["proof"][2]
    unchained = {key: value for key, value in last.items() if key != "previousProof"}
    assert not _holds(document, unchained, ED25519.public_key)
    shorter = {**last, "previousProof": [FIRST]}
    assert not _holds(document, shorter, ED25519.public_key)
    document["proof"] = document["proof"][1:]
    with pytest.raises(UnreadableInput) as refusal:
        _holds(document, last, ED25519.public_key)
    assert refusal.value.code == "previous_proof"


def test_a_hash_that_the_caller_brings_does_not_unchain_a_proof() -> None:
    """document_hash is of the document without proofs, so it is not used for a chained one."""
    document = _chain()
    document["proof"][0]["created"] = "2026-01-01T00:00:01Z"
    last = document["proof"][2]
    bare = {name: value for name, value in document.items() if name != "proof"}
    assert not eddsa_jcs_2022.is_proof_valid(
        document,
        proof=last,
        key=ED25519.public_key,
        document_hash=eddsa_jcs_2022.hash_document(bare),
    )


NO_PREVIOUS: dict[str, Any] = {
    "no proof has the name": "urn:x:none",
    "one of the names is nobody's": [FIRST, "urn:x:none"],
    "an empty list": [],
    "null": None,
    "a number": 7,
    "an object": {"id": FIRST},
    "a list in a list": [[FIRST]],
}


@pytest.mark.parametrize("name", NO_PREVIOUS)
def test_a_previous_proof_that_is_not_there_is_refused(name: str) -> None:
    """Source: Data Integrity 1.0, 4.5 (PROOF_VERIFICATION_ERROR)."""
    document = _chain()
    document["proof"][2]["previousProof"] = NO_PREVIOUS[name]
    for check in (
        lambda: order_proofs(document),
        lambda: _holds(document, document["proof"][2], ED25519.public_key),
    ):
        with pytest.raises(UnreadableInput, match=r"does not have|names no proof") as refusal:
            check()
        assert refusal.value.code == "previous_proof"


def test_adding_to_a_chain_refuses_what_is_not_there() -> None:
    """Nothing is signed over a name that means nothing, and no id is taken twice."""
    signed = add_proof(
        DOCUMENT, suite=eddsa_rdfc_2022, signer=ED_SIGNER, created=CREATED, proof_id=FIRST
    )
    for options in ({"previous_proof": "urn:x:none"}, {"proof_id": FIRST}):
        with pytest.raises(UnreadableInput) as refusal:
            add_proof(
                signed,
                suite=eddsa_rdfc_2022,
                signer=ED_SIGNER,
                created=CREATED,
                **options,  # type: ignore[arg-type]
            )
        assert refusal.value.code == "previous_proof"


@pytest.mark.parametrize(
    "proofs",
    [
        [{"id": "a", "previousProof": "b"}, {"id": "b", "previousProof": "a"}],
        [{"id": "a", "previousProof": "a"}],
        [{"id": "a"}, {"id": "a"}],
        [{"id": "a"}, {"id": "a"}, {"previousProof": "a"}],
    ],
    ids=["a circle", "itself", "one id twice", "an id that two have"],
)
def test_proofs_that_can_not_be_ordered_are_refused(proofs: list[Any]) -> None:
    """Each must stand behind what it builds on, and the reason says which it is."""
    reasons = r"in a circle|more than once or in itself|have the same id"
    with pytest.raises(UnreadableInput, match=reasons) as refusal:
        order_proofs({"proof": proofs})
    assert refusal.value.code == "previous_proof"


def test_order_follows_what_builds_on_what() -> None:
    """Wherever the proofs stand in the document."""
    proofs = [{"id": "c", "previousProof": ["b", "a"]}, {"id": "b", "previousProof": "a"}]
    ordered = order_proofs({"proof": [*proofs, {"id": "a"}]})
    assert [proof["id"] for proof in ordered] == ["a", "b", "c"]


@pytest.mark.parametrize("proof", [None, "proof", [], ["proof"], [{}, None], 7, [[{}]]])
def test_what_is_no_proof_is_refused(proof: Any) -> None:
    """Source: Data Integrity 1.0, 2.1."""
    with pytest.raises(UnreadableInput) as refusal:
        proofs_of({"proof": proof})
    assert refusal.value.code == "proof_malformed"


def test_a_document_has_no_end_of_proofs() -> None:
    """More than anybody honest has is not looked at, nor added to."""
    many = {**DOCUMENT, "proof": [{"id": str(index)} for index in range(MAX_PROOFS + 1)]}
    with pytest.raises(WorkLimitExceeded) as refusal:
        order_proofs(many)
    assert refusal.value.code == "too_many_proofs"
    with pytest.raises(WorkLimitExceeded):
        add_proof(many, suite=eddsa_rdfc_2022, signer=ED_SIGNER, created=CREATED)
    assert proofs_of(DOCUMENT) == []
