"""Reads of published versions: anybody may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from guildmark.server.catalog.definition import Definition
from guildmark.server.catalog.models import Achievement, AchievementVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One published version as other rooms see it.

    `state` is the achievement's ("published" or "retired"); `is_current` tells whether no later
    version exists; `digest` is "sha256:" and the hex SHA-256 of the definition's canonical JSON.
    """

    id: UUID
    achievement_id: UUID
    organization_id: UUID
    number: int
    definition: Definition
    digest: str
    published_at: datetime
    is_current: bool
    state: str

    @property
    def can_be_started(self) -> bool:
        """Tell whether a learner may begin it now."""
        return self.is_current and self.state == Achievement.State.PUBLISHED


def version(version_id: UUID) -> VersionRow | None:
    """Return one version by its id, in one query."""
    return _first(AchievementVersion.objects.filter(pk=version_id))


def current_version(achievement_id: UUID) -> VersionRow | None:
    """Return the latest published version; None while there is only a draft."""
    found = AchievementVersion.objects.filter(achievement_id=achievement_id)
    return _first(found.order_by("-number"))


def version_by_number(achievement_id: UUID, *, number: int) -> VersionRow | None:
    """Return the version of that number."""
    found = AchievementVersion.objects.filter(achievement_id=achievement_id, number=number)
    return _first(found)


def versions(achievement_id: UUID) -> list[VersionRow]:
    """Return every published version, newest first."""
    found = _with_newest(AchievementVersion.objects.filter(achievement_id=achievement_id))
    return [_row(each) for each in found.order_by("-number")]


def achievement_organization(achievement_id: UUID) -> UUID | None:
    """Return which organization an achievement belongs to."""
    found = Achievement.objects.filter(pk=achievement_id)
    return found.values_list("organization_id", flat=True).first()


def _with_newest(found: QuerySet[AchievementVersion]) -> QuerySet[AchievementVersion]:
    return found.select_related("achievement").annotate(newest=Max("achievement__versions__number"))


def _first(found: QuerySet[AchievementVersion]) -> VersionRow | None:
    first = _with_newest(found).first()
    return _row(first) if first else None


def _row(found: AchievementVersion) -> VersionRow:
    newest: int = found.newest  # type: ignore[attr-defined]  # annotated by _with_newest
    return VersionRow(
        id=found.id,
        achievement_id=found.achievement_id,
        organization_id=found.achievement.organization_id,
        number=found.number,
        definition=Definition.from_json(found.definition),
        digest=found.digest,
        published_at=found.published_at,
        is_current=found.number == newest,
        state=found.achievement.state,
    )
