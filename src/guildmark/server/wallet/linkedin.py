"""The address that opens LinkedIn's "add to profile" with every field filled in.

Source: LinkedIn, Add to Profile: startTask=CERTIFICATION_NAME and the fields used below.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from guildmark.server.wallet.queries import HeldRow

__all__ = ["add_to_profile_url", "share_post_url"]

_ADD: Final = "https://www.linkedin.com/profile/add"
_SHARE: Final = "https://www.linkedin.com/sharing/share-offsite/"


def add_to_profile_url(held: HeldRow, *, shown_at: str) -> str:
    """Return the address for one credential.

    Args:
        shown_at: where anybody can see it: its page, or a share link.
    """
    awarded, until = held.credential.awarded_at, held.credential.valid_until
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": held.title,
        "organizationName": held.issuer.name,
        "issueYear": awarded.year,
        "issueMonth": awarded.month,
    }
    if until is not None:
        fields |= {"expirationYear": until.year, "expirationMonth": until.month}
    fields |= {"certUrl": shown_at, "certId": str(held.credential.id)}
    return f"{_ADD}?{urlencode(fields)}"


def share_post_url(shown_at: str) -> str:
    """Return the address that begins a post with the credential's page in it."""
    return f"{_SHARE}?{urlencode({'url': shown_at})}"
