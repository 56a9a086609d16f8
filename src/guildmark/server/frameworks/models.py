"""Rows about skill frameworks."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """One version of a published list of skills.

    `key` is stable over versions ("esco"). `digest` is the SHA-256 of what was imported, so that
    the same import again is seen to be the same. Rows of older versions stay: people hold
    credentials that name them.
    """

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    licence = models.CharField(max_length=200, blank=True)
    # The sentence that the licence asks to show wherever the content is shown.
    attribution = models.TextField(blank=True)
    url = models.URLField(blank=True)
    digest = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key", "version"), name="frameworks_version_once"),
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(is_current=True),
                name="frameworks_one_current",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Skill(models.Model):
    """One node of a framework in one language: a skill, knowledge, a group, or an occupation.

    `aliases` holds one name a line. `search` is written by the import, never by hand.
    """

    class Kind(models.TextChoices):
        """What the node is; the kinds of `guildmark.skills.frameworks`, and occupations."""

        SKILL = "skill", _("Skill")
        KNOWLEDGE = "knowledge", _("Knowledge")
        ABILITY = "ability", _("Ability")
        ACTIVITY = "activity", _("Work activity")
        ATTITUDE = "attitude", _("Attitude")
        LANGUAGE = "language", _("Language")
        TOOL = "tool", _("Tool")
        GROUP = "group", _("Group of skills")
        OCCUPATION = "occupation", _("Occupation")

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="skills")
    uri = models.CharField(max_length=500)
    code = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=12, default="en")
    label = models.CharField(max_length=500)
    aliases = models.TextField(blank=True)
    description = models.TextField(blank=True)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("framework", "uri", "language"), name="frameworks_uri_once"
            ),
        )
        indexes = (
            GinIndex(fields=("search",), name="frameworks_skill_search"),
            models.Index(fields=("uri",), name="frameworks_skill_uri"),
        )

    def __str__(self) -> str:
        return self.label
