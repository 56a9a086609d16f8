"""Verification: each statement that is shown was signed by the issuer, directly or through a key.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.9 (createVerifyData) and 3.6.7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from guildmark.credentials.encoding.blank_nodes import list_blank_nodes, relabel_line
from guildmark.credentials.encoding.template_cache import canonicalize_cached
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.keys import PublicKey
from guildmark.credentials.proofs.ecdsa_sd_2023.base import ALGORITHMS
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import format_label
from guildmark.credentials.proofs.ecdsa_sd_2023.options import (
    CRYPTOSUITE,
    hash_options,
    refuse_previous,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import DerivedProofValue, parse_derived
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import are_signatures_of
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import hash_lines

__all__ = ["is_proof_valid", "split_statements"]


def is_proof_valid(
    document: Mapping[str, Any],
    *,
    proof: Mapping[str, Any],
    key: PublicKey,
    document_hash: bytes | None = None,
) -> bool:
    """Tell whether each statement of the document was signed by this key's holder.

    Args:
        document: the disclosed document with or without its ``proof``.
        proof: one derived proof of this suite.
        key: the issuer's; only P-256 keys ever verify.
        document_hash: not used; the other suites have it.

    Raises:
        UnreadableInput: a base proof (``sd_base_proof``), no proof value of this suite
            (``sd_proof_value``), or one that does not fit the document: another number of
            signatures than statements (``sd_signature_count``), an index without statement
            (``sd_mandatory_index``), a node without label (``sd_label_map``).
        UncoveredData: document or proof say what a signature does not cover.
        WorkLimitExceeded: too large or too tangled.
        InvalidKey: the proof's own key is no point on the curve.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.7 (Verify Derived Proof).
    """
    refuse_previous(proof)
    value = parse_derived(proof.get("proofValue"))
    if key.algorithm not in ALGORITHMS or not _is_own(proof):
        return False
    mandatory, optional = split_statements(document, value=value)
    signed = (
        hash_options(proof, contexts=document.get("@context"))
        + value.public_key
        + hash_lines(mandatory)
    )
    return key.is_signature_of(signed, signature=value.base_signature) and are_signatures_of(
        optional,
        signatures=value.signatures,
        public_key=value.public_key,
    )


def _is_own(proof: Mapping[str, Any]) -> bool:
    return (proof.get("type"), proof.get("cryptosuite")) == ("DataIntegrityProof", CRYPTOSUITE)


def split_statements(
    document: Mapping[str, Any], *, value: DerivedProofValue
) -> tuple[list[bytes], list[bytes]]:
    """Return the mandatory statements of a disclosed document and the others, as signed.

    Returns:
        Lines in UTF-8, each ended by LF.

    Raises:
        UnreadableInput: the proof value does not fit the document.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.9 (createVerifyData).
    """
    unsecured = {key: item for key, item in document.items() if key != "proof"}
    canonical = canonicalize_cached(unsecured).decode().split("\n")[:-1]
    lines = _relabel([line + "\n" for line in canonical], label_map=value.label_map)
    if value.mandatory_indexes and value.mandatory_indexes[-1] >= len(lines):
        raise UnreadableInput(
            f"The proof names a mandatory statement no. {value.mandatory_indexes[-1]}, but the "
            f"credential has {len(lines)}.",
            code="sd_mandatory_index",
        )
    chosen = set(value.mandatory_indexes)
    mandatory = [line for index, line in enumerate(lines) if index in chosen]
    optional = [line for index, line in enumerate(lines) if index not in chosen]
    if len(optional) != len(value.signatures):
        raise UnreadableInput(
            f"The proof has {len(value.signatures)} signatures for {len(optional)} statements "
            "that are not mandatory. Something was added or taken away.",
            code="sd_signature_count",
        )
    return mandatory, optional


def _relabel(lines: Sequence[str], *, label_map: Mapping[int, bytes]) -> list[bytes]:
    labels = {f"_:c14n{number}": format_label(digest) for number, digest in label_map.items()}
    if set(labels) != set(list_blank_nodes(lines)):
        raise UnreadableInput(
            "The proof does not name each part without an id of this credential just once.",
            code="sd_label_map",
        )
    return sorted(relabel_line(line, labels=labels).encode() for line in lines)
