"""Registers the app `audit` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only record of who did what; the outbox of facts."""

    name = "guildmark.server.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
