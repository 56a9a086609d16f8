"""Registers the app `demo` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A place to play: sample organizations, people and the main job read aloud."""

    name = "guildmark.server.demo"
    label = "demo"
