"""The cryptosuite reproduces the W3C's vectors byte for byte."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    canonicalize_rdfc,
    from_multibase,
    parse_json,
    to_multibase_base58,
)
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import KeySigner, PrivateKey, PublicKey
from guildmark.credentials.proofs.eddsa_rdfc_2022 import (
    add_proof,
    build_hash_data,
    is_proof_valid,
)
from guildmark.testing import IssuerSimulator

CASES = [("unsigned.json", "eddsa-rdfc-2022"), ("employmentAuth.json", "eddsa-rdfc-2022/employ")]
CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)


@pytest.fixture
def key(vectors: Path) -> PrivateKey:
    """The W3C's key."""
    pair = json.loads((vectors / "w3c/eddsa/keyPair.json").read_bytes())
    return PrivateKey.parse(pair["privateKeyMultibase"])


@pytest.fixture(params=CASES, ids=["alumni", "employ"])
def case(request: pytest.FixtureRequest, vectors: Path) -> tuple[dict[str, Any], Path]:
    """An unsigned document and the folder of what it must become."""
    document, folder = request.param
    base = vectors / "w3c/eddsa"
    return parse_json((base / document).read_bytes()), base / folder


@pytest.mark.usefixtures("w3c_contexts")
class TestVectors:
    """Each step of the specification's examples. Source: EdDSA Cryptosuites 1.0, B.1 and B.2."""

    def test_the_canonical_document(self, case: tuple[dict[str, Any], Path]) -> None:
        """Byte for byte, and its hash."""
        document, folder = case
        canonical = canonicalize_rdfc(document)
        assert canonical == (folder / "canonDocDataInt.txt").read_bytes()
        expected = (folder / "docHashDataInt.txt").read_text().strip()
        assert hashlib.sha256(canonical).hexdigest() == expected

    def test_the_canonical_proof_options(self, case: tuple[dict[str, Any], Path]) -> None:
        """Byte for byte, and their hash."""
        _document, folder = case
        options = parse_json((folder / "proofConfigDataInt.json").read_bytes())
        canonical = canonicalize_rdfc(options)
        assert canonical == (folder / "proofCanonDataInt.txt").read_bytes()
        expected = (folder / "proofHashDataInt.txt").read_text().strip()
        assert hashlib.sha256(canonical).hexdigest() == expected

    def test_the_bytes_to_sign(self, case: tuple[dict[str, Any], Path]) -> None:
        """Hash of the options, then hash of the document."""
        document, folder = case
        options = parse_json((folder / "proofConfigDataInt.json").read_bytes())
        expected = (folder / "combinedHashDataInt.txt").read_text().strip()
        assert build_hash_data(document, proof=options).hex() == expected

    def test_the_signed_document(self, case: tuple[dict[str, Any], Path], key: PrivateKey) -> None:
        """Signing anew gives the published document with the published signature."""
        document, folder = case
        method = f"did:key:{key.public_multikey}#{key.public_multikey}"
        signed = add_proof(
            document, signer=KeySigner(key, verification_method=method), created=CREATED
        )
        assert signed == parse_json((folder / "signedDataInt.json").read_bytes())
        signature = from_multibase(signed["proof"]["proofValue"])
        assert signature.hex() == (folder / "sigHexDataInt.txt").read_text().strip()
        assert is_proof_valid(signed, proof=signed["proof"], key=key.public_key)
        assert "proof" not in document


def _flipped(value: str) -> str:
    signature = bytearray(from_multibase(value))
    signature[0] ^= 1
    return to_multibase_base58(bytes(signature))


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-1],
        lambda value: "u" + value[1:],
        lambda value: value[1:],
        lambda value: "z1" + value[1:],
        lambda value: value + "1",
        lambda value: "",
        lambda value: 7,
        lambda value: [value],
        lambda value: "z" + "1" * 64,
        _flipped,
    ],
)
def test_a_changed_proof_value_is_no_proof(issuer: IssuerSimulator, change: Any) -> None:
    """Shorter, longer, another base, another type: the answer is no, never an error."""
    signed = issuer.award()
    proof = {**signed["proof"], "proofValue": change(signed["proof"]["proofValue"])}
    assert not is_proof_valid(signed, proof=proof, key=issuer.key.public_key)


def test_a_key_of_another_kind_never_verifies(issuer: IssuerSimulator) -> None:
    """The algorithm is the key's, whatever the proof says."""
    signed = issuer.award()
    other = PrivateKey.generate("P-256").public_key
    assert not is_proof_valid(signed, proof=signed["proof"], key=other)


def test_only_ed25519_keys_sign(issuer: IssuerSimulator) -> None:
    """A P-256 key is refused before anything is signed."""
    signer = KeySigner(PrivateKey.generate("P-256"), verification_method=f"{issuer.did}#k")
    with pytest.raises(InvalidKey):
        add_proof(issuer.draft(), signer=signer, created=CREATED)


def test_another_public_key_does_not_verify(issuer: IssuerSimulator) -> None:
    """Only the signer's own."""
    signed = issuer.award()
    other = PublicKey.parse(PrivateKey.generate("Ed25519").public_multikey)
    assert not is_proof_valid(signed, proof=signed["proof"], key=other)
    assert is_proof_valid(signed, proof=signed["proof"], key=issuer.key.public_key)
