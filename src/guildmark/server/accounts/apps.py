"""Registers the app `accounts` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: sign-in, second factors, API tokens, export and erase."""

    name = "guildmark.server.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register what is held about people, and the nightly job."""
        from guildmark.server.accounts import (
            personal_data,
            tasks,  # noqa: F401  # registers the job
        )
        from guildmark.server.accounts.account_data import AccountData

        personal_data.register(AccountData())
