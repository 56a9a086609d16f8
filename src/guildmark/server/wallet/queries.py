"""Reads about what a learner holds, and what a visitor may see of it.

`shown_credential` and `shared_credential` are the only doors to a credential's page: they decide by
visibility, link and viewer, and read as the system, because a visitor's own scope holds no rows.
Nothing here writes down who looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from django.conf import settings

from guildmark.server.assessment.queries import (
    OpenArtefact,
    ResultRow,
    open_artefact_for,
    result,
)
from guildmark.server.base.clock import now
from guildmark.server.base.errors import NotFound
from guildmark.server.base.scope import scoped
from guildmark.server.catalog.queries import VersionRow, version
from guildmark.server.issuance import queries as issuance
from guildmark.server.issuance.queries import CredentialRow
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import OrganizationRow, organization
from guildmark.server.publication.queries import credential_url
from guildmark.server.wallet.models import HeldCredential, ShareLink
from guildmark.server.wallet.permissions import may_hold

__all__ = [
    "HeldRow",
    "ShareLinkRow",
    "ShownCredential",
    "held",
    "held_credentials",
    "held_of_credential",
    "open_shown_artefact",
    "share_links",
    "share_url",
    "shared_credential",
    "shown_credential",
]

# "What expires in 90 days" (the first of the reminders, too).
SOON: Final = timedelta(days=90)

Via = Literal["page", "link", "holder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinkRow:
    """One share link as its owner sees it; `state` is "live", "expired" or "withdrawn"."""

    id: UUID
    url: str
    label: str
    shows_name: bool
    artefact_ids: frozenset[UUID]
    made_for_mail: bool
    created_at: datetime
    expires_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """One credential in its owner's wallet."""

    id: UUID
    credential: CredentialRow
    version: VersionRow
    issuer: OrganizationRow
    visibility: str
    shows_name: bool
    accepted_at: datetime | None
    hidden_at: datetime | None

    @property
    def title(self) -> str:
        """The micro-credential's name."""
        return self.version.definition.title

    @property
    def page_url(self) -> str:
        """The address of the page, which shows it as far as `visibility` allows."""
        return credential_url(self.credential.id)

    @property
    def is_expired(self) -> bool:
        """Tell whether its date has passed."""
        until = self.credential.valid_until
        return until is not None and until <= now()

    @property
    def expires_soon(self) -> bool:
        """Tell whether it still counts and ends within 90 days."""
        until = self.credential.valid_until
        if until is None or self.credential.state != "issued":
            return False
        return not self.is_expired and until - now() <= SOON

    @property
    def days_left(self) -> int | None:
        """Whole days until it ends; None when it does not, 0 on the last day."""
        until = self.credential.valid_until
        return None if until is None else max(0, (until - now()).days)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCredential:
    """What one viewer may see of one credential.

    Attributes:
        via: the public page, a share link, or the holder's own look at it.
        recipient_name: empty unless the holder shows it here.
        result: why it was awarded; None when it is revoked or the submission is gone.
        open_artefacts: artefacts that this viewer may open; of the others only digests show.
        is_public: search engines may list the page.
    """

    credential: CredentialRow
    version: VersionRow
    issuer: OrganizationRow
    via: Via
    visibility: str
    held_id: UUID
    recipient_name: str
    result: ResultRow | None
    open_artefacts: frozenset[UUID]
    is_public: bool
    token: str = ""
    link_expires_at: datetime | None = None
    made_for_mail: bool = False

    @property
    def is_revoked(self) -> bool:
        """Tell whether the issuer took it back; then hardly anything is shown."""
        return self.credential.state == "revoked"


def held_credentials(person_id: UUID, *, hidden: bool = False) -> list[HeldRow]:
    """Return what a learner holds, newest first: the list, or what they have hidden."""
    rows = {
        row.credential_id: row
        for row in HeldCredential.objects.filter(holder_id=person_id, hidden_at__isnull=not hidden)
    }
    credentials = issuance.credentials_of(person_id) if rows else []
    versions: dict[UUID, VersionRow | None] = {}
    issuers: dict[UUID, OrganizationRow | None] = {}
    found = []
    for credential in credentials:
        row = rows.get(credential.id)
        if row is None:
            continue
        if credential.version_id not in versions:
            versions[credential.version_id] = version(credential.version_id)
        if credential.organization_id not in issuers:
            issuers[credential.organization_id] = organization(credential.organization_id)
        definition, issuer = versions[credential.version_id], issuers[credential.organization_id]
        if definition is not None and issuer is not None:
            found.append(_held_row(row, credential=credential, version=definition, issuer=issuer))
    return found


def held(*, actor: Actor, held_id: UUID) -> HeldRow:
    """Return one credential of the actor's own wallet.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    row = HeldCredential.objects.filter(pk=held_id).first()
    if row is None or not may_hold(actor, holder_id=row.holder_id):
        raise NotFound
    return _complete(row)


def held_of_credential(credential_id: UUID, *, person_id: UUID) -> UUID | None:
    """Return the id in this person's wallet of a credential; None when they do not hold it."""
    row = HeldCredential.objects.filter(credential_id=credential_id, holder_id=person_id).first()
    return row.id if row else None


def share_links(*, actor: Actor, held_id: UUID) -> list[ShareLinkRow]:
    """Return the links of one credential, newest first, those that no longer work included.

    Raises:
        NotFound: the credential is not in the actor's wallet.
    """
    row = HeldCredential.objects.filter(pk=held_id).first()
    if row is None or not may_hold(actor, holder_id=row.holder_id):
        raise NotFound
    return [_link_row(link) for link in row.links.order_by("-created_at", "id")]


def shown_credential(
    credential_id: UUID, *, token: str | None = None, viewer: Actor | None = None
) -> ShownCredential | None:
    """Return what a viewer sees at the credential's own address; None when it is not shown.

    Args:
        token: of a share link, which shows it whatever the visibility.
        viewer: the holder always sees their own; anybody else's sign-in changes nothing.
    """
    if token is not None:
        shared = shared_credential(token)
        return shared if shared and shared.credential.id == credential_id else None
    with scoped(system=True):
        row = HeldCredential.objects.filter(credential_id=credential_id).first()
        if row is None:
            return None
        is_holder = viewer is not None and may_hold(viewer, holder_id=row.holder_id)
        is_open = row.visibility != HeldCredential.Visibility.PRIVATE and row.hidden_at is None
        if not is_open and not is_holder:
            return None
        via: Via = "page" if is_open else "holder"
        return _shown(row, via=via, shows_name=row.shows_name, artefact_ids=frozenset())


def shared_credential(token: str) -> ShownCredential | None:
    """Return what a share link shows; None when it is unknown, expired or withdrawn."""
    with scoped(system=True):
        link = ShareLink.objects.select_related("held").filter(token=token).first()
        if link is None or _link_state(link) != "live":
            return None
        asked = frozenset(UUID(value) for value in link.artefact_ids)
        return _shown(
            link.held, via="link", shows_name=link.shows_name, artefact_ids=asked, link=link
        )


def open_shown_artefact(shown: ShownCredential, *, artefact_id: UUID) -> OpenArtefact:
    """Open a file of evidence that this viewer may open; the caller closes it.

    Raises:
        NotFound: it is not shown to this viewer, or it is a link.
    """
    submission_id = shown.credential.submission_id
    if submission_id is None or artefact_id not in shown.open_artefacts:
        raise NotFound
    with scoped(system=True):
        return open_artefact_for(
            artefact_id, submission_id=submission_id, classes=("public", "on_request")
        )


def _shown(
    row: HeldCredential,
    *,
    via: Via,
    shows_name: bool,
    artefact_ids: frozenset[UUID],
    link: ShareLink | None = None,
) -> ShownCredential | None:
    credential = issuance.credential(row.credential_id)
    if credential is None or not credential.document:
        return None
    definition = version(credential.version_id)
    issuer = organization(credential.organization_id)
    if definition is None or issuer is None:
        return None
    is_revoked = credential.state == "revoked"
    outcome = None if is_revoked else _result(credential)
    return ShownCredential(
        credential=credential,
        version=definition,
        issuer=issuer,
        via=via,
        visibility=row.visibility,
        held_id=row.id,
        recipient_name=credential.recipient_name if shows_name and not is_revoked else "",
        result=outcome,
        open_artefacts=_open_artefacts(outcome, asked=artefact_ids),
        is_public=via == "page" and row.visibility == HeldCredential.Visibility.PUBLIC,
        token=link.token if link else "",
        link_expires_at=link.expires_at if link else None,
        made_for_mail=link.made_for_mail if link else False,
    )


def _open_artefacts(outcome: ResultRow | None, *, asked: frozenset[UUID]) -> frozenset[UUID]:
    """Return what may be opened: the public ones, and of those on request what the link names.

    The artefact's class as its owner wants it now decides; "assessors only" never opens here.
    """
    if outcome is None:
        return frozenset()
    return frozenset(
        artefact.id
        for artefact in outcome.artefacts
        if artefact.visibility == "public"
        or (artefact.visibility == "on_request" and artefact.id in asked)
    )


def _result(credential: CredentialRow) -> ResultRow | None:
    if credential.submission_id is None:
        return None
    try:
        return result(credential.submission_id)
    except NotFound:
        return None


def _complete(row: HeldCredential) -> HeldRow:
    credential = issuance.credential(row.credential_id)
    definition = version(credential.version_id) if credential else None
    issuer = organization(credential.organization_id) if credential else None
    if credential is None or definition is None or issuer is None:
        raise NotFound
    return _held_row(row, credential=credential, version=definition, issuer=issuer)


def _held_row(
    row: HeldCredential,
    *,
    credential: CredentialRow,
    version: VersionRow,
    issuer: OrganizationRow,
) -> HeldRow:
    return HeldRow(
        id=row.id,
        credential=credential,
        version=version,
        issuer=issuer,
        visibility=row.visibility,
        shows_name=row.shows_name,
        accepted_at=row.accepted_at,
        hidden_at=row.hidden_at,
    )


def _link_row(link: ShareLink) -> ShareLinkRow:
    return ShareLinkRow(
        id=link.id,
        url=share_url(link.token),
        label=link.label,
        shows_name=link.shows_name,
        artefact_ids=frozenset(UUID(value) for value in link.artefact_ids),
        made_for_mail=link.made_for_mail,
        created_at=link.created_at,
        expires_at=link.expires_at,
        state=_link_state(link),
    )


def share_url(token: str) -> str:
    """Return the address of a share link."""
    return f"{settings.PUBLIC_ORIGIN}/s/{token}/"


def _link_state(link: ShareLink) -> str:
    if link.withdrawn_at is not None:
        return "withdrawn"
    return "live" if link.expires_at > now() else "expired"
