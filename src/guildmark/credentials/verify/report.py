"""What a verification found: one entry per check, and a verdict that follows from them.

The verdict is computed, never set: any failed check makes it "not valid"; else any required
check that could not run makes it "cannot tell"; only else it is "valid". There is no default
that means yes.

Source: VC Data Model 2.0, 7.1 (Verification) and A.1 (Validation).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from guildmark.credentials.encoding import JsonObject

__all__ = [
    "CHECK_IDS",
    "Check",
    "CheckId",
    "IssuerAnswer",
    "Outcome",
    "Report",
    "Verdict",
    "decide_verdict",
]

Verdict = Literal["valid", "not valid", "cannot tell", "unreadable"]
Outcome = Literal["pass", "fail", "could not run", "not applicable"]
CheckId = Literal[
    "format",
    "schema",
    "contexts",
    "proof",
    "issuer",
    "status.revocation",
    "status.suspension",
    "dates",
    "evidence",
    "holder",
]

CHECK_IDS: Final[tuple[CheckId, ...]] = (
    "format",
    "schema",
    "contexts",
    "proof",
    "issuer",
    "status.revocation",
    "status.suspension",
    "dates",
    "evidence",
    "holder",
)
# These say more about the award than whether the document is genuine and current.
_INFORMATIVE: Final = frozenset({"evidence", "holder"})


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a report.

    Attributes:
        id: stable name of the check.
        outcome: what came of it.
        reason: one or two plain English sentences.
        clause: the standard and clause that asks for it.
        duration_ms: how long it took, when a timer was given.
        code: stable name of the finding, for translation; empty on a plain pass.
    """

    id: CheckId
    outcome: Outcome
    reason: str
    clause: str
    duration_ms: float | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class IssuerAnswer:
    """Who issued it, and who recognises that issuer.

    Attributes:
        id: as the document says; None when it does not. Proven only when the checks passed.
        name: as the document says: the issuer's own claim.
        recognised: by a list that was asked; "not asked" when none was.
        by: names of those who recognise the issuer.
    """

    id: str | None = None
    name: str | None = None
    recognised: bool | Literal["not asked"] = "not asked"
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole answer.

    Attributes:
        verdict: is the document genuine and current?
        issuer: is its issuer recognised, and by whom?
        holder: is the person showing it the holder? Always "not asked" for a document alone.
        profile: the standard the document follows, when it was recognised.
        checks: in the order in which they ran.
        credential: the parsed document, for display; None when it could not be read.
        notes: what a reader should know beside the checks, for example that a setting allowed
            an address that is refused otherwise.
    """

    verdict: Verdict
    issuer: IssuerAnswer
    holder: Literal["checked", "not asked"]
    profile: str | None
    checks: tuple[Check, ...]
    credential: JsonObject | None = None
    notes: tuple[str, ...] = ()

    def check(self, check_id: CheckId) -> Check:
        """Return the entry of a check.

        Raises:
            KeyError: the report has none, as an unreadable document's.
        """
        for entry in self.checks:
            if entry.id == check_id:
                return entry
        raise KeyError(check_id)

    def to_json(self) -> JsonObject:
        """Return the stable JSON form, as ``guildmark verify --json`` prints it."""
        return {
            "verdict": self.verdict,
            "issuer": {
                "id": self.issuer.id,
                "recognised": self.issuer.recognised,
                "by": list(self.issuer.by),
            },
            "holder": self.holder,
            "profile": self.profile,
            "checks": [
                {
                    "id": check.id,
                    "outcome": check.outcome,
                    "reason": check.reason,
                    "clause": check.clause,
                }
                for check in self.checks
            ],
            "notes": list(self.notes),
        }


def decide_verdict(checks: Sequence[Check]) -> Verdict:
    """Return the verdict that follows from the checks.

    A failed or missing ``format`` check means that there was nothing to judge. A check that is
    missing from the list counts as one that could not run.
    """
    outcomes: dict[str, Outcome] = {check.id: check.outcome for check in checks}
    if outcomes.get("format") == "fail":
        return "unreadable"
    if "fail" in outcomes.values():
        return "not valid"
    required = [check_id for check_id in CHECK_IDS if check_id not in _INFORMATIVE]
    done = all(outcomes.get(name) in ("pass", "not applicable") for name in required)
    proven = all(outcomes.get(name) == "pass" for name in ("format", "contexts", "proof", "issuer"))
    return "valid" if done and proven else "cannot tell"
