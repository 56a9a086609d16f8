"""Rows of the record, and its head."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Record(models.Model):
    """One fact that happened.

    Left out on purpose: names, addresses and texts of people. ``actor`` is the
    pseudonym that only the accounts app can turn into a person, and no foreign
    key ties it, so that a person can be erased and the chain stays whole.
    """

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    organization = models.UUIDField(null=True)
    fact = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    data = models.JSONField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar = ["sequence"]
        indexes: ClassVar = [
            models.Index(fields=["organization", "-sequence"], name="audit_by_organization"),
            models.Index(fields=["subject_id", "sequence"], name="audit_by_subject"),
            models.Index(fields=["actor", "sequence"], name="audit_by_actor"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_sequence"),
            models.UniqueConstraint(fields=["hash"], name="audit_hash_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.fact} {self.subject_id}"


class Head(models.Model):
    """The last link of the chain; one row. Its lock puts writers in a line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    sequence = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one"),
        ]

    def __str__(self) -> str:
        return f"head at {self.sequence}"
