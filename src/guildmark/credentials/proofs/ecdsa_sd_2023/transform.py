"""The transformation of base proofs: canonical statements, hidden labels, two groups.

Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (canonicalizeAndGroup) and 3.6.2.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guildmark.credentials.encoding.blank_nodes import list_blank_nodes, relabel_line
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import format_label, hide_label
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import select

__all__ = ["GroupedStatements", "group_statements", "hash_lines", "hide_labels"]


@dataclass(frozen=True, slots=True)
class GroupedStatements:
    """The statements of a document with hidden labels, in the order in which they are signed.

    Attributes:
        mandatory: lines that are always disclosed, UTF-8, each ended by LF.
        optional: the others; each gets a signature of its own.
    """

    mandatory: tuple[bytes, ...]
    optional: tuple[bytes, ...]


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
        (relabel_line(line, labels=labels).encode(), selection.includes(origins))
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


def hash_lines(lines: Iterable[bytes]) -> bytes:
    """Return the SHA-256 of lines put together. Source: 3.4 (hashMandatoryNQuads)."""
    return hashlib.sha256(b"".join(lines)).digest()
