"""Rows about signing keys."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SigningKey(models.Model):
    """One key pair of one organization.

    The private half is AES-256-GCM ciphertext under the installation's master key, bound to this
    row's id. Retired keys stay published so that old awards verify; their private half is erased.
    """

    class State(models.TextChoices):
        """Where a key is in its life."""

        ACTIVE = "active", _("Active")
        RETIRED = "retired", _("Retired")
        COMPROMISED = "compromised", _("Compromised")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, related_name="+"
    )
    algorithm = models.CharField(max_length=10, default="Ed25519")
    public_multikey = models.CharField(max_length=120, unique=True)
    private_ciphertext = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organization",),
                condition=models.Q(state="active"),
                name="keystore_one_active_key",
            ),
        )

    def __str__(self) -> str:
        return self.public_multikey
