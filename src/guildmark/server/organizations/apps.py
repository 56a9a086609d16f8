"""Registers the app `organizations` with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


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
            )
        )
        register_room(
            Room(
                label=_("Details"),
                url_name="organizations:change",
                order=85,
                roles=("owner",),
                kinds=kinds,
            )
        )
        register_room(
            Room(
                label=_("Record"),
                url_name="organizations:record",
                order=90,
                roles=("viewer",),
                kinds=kinds,
            )
        )
