"""Base proofs: the issuer signs each statement apart, and those that must stay together at once.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.1 to 3.6.5.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import Algorithm, Signer
from guildmark.credentials.proofs.ecdsa_sd_2023.options import (
    CRYPTOSUITE,
    build_options,
    hash_options,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import BaseProofValue
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import ScopedKey
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import hash_lines

__all__ = ["ALGORITHMS", "add_base_proof", "create_base_proof"]

ALGORITHMS: Final[frozenset[Algorithm]] = frozenset({"P-256"})


def add_base_proof(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    mandatory_pointers: Sequence[str] = (),
    purpose: str = "assertionMethod",
    challenge: str | None = None,
    domain: str | Sequence[str] | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
    nonce: str | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> JsonObject:
    """Return a copy of the document with a base proof, for its holder and nobody else.

    Whoever has the result can disclose any part of it; verifiers refuse it until something was
    derived. What is not mandatory can be left out by the holder: make mandatory what a verifier
    must not miss (``suggest_mandatory_pointers``).

    Args:
        document: a JSON-LD object without ``proof``; the original stays as it is.
        signer: holds a P-256 key.
        created: written to the second, in UTC.
        mandatory_pointers: JSON pointers of what the holder can not leave out.
        purpose: ``assertionMethod`` for credentials.
        challenge: what the verifier of a presentation asked to be repeated.
        domain: whom a presentation is for; one or several.
        expires: from when on the proof no longer counts.
        proof_id: the proof's own id.
        nonce: makes two proofs over the same document differ.
        random: returns so many unpredictable bytes.

    Raises:
        InvalidKey: the signer's key is not P-256.
        UnreadableInput: no JSON, or a pointer that is none or names nothing.
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: the document is too large or too tangled.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.1 (Create Base Proof).
    """
    if "proof" in document:
        raise ValueError("add_base_proof needs a document without a proof")
    proof = create_base_proof(
        document,
        signer=signer,
        created=created,
        mandatory_pointers=mandatory_pointers,
        purpose=purpose,
        challenge=challenge,
        domain=domain,
        expires=expires,
        proof_id=proof_id,
        nonce=nonce,
        random=random,
    )
    secured: JsonObject = copy_json(document)
    return {**secured, "proof": proof}


def create_base_proof(
    document: Mapping[str, Any],
    *,
    signer: Signer,
    created: datetime,
    mandatory_pointers: Sequence[str] = (),
    purpose: str = "assertionMethod",
    challenge: str | None = None,
    domain: str | Sequence[str] | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
    nonce: str | None = None,
    random: Callable[[int], bytes] = secrets.token_bytes,
) -> JsonObject:
    """Return a base proof over the document, which may have others; arguments as above.

    Raises:
        InvalidKey: the signer's key is not P-256.
        UnreadableInput: no JSON, or a pointer that is none or names nothing.
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: the document is too large or too tangled.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.1 and 3.6.5 (Base Proof Serialization).
    """
    if signer.algorithm not in ALGORITHMS:
        raise InvalidKey(
            f"{CRYPTOSUITE} signs with P-256 keys; this key is {signer.algorithm}.",
            code="key_algorithm",
        )
    pointers = check_pointers(mandatory_pointers)
    proof = build_options(
        verification_method=signer.verification_method,
        created=created,
        purpose=purpose,
        challenge=challenge,
        domain=domain,
        expires=expires,
        proof_id=proof_id,
        nonce=nonce,
    )
    hmac_key = random(32)
    # It brings the templates along; programs that only verify do without.
    from guildmark.credentials.proofs.ecdsa_sd_2023.grouping import group_cached

    grouped = group_cached(document, mandatory_pointers=pointers, hmac_key=hmac_key)
    scoped_key = ScopedKey()
    public_key = scoped_key.public_key
    signed = (
        hash_options(proof, contexts=document.get("@context"))
        + public_key
        + hash_lines(grouped.mandatory)
    )
    value = BaseProofValue(
        base_signature=signer.sign(signed),
        public_key=public_key,
        hmac_key=hmac_key,
        signatures=tuple(scoped_key.sign_each(grouped.optional)),
        mandatory_pointers=pointers,
    )
    proof["proofValue"] = value.format()
    return proof
