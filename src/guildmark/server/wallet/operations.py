"""What is done with held credentials: receive, accept, hide, choose who sees, share, withdraw."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.assessment.queries import result
from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, Finding, InvalidInput, NotFound
from guildmark.server.base.facts import Fact
from guildmark.server.base.ids import new_token
from guildmark.server.issuance.queries import credential
from guildmark.server.organizations.permissions import Actor
from guildmark.server.wallet import events
from guildmark.server.wallet.models import HeldCredential, ShareLink
from guildmark.server.wallet.permissions import may_hold
from guildmark.server.wallet.queries import share_url

__all__ = [
    "ShareInput",
    "accept",
    "choose_visibility",
    "hide",
    "mail_link_url",
    "make_link",
    "receive",
    "unhide",
    "withdraw_link",
]

# Long enough for a mail that waits over a holiday, short enough that an old mailbox opens nothing.
MAIL_LINK_LIFETIME: Final = timedelta(days=30)
LONGEST_LINK_DAYS: Final = 365
# Enough for every application one writes; more looks like a mistake or a program.
MOST_LIVE_LINKS: Final = 50
_LABEL_LENGTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareInput:
    """What a share link shows and how long; `artefact_ids` only of class "on request"."""

    label: str = ""
    days: int = 30
    shows_name: bool = True
    artefact_ids: Collection[UUID] = ()


def receive(*, actor: Actor, credential_id: UUID) -> UUID | None:
    """Put a new credential into its learner's wallet, private, with the link for the mail.

    Run again it changes nothing. Returns the id in the wallet, or None when the learner's account
    is gone.

    Raises:
        NotFound: the actor is not the system, or there is no such credential.
    """
    if not actor.is_system:
        raise NotFound
    found = credential(credential_id)
    if found is None:
        raise NotFound
    if found.learner_id is None:
        return None
    with transaction.atomic():
        held, is_new = HeldCredential.objects.get_or_create(
            credential_id=credential_id, defaults={"holder_id": found.learner_id}
        )
        ShareLink.objects.get_or_create(
            held=held,
            made_for_mail=True,
            defaults={"token": new_token(), "expires_at": now() + MAIL_LINK_LIFETIME},
        )
        if is_new:
            _record(events.CredentialReceived, held, actor=actor)
    return held.id


def mail_link_url(held_id: UUID) -> str:
    """Return the address in the mail that tells of the award.

    Raises:
        NotFound: nothing was received under that id.
    """
    link = ShareLink.objects.filter(held_id=held_id, made_for_mail=True).first()
    if link is None:
        raise NotFound
    return share_url(link.token)


def accept(*, actor: Actor, held_id: UUID) -> None:
    """Say that the learner takes it; it stays as private as it was."""
    with transaction.atomic():
        held = _own(actor, held_id)
        if held.accepted_at is None:
            held.accepted_at = now()
            held.save(update_fields=["accepted_at"])
            _record(events.CredentialAccepted, held, actor=actor)


def hide(*, actor: Actor, held_id: UUID) -> None:
    """Put it out of sight: the page becomes private and every link stops working."""
    with transaction.atomic():
        held = _own(actor, held_id)
        if held.hidden_at is not None:
            return
        held.hidden_at = now()
        held.visibility = HeldCredential.Visibility.PRIVATE
        held.save(update_fields=["hidden_at", "visibility"])
        held.links.filter(withdrawn_at=None).update(withdrawn_at=now())
        _record(events.CredentialHidden, held, actor=actor)


def unhide(*, actor: Actor, held_id: UUID) -> None:
    """Take it back into the list; it stays private until the learner chooses otherwise."""
    with transaction.atomic():
        held = _own(actor, held_id)
        if held.hidden_at is not None:
            held.hidden_at = None
            held.save(update_fields=["hidden_at"])
            _record(events.CredentialUnhidden, held, actor=actor)


def choose_visibility(*, actor: Actor, held_id: UUID, visibility: str, shows_name: bool) -> None:
    """Choose who may see the credential's page, and whether with the learner's name.

    Raises:
        NotFound: it is not in the actor's wallet.
        InvalidInput: no such choice.
        Conflict: it is hidden.
    """
    with transaction.atomic():
        held = _own(actor, held_id)
        if visibility not in HeldCredential.Visibility.values:
            raise InvalidInput(
                findings=[
                    Finding(
                        "visibility",
                        _("There is no such choice."),
                        _("Choose only me, anyone who has the address, or everyone."),
                    )
                ]
            )
        _require_unhidden(held)
        if (held.visibility, held.shows_name) == (visibility, shows_name):
            return
        held.visibility, held.shows_name = visibility, shows_name
        held.save(update_fields=["visibility", "shows_name"])
        record(
            events.VisibilityChosen(
                subject_id=held.id,
                credential_id=held.credential_id,
                visibility=visibility,
                shows_name=shows_name,
            ),
            actor=actor.actor_id,
        )


def make_link(*, actor: Actor, held_id: UUID, share: ShareInput) -> str:
    """Make a link that shows the credential until it expires; return its address.

    Raises:
        NotFound: it is not in the actor's wallet.
        InvalidInput: the label, the days or an artefact cannot be used.
        Conflict: it is hidden, or has too many links.
    """
    with transaction.atomic():
        held = _own(actor, held_id)
        _require_unhidden(held)
        _check_share(share, allowed=_on_request(held.credential_id))
        live = held.links.filter(withdrawn_at=None, expires_at__gt=now()).count()
        if live >= MOST_LIVE_LINKS:
            raise Conflict(
                "too_many_links",
                _("There are 50 links that still work. Withdraw one that is not needed any more."),
            )
        link = ShareLink.objects.create(
            held=held,
            token=new_token(),
            label=share.label.strip(),
            shows_name=share.shows_name,
            artefact_ids=sorted(str(artefact_id) for artefact_id in set(share.artefact_ids)),
            expires_at=now() + timedelta(days=share.days),
        )
        record(
            events.ShareLinkMade(
                subject_id=held.id, credential_id=held.credential_id, link_id=link.id
            ),
            actor=actor.actor_id,
        )
    return share_url(link.token)


def withdraw_link(*, actor: Actor, held_id: UUID, link_id: UUID) -> None:
    """Make a link show nothing any more; doing it twice is no error.

    Raises:
        NotFound: it is no link of a credential in the actor's wallet.
    """
    with transaction.atomic():
        held = _own(actor, held_id)
        link = held.links.select_for_update().filter(pk=link_id).first()
        if link is None:
            raise NotFound
        if link.withdrawn_at is None:
            link.withdrawn_at = now()
            link.save(update_fields=["withdrawn_at"])
            record(
                events.ShareLinkWithdrawn(
                    subject_id=held.id, credential_id=held.credential_id, link_id=link.id
                ),
                actor=actor.actor_id,
            )


def _own(actor: Actor, held_id: UUID) -> HeldCredential:
    """Lock and return a row of the actor's own wallet; to anybody else it does not exist."""
    held = HeldCredential.objects.select_for_update().filter(pk=held_id).first()
    if held is None or not may_hold(actor, holder_id=held.holder_id):
        raise NotFound
    return held


def _record(kind: type[Fact], held: HeldCredential, *, actor: Actor) -> None:
    fact = kind(subject_id=held.id, credential_id=held.credential_id)  # type: ignore[call-arg]
    record(fact, actor=actor.actor_id)


def _require_unhidden(held: HeldCredential) -> None:
    if held.hidden_at is not None:
        raise Conflict(
            "hidden", _("You have hidden this credential. Take it back into your list first.")
        )


def _on_request(credential_id: UUID) -> frozenset[UUID]:
    """Return the artefacts that a link may name."""
    found = credential(credential_id)
    if found is None or found.submission_id is None:
        return frozenset()
    try:
        outcome = result(found.submission_id)
    except NotFound:
        return frozenset()
    return frozenset(row.id for row in outcome.artefacts if row.visibility == "on_request")


def _check_share(share: ShareInput, *, allowed: frozenset[UUID]) -> None:
    findings = []
    if len(share.label.strip()) > _LABEL_LENGTH or not share.label.strip().isprintable():
        findings.append(
            Finding(
                "label",
                _("The note is longer than 100 signs or has signs that cannot be shown."),
                _("A few words are enough: whom the link is for."),
            )
        )
    if not 1 <= share.days <= LONGEST_LINK_DAYS:
        findings.append(
            Finding(
                "days",
                _("A link works for 1 to 365 days."),
                _("Choose fewer days; you can make a new link at any time."),
            )
        )
    if not set(share.artefact_ids) <= allowed:
        findings.append(
            Finding(
                "artefacts",
                _("One of the pieces of evidence cannot be shown by a link."),
                _("Choose among those that you marked “on request”."),
            )
        )
    if findings:
        raise InvalidInput(findings=findings)
