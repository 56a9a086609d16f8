"""Registers the app `issuance` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class IssuanceConfig(AppConfig):
    """Awards and the signed credentials made from them."""

    name = "guildmark.server.issuance"
    label = "issuance"

    def ready(self) -> None:
        """Register the listeners, the page of awards and what is held about people."""
        from guildmark.server.accounts import personal_data
        from guildmark.server.issuance import tasks  # noqa: F401  # registers the listeners
        from guildmark.server.issuance.personal_data import AwardData
        from guildmark.server.organizations.rooms import Room, register_room

        personal_data.register(AwardData())
        register_room(
            Room(
                label=_("Awards"),
                url_name="issuance:awards",
                order=40,
                roles=("issuer", "viewer"),
                summary=_summarize,
            )
        )


def _summarize(organization_id: UUID) -> str:
    from guildmark.server.issuance.queries import award_counts

    counts = award_counts(organization_id)
    total = sum(counts.values())
    return ngettext("%(count)d award made", "%(count)d awards made", total) % {"count": total}
