"""Addresses of the verification page."""

from __future__ import annotations

from django.urls import path

from guildmark.server.verification import views

app_name = "verification"

urlpatterns = [
    path("verify/", views.verify, name="verify"),
]
