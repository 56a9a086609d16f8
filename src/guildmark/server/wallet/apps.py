"""Registers the app `wallet` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """The learner's own credentials: accept, share, download."""

    name = "guildmark.server.wallet"
    label = "wallet"

    def ready(self) -> None:
        """Say which personal data this room holds."""
        from guildmark.server.accounts.personal_data import register
        from guildmark.server.wallet.personal_data import WalletData

        register(WalletData())
