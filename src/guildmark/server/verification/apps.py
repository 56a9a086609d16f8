"""Registers the app `verification` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    """Check a credential for anyone; lists of recognised issuers."""

    name = "guildmark.server.verification"
    label = "verification"
