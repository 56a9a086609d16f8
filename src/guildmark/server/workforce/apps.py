"""Registers the app `workforce` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """Employers: role profiles and what the catalogue shows for them."""

    name = "guildmark.server.workforce"
    label = "workforce"
