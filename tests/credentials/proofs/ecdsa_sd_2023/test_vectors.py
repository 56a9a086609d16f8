"""The suite reproduces each step of the W3C's examples, byte for byte where nothing is random."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.encoding.statements import trace_statements
from guildmark.credentials.keys import PublicKey
from guildmark.credentials.proofs import ecdsa_sd_2023
from guildmark.credentials.proofs.ecdsa_sd_2023.derived import create_disclosure
from guildmark.credentials.proofs.ecdsa_sd_2023.options import hash_options
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import parse_base, parse_derived
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import are_signatures_of
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import group_statements, hash_lines
from guildmark.credentials.proofs.ecdsa_sd_2023.verified import split_statements

Json = dict[str, Any]


class Example:
    """One of the two examples: its files by name, and what all of them share."""

    def __init__(self, folder: Path, *, selective: Path) -> None:
        self._folder = folder
        self.selective: list[str] = json.loads(selective.read_bytes())
        self.signed: Json = self.load("addSignedSDBase.json")
        self.proof: Json = self.signed["proof"]
        self.document = {key: item for key, item in self.signed.items() if key != "proof"}
        self.derived: Json = self.load("derivedRevealDocument.json")
        keys = json.loads((folder.parent / "SDKeyMaterial.json").read_bytes())
        self.hmac_key = bytes.fromhex(keys["hmacKeyString"])
        self.key = PublicKey.parse(keys["baseKeyPair"]["publicKeyMultibase"])
        self.scoped_key = PublicKey.parse(keys["proofKeyPair"]["publicKeyMultibase"])

    def load(self, name: str) -> Any:
        """Read one JSON file."""
        return json.loads((self._folder / name).read_bytes())

    def text(self, name: str) -> str:
        """Read one text file."""
        return (self._folder / name).read_text()


@pytest.fixture(
    params=[("prc", "prCredSelective.json"), ("employ", "employSelective.json")],
    ids=["permanent resident card", "employment authorization"],
)
def example(request: pytest.FixtureRequest, vectors: Path) -> Example:
    """Source: Data Integrity ECDSA Cryptosuites 1.0, A (Test Vectors)."""
    folder, selective = request.param
    base = vectors / "w3c/ecdsa"
    return Example(base / "ecdsa-sd-2023" / folder, selective=base / selective)


def _texts(lines: Iterable[bytes]) -> list[str]:
    return [line.decode() for line in lines]


@pytest.mark.usefixtures("w3c_contexts")
class TestBaseProof:
    """Adding a base proof."""

    def test_the_canonical_document(self, example: Example) -> None:
        """Traced statement by statement, the document is its canonical form."""
        lines = list(trace_statements(example.document).lines)
        assert lines == example.load("addBaseDocCanon.json")
        assert "".join(lines).encode() == canonicalize_rdfc(example.document)

    def test_the_statements_with_hidden_labels(self, example: Example) -> None:
        """In the order in which they are signed."""
        grouped = group_statements(
            example.document, mandatory_pointers=(), hmac_key=example.hmac_key
        )
        assert _texts(grouped.optional) == example.load("addBaseDocHMACCanon.json")
        assert grouped.mandatory == ()

    def test_the_groups(self, example: Example) -> None:
        """Which statements are mandatory, and which are not."""
        expected = example.load("addBaseTransform.json")
        grouped = group_statements(
            example.document,
            mandatory_pointers=expected["mandatoryPointers"],
            hmac_key=example.hmac_key,
        )
        assert _texts(grouped.mandatory) == [line for _, line in expected["mandatory"]["value"]]
        assert _texts(grouped.optional) == [line for _, line in expected["nonMandatory"]["value"]]

    def test_the_canonical_options(self, example: Example) -> None:
        """The proof without its value, read with the document's contexts."""
        options = example.load("addProofConfig.json")
        assert canonicalize_rdfc(options).decode().strip() == (
            example.text("addProofConfigCanon.txt").strip()
        )

    def test_the_hashes(self, example: Example) -> None:
        """Of the options and of the mandatory statements."""
        expected = example.load("addHashData.json")
        grouped = group_statements(
            example.document, mandatory_pointers=["/issuer"], hmac_key=example.hmac_key
        )
        digest = hash_options(example.proof, contexts=example.document["@context"])
        assert digest.hex() == expected["proofHash"]
        assert hash_lines(grouped.mandatory).hex() == expected["mandatoryHash"]

    def test_the_proof_value(self, example: Example) -> None:
        """Its parts are those that were put in, and it is written the same way again."""
        expected = example.load("addRawBaseSignatureInfo.json")
        value = parse_base(example.proof["proofValue"])
        assert value.base_signature.hex() == expected["baseSignature"]
        assert value.public_key[2:] == example.scoped_key.raw
        assert value.hmac_key == example.hmac_key
        assert [signature.hex() for signature in value.signatures] == expected["signatures"]
        assert value.mandatory_pointers == ("/issuer",)
        assert value.format() == example.proof["proofValue"]

    def test_the_published_signatures_are_over_our_bytes(self, example: Example) -> None:
        """ECDSA is random, so that not the signatures but what they sign is compared."""
        value = parse_base(example.proof["proofValue"])
        grouped = group_statements(
            example.document, mandatory_pointers=["/issuer"], hmac_key=example.hmac_key
        )
        signed = (
            hash_options(example.proof, contexts=example.document["@context"])
            + value.public_key
            + hash_lines(grouped.mandatory)
        )
        assert example.key.is_signature_of(signed, signature=value.base_signature)
        assert are_signatures_of(
            grouped.optional,
            signatures=value.signatures,
            public_key=value.public_key,
        )


@pytest.mark.usefixtures("w3c_contexts")
class TestDerivedProof:
    """Deriving, and verifying what was derived."""

    def test_what_is_disclosed(self, example: Example) -> None:
        """The document, its signatures, its label map and its mandatory statements."""
        expected = example.load("derivedDisclosureData.json")
        revealed, value = create_disclosure(
            example.document,
            value=parse_base(example.proof["proofValue"]),
            selective_pointers=example.selective,
        )
        assert revealed == example.load("derivedUnsignedReveal.json")
        assert value.base_signature.hex() == expected["baseSignature"]
        assert [signature.hex() for signature in value.signatures] == expected["signatures"]
        assert list(value.mandatory_indexes) == expected["mandatoryIndexes"]
        labels = parse_derived(value.format()).label_map
        assert labels == value.label_map
        assert len(labels) == len(expected["labelMap"]["value"])

    def test_the_derived_credential(self, example: Example) -> None:
        """Byte for byte, proof value and all: deriving has nothing random in it."""
        derived = ecdsa_sd_2023.derive(example.signed, selective_pointers=example.selective)
        assert derived == example.derived

    def test_what_is_verified(self, example: Example) -> None:
        """The statements that the verifier reads out of the disclosed document."""
        expected = example.load("verifyCreateVerifyData.json")
        value = parse_derived(example.derived["proof"]["proofValue"])
        mandatory, optional = split_statements(example.derived, value=value)
        assert _texts(optional) == expected["nonMandatory"]
        assert hash_lines(mandatory).hex() == expected["mandatoryHash"]
        assert _texts(sorted(mandatory + optional)) == example.load("verifyNQuads.json")

    def test_it_verifies(self, example: Example) -> None:
        """With the published key."""
        assert ecdsa_sd_2023.is_proof_valid(
            example.derived, proof=example.derived["proof"], key=example.key
        )

    def test_it_does_not_verify_with_another_key(self, example: Example) -> None:
        """Nor with the key of the proof itself."""
        assert not ecdsa_sd_2023.is_proof_valid(
            example.derived, proof=example.derived["proof"], key=example.scoped_key
        )
