"""Django's registration of the design system."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The design system: no models, only looks."""

    name = "guildmark.server.ui"
    label = "ui"
    verbose_name = "Guildmark design system"
