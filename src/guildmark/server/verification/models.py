"""Rows about whom this installation recognises as an issuer."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class RecognitionList(models.Model):
    """A register of issuers that somebody keeps: a ministry, a sector body, this installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    url = models.URLField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class RecognizedIssuer(models.Model):
    """One issuer on one list. Being on a list is what "recognised" means, and by whom."""

    id = models.BigAutoField(primary_key=True)
    recognition_list = models.ForeignKey(
        RecognitionList, on_delete=models.CASCADE, related_name="issuers"
    )
    issuer_id = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("recognition_list", "issuer_id"), name="verification_issuer_once"
            ),
        )

    def __str__(self) -> str:
        return self.name
