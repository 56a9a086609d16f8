"""What each way of securing a credential answers: contexts, proof and issuer.

Data Integrity proofs, JOSE tokens, SD-JWTs and Open Badges 2.0 differ in everything but these
three findings, so that the steps after them are the same for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NoReturn

from guildmark.credentials.verify.report import Check, Outcome

__all__ = [
    "ISSUER_CLAUSE",
    "LEEWAY",
    "KeyProblem",
    "SecuredFindings",
    "contexts_check",
    "issuer_check",
    "key_problem",
    "proof_check",
    "worst",
]

# Clocks of issuers and readers differ a little (security design, row 29).
LEEWAY: Final = timedelta(seconds=60)

ISSUER_CLAUSE: Final = "VC Data Model 2.0, A.2; Controlled Identifiers 1.0, 3.3"
_CONTEXT_CLAUSE: Final = "Data Integrity 1.0, 4.6"
_FROM_WORST: Final[tuple[Outcome, ...]] = ("fail", "could not run", "not applicable", "pass")


@dataclass(frozen=True, slots=True)
class SecuredFindings:
    """What came of the three checks."""

    contexts: Check
    proof: Check
    issuer: Check

    @property
    def is_proven(self) -> bool:
        """Whether all three passed."""
        return all(c.outcome == "pass" for c in (self.contexts, self.proof, self.issuer))

    @property
    def first_problem(self) -> str:
        """The reason of the first check that did not pass; empty when all did."""
        for check in (self.contexts, self.proof, self.issuer):
            if check.outcome != "pass":
                return check.reason
        return ""


class KeyProblem(Exception):
    """A key that could not be had, or that may not be used: how the check ends that needed it."""

    def __init__(self, outcome: Outcome, reason: str, *, code: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.code = code


def key_problem(outcome: Outcome, reason: str, *, code: str) -> NoReturn:
    """Raise a ``KeyProblem``."""
    raise KeyProblem(outcome, reason, code=code)


def contexts_check(
    outcome: Outcome, reason: str, *, code: str = "", clause: str = _CONTEXT_CLAUSE
) -> Check:
    """Return the finding about what the words of the document mean."""
    return Check("contexts", outcome, reason, clause, code=code)


def proof_check(outcome: Outcome, reason: str, *, code: str = "no_proof", clause: str) -> Check:
    """Return the finding about the signature."""
    return Check("proof", outcome, reason, clause, code="" if outcome == "pass" else code)


def issuer_check(
    outcome: Outcome, reason: str, *, code: str = "", clause: str = ISSUER_CLAUSE
) -> Check:
    """Return the finding about whose key it is."""
    return Check("issuer", outcome, reason, clause, code=code)


def worst(checks: list[Check]) -> Check:
    """Return the check that matters most: a failure before a gap before a pass."""
    return min(checks, key=lambda check: _FROM_WORST.index(check.outcome))
