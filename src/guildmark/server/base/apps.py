"""Registers the app `base` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Ground floor: jobs, ids, paging, problems, facts, scope of rows, the installation."""

    name = "guildmark.server.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set up logs, and give each new connection the scope of its thread."""
        from guildmark.server.base import logs, scope

        logs.configure()
        scope.install()
