"""Registers the app `assessment` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Submissions of real work, decisions against the rubric."""

    name = "guildmark.server.assessment"
    label = "assessment"
