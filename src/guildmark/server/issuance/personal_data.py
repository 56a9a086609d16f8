"""What this room holds about a person: their awards and the documents signed about them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.accounts.personal_data import DataItem
from guildmark.server.issuance.models import Award, Credential


class AwardData:
    """Awards and signed credentials."""

    name = "credentials"

    def describe(self, person_id: UUID) -> list[DataItem]:
        """Count them and say what stays."""
        count = Award.objects.filter(learner_id=person_id).count()
        return [
            DataItem(_("Signed credentials kept here"), count, "goes"),
            DataItem(
                _("Award without your name: its number, version, dates and status"),
                count,
                "stays",
                _("So that copies you gave to others can still be checked."),
            ),
            DataItem(
                _("Credentials that you or others downloaded"),
                count,
                "stays",
                _("They are out of our hands; you decide whom to ask for deletion."),
            ),
        ]

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield each credential exactly as it was signed."""
        for credential in Credential.objects.filter(award__learner_id=person_id):
            yield f"{credential.id}.json", credential.document.encode()

    def erase(self, person_id: UUID) -> None:
        """Empty the documents and break the link to the person."""
        Credential.objects.filter(award__learner_id=person_id).update(document="")
        Award.objects.filter(learner_id=person_id).update(
            learner=None, recipient_name="", state_reason="", submission=None
        )
