"""Registers the app `wallet` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """The learner's own credentials: accept, share, download."""

    name = "guildmark.server.wallet"
    label = "wallet"
