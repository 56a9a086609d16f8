"""Registers the app `messages` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Mail and notices."""

    name = "guildmark.server.messages"
    # "messages" is the label of Django's own app for notices on pages.
    label = "guildmark_messages"
