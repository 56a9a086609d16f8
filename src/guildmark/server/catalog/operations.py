"""What is done with micro-credentials: create, write, publish, retire, offer.

Every operation checks permission, runs in one transaction and leaves one fact. An organization the
actor does not belong to does not exist for them (`NotFound`).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.audit.operations import record
from guildmark.server.base.clock import now
from guildmark.server.base.errors import Conflict, Finding, InvalidInput, NotFound, NotPermitted
from guildmark.server.catalog import queries, vocabulary
from guildmark.server.catalog.definition import Definition, blank_definition
from guildmark.server.catalog.digest import digest_definition
from guildmark.server.catalog.events import (
    AchievementCreated,
    AchievementPublished,
    AchievementReopened,
    AchievementRetired,
    DraftSaved,
    OfferRemoved,
    OfferSaved,
)
from guildmark.server.catalog.full_text import build_search_vector
from guildmark.server.catalog.models import Achievement, AchievementVersion, Offer, VersionSkill
from guildmark.server.catalog.permissions import may_read_drafts, may_write
from guildmark.server.catalog.queries import VersionRow
from guildmark.server.catalog.readiness import find_gaps
from guildmark.server.catalog.reading import find_text_faults
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import organization

# Stands for the system where a person's actor id is asked for.
_SYSTEM_ACTOR = uuid.UUID(int=0)


class UnableToPublish(InvalidInput):
    """The draft still lacks something; `findings` names every missing thing."""

    default_code = "unable_to_publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferInput:
    """An offer as its author writes it; without `id` a new one.

    `price_amount` 0 means free of charge, None "ask the provider"; without `provider_id` the
    achievement's own organization provides it.
    """

    id: UUID | None = None
    provider_id: UUID | None = None
    price_amount: Decimal | None = None
    price_currency: str = "EUR"
    participation: str = "online"
    language: str = "en"
    place: str = ""
    starts_on: date | None = None
    seats: int | None = None
    is_open: bool = True


def create_achievement(
    *, actor: Actor, organization_id: UUID, title: str, language: str = "en"
) -> UUID:
    """Begin a micro-credential as a draft with one empty criterion; return its stable id.

    Raises:
        NotFound: the actor does not belong to the organization, or there is none.
        NotPermitted: the actor is no author there.
        InvalidInput: the title is missing or cannot be used.
    """
    _check_may_write(actor, organization_id)
    if organization(organization_id) is None:
        raise NotFound
    definition = Definition.from_json(blank_definition(title=title, language=language))
    if not definition.title:
        missing = Finding("title", _("The title is missing."), _("Give it a title."))
        raise InvalidInput(findings=[missing])
    with transaction.atomic():
        achievement = Achievement.objects.create(
            organization_id=organization_id, draft=definition.to_json(), draft_saved_at=now()
        )
        fact = AchievementCreated(subject_id=achievement.id)
        record(fact, actor=actor.actor_id, organization=organization_id)
    return achievement.id


def save_draft(*, actor: Actor, achievement_id: UUID, definition: Mapping[str, Any]) -> None:
    """Replace the draft; it may be incomplete. Saving the same again leaves no fact.

    Raises:
        NotFound: there is no such achievement for the actor.
        NotPermitted: the actor is no author there.
        InvalidInput: a field cannot be used; nothing was saved.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        _write_draft(achievement, Definition.from_json(definition), actor)


def change_draft(*, actor: Actor, achievement_id: UUID, changes: Mapping[str, Any]) -> None:
    """Replace some fields of the draft and leave the others as they are now.

    Raises as `save_draft`.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        merged = {**Definition.from_json(achievement.draft).to_json(), **changes}
        _write_draft(achievement, Definition.from_json(merged), actor)


def publish(*, actor: Actor, achievement_id: UUID) -> VersionRow:
    """Make the draft an immutable version with the next number.

    Raises:
        NotFound, NotPermitted: as `save_draft`.
        UnableToPublish: something is missing; `findings` names every thing and its remedy.
        Conflict: it is retired, or the draft equals the version that is published already.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        definition = Definition.from_json(achievement.draft)
        _check_publishable(achievement, definition)
        newest = achievement.versions.order_by("-number").first()
        digest = digest_definition(definition)
        if newest is not None and newest.digest == digest:
            message = _("Nothing has changed since version %(number)d.") % {"number": newest.number}
            raise Conflict("nothing_changed", message)
        version = _write_version(
            achievement, definition, number=newest.number + 1 if newest else 1, actor=actor
        )
        achievement.state = Achievement.State.PUBLISHED
        achievement.save(update_fields=["state"])
        fact = AchievementPublished(
            subject_id=achievement.id, version_id=version.id, number=version.number, digest=digest
        )
        record(fact, actor=actor.actor_id, organization=achievement.organization_id)
    row = queries.version(version.id)
    if row is None:  # written above, in this transaction
        raise NotFound
    return row


def retire(*, actor: Actor, achievement_id: UUID) -> None:
    """Stop new starts and take it off the catalogue; pages and awards stay.

    Raises:
        NotFound, NotPermitted: as `save_draft`.
        Conflict: it is not published.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        if achievement.state != Achievement.State.PUBLISHED:
            raise Conflict("not_published", _("Only a published micro-credential can be retired."))
        achievement.state = Achievement.State.RETIRED
        achievement.save(update_fields=["state"])
        fact = AchievementRetired(subject_id=achievement.id)
        record(fact, actor=actor.actor_id, organization=achievement.organization_id)


def reopen(*, actor: Actor, achievement_id: UUID) -> None:
    """Bring a retired micro-credential back to the catalogue, with its latest version.

    Raises:
        NotFound, NotPermitted: as `save_draft`.
        Conflict: it is not retired.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        if achievement.state != Achievement.State.RETIRED:
            raise Conflict("not_retired", _("Only a retired micro-credential can be reopened."))
        achievement.state = Achievement.State.PUBLISHED
        achievement.save(update_fields=["state"])
        fact = AchievementReopened(subject_id=achievement.id)
        record(fact, actor=actor.actor_id, organization=achievement.organization_id)


def save_offer(*, actor: Actor, achievement_id: UUID, offer: OfferInput) -> UUID:
    """Add an offer, or change the one whose id is given; return its id.

    Raises:
        NotFound: there is no such achievement, offer or provider for the actor.
        NotPermitted: the actor is no author there.
        InvalidInput: a field cannot be used.
    """
    _check_offer(offer)
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        provider_id = offer.provider_id or achievement.organization_id
        if organization(provider_id) is None:
            raise NotFound
        row = _find_offer(achievement, offer.id)
        row.provider_id = provider_id
        row.price_amount = offer.price_amount
        row.price_currency = offer.price_currency
        row.participation = offer.participation
        row.language = offer.language
        row.place = offer.place.strip()
        row.starts_on = offer.starts_on
        row.seats = offer.seats
        row.open = offer.is_open
        row.save()
        fact = OfferSaved(subject_id=row.id, achievement_id=achievement.id)
        record(fact, actor=actor.actor_id, organization=achievement.organization_id)
    return row.id


def remove_offer(*, actor: Actor, achievement_id: UUID, offer_id: UUID) -> None:
    """Take an offer away.

    Raises:
        NotFound: there is no such achievement or offer for the actor.
        NotPermitted: the actor is no author there.
    """
    with transaction.atomic():
        achievement = _lock(actor, achievement_id)
        row = _find_offer(achievement, offer_id)
        row.delete()
        fact = OfferRemoved(subject_id=offer_id, achievement_id=achievement.id)
        record(fact, actor=actor.actor_id, organization=achievement.organization_id)


def _check_may_write(actor: Actor, organization_id: UUID) -> None:
    if not may_read_drafts(actor, organization_id):
        raise NotFound
    if not may_write(actor, organization_id):
        raise NotPermitted


def _lock(actor: Actor, achievement_id: UUID) -> Achievement:
    # The row lock puts two publications, or a publication and a save, one after the other.
    achievement = Achievement.objects.select_for_update().filter(pk=achievement_id).first()
    if achievement is None:
        raise NotFound
    _check_may_write(actor, achievement.organization_id)
    return achievement


def _write_draft(achievement: Achievement, definition: Definition, actor: Actor) -> None:
    draft = definition.to_json()
    if draft == achievement.draft:
        return
    achievement.draft = draft
    achievement.draft_saved_at = now()
    achievement.save(update_fields=["draft", "draft_saved_at"])
    fact = DraftSaved(subject_id=achievement.id)
    record(fact, actor=actor.actor_id, organization=achievement.organization_id)


def _check_publishable(achievement: Achievement, definition: Definition) -> None:
    if achievement.state == Achievement.State.RETIRED:
        raise Conflict("retired", _("It is retired. Reopen it before you publish a new version."))
    issuer = organization(achievement.organization_id)
    if issuer is None:
        raise NotFound
    gaps = find_gaps(definition, issuer)
    if gaps:
        raise UnableToPublish(
            message=_("It cannot be published yet: %(count)d things are missing.")
            % {"count": len(gaps)},
            findings=[Finding(gap.field, gap.problem, gap.remedy) for gap in gaps],
        )


def _write_version(
    achievement: Achievement, definition: Definition, *, number: int, actor: Actor
) -> AchievementVersion:
    version = AchievementVersion.objects.create(
        achievement=achievement,
        number=number,
        definition=definition.to_json(),
        digest=digest_definition(definition),
        published_at=now(),
        published_by=actor.actor_id or _SYSTEM_ACTOR,
        title=definition.title,
        language=definition.language,
        workload_hours=definition.workload_hours or Decimal(0),  # a gap above if it is missing
        eqf_level=definition.eqf_level,
        search=build_search_vector(definition),
    )
    VersionSkill.objects.bulk_create(
        VersionSkill(
            version=version,
            framework=each.framework,
            target_url=each.target_url,
            target_name=each.target_name,
        )
        for each in definition.alignments
    )
    return version


def _find_offer(achievement: Achievement, offer_id: UUID | None) -> Offer:
    if offer_id is None:
        return Offer(achievement=achievement)
    row = achievement.offers.filter(pk=offer_id).first()
    if row is None:
        raise NotFound
    return row


def _check_offer(offer: OfferInput) -> None:
    findings = []
    if offer.price_amount is not None and not 0 <= offer.price_amount <= 9_999_999:
        findings.append(
            Finding(
                "price_amount",
                _("This is not a price."),
                _("Write 0 for free, an amount, or nothing for “ask the provider”."),
            )
        )
    if offer.price_currency not in vocabulary.CURRENCIES:
        known = ", ".join(vocabulary.CURRENCIES)
        findings.append(
            Finding(
                "price_currency",
                _("This currency is not known."),
                _("Choose one of: %(choices)s.") % {"choices": known},
            )
        )
    for field, code, among in (
        ("participation", offer.participation, vocabulary.PARTICIPATION),
        ("language", offer.language, vocabulary.LANGUAGES),
    ):
        if code not in among:
            remedy = _("Choose one of: %(choices)s.") % {"choices": ", ".join(among)}
            findings.append(Finding(field, _("This is not one of the choices."), remedy))
    if fault := find_text_faults(offer.place):
        findings.append(Finding("place", *fault))
    elif len(offer.place) > 200:
        findings.append(Finding("place", _("This is too long."), _("Use at most 200 characters.")))
    if offer.seats is not None and not 1 <= offer.seats <= 1_000_000:
        findings.append(
            Finding("seats", _("This is not a number of seats."), _("Write 1 or more, or nothing."))
        )
    if findings:
        raise InvalidInput(findings=findings)
