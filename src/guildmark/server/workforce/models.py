"""Rows about what jobs need."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class RoleProfile(models.Model):
    """The skills and levels one job of one employer needs.

    `skills` is a list of {"framework", "target_url", "target_name", "level" (1 to 8 or null),
    "critical"}; `profile.py` reads it. No person is named here, on purpose.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    occupation_url = models.CharField(max_length=500, blank=True)
    skills = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.title
