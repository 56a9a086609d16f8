"""The ``ecdsa-sd-2023`` cryptosuite: the issuer signs once, the holder shows a part.

1. The issuer makes a *base proof* (``add_base_proof``) and names what is mandatory.
2. The holder derives from it (``derive``): the mandatory parts and those that JSON pointers name.
3. A verifier checks the *derived proof* (``is_proof_valid``). A base proof is refused there.

What is hidden leaves no trace but one: statements of the same credential can be told to belong
together, so two verifiers who compare notes know that they saw the same one. ``bbs-2023`` hides
that too; see the decision record on it.

JSON-LD lists work: their cells are followed from the object that has the list, and a list is
disclosed as a whole.

Not here: ``previousProof`` (refused), and curves other than P-256 (the suite has none).

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 to 3.6.
"""

from __future__ import annotations

from typing import Final

from guildmark.credentials.proofs.ecdsa_sd_2023.base import (
    ALGORITHMS,
    add_base_proof,
    create_base_proof,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.derived import derive, is_base_proof
from guildmark.credentials.proofs.ecdsa_sd_2023.options import CRYPTOSUITE
from guildmark.credentials.proofs.ecdsa_sd_2023.parts import Part, list_parts
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers
from guildmark.credentials.proofs.ecdsa_sd_2023.suggestion import suggest_mandatory_pointers
from guildmark.credentials.proofs.ecdsa_sd_2023.verified import is_proof_valid

__all__ = [
    "ALGORITHMS",
    "COVERS_BYTES",
    "CRYPTOSUITE",
    "Part",
    "add_base_proof",
    "add_proof",
    "check_pointers",
    "create_base_proof",
    "create_proof",
    "derive",
    "is_base_proof",
    "is_proof_valid",
    "list_parts",
    "suggest_mandatory_pointers",
]

COVERS_BYTES: Final = False

# What the other suites call it.
add_proof = add_base_proof
create_proof = create_base_proof
