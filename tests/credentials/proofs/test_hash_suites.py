"""The suites that sign two hashes reproduce the W3C's vectors and refuse what is not theirs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    canonicalize_jcs,
    canonicalize_rdfc,
    from_multibase,
    parse_json,
    to_multibase_base58,
)
from guildmark.credentials.errors import InvalidKey, UncoveredData
from guildmark.credentials.keys import (
    Algorithm,
    KeySigner,
    PrivateKey,
    PublicKey,
    did_key,
    verification_method_of,
)
from guildmark.credentials.proofs import (
    SigningSuite,
    added_contexts,
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
    find_suite,
)
from guildmark.credentials.proofs.hash_suite import HashSuite

CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
MODULES: dict[str, SigningSuite] = {
    "eddsa-rdfc-2022": eddsa_rdfc_2022,
    "eddsa-jcs-2022": eddsa_jcs_2022,
    "ecdsa-rdfc-2019": ecdsa_rdfc_2019,
    "ecdsa-jcs-2019": ecdsa_jcs_2019,
    "Ed25519Signature2020": ed25519_signature_2020,
}


@dataclass(frozen=True, slots=True)
class Case:
    """Where a published example lies, and what its key and form are."""

    suite: str
    algorithm: Algorithm
    folder: str
    suffix: str

    @property
    def hash_name(self) -> str:
        """The hash that goes with the key."""
        return "sha384" if self.algorithm == "P-384" else "sha256"


CASES = {
    "eddsa-jcs-2022": Case("eddsa-jcs-2022", "Ed25519", "eddsa/eddsa-jcs-2022", "JCS"),
    "Ed25519Signature2020": Case(
        "Ed25519Signature2020", "Ed25519", "eddsa/Ed25519Signature2020", "EdSig"
    ),
    "ecdsa-rdfc-2019, P-256": Case(
        "ecdsa-rdfc-2019", "P-256", "ecdsa/ecdsa-rdfc-2019-p256", "ECDSAP256"
    ),
    "ecdsa-rdfc-2019, P-256, employment": Case(
        "ecdsa-rdfc-2019", "P-256", "ecdsa/ecdsa-rdfc-2019-p256/employ", "ECDSAP256"
    ),
    "ecdsa-rdfc-2019, P-384": Case(
        "ecdsa-rdfc-2019", "P-384", "ecdsa/ecdsa-rdfc-2019-p384", "ECDSAP384"
    ),
    "ecdsa-rdfc-2019, P-384, employment": Case(
        "ecdsa-rdfc-2019", "P-384", "ecdsa/ecdsa-rdfc-2019-p384/employ", "ECDSAP384"
    ),
    "ecdsa-jcs-2019, P-256": Case(
        "ecdsa-jcs-2019", "P-256", "ecdsa/ecdsa-jcs-2019-p256", "JCSECDSAP256"
    ),
    "ecdsa-jcs-2019, P-384": Case(
        "ecdsa-jcs-2019", "P-384", "ecdsa/ecdsa-jcs-2019-p384", "JCSECDSAP384"
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One published example: its files, read."""

    case: Case
    folder: Path

    def text(self, name: str) -> str:
        """Read one file of it as text."""
        return (self.folder / f"{name}{self.case.suffix}.txt").read_text().strip()

    def data(self, name: str) -> bytes:
        """Read one file of it as bytes."""
        return (self.folder / f"{name}{self.case.suffix}.txt").read_bytes()

    def json(self, name: str) -> dict[str, Any]:
        """Read one file of it as JSON."""
        value: dict[str, Any] = parse_json(
            (self.folder / f"{name}{self.case.suffix}.json").read_bytes()
        )
        return value

    def canonicalize(self, value: dict[str, Any]) -> bytes:
        """Return the form that the suite hashes."""
        if "jcs" in self.case.suite:
            return canonicalize_jcs(value)
        name: Any = self.case.hash_name
        return canonicalize_rdfc(value, hash_name=name)

    @property
    def signed(self) -> dict[str, Any]:
        """The published document with its proof."""
        return self.json("signed")

    @property
    def unsigned(self) -> dict[str, Any]:
        """The published document without its proof."""
        return {name: value for name, value in self.signed.items() if name != "proof"}

    @property
    def public_key(self) -> PublicKey:
        """The key that the proof names."""
        return PublicKey.parse(self.signed["proof"]["verificationMethod"].rpartition("#")[2])


@pytest.fixture(params=CASES)
def example(request: pytest.FixtureRequest, vectors: Path) -> Example:
    """One published example."""
    case = CASES[request.param]
    return Example(case, vectors / "w3c" / case.folder)


@pytest.mark.usefixtures("w3c_contexts")
class TestVectors:
    """Each step of the examples. Source: EdDSA Cryptosuites 1.0, B; ECDSA Cryptosuites 1.0, A."""

    def test_the_canonical_document(self, example: Example) -> None:
        """Byte for byte, and its hash."""
        canonical = example.canonicalize(example.unsigned)
        assert canonical == example.data("canonDoc")
        assert hashlib.new(example.case.hash_name, canonical).hexdigest() == example.text("docHash")

    def test_the_canonical_proof_options(self, example: Example) -> None:
        """Byte for byte, and their hash."""
        canonical = example.canonicalize(example.json("proofConfig"))
        assert canonical == example.data("proofCanon")
        digest = hashlib.new(example.case.hash_name, canonical).hexdigest()
        assert digest == example.text("proofHash")

    def test_the_bytes_to_sign(self, example: Example) -> None:
        """Hash of the options, then hash of the document."""
        suite: Any = MODULES[example.case.suite]
        data = suite.build_hash_data(
            example.unsigned, proof=example.signed["proof"], algorithm=example.case.algorithm
        )
        assert data.hex() == example.text("combinedHash")

    def test_the_published_signature(self, example: Example) -> None:
        """It verifies with the published key; changed, or by another suite, it does not."""
        signed = example.signed
        suite = MODULES[example.case.suite]
        signature = from_multibase(signed["proof"]["proofValue"])
        assert signature.hex() == example.text("sigHex")
        assert find_suite(signed["proof"]) is suite is not None
        assert suite.is_proof_valid(signed, proof=signed["proof"], key=example.public_key)
        changed = {**signed, "validFrom": "2023-01-01T00:00:01Z"}
        assert not suite.is_proof_valid(changed, proof=signed["proof"], key=example.public_key)

    def test_ed25519_gives_the_published_document(self, example: Example, vectors: Path) -> None:
        """Signing anew gives the published signature; those of ECDSA differ each time."""
        if example.case.algorithm != "Ed25519":
            pair = json.loads(
                (vectors / f"w3c/ecdsa/p{example.case.algorithm[2:]}KeyPair.json").read_bytes()
            )
            key = PrivateKey.parse(pair["secretKeyMultibase"])
        else:
            pair = json.loads((vectors / "w3c/eddsa/keyPair.json").read_bytes())
            key = PrivateKey.parse(pair["privateKeyMultibase"])
        method = verification_method_of(did_key(key.public_multikey))
        signer = KeySigner(key, verification_method=method)
        suite = MODULES[example.case.suite]
        signed = suite.add_proof(example.unsigned, signer=signer, created=CREATED)
        assert suite.is_proof_valid(signed, proof=signed["proof"], key=key.public_key)
        if example.case.algorithm == "Ed25519":
            assert signed == example.signed
        else:
            published = example.signed
            assert set(signed["proof"]) == set(published["proof"])
            assert signed["proof"].pop("proofValue") != published["proof"].pop("proofValue")
            assert signed == published


OPEN_BADGES = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
OLD_SIGNATURES = "https://w3id.org/security/suites/ed25519-2020/v1"
KEYS: dict[Algorithm, PrivateKey] = {
    kind: PrivateKey.generate(kind) for kind in ("Ed25519", "P-256", "P-384", "P-521", "RSA")
}
# Each suite with each kind of key that it signs with.
PAIRS = [
    (name, kind) for name, module in MODULES.items() for kind in KEYS if kind in module.ALGORITHMS
]


def _signer(kind: Algorithm) -> KeySigner:
    return KeySigner(KEYS[kind], verification_method=f"did:web:guild.example#{kind}")


def _document(suite: str = "") -> dict[str, Any]:
    return {
        "@context": [*OPEN_BADGES, *([OLD_SIGNATURES] if suite[:3] == "Ed2" else [])],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:web:guild.example", "type": ["Profile"], "name": "Guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://guild.example/a",
                "type": ["Achievement"],
                "name": "Trueing wheels",
                "description": "Trues a wheel.",
                "criteria": {"narrative": "Runs true."},
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": name,
                        "targetUrl": f"https://e.org/{name}",
                    }
                    for name in ("a", "b", "c")
                ],
            },
        },
    }


def _presentation() -> dict[str, Any]:
    return {
        "@context": OPEN_BADGES,
        "type": ["VerifiablePresentation"],
        "holder": "did:web:holder.example",
        "verifiableCredential": [
            eddsa_rdfc_2022.add_proof(_document(), signer=_signer("Ed25519"), created=CREATED)
        ],
    }


@pytest.mark.parametrize("signed_by", list(MODULES))
@pytest.mark.parametrize("key_kind", list(KEYS))
def test_a_suite_signs_with_its_own_kinds_of_keys_only(signed_by: str, key_kind: Algorithm) -> None:
    """The whole matrix of suites and keys, for signing. Security design, row 3."""
    suite = MODULES[signed_by]
    document = _document(signed_by)
    if (signed_by, key_kind) in PAIRS:
        signed = suite.add_proof(document, signer=_signer(key_kind), created=CREATED)
        assert suite.is_proof_valid(signed, proof=signed["proof"], key=KEYS[key_kind].public_key)
    else:
        with pytest.raises(InvalidKey) as refusal:
            suite.add_proof(document, signer=_signer(key_kind), created=CREATED)
        assert refusal.value.code == "key_algorithm"


@pytest.mark.parametrize(("signed_by", "key_kind"), PAIRS)
def test_a_proof_verifies_with_its_own_suite_and_key_only(
    signed_by: str, key_kind: Algorithm
) -> None:
    """Each suite's proof against each suite's check with each kind of key, names swapped too."""
    document = _document(signed_by)
    signed = MODULES[signed_by].add_proof(document, signer=_signer(key_kind), created=CREATED)
    proof = signed["proof"]
    for name, suite in MODULES.items():
        for kind, key in KEYS.items():
            answer = suite.is_proof_valid(signed, proof=proof, key=key.public_key)
            assert answer == ((name, kind) == (signed_by, key_kind)), (name, kind)
        if name == signed_by or "Ed25519Signature2020" in (name, signed_by):
            continue
        # The proof says that it is of another suite: the same key, other rules.
        renamed = {**proof, "cryptosuite": name}
        for key in KEYS.values():
            assert not suite.is_proof_valid(signed, proof=renamed, key=key.public_key)


@pytest.mark.parametrize(("signed_by", "key_kind"), PAIRS)
@pytest.mark.parametrize(
    "change",
    [
        {"created": "2023-02-24T23:36:39Z"},
        {"proofPurpose": "authentication"},
        {"verificationMethod": "did:web:guild.example#other"},
        {"challenge": "c"},
        {"domain": "guild.example"},
        {"expires": "2030-01-01T00:00:00Z"},
        {"nonce": "n"},
        {"id": "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_option_of_a_proof_is_covered(
    signed_by: str, key_kind: Algorithm, change: dict[str, str]
) -> None:
    """Nothing beside proofValue can be added or changed."""
    suite = MODULES[signed_by]
    signed = suite.add_proof(_document(signed_by), signer=_signer(key_kind), created=CREATED)
    key = KEYS[key_kind].public_key
    assert not suite.is_proof_valid(signed, proof={**signed["proof"], **change}, key=key)


@pytest.mark.parametrize(("signed_by", "key_kind"), [p for p in PAIRS if p[0][:3] != "Ed2"])
def test_a_presentation_is_signed_for_one_asker(signed_by: str, key_kind: Algorithm) -> None:
    """Purpose, challenge and domain stand in the proof and are covered."""
    suite = MODULES[signed_by]
    presentation = _presentation()
    signed = suite.add_proof(
        presentation,
        signer=_signer(key_kind),
        created=CREATED,
        purpose="authentication",
        challenge="u-1",
        domain=["verifier.example"],
        expires=datetime(2026, 1, 1, tzinfo=UTC),
    )
    proof, key = signed["proof"], KEYS[key_kind].public_key
    assert (proof["proofPurpose"], proof["challenge"], proof["domain"], proof["expires"]) == (
        "authentication",
        "u-1",
        ["verifier.example"],
        "2026-01-01T00:00:00Z",
    )
    assert suite.is_proof_valid(signed, proof=proof, key=key)
    for change in ({"challenge": "u-2"}, {"domain": ["other.example"]}):
        assert not suite.is_proof_valid(signed, proof={**proof, **change}, key=key)
    credential = {**presentation["verifiableCredential"][0], "id": "urn:uuid:other"}
    swapped = {**signed, "verifiableCredential": [credential]}
    assert not suite.is_proof_valid(swapped, proof=proof, key=key)
    assert not suite.is_proof_valid({**signed, "holder": "did:web:x"}, proof=proof, key=key)


@pytest.mark.parametrize(
    ("name", "kind"), [("eddsa-jcs-2022", "Ed25519"), ("ecdsa-jcs-2019", "P-384")]
)
def test_a_jcs_proof_keeps_the_contexts_it_was_made_with(name: str, kind: Algorithm) -> None:
    """More may stand behind them, which it does not cover; other ones or fewer may not.

    Source: EdDSA Cryptosuites 1.0, 3.3.2, steps 3 to 5.
    """
    suite, key = MODULES[name], KEYS[kind].public_key
    signed = suite.add_proof(_document(), signer=_signer(kind), created=CREATED)
    proof = signed["proof"]
    more = {**signed, "@context": [*OPEN_BADGES, OLD_SIGNATURES]}
    assert suite.is_proof_valid(more, proof=proof, key=key)
    assert added_contexts(more, proof=proof) == [OLD_SIGNATURES]
    assert added_contexts(signed, proof=proof) == []
    for contexts in ([OPEN_BADGES[0]], [OLD_SIGNATURES, *OPEN_BADGES], OPEN_BADGES[::-1], None):
        other = {**signed, "@context": contexts}
        assert not suite.is_proof_valid(other, proof=proof, key=key)
    bare = {key_: value for key_, value in signed.items() if key_ != "@context"}
    assert not suite.is_proof_valid(bare, proof=proof, key=key)
    renamed = {**proof, "@context": [*OPEN_BADGES, OLD_SIGNATURES]}
    assert not suite.is_proof_valid(more, proof=renamed, key=key)


def test_one_context_may_stand_without_a_list() -> None:
    """It starts with itself, and not with another that begins with the same letters."""
    document = {"@context": OPEN_BADGES[0], "type": ["VerifiableCredential"]}
    signed = eddsa_jcs_2022.add_proof(document, signer=_signer("Ed25519"), created=CREATED)
    proof, key = signed["proof"], KEYS["Ed25519"].public_key
    for contexts, valid in (
        (OPEN_BADGES[0], True),
        ([OPEN_BADGES[0]], True),
        (OPEN_BADGES, True),
        (f"{OPEN_BADGES[0]}/more", False),
        ([f"{OPEN_BADGES[0]}/more"], False),
        (OPEN_BADGES[0][:-1], False),
        ([], False),
    ):
        other = {**signed, "@context": contexts}
        assert eddsa_jcs_2022.is_proof_valid(other, proof=proof, key=key) == valid, contexts
    assert added_contexts({**signed, "@context": OPEN_BADGES}, proof=proof) == [OPEN_BADGES[1]]


def test_a_jcs_proof_without_contexts_is_hashed_as_it_is() -> None:
    """Older ones have none; then the document's own are covered with the document.

    Source: EdDSA Cryptosuites 1.0, 3.3.2, step 4 (if proofOptions.@context exists).
    """
    document, key = _document(), KEYS["Ed25519"]
    proof: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "proofPurpose": "assertionMethod",
    }
    hashes = [hashlib.sha256(canonicalize_jcs(each)).digest() for each in (proof, document)]
    proof["proofValue"] = to_multibase_base58(key.sign(b"".join(hashes)))
    signed = {**document, "proof": proof}
    assert eddsa_jcs_2022.is_proof_valid(signed, proof=proof, key=key.public_key)
    other = {**signed, "@context": [*OPEN_BADGES, OLD_SIGNATURES]}
    assert not eddsa_jcs_2022.is_proof_valid(other, proof=proof, key=key.public_key)


def test_a_proof_is_hashed_by_the_rules_it_names() -> None:
    """One that names JCS but was made by RDF holds by neither, though the signature is good."""
    mixed = HashSuite("eddsa-jcs-2022", algorithms=("Ed25519",), form="rdfc")
    signed = mixed.add_proof(_document(), signer=_signer("Ed25519"), created=CREATED)
    key = KEYS["Ed25519"].public_key
    assert mixed.is_proof_valid(signed, proof=signed["proof"], key=key)
    for suite in (eddsa_rdfc_2022, eddsa_jcs_2022):
        assert not suite.is_proof_valid(signed, proof=signed["proof"], key=key)


def test_a_jcs_proof_covers_what_no_context_defines() -> None:
    """Each byte counts, so nothing needs to mean anything; RDF proofs refuse such terms."""
    document = {**_document(), "nickname": "Trudi"}
    signed = eddsa_jcs_2022.add_proof(document, signer=_signer("Ed25519"), created=CREATED)
    key = KEYS["Ed25519"].public_key
    assert eddsa_jcs_2022.is_proof_valid(signed, proof=signed["proof"], key=key)
    other = {**signed, "nickname": "Trude"}
    assert not eddsa_jcs_2022.is_proof_valid(other, proof=signed["proof"], key=key)
    with pytest.raises(UncoveredData):
        eddsa_rdfc_2022.add_proof(document, signer=_signer("Ed25519"), created=CREATED)
    assert (eddsa_jcs_2022.COVERS_BYTES, eddsa_rdfc_2022.COVERS_BYTES) == (True, False)


@pytest.mark.parametrize(("signed_by", "key_kind"), PAIRS)
def test_a_document_with_a_proof_is_not_signed_over(signed_by: str, key_kind: Algorithm) -> None:
    """It would lose the proof that it has; `proof_sets.add_proof` adds one more."""
    suite = MODULES[signed_by]
    signed = suite.add_proof(_document(signed_by), signer=_signer(key_kind), created=CREATED)
    with pytest.raises(ValueError, match="without a proof"):
        suite.add_proof(signed, signer=_signer(key_kind), created=CREATED)


@pytest.mark.parametrize("name", ["Ed25519Signature2020", "eddsa-rdfc-2022"])
def test_the_type_of_a_proof_is_part_of_its_name(name: str) -> None:
    """A cryptosuite called like an old type, or a type called like a cryptosuite, is none."""
    assert find_suite({"type": "DataIntegrityProof", "cryptosuite": "Ed25519Signature2020"}) is None
    assert find_suite({"type": "eddsa-rdfc-2022"}) is None
    assert find_suite({"type": name, "cryptosuite": name}) is (
        ed25519_signature_2020 if name == "Ed25519Signature2020" else None
    )


@pytest.mark.parametrize(
    "proof",
    [
        {},
        {"type": "DataIntegrityProof"},
        {"type": "DataIntegrityProof", "cryptosuite": None},
        {"type": "DataIntegrityProof", "cryptosuite": ["eddsa-rdfc-2022"]},
        {"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"},
        {"type": "DataIntegrityProof", "cryptosuite": "EDDSA-RDFC-2022"},
        {"type": "JsonWebSignature2020"},
    ],
)
def test_a_proof_of_no_known_suite_has_none(proof: dict[str, Any]) -> None:
    """Whatever stands where the names are expected."""
    assert find_suite(proof) is None


def test_p384_tells_nodes_without_id_apart_with_sha384() -> None:
    """The document's hash is over another canonical form than with P-256.

    Source: ECDSA Cryptosuites 1.0, 3.2.3 and 3.2.4.
    """
    document = _document()
    assert canonicalize_rdfc(document) != canonicalize_rdfc(document, hash_name="sha384")
    expected = hashlib.sha384(canonicalize_rdfc(document, hash_name="sha384")).digest()
    assert ecdsa_rdfc_2019.hash_document(document, algorithm="P-384") == expected
    assert len(ecdsa_rdfc_2019.hash_document(document)) == 32
