"""Addresses of the skills pages."""

from __future__ import annotations

from django.urls import path

from guildmark.server.frameworks import views

app_name = "frameworks"

urlpatterns = [
    path("skills/", views.search, name="search"),
    path("skills/<int:skill_id>/", views.detail, name="skill"),
]
