"""The proofs that another proof builds on: ``previousProof`` resolved inside one document.

Source: Data Integrity 1.0, 2.1.2 (Proof Chains), 4.3 and 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guildmark.credentials.errors import UnreadableInput

__all__ = ["find_previous_proofs", "proofs_of"]


def proofs_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List the proofs of a document in their order; none when it has none.

    Raises:
        UnreadableInput: ``proof`` is something else than an object or a list of objects.
    """
    if "proof" not in document:
        return []
    listed = document["proof"]
    proofs = listed if isinstance(listed, list) else [listed]
    if not proofs or not all(isinstance(proof, Mapping) for proof in proofs):
        raise UnreadableInput(
            "$.proof: A proof is an object, or a list of at least one object.",
            code="proof_malformed",
        )
    return proofs


def find_previous_proofs(
    document: Mapping[str, Any], *, proof: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return the proofs that ``previousProof`` names, in the order in which it names them.

    Raises:
        UnreadableInput: a name that no proof or more than one has, that is the proof's own, or is
            no text.

    Source: Data Integrity 1.0, 4.3 and 4.5 (matchingProofs).
    """
    if "previousProof" not in proof:
        return []
    named = proof["previousProof"]
    names = named if isinstance(named, list) else [named]
    if not names:
        raise UnreadableInput("$.proof.previousProof: names no proof.", code="previous_proof")
    found = []
    for name in names:
        matching = [each for each in proofs_of(document) if _has_id(each, name)]
        if len(matching) != 1 or name == proof.get("id"):
            problem = "does not have" if not matching else "has more than once or in itself"
            raise UnreadableInput(
                f"$.proof.previousProof: names the proof {str(name)[:100]!r}, which the document "
                f"{problem}.",
                code="previous_proof",
            )
        found.append(matching[0])
    return found


def _has_id(proof: Mapping[str, Any], name: object) -> bool:
    return isinstance(name, str) and proof.get("id") == name
