"""What the wallet holds about a person, and what erasing does to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.accounts.personal_data import DataItem
from guildmark.server.issuance.queries import credentials_of
from guildmark.server.wallet.models import HeldCredential, ShareLink
from guildmark.server.wallet.queries import share_url

__all__ = ["WalletData"]


class WalletData:
    """Held credentials with their share links; `PersonalData` of `accounts`."""

    name = "wallet"

    def describe(self, person_id: UUID) -> list[DataItem]:
        """List held credentials and links; all of it goes."""
        return [
            DataItem(
                what=_("Credentials in your wallet and their pages"),
                count=HeldCredential.objects.filter(holder_id=person_id).count(),
                fate="goes",
                why=_("Pages stop answering at once; files that you sent stay valid."),
            ),
            DataItem(
                what=_("Share links"),
                count=ShareLink.objects.filter(held__holder_id=person_id).count(),
                fate="goes",
                why=_("They stop working at once."),
            ),
        ]

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield each signed credential byte for byte, and the wallet's own rows as JSON."""
        for credential in credentials_of(person_id):
            if credential.document:
                yield f"credentials/{credential.id}.json", credential.document.encode()
        rows = HeldCredential.objects.filter(holder_id=person_id).prefetch_related("links")
        held = [_held(row) for row in rows.order_by("created_at", "id")]
        yield "wallet.json", json.dumps(held, indent=2, ensure_ascii=False).encode()

    def erase(self, person_id: UUID) -> None:
        """Remove every row; the links go with them."""
        HeldCredential.objects.filter(holder_id=person_id).delete()


def _held(row: HeldCredential) -> dict[str, object]:
    return {
        "credential": str(row.credential_id),
        "visibility": row.visibility,
        "showsName": row.shows_name,
        "receivedAt": row.created_at.isoformat(),
        "acceptedAt": row.accepted_at.isoformat() if row.accepted_at else None,
        "hiddenAt": row.hidden_at.isoformat() if row.hidden_at else None,
        "links": [
            {
                "address": share_url(link.token),
                "label": link.label,
                "showsName": link.shows_name,
                "artefacts": link.artefact_ids,
                "madeAt": link.created_at.isoformat(),
                "expiresAt": link.expires_at.isoformat(),
                "withdrawnAt": link.withdrawn_at.isoformat() if link.withdrawn_at else None,
            }
            for link in row.links.all()
        ],
    }
