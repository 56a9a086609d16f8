"""Addresses of an employer's role profiles."""

from __future__ import annotations

from django.urls import path

from guildmark.server.workforce import views

app_name = "workforce"

_ROLES = "organizations/<slug:slug>/roles/"

urlpatterns = [
    path(_ROLES, views.roles, name="roles"),
    path(f"{_ROLES}new/", views.new_role, name="new"),
    path(f"{_ROLES}<uuid:role_id>/", views.role, name="role"),
    path(f"{_ROLES}<uuid:role_id>/edit/", views.edit_role, name="edit"),
    path(f"{_ROLES}<uuid:role_id>/remove/", views.remove_role, name="remove"),
]
