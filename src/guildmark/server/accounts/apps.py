"""Registers the app `accounts` with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: sign-in, second factors, API tokens, export and erase."""

    name = "guildmark.server.accounts"
    label = "accounts"
