"""Registers the app `catalog` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """What can be earned: achievement definitions, immutable versions, offers."""

    name = "guildmark.server.catalog"
    label = "catalog"
