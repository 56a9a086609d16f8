"""Registers the app `workforce` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class WorkforceConfig(AppConfig):
    """Employers: role profiles and what the catalogue shows for them."""

    name = "guildmark.server.workforce"
    label = "workforce"

    def ready(self) -> None:
        """Stand among the rooms of each employer."""
        from guildmark.server.organizations.permissions import ROLES
        from guildmark.server.organizations.rooms import Room, register_room

        register_room(
            Room(
                label=_("Role profiles"),
                url_name="workforce:roles",
                order=10,
                roles=ROLES,
                kinds=("employer",),
                summary=_summarize,
            )
        )


def _summarize(organization_id: UUID) -> str:
    from guildmark.server.workforce.queries import count_roles

    count = count_roles(organization_id)
    return ngettext("%(n)d role profile", "%(n)d role profiles", count) % {"n": count}
