"""Read-only view of the lists of recognised issuers; `recognize_issuer` changes them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from guildmark.server.verification.models import RecognitionList, RecognizedIssuer


class RecognizedIssuerInline(admin.TabularInline[RecognizedIssuer, RecognitionList]):
    """The issuers on one list."""

    model = RecognizedIssuer
    can_delete = False
    extra = 0
    readonly_fields = ("issuer_id", "name", "added_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: changes go through the operation, which records them."""
        return False


@admin.register(RecognitionList)
class RecognitionListAdmin(admin.ModelAdmin[RecognitionList]):
    """One list with its issuers."""

    list_display = ("name", "url", "created_at")
    inlines = (RecognizedIssuerInline,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: changes go through the operation, which records them."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: changes go through the operation, which records them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: changes go through the operation, which records them."""
        return False
