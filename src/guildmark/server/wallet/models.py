"""Rows about what a learner holds and with whom it is shared."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HeldCredential(models.Model):
    """One credential in one learner's wallet, and who may see its page. Private by default.

    Accepting and hiding are for the learner's own order; neither changes the award. Who looked at
    the page is absent on purpose.
    """

    class Visibility(models.TextChoices):
        """Who may see the credential's page."""

        PRIVATE = "private", _("Only me")
        UNLISTED = "unlisted", _("Anyone who has the address")
        PUBLIC = "public", _("Everyone, also found by search")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    credential = models.OneToOneField(
        "issuance.Credential", on_delete=models.CASCADE, related_name="+"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    shows_name = models.BooleanField(default=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(visibility__in=("private", "unlisted", "public")),
                name="wallet_visibility_known",
            ),
        )

    def __str__(self) -> str:
        return str(self.credential_id)


class ShareLink(models.Model):
    """One address that shows a private credential until it expires or is withdrawn.

    `artefact_ids` are the "on request" artefacts that this link shows as well. The token is kept in
    clear because the learner must be able to copy the address again; it opens nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    held = models.ForeignKey(HeldCredential, on_delete=models.CASCADE, related_name="links")
    token = models.CharField(max_length=43, unique=True)
    label = models.CharField(max_length=100, blank=True)
    shows_name = models.BooleanField(default=True)
    artefact_ids = models.JSONField(default=list)
    # The link in the mail that tells the learner of the award: the first way to see it.
    made_for_mail = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("held",),
                condition=models.Q(made_for_mail=True),
                name="wallet_one_mail_link",
            ),
        )

    def __str__(self) -> str:
        return self.label or str(self.id)
