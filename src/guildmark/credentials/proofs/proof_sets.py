"""Several proofs on one document: sets, whose proofs stand side by side, and chains.

A proof of a chain names the proofs that it builds on (``previousProof``) and covers them too. In a
set each proof covers the document alone, so one can be taken away unseen: who needs both must say
so. A document counts as proven only when every proof holds; that sum is for ``verify``.

Source: Data Integrity 1.0, 2.1.1 and 2.1.2, 4.3 and 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, copy_json
from guildmark.credentials.errors import UnreadableInput, WorkLimitExceeded
from guildmark.credentials.keys import Signer
from guildmark.credentials.proofs.previous import find_previous_proofs, proofs_of
from guildmark.credentials.proofs.suite import SigningSuite

__all__ = ["MAX_PROOFS", "add_proof", "find_previous_proofs", "order_proofs", "proofs_of"]

# Each costs a canonicalization when it builds on others; nobody honest has more.
MAX_PROOFS: Final = 16


def add_proof(
    document: Mapping[str, Any],
    *,
    suite: SigningSuite,
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
    """Return a copy of a document with one proof more, behind those that it has.

    Args:
        document: with or without proofs; never changed.
        suite: signs, ``find_suite`` and ``signing_suite`` know which there are.
        signer: holds a key of a kind that the suite signs with.
        created: written to the second, in UTC.
        purpose: ``assertionMethod`` or ``authentication``.
        challenge: see ``HashSuite.add_proof``, as for the rest.
        domain: whom a presentation is for.
        expires: from when on the proof no longer counts.
        proof_id: the proof's own id; no other proof of the document may have it.
        previous_proof: ids of the proofs that this one builds on, which makes a chain.
        nonce: makes two proofs over the same document differ.

    Raises:
        InvalidKey: the signer's key is of another kind.
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: too large or too tangled, or too many proofs.
        UnreadableInput: ``previous_proof`` names no proof, or ``proof_id`` is taken.

    Source: Data Integrity 1.0, 4.3 (Add Proof Set/Chain).
    """
    existing = proofs_of(document)
    _check_count(len(existing) + 1)
    if proof_id is not None and any(proof.get("id") == proof_id for proof in existing):
        raise UnreadableInput(
            f"$.proof: another proof has the id {proof_id[:100]!r} already.", code="previous_proof"
        )
    proof = suite.create_proof(
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
    return {**secured, "proof": [*copy_json(existing), proof] if existing else proof}


def order_proofs(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the proofs so that each stands behind those that it builds on.

    Raises:
        UnreadableInput: a proof is no object, two have one id, ``previousProof`` names no proof
            of the document, or proofs build on each other in a circle.
        WorkLimitExceeded: more than ``MAX_PROOFS`` proofs.

    Source: Data Integrity 1.0, 2.1.2 and 4.5.
    """
    proofs = proofs_of(document)
    _check_count(len(proofs))
    names = [proof["id"] for proof in proofs if isinstance(proof.get("id"), str)]
    if len(set(names)) != len(names):
        raise UnreadableInput("$.proof: two proofs have the same id.", code="previous_proof")
    needed = [
        [proofs.index(each) for each in find_previous_proofs(document, proof=proof)]
        for proof in proofs
    ]
    ordered: list[int] = []
    while len(ordered) < len(proofs):
        ready = [
            index
            for index in range(len(proofs))
            if index not in ordered and all(each in ordered for each in needed[index])
        ]
        if not ready:
            raise UnreadableInput(
                "$.proof: proofs build on each other in a circle.", code="previous_proof"
            )
        ordered += ready
    return [proofs[index] for index in ordered]


def _check_count(count: int) -> None:
    if count > MAX_PROOFS:
        raise WorkLimitExceeded(
            f"The document has {count} proofs; at most {MAX_PROOFS} are looked at.",
            code="too_many_proofs",
        )
