"""Registers the app `frameworks` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """Imported and own skill frameworks: versions, search, the picker."""

    name = "guildmark.server.frameworks"
    label = "frameworks"
