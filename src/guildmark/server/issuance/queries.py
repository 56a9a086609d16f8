"""Reads about awards and credentials."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from guildmark.server.base.errors import NotFound
from guildmark.server.base.paging import Page, paginate
from guildmark.server.issuance.models import Award, Credential
from guildmark.server.organizations.permissions import ISSUER, VIEWER, Actor


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A credential with the award behind it.

    `document` is the signed JSON text, byte for byte; empty after the learner's account was erased.
    """

    id: UUID
    award_id: UUID
    organization_id: UUID
    version_id: UUID
    learner_id: UUID | None
    submission_id: UUID | None
    recipient_name: str
    title: str
    document: str
    sha256: bytes
    signed_at: datetime
    awarded_at: datetime
    valid_until: datetime | None
    state: str
    state_reason: str
    state_changed_at: datetime


def _row(found: Credential) -> CredentialRow:
    award = found.award
    return CredentialRow(
        id=found.id,
        award_id=award.id,
        organization_id=award.organization_id,
        version_id=award.version_id,
        learner_id=award.learner_id,
        submission_id=award.submission_id,
        recipient_name=award.recipient_name,
        title=award.version.title,
        document=found.document,
        sha256=bytes(found.sha256),
        signed_at=found.signed_at,
        awarded_at=award.awarded_at,
        valid_until=award.valid_until,
        state=award.state,
        state_reason=award.state_reason,
        state_changed_at=award.state_changed_at,
    )


def _credentials() -> QuerySet[Credential]:
    return Credential.objects.select_related("award", "award__version")


def credential(credential_id: UUID) -> CredentialRow | None:
    """Return one credential for the rooms above, which decide who may see it."""
    found = _credentials().filter(pk=credential_id).first()
    return _row(found) if found else None


def credentials_of(learner_id: UUID) -> list[CredentialRow]:
    """Return all credentials of one learner, newest first."""
    return [
        _row(found)
        for found in _credentials().filter(award__learner_id=learner_id).order_by("-signed_at")
    ]


def credential_of_submission(submission_id: UUID) -> CredentialRow | None:
    """Return the credential that a passed submission led to; None until it is made."""
    found = _credentials().filter(award__submission_id=submission_id).first()
    return _row(found) if found else None


def award_for(*, actor: Actor, award_id: UUID) -> CredentialRow:
    """Return an award for a member of the organization that made it.

    Raises:
        NotFound: there is no such award, or the actor holds no issuer or viewer role there.
    """
    found = _credentials().filter(award_id=award_id).first()
    if found is None or not actor.has_role(found.award.organization_id, ISSUER, VIEWER):
        raise NotFound
    return _row(found)


def awards(
    *, actor: Actor, organization_id: UUID, text: str = "", state: str = "", page: int = 1
) -> Page[CredentialRow]:
    """Return an organization's awards, newest first; `text` is looked for in title and name."""
    if not actor.has_role(organization_id, ISSUER, VIEWER):
        raise NotFound
    found = _credentials().filter(award__organization_id=organization_id)
    if text:
        found = found.filter(
            Q(award__recipient_name__icontains=text) | Q(award__version__title__icontains=text)
        )
    if state:
        found = found.filter(award__state=state)
    return paginate(found.order_by("-award__awarded_at", "id"), number=page, to_row=_row)


def award_counts(organization_id: UUID) -> dict[str, int]:
    """Return how many awards of an organization are in each state."""
    rows = (
        Award.objects.filter(organization_id=organization_id)
        .values_list("state")
        .annotate(count=Count("id"))
        .order_by()
    )
    return dict(rows)
