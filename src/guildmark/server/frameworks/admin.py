"""Support view of the stored frameworks; content comes by import only."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from guildmark.server.frameworks.models import Framework


@admin.register(Framework)
class FrameworkAdmin(admin.ModelAdmin[Framework]):
    """Read-only list of framework versions."""

    list_display = ("name", "version", "is_current", "imported_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: frameworks are imported."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Framework | None = None) -> bool:
        """Say no: a version is what was published."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Framework | None = None) -> bool:
        """Say no: credentials name its skills."""
        return False
