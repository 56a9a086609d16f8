"""Reads of offers: anybody may read those of a published achievement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from guildmark.server.catalog.models import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """A chance to earn an achievement; `price_amount` 0 means free, None "ask the provider"."""

    id: UUID
    achievement_id: UUID
    provider_id: UUID
    provider_name: str
    provider_slug: str
    price_amount: Decimal | None
    price_currency: str
    participation: str
    language: str
    place: str
    starts_on: date | None
    seats: int | None
    is_open: bool


def offers(achievement_id: UUID, *, open_only: bool = True) -> list[OfferRow]:
    """Return an achievement's offers, the cheapest first, in one query."""
    found = Offer.objects.filter(achievement_id=achievement_id)
    if open_only:
        found = found.filter(open=True)
    return [_row(each) for each in _ordered(found)]


def offer(offer_id: UUID) -> OfferRow | None:
    """Return one offer by its id."""
    found = Offer.objects.filter(pk=offer_id).select_related("provider").first()
    return _row(found) if found else None


def _ordered(found: QuerySet[Offer]) -> QuerySet[Offer]:
    return found.select_related("provider").order_by("price_amount", "starts_on", "id")


def _row(found: Offer) -> OfferRow:
    return OfferRow(
        id=found.id,
        achievement_id=found.achievement_id,
        provider_id=found.provider_id,
        provider_name=found.provider.name,
        provider_slug=found.provider.slug,
        price_amount=found.price_amount,
        price_currency=found.price_currency,
        participation=found.participation,
        language=found.language,
        place=found.place,
        starts_on=found.starts_on,
        seats=found.seats,
        is_open=found.open,
    )
