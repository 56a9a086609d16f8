"""Registers the app `organizations` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Issuers and employers, their members and roles; the Actor every operation asks about."""

    name = "guildmark.server.organizations"
    label = "organizations"
