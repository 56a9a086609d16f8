"""Registers the app `messages` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Mail and notices."""

    name = "guildmark.server.messages"
    label = "messages"
