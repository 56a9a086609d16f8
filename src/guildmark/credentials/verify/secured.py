"""Is what was received true and by its issuer? Each form by its own module, one answer for all.

Used for credentials, for what is inside them, and for the status lists that they point at, so that
all meet one rule.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from guildmark.credentials.verify.data_integrity import check_data_integrity
from guildmark.credentials.verify.findings import SecuredFindings
from guildmark.credentials.verify.policy import EVERYTHING, Policy
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.sources import Sources

if TYPE_CHECKING:
    from guildmark.credentials.proofs.sd_jwt_vc import SdJwtVc
    from guildmark.credentials.proofs.vc_jose import VcJose

__all__ = ["check_secured"]


def check_secured(
    received: Received, *, sources: Sources, now: datetime, policy: Policy = EVERYTHING
) -> SecuredFindings:
    """Check the proof of what was received and that the key is its issuer's.

    The key is looked up only when the document names it as its issuer's own; a key of anybody
    else is never asked for.
    """
    if received.form == "json":
        return check_data_integrity(
            received.document, owner=received.issuer, sources=sources, now=now, policy=policy
        )
    if received.form == "SD-JWT VC":
        from guildmark.credentials.verify.sd_jwt import check_sd_jwt

        token = cast("SdJwtVc", received.token)
        return check_sd_jwt(token, sources=sources, now=now, policy=policy)
    if received.form in ("hosted badge", "signed badge"):
        from guildmark.credentials.verify.open_badges_2 import check_badge

        return check_badge(received, sources=sources).secured
    from guildmark.credentials.verify.jose import check_jose

    return check_jose(
        cast("VcJose", received.token),
        received.document,
        owner=received.issuer,
        sources=sources,
        now=now,
        policy=policy,
    )
