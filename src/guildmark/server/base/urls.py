"""Addresses for whoever runs the server."""

from __future__ import annotations

from django.urls import path

from guildmark.server.base import views

app_name = "base"

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
]
