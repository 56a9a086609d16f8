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

__all__ = ["CRYPTOSUITE", "add_proof", "build_hash_data", "hash_document", "is_proof_valid"]

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


def hash_document(document: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the canonical document without its ``proof``.

    Raises:
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.3 and 3.2.4.
    """
    unsecured = {key: value for key, value in document.items() if key != "proof"}
    return hashlib.sha256(canonicalize_rdfc(unsecured)).digest()


def build_hash_data(
    document: Mapping[str, Any], *, proof: Mapping[str, Any], document_hash: bytes | None = None
) -> bytes:
    """Return the 64 bytes that are signed: hash of the proof options, hash of the document.

    Args:
        document: the document; its ``proof`` is left out.
        proof: the proof; its ``proofValue`` is left out, and it is read with the document's
            ``@context``.
        document_hash: what ``hash_document`` gave for it, to spare doing it twice.

    Raises:
        UncoveredData: one of the two says what the signature would not cover.
        WorkLimitExceeded: too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.3 to 3.2.5.
    """
    options = {key: value for key, value in proof.items() if key != "proofValue"}
    options["@context"] = document.get("@context")
    proof_hash = hashlib.sha256(canonicalize_rdfc(options)).digest()
    return proof_hash + (document_hash or hash_document(document))


def is_proof_valid(
    document: Mapping[str, Any],
    *,
    proof: Mapping[str, Any],
    key: PublicKey,
    document_hash: bytes | None = None,
) -> bool:
    """Tell whether the proof is this key's signature over the document.

    Args:
        document: the document with or without its ``proof``.
        proof: one proof of this suite.
        key: only Ed25519 keys ever verify.
        document_hash: what ``hash_document`` gave for it, to spare doing it twice.

    Raises:
        UncoveredData: document or proof say what a signature does not cover.
        WorkLimitExceeded: too large or too tangled.

    Source: Data Integrity EdDSA Cryptosuites 1.0, 3.2.2 and 3.2.7.
    """
    signature = _parse_signature(proof.get("proofValue"))
    if signature is None or key.algorithm != "Ed25519":
        return False
    data = build_hash_data(document, proof=proof, document_hash=document_hash)
    return key.is_signature_of(data, signature=signature)


def _parse_signature(value: object) -> bytes | None:
    """Read a proofValue in its one form: multibase base58btc."""
    if not isinstance(value, str) or not value.startswith("z"):
        return None
    try:
        signature = from_multibase(value)
    except CredentialError:
        return None
    return signature if to_multibase_base58(signature) == value else None
