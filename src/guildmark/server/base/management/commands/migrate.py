"""Django's ``migrate``, always as the role that owns the tables."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from guildmark.server.base.roles import as_owner, grant_to_application


class Command(migrate.Command):
    """Make or change the tables, then let the application role use them."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as the owner."""
        with as_owner(options["database"]):
            super().handle(*args, **options)
        grant_to_application(options["database"])
