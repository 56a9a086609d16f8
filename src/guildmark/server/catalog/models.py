"""Rows about what can be earned."""

from __future__ import annotations

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Achievement(models.Model):
    """One micro-credential of one organization: a stable id with a working draft.

    `draft` is a definition (`definition.py`) that may be incomplete. What people earn are its
    versions, which never change.
    """

    class State(models.TextChoices):
        """What the public sees of it."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        RETIRED = "retired", _("Retired")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    draft = models.JSONField(default=dict)
    draft_saved_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.draft.get("title") or self.id)


class AchievementVersion(models.Model):
    """What was published, word for word, for ever (a database trigger refuses any change).

    The columns beside `definition` repeat parts of it for search and filters.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=80)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.UUIDField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    workload_hours = models.DecimalField(max_digits=6, decimal_places=1)
    eqf_level = models.PositiveSmallIntegerField(null=True)
    search = SearchVectorField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("achievement", "number"), name="catalog_version_number_once"
            ),
        )
        indexes = (GinIndex(fields=("search",), name="catalog_version_search"),)

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class VersionSkill(models.Model):
    """One skill that a version is aligned to, for search; written once with the version."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(AchievementVersion, on_delete=models.CASCADE, related_name="skills")
    framework = models.CharField(max_length=40)
    target_url = models.CharField(max_length=500)
    target_name = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("version", "target_url"), name="catalog_skill_once"),
        )

    def __str__(self) -> str:
        return self.target_name


class Offer(models.Model):
    """A chance to earn an achievement: who provides it, at what price, how and when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="offers")
    provider = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    # Zero means free of charge; absent means "ask the provider".
    price_amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    price_currency = models.CharField(max_length=3, default="EUR")
    participation = models.CharField(max_length=12)
    language = models.CharField(max_length=12, default="en")
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    seats = models.PositiveIntegerField(null=True, blank=True)
    open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.achievement_id} by {self.provider_id}"
