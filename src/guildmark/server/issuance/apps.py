"""Registers the app `issuance` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class IssuanceConfig(AppConfig):
    """Awards and the signed credentials made from them."""

    name = "guildmark.server.issuance"
    label = "issuance"
