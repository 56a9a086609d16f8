"""The styleguide; the wiring mounts it at /styleguide/."""

from __future__ import annotations

from django.urls import path

from .styleguide import show_confirm, show_error, show_styleguide

app_name = "ui"

urlpatterns = [
    path("", show_styleguide, name="styleguide"),
    path("confirm/", show_confirm, name="styleguide_confirm"),
    path("error/<int:status>/", show_error, name="styleguide_error"),
]
