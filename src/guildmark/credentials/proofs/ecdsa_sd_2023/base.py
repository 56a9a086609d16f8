"""Base proofs: the issuer signs each statement apart, and those that must stay together at once.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.1 to 3.6.5.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.encoding.blank_nodes import list_blank_nodes, relabel_line
from guildmark.credentials.errors import InvalidKey
from guildmark.credentials.keys import Algorithm, Signer
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import format_label, hide_label
from guildmark.credentials.proofs.ecdsa_sd_2023.options import (
    CRYPTOSUITE,
    build_options,
    hash_options,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers, select
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import BaseProofValue
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import ScopedKey

__all__ = [
    "ALGORITHMS",
    "GroupedStatements",
    "add_base_proof",
    "create_base_proof",
    "group_statements",
    "hash_lines",
    "hide_labels",
]

ALGORITHMS: Final[frozenset[Algorithm]] = frozenset({"P-256"})


@dataclass(frozen=True, slots=True)
class GroupedStatements:
    """The statements of a document with hidden labels, in the order in which they are signed.

    Attributes:
        mandatory: lines that are always disclosed, each ended by LF.
        optional: the others; each gets a signature of its own.
    """

    mandatory: tuple[str, ...]
    optional: tuple[str, ...]


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
    grouped = group_statements(document, mandatory_pointers=pointers, hmac_key=hmac_key)
    scoped_key = ScopedKey()
    signed = (
        hash_options(proof, contexts=document.get("@context"))
        + scoped_key.public_key
        + hash_lines(grouped.mandatory)
    )
    value = BaseProofValue(
        base_signature=signer.sign(signed),
        public_key=scoped_key.public_key,
        hmac_key=hmac_key,
        signatures=tuple(scoped_key.sign_each(line.encode() for line in grouped.optional)),
        mandatory_pointers=pointers,
    )
    proof["proofValue"] = value.format()
    return proof


def group_statements(
    document: Mapping[str, Any], *, mandatory_pointers: Sequence[str], hmac_key: bytes
) -> GroupedStatements:
    """Canonicalize a document, hide its labels and tell mandatory statements from the others.

    Args:
        document: its ``proof`` is left out.
        mandatory_pointers: what is mandatory; no statement when there are none.
        hmac_key: 32 bytes.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.2 (Base Proof Transformation).
    """
    # PyLD takes a third of a second to import; programs that never canonicalize skip it.
    from guildmark.credentials.encoding.statements import trace_statements

    unsecured = {key: value for key, value in document.items() if key != "proof"}
    statements = trace_statements(unsecured)
    selection = select(unsecured, pointers=mandatory_pointers, indivisible=statements.indivisible)
    labels = hide_labels(statements.lines, hmac_key=hmac_key)
    lines = sorted(
        (relabel_line(line, labels=labels), selection.includes(origins))
        for line, origins in zip(statements.lines, statements.origins, strict=True)
    )
    return GroupedStatements(
        mandatory=tuple(line for line, is_mandatory in lines if is_mandatory),
        optional=tuple(line for line, is_mandatory in lines if not is_mandatory),
    )


def hide_labels(lines: Iterable[str], *, hmac_key: bytes) -> dict[str, str]:
    """Map the canonical label of each blank node, ``_:c14n…``, to its hidden one, ``_:u…``."""
    return {
        label: format_label(hide_label(label, key=hmac_key)) for label in list_blank_nodes(lines)
    }


def hash_lines(lines: Iterable[str]) -> bytes:
    """Return the SHA-256 of lines put together. Source: 3.4 (hashMandatoryNQuads)."""
    return hashlib.sha256("".join(lines).encode()).digest()
