"""Registers the app `keystore` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class KeystoreConfig(AppConfig):
    """Custody and rotation of issuers' signing keys."""

    name = "guildmark.server.keystore"
    label = "keystore"
