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
from guildmark.credentials.errors import shorten
from guildmark.credentials.verify.policy import EVERYTHING, Policy

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
    "schema.json",
    "contexts",
    "proof",
    "issuer",
    "refresh",
    "status.revocation",
    "status.suspension",
    "status.message",
    "dates",
    "recipient",
    "credentials",
    "endorsements",
    "evidence",
    "holder",
]

# In the order in which they run.
CHECK_IDS: Final[tuple[CheckId, ...]] = (
    "format",
    "schema",
    "schema.json",
    "contexts",
    "proof",
    "issuer",
    "refresh",
    "status.revocation",
    "status.suspension",
    "status.message",
    "dates",
    "recipient",
    "credentials",
    "endorsements",
    "evidence",
    "holder",
)
# Each of these must have been answered; one that is missing counts as one that could not run.
_REQUIRED: Final = frozenset(
    {
        "format",
        "schema",
        "contexts",
        "proof",
        "issuer",
        "status.revocation",
        "status.suspension",
        "dates",
    }
)
# These are asked of some documents only; asked but not answered leaves the verdict open.
_WHEN_ASKED: Final = frozenset({"recipient", "credentials"})
# Without a pass of these nothing is known to come from the issuer.
_PROVING: Final = frozenset({"format", "contexts", "proof", "issuer"})
# What somebody else says of the award does not make it less genuine.
_WITHOUT_WEIGHT: Final = frozenset({"endorsements"})


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

    def __post_init__(self) -> None:
        # Reasons quote the document, whose author may not be kind.
        object.__setattr__(self, "reason", shorten(self.reason))


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
        credentials: one report for each credential inside a learner record, in its order.
        endorsements: one report for each endorsement inside, in the order of the document.
        status_messages: what a status list of messages says, one text for each entry.
    """

    verdict: Verdict
    issuer: IssuerAnswer
    holder: Literal["checked", "not asked"]
    profile: str | None
    checks: tuple[Check, ...]
    credential: JsonObject | None = None
    notes: tuple[str, ...] = ()
    credentials: tuple[Report, ...] = ()
    endorsements: tuple[Report, ...] = ()
    status_messages: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that make it not valid, or unreadable."""
        return tuple(
            check
            for check in self.checks
            if check.outcome == "fail" and check.id not in _WITHOUT_WEIGHT
        )

    @property
    def open_questions(self) -> tuple[Check, ...]:
        """The checks that could not run and leave the verdict open."""
        return tuple(
            check
            for check in self.checks
            if check.outcome == "could not run" and check.id in _REQUIRED | _WHEN_ASKED
        )

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
        """Return the stable JSON form, as ``guildmark verify --json`` prints it.

        ``credentials``, ``endorsements`` and ``statusMessages`` are there only when the document
        has such.
        """
        written: JsonObject = {
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
        if self.credentials:
            written["credentials"] = [report.to_json() for report in self.credentials]
        if self.endorsements:
            written["endorsements"] = [report.to_json() for report in self.endorsements]
        if self.status_messages:
            written["statusMessages"] = list(self.status_messages)
        return written


def decide_verdict(checks: Sequence[Check], *, policy: Policy = EVERYTHING) -> Verdict:
    """Return the verdict that follows from the checks.

    1. A failed ``format`` check means that there was nothing to judge.
    2. Any other failed check makes it "not valid", but for ``endorsements``: what others say of
       an award does not make it less genuine.
    3. A required check that is missing or could not run leaves it open.
    4. Only what is proven to come from its issuer is "valid".

    Args:
        checks: in any order.
        policy: what was asked. Only ``require_issuer_binding=False`` matters here: then the
            issuer check may be "not applicable".
    """
    outcomes: dict[str, Outcome] = {check.id: check.outcome for check in checks}
    if outcomes.get("format") == "fail":
        return "unreadable"
    if any(found == "fail" for name, found in outcomes.items() if name not in _WITHOUT_WEIGHT):
        return "not valid"
    required = _REQUIRED | (_WHEN_ASKED & outcomes.keys())
    done = all(outcomes.get(name) in ("pass", "not applicable") for name in required)
    proving = _PROVING if policy.require_issuer_binding else _PROVING - {"issuer"}
    proven = all(outcomes.get(name) == "pass" for name in proving)
    return "valid" if done and proven else "cannot tell"
