"""Rows about awards and credentials."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Award(models.Model):
    """The fact that a person achieved a version.

    One submission leads to at most one award (unique), however often the job runs. After the
    learner's account is erased `learner` and `recipient_name` are empty; the award, its status
    index and its audit records stay, so that the copies others hold can still be checked.
    """

    class State(models.TextChoices):
        """What the award is worth now."""

        ISSUED = "issued", _("Issued")
        REVOKED = "revoked", _("Revoked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    version = models.ForeignKey(
        "catalog.AchievementVersion", on_delete=models.PROTECT, related_name="+"
    )
    submission = models.OneToOneField(
        "assessment.Submission", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recipient_name = models.CharField(max_length=200, blank=True)
    awarded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    state_reason = models.TextField(blank=True)
    state_changed_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class Credential(models.Model):
    """One signed document made from an award. `document` is kept byte for byte as signed.

    The id is also the last part of the credential's own id (its address). Erasing the learner
    empties `document`; the digest stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="credentials")
    profile = models.CharField(max_length=40, default="ob3-eddsa-rdfc-2022")
    document = models.TextField()
    sha256 = models.BinaryField(max_length=32)
    signing_key = models.ForeignKey(
        "keystore.SigningKey", on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("award", "profile"), name="issuance_one_credential_per_profile"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
