"""Rows about what the world fetches."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class StatusList(models.Model):
    """One bitstring status list of one organization (W3C Bitstring Status List 1.0).

    `bits` is the uncompressed bitstring, left-most bit first. `signed` caches the last signed list
    credential as text; it is made anew after each change and before `valid_until` passes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    purpose = models.CharField(max_length=12)
    size = models.PositiveIntegerField(default=131_072)
    bits = models.BinaryField()
    signed = models.TextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(purpose__in=("revocation", "suspension")),
                name="publication_purpose_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class StatusIndex(models.Model):
    """One index given to one credential, for ever: random, unique in its list, never used twice."""

    id = models.BigAutoField(primary_key=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="indexes")
    index = models.PositiveIntegerField()
    credential_id = models.UUIDField()
    set_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("status_list", "index"), name="publication_index_once"),
            models.UniqueConstraint(
                fields=("status_list", "credential_id"), name="publication_credential_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.status_list_id}#{self.index}"
