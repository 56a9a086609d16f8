"""The cryptosuites that sign two hashes: that of the proof's options, then the document's.

Five published suites differ only in the form that is hashed (RDF-canonical or JCS), in the kinds
of keys, and in the hash that goes with the key. Each has its module, which names these facts;
the steps that they share are here. Pure transformation and signature: whether the key is the
issuer's, and whether dates, purpose, challenge and domain fit, is for ``verify`` to say.

Source: Data Integrity 1.0, 4.2 to 4.5; EdDSA Cryptosuites 1.0, 3.2 and 3.3; ECDSA Cryptosuites
1.0, 3.2 and 3.3.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from guildmark.credentials.encoding import (
    JsonObject,
    canonicalize_jcs,
    canonicalize_rdfc,
    copy_json,
    format_datetime,
    from_multibase,
    to_multibase_base58,
)
from guildmark.credentials.encoding.template_cache import canonicalize_cached
from guildmark.credentials.errors import CredentialError, InvalidKey
from guildmark.credentials.keys import Algorithm, PublicKey, Signer
from guildmark.credentials.proofs.previous import find_previous_proofs

__all__ = ["HashSuite"]

_HashName = Literal["sha256", "sha384"]


@dataclass(frozen=True, slots=True)
class HashSuite:
    """One cryptosuite: its names, its keys and the form that it hashes.

    Attributes:
        name: ``cryptosuite`` of its proofs; for the older types that have none, their ``type``.
        algorithms: the kinds of keys that it signs with; the first one is what ``hash_document``
            takes when it is not told.
        form: ``rdfc`` covers what the document says as RDF, ``jcs`` each byte of its JSON.
        proof_type: ``type`` of its proofs.
    """

    name: str
    algorithms: tuple[Algorithm, ...]
    form: Literal["rdfc", "jcs"]
    proof_type: str = "DataIntegrityProof"

    def add_proof(
        self,
        document: Mapping[str, Any],
        *,
        signer: Signer,
        created: datetime,
        purpose: str = "assertionMethod",
        challenge: str | None = None,
        domain: str | Sequence[str] | None = None,
        expires: datetime | None = None,
        proof_id: str | None = None,
        previous_proof: str | Sequence[str] | None = None,
        nonce: str | None = None,
    ) -> JsonObject:
        """Return a copy of the document with a proof; the original stays as it is.

        Args:
            document: a JSON object without ``proof``; ``proof_sets.add_proof`` adds one more to
                a document that has some.
            signer: holds a key of one of the suite's kinds.
            created: written to the second, in UTC.
            purpose: ``assertionMethod`` for credentials, ``authentication`` for presentations.
            challenge: what the verifier of a presentation asked to be repeated.
            domain: whom a presentation is for; one or several.
            expires: from when on the proof no longer counts.
            proof_id: the proof's own id, so that others can build on it.
            previous_proof: ids of proofs of this document that this one covers too.
            nonce: makes two proofs over the same document differ.

        Raises:
            InvalidKey: the signer's key is of another kind.
            UncoveredData: the document says what the signature would not cover.
            WorkLimitExceeded: the document is too large or too tangled.
            UnreadableInput: no JSON, or ``previous_proof`` names no proof.

        Source: Data Integrity 1.0, 4.2 (Add Proof).
        """
        if "proof" in document:
            raise ValueError("add_proof needs a document without a proof")
        proof = self.create_proof(
            document,
            signer=signer,
            created=created,
            purpose=purpose,
            challenge=challenge,
            domain=domain,
            expires=expires,
            proof_id=proof_id,
            previous_proof=previous_proof,
            nonce=nonce,
        )
        secured: JsonObject = copy_json(document)
        return {**secured, "proof": proof}

    def create_proof(
        self,
        document: Mapping[str, Any],
        *,
        signer: Signer,
        created: datetime,
        purpose: str = "assertionMethod",
        challenge: str | None = None,
        domain: str | Sequence[str] | None = None,
        expires: datetime | None = None,
        proof_id: str | None = None,
        previous_proof: str | Sequence[str] | None = None,
        nonce: str | None = None,
    ) -> JsonObject:
        """Return a proof over the document, which may have others; arguments as ``add_proof``.

        Raises:
            InvalidKey: the signer's key is of another kind.
            UncoveredData: the document says what the signature would not cover.
            WorkLimitExceeded: the document is too large or too tangled.
            UnreadableInput: no JSON, or ``previous_proof`` names no proof.

        Source: Data Integrity 1.0, 4.2 and 4.3 (Add Proof Set/Chain).
        """
        if signer.algorithm not in self.algorithms:
            raise InvalidKey(
                f"{self.name} signs with {' or '.join(self.algorithms)} keys; this key is "
                f"{signer.algorithm}.",
                code="key_algorithm",
            )
        named: JsonObject = {
            "id": proof_id,
            "type": self.proof_type,
            "cryptosuite": self.name if self.proof_type == "DataIntegrityProof" else None,
            "created": format_datetime(created),
            "verificationMethod": signer.verification_method,
            "proofPurpose": purpose,
            "expires": format_datetime(expires) if expires else None,
            "domain": _text_or_list(domain),
            "challenge": challenge,
            "nonce": nonce,
            "previousProof": _text_or_list(previous_proof),
            # EdDSA Cryptosuites 1.0, 3.3.1: JCS proofs keep the contexts that they were made with.
            "@context": document.get("@context") if self.form == "jcs" else None,
        }
        proof: JsonObject = copy_json({k: v for k, v in named.items() if v is not None})
        data = self.build_hash_data(document, proof=proof, algorithm=signer.algorithm)
        proof["proofValue"] = to_multibase_base58(signer.sign(data))
        return proof

    def hash_document(
        self,
        document: Mapping[str, Any],
        *,
        algorithm: Algorithm | None = None,
        previous: Sequence[Mapping[str, Any]] = (),
    ) -> bytes:
        """Return the hash of the canonical document without its ``proof``.

        Args:
            document: with or without ``proof``.
            algorithm: the kind of the key, which says the hash: SHA-384 for P-384, SHA-256 for
                all others.
            previous: proofs that the new one builds on, which are hashed with the document.

        Raises:
            UncoveredData: the document says what the signature would not cover.
            WorkLimitExceeded: too large or too tangled.
            UnreadableInput: a value that JSON does not have.

        Source: EdDSA Cryptosuites 1.0, 3.2.3 and 3.2.4; ECDSA Cryptosuites 1.0, 3.2.3 and 3.2.4.
        """
        hashed = {key: value for key, value in document.items() if key != "proof"}
        if previous:
            hashed["proof"] = list(previous)
        return self._hash(hashed, algorithm or self.algorithms[0])

    def build_hash_data(
        self,
        document: Mapping[str, Any],
        *,
        proof: Mapping[str, Any],
        document_hash: bytes | None = None,
        algorithm: Algorithm | None = None,
    ) -> bytes:
        """Return the bytes that are signed: hash of the proof options, hash of the document.

        Args:
            document: the document; of its own proofs, only those that ``proof`` builds on count.
            proof: the proof; its ``proofValue`` is left out. For ``rdfc`` it is read with the
                document's ``@context``.
            document_hash: what ``hash_document`` gave for it, to spare doing it twice; not used
                for a proof that builds on others.
            algorithm: the kind of the key.

        Raises:
            UncoveredData: one of the two says what the signature would not cover.
            WorkLimitExceeded: too large or too tangled.
            UnreadableInput: no JSON, or ``previousProof`` names no proof.

        Source: EdDSA Cryptosuites 1.0, 3.2.3 to 3.2.5; Data Integrity 1.0, 4.3 and 4.5.
        """
        options = {key: value for key, value in proof.items() if key != "proofValue"}
        if self.form == "rdfc":
            options["@context"] = document.get("@context")
        previous = find_previous_proofs(document, proof=proof)
        if document_hash is None or previous:
            document_hash = self.hash_document(document, algorithm=algorithm, previous=previous)
        return self._hash(options, algorithm or self.algorithms[0]) + document_hash

    def is_proof_valid(
        self,
        document: Mapping[str, Any],
        *,
        proof: Mapping[str, Any],
        key: PublicKey,
        document_hash: bytes | None = None,
    ) -> bool:
        """Tell whether the proof is this key's signature over the document.

        A JCS proof names the contexts that it was made with. The document may have more behind
        them (``added_contexts``), which the proof does not cover.

        Args:
            document: the document; its ``proof`` is needed for a proof that builds on others.
            proof: one proof; one of another suite never verifies.
            key: only keys of the suite's kinds ever verify.
            document_hash: what ``hash_document`` gave for the key's algorithm, to spare doing it
                twice.

        Raises:
            UncoveredData: document or proof say what a signature does not cover.
            WorkLimitExceeded: too large or too tangled.
            UnreadableInput: ``previousProof`` names no proof of the document.

        Source: EdDSA Cryptosuites 1.0, 3.2.2, 3.2.7 and 3.3.2; ECDSA Cryptosuites 1.0, 3.2.2 and
        3.3.2.
        """
        signature = _parse_signature(proof.get("proofValue"))
        if signature is None or not self._is_own(proof) or key.algorithm not in self.algorithms:
            return False
        if self.form == "jcs" and "@context" in proof:
            if not _starts_with(document.get("@context"), proof["@context"]):
                return False
            if document["@context"] != proof["@context"]:
                document = {**document, "@context": proof["@context"]}
                document_hash = None
        data = self.build_hash_data(
            document, proof=proof, document_hash=document_hash, algorithm=key.algorithm
        )
        return key.is_signature_of(data, signature=signature)

    def _is_own(self, proof: Mapping[str, Any]) -> bool:
        if self.proof_type != "DataIntegrityProof":
            return proof.get("type") == self.proof_type
        return (proof.get("type"), proof.get("cryptosuite")) == (self.proof_type, self.name)

    def _hash(self, value: Mapping[str, Any], algorithm: Algorithm) -> bytes:
        name: _HashName = "sha384" if algorithm == "P-384" else "sha256"
        if self.form == "jcs":
            return hashlib.new(name, canonicalize_jcs(value)).digest()
        if name == "sha256":
            # Same bytes, sooner where the shape of the document is known.
            return hashlib.sha256(canonicalize_cached(value)).digest()
        return hashlib.new(name, canonicalize_rdfc(value, hash_name=name)).digest()


def _text_or_list(value: str | Sequence[str] | None) -> str | list[str] | None:
    return value if value is None or isinstance(value, str) else list(value)


def _parse_signature(value: object) -> bytes | None:
    """Read a proofValue in its one form: multibase base58btc."""
    if not isinstance(value, str) or not value.startswith("z"):
        return None
    try:
        # Base58 has one text for each sequence of bytes, so there is no second spelling.
        return from_multibase(value)
    except CredentialError:
        return None


def _starts_with(contexts: object, first: object) -> bool:
    """Source: EdDSA Cryptosuites 1.0, 3.3.2, step 4."""
    whole = contexts if isinstance(contexts, list) else [contexts]
    start = first if isinstance(first, list) else [first]
    return contexts is not None and whole[: len(start)] == start
