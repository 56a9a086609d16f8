"""The one row that says what this installation is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Installation(models.Model):
    """What this database was made for; there is exactly one row, or none before ``init``.

    ``kind`` never changes (a trigger sees to it): what only a demo may do can
    never be switched on in a database that the demo did not make. The master
    key and other secrets are absent on purpose: they live in the environment.
    """

    class Kind(models.TextChoices):
        """Whether awards made here count."""

        DEMO = "demo"
        REAL = "real"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    origin = models.URLField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="base_installation_is_one"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["demo", "real"]), name="base_installation_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} installation at {self.origin}"
