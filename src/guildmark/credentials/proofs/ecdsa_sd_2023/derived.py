"""Derived proofs: the holder discloses a part; a verifier checks that the issuer said it.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.4, 3.5.9, 3.6.6 and 3.6.7.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from guildmark.credentials.encoding import JsonObject, canonicalize_rdfc
from guildmark.credentials.encoding.blank_nodes import (
    label_blank_nodes,
    list_blank_nodes,
    relabel_line,
)
from guildmark.credentials.encoding.template_cache import canonicalize_cached
from guildmark.credentials.errors import UncoveredData, UnreadableInput
from guildmark.credentials.keys import PublicKey
from guildmark.credentials.proofs.ecdsa_sd_2023.base import ALGORITHMS
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import format_label, hide_label
from guildmark.credentials.proofs.ecdsa_sd_2023.options import (
    CRYPTOSUITE,
    hash_options,
    refuse_previous,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers, select
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import (
    BaseProofValue,
    DerivedProofValue,
    is_base_proof_value,
    parse_base,
    parse_derived,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import are_signatures_of
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import hash_lines, hide_labels
from guildmark.credentials.proofs.previous import proofs_of

__all__ = [
    "create_disclosure",
    "derive",
    "find_base_proof",
    "hash_document",
    "is_base_proof",
    "is_proof_valid",
    "split_statements",
]


def is_base_proof(proof: Mapping[str, Any]) -> bool:
    """Tell whether a proof is a base proof of this suite, which only its holder should have."""
    return proof.get("cryptosuite") == CRYPTOSUITE and is_base_proof_value(proof.get("proofValue"))


def find_base_proof(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the one base proof of a document.

    Raises:
        UnreadableInput: it has none, or several.
    """
    found = [proof for proof in proofs_of(document) if is_base_proof(proof)]
    if len(found) != 1:
        problem = "has no" if not found else "has more than one"
        raise UnreadableInput(
            f"This credential {problem} base proof of {CRYPTOSUITE}, so no part of it can be "
            "disclosed alone. Ask its issuer for one that can be.",
            code="sd_no_base_proof",
        )
    return found[0]


def derive(document: Mapping[str, Any], *, selective_pointers: Sequence[str] = ()) -> JsonObject:
    """Return what a holder shows: the mandatory parts, those that pointers name, and a proof.

    Args:
        document: a credential with a base proof; the original stays as it is.
        selective_pointers: JSON pointers of what to show beside the mandatory parts. Objects on
            the way are shown with ``id`` and ``type``; lists of JSON-LD only as a whole.

    Raises:
        UnreadableInput: no base proof or one that does not fit the document, a pointer that is
            none or names nothing, or nothing to show at all.
        UncoveredData: a part of the document would stay outside the proof.
        WorkLimitExceeded: the document is too large or too tangled.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.6.6 (Add Derived Proof).
    """
    proof = find_base_proof(document)
    refuse_previous(proof)
    value = parse_base(proof["proofValue"])
    pointers = check_pointers(selective_pointers)
    if not (pointers or value.mandatory_pointers):
        raise UnreadableInput(
            "Nothing is selected, and the issuer made nothing mandatory. Name at least one part.",
            code="sd_nothing_selected",
        )
    unsecured = {key: item for key, item in document.items() if key != "proof"}
    revealed, derived = create_disclosure(unsecured, value=value, selective_pointers=pointers)
    return {**revealed, "proof": {**proof, "proofValue": derived.format()}}


def create_disclosure(
    document: Mapping[str, Any], *, value: BaseProofValue, selective_pointers: Sequence[str]
) -> tuple[JsonObject, DerivedProofValue]:
    """Return the disclosed document and what proves it.

    Args:
        document: without ``proof``.
        value: of its base proof.
        selective_pointers: what to show beside the mandatory parts.

    Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.4 (createDisclosureData).
    """
    from guildmark.credentials.encoding.statements import trace_statements

    statements = trace_statements(document)
    mandatory = select(
        document, pointers=value.mandatory_pointers, indivisible=statements.indivisible
    )
    combined = select(
        document,
        pointers=[*value.mandatory_pointers, *selective_pointers],
        indivisible=statements.indivisible,
    )
    labels = hide_labels(statements.lines, hmac_key=value.hmac_key)
    rows = sorted(
        _Row(
            relabel_line(line, labels=labels),
            line,
            mandatory.includes(origins),
            combined.includes(origins),
        )
        for line, origins in zip(statements.lines, statements.origins, strict=True)
    )
    signatures = _match_signatures(rows, value)
    disclosed = [row for row in rows if row.is_disclosed]
    revealed = combined.cut(document)
    return revealed, DerivedProofValue(
        base_signature=value.base_signature,
        public_key=value.public_key,
        signatures=tuple(signatures[row.line] for row in disclosed if not row.is_mandatory),
        label_map=_map_labels(
            revealed, lines=[row.canonical for row in disclosed], hmac_key=value.hmac_key
        ),
        mandatory_indexes=tuple(index for index, row in enumerate(disclosed) if row.is_mandatory),
    )


class _Row(NamedTuple):
    """One statement of the whole document; ``line`` has hidden labels, ``canonical`` its own."""

    line: str
    canonical: str
    is_mandatory: bool
    is_disclosed: bool


def _match_signatures(rows: Sequence[_Row], value: BaseProofValue) -> dict[str, bytes]:
    """Return the signature of each disclosed statement, having checked it."""
    optional = [row for row in rows if not row.is_mandatory]
    if len(optional) != len(value.signatures):
        raise _no_fit(
            f"it has {len(value.signatures)} signatures, but the credential has "
            f"{len(optional)} statements that are not mandatory"
        )
    signatures = {
        row.line: signature
        for row, signature in zip(optional, value.signatures, strict=True)
        if row.is_disclosed
    }
    if not are_signatures_of(
        [line.encode() for line in signatures],
        signatures=list(signatures.values()),
        public_key=value.public_key,
    ):
        raise _no_fit("its signatures are of something else")
    return signatures


def _no_fit(reason: str) -> UnreadableInput:
    return UnreadableInput(
        f"The base proof does not belong to this credential: {reason}. Use the file as the "
        "issuer gave it.",
        code="sd_base_mismatch",
    )


def _map_labels(revealed: JsonObject, *, lines: Sequence[str], hmac_key: bytes) -> dict[int, bytes]:
    """Map the labels that a verifier will see to those that were signed.

    Args:
        revealed: the disclosed document, as a verifier will canonicalize it.
        lines: its statements, with the canonical labels of the whole document.
    """
    seen = label_blank_nodes(lines)
    canonical = "".join(sorted(relabel_line(line, labels=seen) for line in lines))
    if canonical.encode() != canonicalize_rdfc(revealed):
        raise UncoveredData(
            "$: What is left after the selection states something else than the whole. Select "
            "larger parts.",
            code="untraceable",
            path="$",
        )
    return {
        int(label.removeprefix("_:c14n")): hide_label(original, key=hmac_key)
        for original, label in seen.items()
    }


def hash_document(document: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of the canonical document without its ``proof``.

    Proofs of this suite sign statements, not this hash; it names a document all the same.

    Raises:
        UncoveredData: the document says what the signature would not cover.
        WorkLimitExceeded: too large or too tangled.
    """
    unsecured = {key: item for key, item in document.items() if key != "proof"}
    return hashlib.sha256(canonicalize_rdfc(unsecured)).digest()


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
