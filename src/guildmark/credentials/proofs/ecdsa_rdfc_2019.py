"""The ``ecdsa-rdfc-2019`` cryptosuite: ECDSA over RDF-canonical documents.

P-256 goes with SHA-256, P-384 with SHA-384, in the canonicalization as in the hashes.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.2.
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

CRYPTOSUITE: Final = "ecdsa-rdfc-2019"
ALGORITHMS: Final[frozenset[Algorithm]] = frozenset({"P-256", "P-384"})
COVERS_BYTES: Final = False

_SUITE: Final = HashSuite(CRYPTOSUITE, algorithms=("P-256", "P-384"), form="rdfc")

add_proof = _SUITE.add_proof
create_proof = _SUITE.create_proof
hash_document = _SUITE.hash_document
build_hash_data = _SUITE.build_hash_data
is_proof_valid = _SUITE.is_proof_valid
