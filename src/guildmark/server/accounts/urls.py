"""Addresses of the account's own pages; signing in and out are allauth's, under /accounts/."""

from __future__ import annotations

from django.urls import path

from guildmark.server.accounts import views

app_name = "accounts"
urlpatterns = [
    path("account/", views.settings, name="settings"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:token_id>/revoke/", views.revoke_token, name="revoke_token"),
    path("account/export/", views.export, name="export"),
    path("account/erase/", views.erase, name="erase"),
]
