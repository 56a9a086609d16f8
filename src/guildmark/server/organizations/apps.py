"""Registers the app `organizations` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Enough to recognise the organization by; the page lists them all.
_NAMES_SHOWN = 4


class OrganizationsConfig(AppConfig):
    """Issuers and employers, their members and roles."""

    name = "guildmark.server.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Register this app's own pages as rooms of an organization."""
        from guildmark.server.accounts import personal_data
        from guildmark.server.organizations import tasks  # noqa: F401  # registers the job
        from guildmark.server.organizations.permissions import ROLES
        from guildmark.server.organizations.personal_data import MembershipData
        from guildmark.server.organizations.rooms import Room, register_room

        personal_data.register(MembershipData())
        kinds = ("provider", "employer")
        register_room(
            Room(
                label=_("Overview"),
                url_name="organizations:organization",
                order=0,
                roles=ROLES,
                kinds=kinds,
            )
        )
        register_room(
            Room(
                label=_("Members"),
                url_name="organizations:members",
                order=80,
                roles=("owner",),
                kinds=kinds,
                summary=_name_members,
            )
        )
        register_room(
            Room(
                label=_("Details"),
                url_name="organizations:change",
                order=85,
                roles=("owner",),
                kinds=kinds,
                summary=lambda _id: gettext("What the world reads about you"),
            )
        )
        register_room(
            Room(
                label=_("Record"),
                url_name="organizations:record",
                order=90,
                roles=("viewer",),
                kinds=kinds,
                summary=lambda _id: gettext("What was done, and by whom"),
            )
        )


def _name_members(organization_id: UUID) -> str:
    from guildmark.server.organizations.queries import members

    names = [member.name for member in members(organization_id)]
    more = " …" if len(names) > _NAMES_SHOWN else ""
    return ", ".join(names[:_NAMES_SHOWN]) + more
