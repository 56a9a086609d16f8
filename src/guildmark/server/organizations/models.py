"""Rows about organizations and who may act for them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member may do; `owner` includes all the others."""

    OWNER = "owner", _("Owner")
    AUTHOR = "author", _("Author")
    ASSESSOR = "assessor", _("Assessor")
    ISSUER = "issuer", _("Issuer")
    VIEWER = "viewer", _("Viewer")


class Organization(models.Model):
    """A training provider, college, agency, professional body or employer.

    Its DID is not stored: it follows from the public origin and the active key (`publication`).
    """

    class Kind(models.TextChoices):
        """What the organization mainly is; a provider may award, an employer looks for skills."""

        PROVIDER = "provider", _("Training provider")
        EMPLOYER = "employer", _("Employer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PROVIDER)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    url = models.URLField(_("web address"), blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    # ISO 3166-1 alpha-2, in the order of importance: European element 3.
    countries = ArrayField(
        models.CharField(max_length=2), verbose_name=_("countries"), default=list
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One role of one person in one organization; several rows give several roles."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=10, choices=Role)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "person", "role"), name="organizations_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} {self.role}"


class Invitation(models.Model):
    """An offer, by mail, to join with one role; single use, kept until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField()
    role = models.CharField(max_length=10, choices=Role)
    digest = models.BinaryField(max_length=32, unique=True)
    invited_by = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.email} → {self.organization_id}"
