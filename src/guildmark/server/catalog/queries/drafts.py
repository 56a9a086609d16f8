"""Reads of drafts: members of the organization only; to anybody else they do not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery

from guildmark.server.base.errors import NotFound
from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.digest import digest_definition
from guildmark.server.catalog.models import Achievement, AchievementVersion
from guildmark.server.catalog.permissions import may_read_drafts
from guildmark.server.organizations.permissions import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """A micro-credential as its authors see it.

    `published_number` is the latest version's number, None before the first. `has_changes` tells
    whether the draft differs from it.
    """

    id: UUID
    organization_id: UUID
    state: str
    definition: Definition
    saved_at: datetime
    published_number: int | None
    published_at: datetime | None
    has_changes: bool


def draft(*, actor: Actor, achievement_id: UUID) -> DraftRow:
    """Return one draft.

    Raises:
        NotFound: there is none, or the actor does not belong to its organization.
    """
    found = _with_latest(Achievement.objects.filter(pk=achievement_id)).first()
    if found is None or not may_read_drafts(actor, found.organization_id):
        raise NotFound
    return _row(found)


def drafts(*, actor: Actor, organization_id: UUID) -> list[DraftRow]:
    """Return an organization's micro-credentials, last changed first.

    Raises:
        NotFound: the actor does not belong to the organization.
    """
    if not may_read_drafts(actor, organization_id):
        raise NotFound
    found = _with_latest(Achievement.objects.filter(organization_id=organization_id))
    return [_row(each) for each in found.order_by("-draft_saved_at", "id")]


def count_states(organization_id: UUID) -> dict[str, int]:
    """Return how many of an organization's micro-credentials are in each state."""
    found = Achievement.objects.filter(organization_id=organization_id)
    return dict(found.values_list("state").annotate(count=Count("pk")))


def _with_latest(found: QuerySet[Achievement]) -> QuerySet[Achievement]:
    latest = AchievementVersion.objects.filter(achievement=OuterRef("pk")).order_by("-number")
    return found.annotate(
        latest_number=Subquery(latest.values("number")[:1]),
        latest_digest=Subquery(latest.values("digest")[:1]),
        latest_at=Subquery(latest.values("published_at")[:1]),
    )


def _row(found: Achievement) -> DraftRow:
    definition = Definition.from_json(found.draft)
    # The three attributes are annotated by _with_latest.
    number: int | None = found.latest_number  # type: ignore[attr-defined]
    return DraftRow(
        id=found.id,
        organization_id=found.organization_id,
        state=found.state,
        definition=definition,
        saved_at=found.draft_saved_at,
        published_number=number,
        published_at=found.latest_at,  # type: ignore[attr-defined]
        has_changes=number is None or digest_definition(definition) != found.latest_digest,  # type: ignore[attr-defined]
    )
