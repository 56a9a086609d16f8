"""Derived proofs: the holder discloses a part of what the issuer signed.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.5.4 (createDisclosureData) and 3.6.6.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from guildmark.credentials.encoding import JsonObject, canonicalize_rdfc
from guildmark.credentials.encoding.blank_nodes import label_blank_nodes, relabel_line
from guildmark.credentials.errors import UncoveredData, UnreadableInput
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import hide_label
from guildmark.credentials.proofs.ecdsa_sd_2023.options import CRYPTOSUITE, refuse_previous
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import check_pointers, select
from guildmark.credentials.proofs.ecdsa_sd_2023.proof_value import (
    BaseProofValue,
    DerivedProofValue,
    is_base_proof_value,
    parse_base,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import are_signatures_of
from guildmark.credentials.proofs.ecdsa_sd_2023.transform import hide_labels
from guildmark.credentials.proofs.previous import proofs_of

__all__ = ["create_disclosure", "derive", "find_base_proof", "is_base_proof"]


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
