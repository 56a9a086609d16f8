"""The ``eddsa-rdfc-2022`` cryptosuite: Ed25519 over RDF-canonical documents.

A proof's bytes are SHA-256 of the canonical proof options followed by SHA-256 of the canonical
document without its proof. Pure transformation and signature: whether the key is the issuer's
is for ``verify`` to say.

Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import (
    JsonObject,
    canonicalize_rdfc,
    copy_json,
    format_datetime,
    from_multibase,
    to_multibase_base58,
)
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys import PublicKey, Signer

__all__ = ["CRYPTOSUITE", "add_proof", "build_hash_data", "is_proof_valid"]

CRYPTOSUITE: Final = "eddsa-rdfc-2022"


def add_proof(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    purpose: str = "assertionMethod",
) -> JsonObject:
    """Return a copy of the document with a proof; the original stays as it is.

    Args:
        document: a JSON-LD object without ``proof``.
        signer: holds an Ed25519 key.
        created: written to the second, in UTC.
        purpose: ``assertionMethod`` for credentials.

    Raises:
        InvalidKey: the signer's key is not Ed25519.
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: the document is too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.1 (Create Proof).
    """
    if signer.algorithm != "Ed25519":
        raise InvalidKey(
            f"{CRYPTOSUITE} signs with Ed25519 keys; this key is {signer.algorithm}.",
            code="key_algorithm",
        )
    if "proof" in document:
        raise ValueError("add_proof needs a document without a proof")
    proof: JsonObject = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": format_datetime(created),
        "verificationMethod": signer.verification_method,
        "proofPurpose": purpose,
    }
    signature = signer.sign(build_hash_data(document, proof=proof))
    proof["proofValue"] = to_multibase_base58(signature)
    secured: JsonObject = copy_json(document)
    return {**secured, "proof": proof}


def build_hash_data(document: Mapping[str, Any], *, proof: Mapping[str, Any]) -> bytes:
    """Return the 64 bytes that are signed: hash of the proof options, hash of the document.

    Args:
        document: the document; its ``proof`` is left out.
        proof: the proof; its ``proofValue`` is left out, and it is read with the document's
            ``@context``.

    Raises:
        UncoveredData: one of the two says what the signature would not cover.
        WorkLimitExceeded: too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.3 to 3.2.5.
    """
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = document.get("@context")
    proof_hash = hashlib.sha256(canonicalize_rdfc(options)).digest()
    document_hash = hashlib.sha256(canonicalize_rdfc(unsecured)).digest()
    return proof_hash + document_hash


def is_proof_valid(
    document: Mapping[str, Any], *, proof: Mapping[str, Any], key: PublicKey
) -> bool:
    """Tell whether the proof is this key's signature over the document.

    Raises:
        UncoveredData: document or proof say what a signature does not cover.
        WorkLimitExceeded: too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.2 and 3.2.7.
    """
    if key.algorithm != "Ed25519":
        return False
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        return False
    try:
        signature = from_multibase(value)
    except CredentialError:
        return False
    if to_multibase_base58(signature) != value:
        return False
    return key.is_signature_of(build_hash_data(document, proof=proof), signature=signature)
