"""What do the words of a document mean, and does the signature fix that?

Signatures over RDF leave out what no context defines, so such documents fail: anybody could have
added that part (``check_covered``).

Signatures over bytes (JCS, JOSE) cover every letter, so nothing was added. But a word that no
known context defines says nothing that two readers would agree on. The signature is true and the
meaning unknown: that check could not run, and the verdict is "cannot tell", never a silent pass
(``check_understood``).

Source: VC Data Model 2.0, 4.3; Data Integrity 1.0, 4.6; security design, row 1.
"""

from __future__ import annotations

from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, canonicalize_rdfc, check_terms
from guildmark.credentials.errors import CredentialError, UncoveredData, WorkLimitExceeded
from guildmark.credentials.verify.findings import contexts_check
from guildmark.credentials.verify.report import Check

__all__ = ["COVERED", "check_covered", "check_understood", "refusal"]

COVERED: Final = "Each term is defined by a known context, so the proof covers it."


def check_covered(document: JsonObject) -> Check:
    """Say whether a signature over RDF covers each part of a document."""
    try:
        canonicalize_rdfc({key: value for key, value in document.items() if key != "proof"})
    except CredentialError as error:
        return refusal(error)
    return contexts_check("pass", COVERED)


def refusal(error: CredentialError) -> Check:
    """Return the finding about a document that could not be canonicalized."""
    if isinstance(error, WorkLimitExceeded):
        return contexts_check("fail", f"Refused: {error.message}", code=error.code)
    return contexts_check("fail", error.message, code=error.code)


def check_understood(
    document: JsonObject, *, signed_contexts: Any = None, clause: str = "VC Data Model 2.0, 4.3"
) -> Check:
    """Say whether each term of a document that is covered byte by byte is known.

    Args:
        document: with or without ``proof``.
        signed_contexts: the contexts that a JCS proof covers, where the document may have more
            behind them; those must change nothing about its meaning.
        clause: the standard and clause to name.
    """
    said = {key: value for key, value in document.items() if key != "proof"}
    try:
        expanded = check_terms(said)
    except (UncoveredData, WorkLimitExceeded) as error:
        return contexts_check(
            "could not run",
            f"The signature covers each letter, but what it means can not be told: {error.message}",
            code=error.code,
            clause=clause,
        )
    if signed_contexts is not None and signed_contexts != said.get("@context"):
        try:
            unchanged = check_terms({**said, "@context": signed_contexts}) == expanded
        except (UncoveredData, WorkLimitExceeded):
            unchanged = False
        if not unchanged:
            return contexts_check(
                "fail",
                "Contexts were added after signing, and they change what the document means.",
                code="added_context",
            )
    return contexts_check(
        "pass",
        "The signature covers each letter, and each term is defined by a known context.",
        clause=clause,
    )
