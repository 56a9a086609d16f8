"""What is done with organizations: create, describe, invite, grant and remove roles."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_countries import countries

from guildmark.server.accounts import queries as accounts
from guildmark.server.accounts.operations import check_name
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, Finding, InvalidInput, NotFound
from guildmark.server.messages.operations import queue_mail
from guildmark.server.organizations.events import (
    InvitationWithdrawn,
    MemberInvited,
    OrganizationChanged,
    OrganizationCreated,
    RoleGranted,
    RoleRemoved,
)
from guildmark.server.organizations.models import Invitation, Membership, Organization
from guildmark.server.organizations.permissions import OWNER, ROLES, Actor

INVITATION_LIFETIME = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationInput:
    """What the world may read about an organization."""

    name: str
    kind: str = "provider"
    description: str = ""
    url: str = ""
    email: str = ""
    countries: tuple[str, ...] = ()


def _check(data: OrganizationInput) -> OrganizationInput:
    findings = [
        Finding("countries", _("%(code)s is not a country code.") % {"code": code},
                _("Use two letters of ISO 3166-1, such as NL."))
        for code in data.countries
        if not countries.name(code)
    ]  # fmt: skip
    if data.url and not data.url.startswith(("https://", "http://")):
        findings.append(Finding("url", _("This is not a web address."), _("Begin with https://.")))
    if data.email:
        findings += _check_email(data.email)
    if "\x00" in data.description:
        findings.append(
            Finding(
                "description",
                _("The description contains control characters."),
                _("Type it again instead of pasting it."),
            )
        )
    if findings:
        raise InvalidInput(findings=findings)
    return data


def _check_email(email: str) -> list[Finding]:
    try:
        validate_email(email)
    except ValidationError:
        return [
            Finding(
                "email",
                _("This is not an e-mail address."),
                _("Write it like name@college.example."),
            )
        ]
    return []


def create_organization(
    *, actor: Actor, data: OrganizationInput, slug: str | None = None, owner_id: UUID | None = None
) -> UUID:
    """Create an organization; `owner_id` (by default the actor) becomes its owner.

    Raises:
        NotFound: the actor is neither an operator nor the system.
        InvalidInput: the name or another field cannot be used.
        Conflict: the short name is taken.
    """
    if not (actor.is_operator or actor.is_system):
        raise NotFound
    data = _check(data)
    name = check_name(data.name)
    slug = slug or slugify(name)[:50] or f"organization-{secrets.token_hex(3)}"
    with transaction.atomic():
        if Organization.objects.filter(slug=slug).exists():
            raise Conflict("slug_taken", _("The short name %(slug)s is taken.") % {"slug": slug})
        organization = Organization.objects.create(
            slug=slug, kind=data.kind, name=name, description=data.description, url=data.url,
            email=data.email, countries=list(data.countries),
        )  # fmt: skip
        record(
            OrganizationCreated(subject_id=organization.id),
            actor=actor.actor_id,
            organization=organization.id,
        )
        owner = owner_id or actor.person_id
        if owner is not None:
            _grant(actor=actor, organization_id=organization.id, person_id=owner, role=OWNER)
    return organization.id


def change_organization(*, actor: Actor, organization_id: UUID, data: OrganizationInput) -> None:
    """Change what the world reads about an organization; credentials already signed keep theirs."""
    if not actor.has_role(organization_id, OWNER):
        raise NotFound
    data = _check(data)
    with transaction.atomic():
        Organization.objects.filter(pk=organization_id).update(
            name=check_name(data.name), description=data.description, url=data.url,
            email=data.email, countries=list(data.countries),
        )  # fmt: skip
        record(
            OrganizationChanged(subject_id=organization_id),
            actor=actor.actor_id,
            organization=organization_id,
        )


def _grant(*, actor: Actor, organization_id: UUID, person_id: UUID, role: str) -> None:
    person = accounts.person(person_id)
    if person is None or role not in ROLES:
        raise NotFound
    _membership, created = Membership.objects.get_or_create(
        organization_id=organization_id, person_id=person_id, role=role
    )
    if created:
        record(
            RoleGranted(subject_id=person.actor_id, role=role),
            actor=actor.actor_id,
            organization=organization_id,
        )


def grant_role(*, actor: Actor, organization_id: UUID, person_id: UUID, role: str) -> None:
    """Give a person a role; giving it twice is no error."""
    if not (actor.is_system or actor.has_role(organization_id, OWNER)):
        raise NotFound
    with transaction.atomic():
        _grant(actor=actor, organization_id=organization_id, person_id=person_id, role=role)


def remove_role(*, actor: Actor, organization_id: UUID, person_id: UUID, role: str) -> None:
    """Take a role away, at once for sessions and tokens alike: roles are read on each request.

    Raises:
        Conflict: it is the last owner; an organization without one could not be run.
    """
    if not actor.has_role(organization_id, OWNER):
        raise NotFound
    with transaction.atomic():
        owners = list(
            Membership.objects.select_for_update()
            .filter(organization_id=organization_id, role=OWNER)
            .values_list("person_id", flat=True)
        )
        if role == OWNER and owners == [person_id]:
            raise Conflict(
                "last_owner",
                _("This is the last owner. Make somebody else an owner first."),
            )
        deleted, _rows = Membership.objects.filter(
            organization_id=organization_id, person_id=person_id, role=role
        ).delete()
        person = accounts.person(person_id)
        if deleted and person is not None:
            record(
                RoleRemoved(subject_id=person.actor_id, role=role),
                actor=actor.actor_id,
                organization=organization_id,
            )
        if deleted and person is not None and role == OWNER:
            # Otherwise an owner could come back by a link mailed to themselves before.
            _withdraw_invitations_by(person.actor_id, actor=actor, organization_id=organization_id)


def _withdraw_invitations_by(inviter: UUID, *, actor: Actor, organization_id: UUID) -> None:
    for invitation in Invitation.objects.select_for_update().filter(
        organization_id=organization_id, invited_by=inviter, accepted_at=None, withdrawn_at=None
    ):
        invitation.withdrawn_at = now()
        invitation.save(update_fields=["withdrawn_at"])
        record(
            InvitationWithdrawn(subject_id=invitation.id),
            actor=actor.actor_id,
            organization=organization_id,
        )


def invite_member(*, actor: Actor, organization_id: UUID, email: str, role: str) -> str:
    """Mail an invitation that works once within 14 days; return its token."""
    if actor.actor_id is None or not actor.has_role(organization_id, OWNER):
        raise NotFound
    if role not in ROLES:
        raise InvalidInput(
            findings=[Finding("role", _("There is no such role."), ", ".join(ROLES))]
        )
    email = email.strip().lower()
    if findings := _check_email(email):
        raise InvalidInput(findings=findings)
    organization = Organization.objects.get(pk=organization_id)
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            organization_id=organization_id, email=email, role=role,
            digest=hashlib.sha256(token.encode()).digest(), invited_by=actor.actor_id,
            expires_at=now() + INVITATION_LIFETIME,
        )  # fmt: skip
        known = accounts.person_by_email(email)
        language = known.language if known else actor.language
        with override(language):  # the mail speaks its reader's language, not the sender's
            role_name = str(invitation.get_role_display())
        queue_mail(
            person_id=known.id if known else None,
            to=invitation.email,
            language=language,
            template="invitation",
            context={
                "organization": organization.name,
                "role": role_name,
                "link": f"{settings.PUBLIC_ORIGIN}/invitations/{token}/",
            },
            dedupe_key=f"invitation:{invitation.id}",
        )
        record(
            MemberInvited(subject_id=invitation.id, role=role),
            actor=actor.actor_id,
            organization=organization_id,
        )
    return token


def withdraw_invitation(*, actor: Actor, organization_id: UUID, invitation_id: UUID) -> None:
    """Take an invitation back; its link stops working at once."""
    if not actor.has_role(organization_id, OWNER):
        raise NotFound
    with transaction.atomic():
        changed = Invitation.objects.filter(
            pk=invitation_id, organization_id=organization_id, accepted_at=None, withdrawn_at=None
        ).update(withdrawn_at=now())
        if not changed:
            raise NotFound
        record(
            InvitationWithdrawn(subject_id=invitation_id),
            actor=actor.actor_id,
            organization=organization_id,
        )


def forget_old_invitations() -> None:
    """Delete invitations that no longer work: their addresses are nobody's business any more."""
    Invitation.objects.filter(
        Q(expires_at__lte=now()) | Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False)
    ).delete()


def accept_invitation(*, actor: Actor, token: str) -> UUID:
    """Join with the invited role; return the organization's id.

    The signed-in person need not have the invited address: whoever holds the mailed link was meant.

    Raises:
        NotFound: the link is unknown, used, withdrawn or expired, or nobody is signed in.
    """
    if actor.person_id is None:
        raise NotFound
    with transaction.atomic():
        invitation = (
            Invitation.objects.select_for_update()
            .filter(
                digest=hashlib.sha256(token.encode()).digest(),
                withdrawn_at=None,
                expires_at__gt=now(),
            )
            .first()
        )
        if invitation is None:
            raise NotFound
        if invitation.accepted_at is not None:
            # Whoever pressed "Join" twice has joined; to everybody else the link is used up.
            if not Membership.objects.filter(
                organization_id=invitation.organization_id,
                person_id=actor.person_id,
                role=invitation.role,
            ).exists():
                raise NotFound
            return invitation.organization_id
        invitation.accepted_at = now()
        invitation.save(update_fields=["accepted_at"])
        _grant(
            actor=actor,
            organization_id=invitation.organization_id,
            person_id=actor.person_id,
            role=invitation.role,
        )
    return invitation.organization_id
