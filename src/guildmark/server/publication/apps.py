"""Registers the app `publication` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """What the world fetches: profiles, DID documents, status lists."""

    name = "guildmark.server.publication"
    label = "publication"
