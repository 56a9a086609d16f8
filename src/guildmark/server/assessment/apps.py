"""Registers the app `assessment` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AssessmentConfig(AppConfig):
    """Submissions of real work, decisions against the rubric."""

    name = "guildmark.server.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Register the listeners, the marking desk and what is held about people."""
        from guildmark.server.accounts import personal_data
        from guildmark.server.assessment import tasks  # noqa: F401  # registers the listeners
        from guildmark.server.assessment.personal_data import AssessmentData
        from guildmark.server.organizations.permissions import ASSESSOR
        from guildmark.server.organizations.rooms import Room, register_room

        personal_data.register(AssessmentData())
        register_room(
            Room(
                label=_("Marking"),
                url_name="assessment:queue",
                order=30,
                roles=(ASSESSOR,),
                summary=_summarize,
            )
        )


def _summarize(organization_id: UUID) -> str:
    from guildmark.server.assessment.queries import waiting_count

    waiting = waiting_count(organization_id)
    if not waiting:
        return str(_("Nothing waits to be marked"))
    return ngettext(
        "%(count)d submission waits to be marked",
        "%(count)d submissions wait to be marked",
        waiting,
    ) % {"count": waiting}
