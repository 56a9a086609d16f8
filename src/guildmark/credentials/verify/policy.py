"""Which questions a verification asks; by default all that a person needs answered.

Turning one off never makes a check pass: the check reads "not applicable" with the code
``not_asked``, and the report has a note. Programs that test cryptography alone (conformance
suites, migrations) turn some off; for people there is no reason to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["EVERYTHING", "PROOF_ONLY", "Policy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is asked of a credential.

    Attributes:
        require_issuer_binding: a proof must be by a key that the issuer lists; else any key may
            have signed, as in the W3C's test vectors.
        check_status: ask whether it was revoked or suspended.
        check_dates: judge validFrom and validUntil.
        refresh: fetch a newer version where the credential names a refresh service. Only the
            credential's own address is asked for, with nothing about who asks.
        fetch_schemas: fetch the JSON Schemas that a proven credential names, and hold it against
            them; none is shipped, and the structure is checked without them.
        check_endorsements: verify each endorsement that is inside.
        recipient: an e-mail address, DID or other identity that the credential must be about;
            None when nobody asks.
        challenge: what the proof's challenge must be; None accepts a proof that has none or any.
        domain: what the proof's domain must be or contain; None likewise.
    """

    require_issuer_binding: bool = True
    check_status: bool = True
    check_dates: bool = True
    refresh: bool = True
    fetch_schemas: bool = False
    check_endorsements: bool = True
    recipient: str | None = None
    challenge: str | None = None
    domain: str | None = None


EVERYTHING: Final = Policy()
# Is the signature true? Nothing else, as conformance suites ask with checks: ["proof"].
PROOF_ONLY: Final = Policy(
    require_issuer_binding=False,
    check_status=False,
    check_dates=False,
    refresh=False,
    check_endorsements=False,
)
