"""The older proof type ``Ed25519Signature2020``: verified, and signed only to test readers.

It hashes as ``eddsa-rdfc-2022`` does, but has no ``cryptosuite``. The document must have the
context ``https://w3id.org/security/suites/ed25519-2020/v1``, which defines the type. New
credentials use ``eddsa-rdfc-2022``.

Source: Data Integrity EdDSA Cryptosuites 1.0, A.1 (Ed25519Signature2020).
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.keys import Algorithm
from guildmark.credentials.proofs.hash_suite import HashSuite

__all__ = [
    "ALGORITHMS",
    "COVERS_BYTES",
    "PROOF_TYPE",
    "add_proof",
    "build_hash_data",
    "create_proof",
    "hash_document",
    "is_proof_valid",
]

PROOF_TYPE: Final = "Ed25519Signature2020"
ALGORITHMS: Final[frozenset[Algorithm]] = frozenset({"Ed25519"})
COVERS_BYTES: Final = False

_SUITE: Final = HashSuite(PROOF_TYPE, algorithms=("Ed25519",), form="rdfc", proof_type=PROOF_TYPE)

add_proof = _SUITE.add_proof
create_proof = _SUITE.create_proof
hash_document = _SUITE.hash_document
build_hash_data = _SUITE.build_hash_data
is_proof_valid = _SUITE.is_proof_valid
