"""The ``eddsa-rdfc-2022`` cryptosuite: Ed25519 over RDF-canonical documents.

Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs.hash_suite import HashSuite

__all__ = [
    "ALGORITHMS",
    "COVERS_BYTES",
    "CRYPTOSUITE",
    "add_proof",
    "build_hash_data",
    "create_proof",
    "hash_document",
    "is_proof_valid",
]

CRYPTOSUITE: Final = "eddsa-rdfc-2022"
ALGORITHMS: Final[frozenset[Algorithm]] = frozenset({"Ed25519"})
COVERS_BYTES: Final = False

_SUITE: Final = HashSuite(CRYPTOSUITE, algorithms=("Ed25519",), form="rdfc")

add_proof = _SUITE.add_proof
create_proof = _SUITE.create_proof
hash_document = _SUITE.hash_document
build_hash_data = _SUITE.build_hash_data
is_proof_valid = _SUITE.is_proof_valid
