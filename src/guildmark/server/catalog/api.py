"""REST routes about micro-credentials."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Body, Router

from guildmark.server.base.errors import NotFound
from guildmark.server.catalog import operations, queries
from guildmark.server.catalog.schemas import (
    CatalogueOut,
    DraftOut,
    IdOut,
    NewAchievementIn,
    VersionOut,
)
from guildmark.server.organizations.bearer import bearer
from guildmark.server.organizations.middleware import actor_on

router = Router(tags=["catalogue"])


@router.get("/achievements", response=CatalogueOut, auth=None)
def search_catalogue(
    request: HttpRequest,
    q: str = "",
    skill: str = "",
    eqf_level: int | None = None,
    max_hours: Decimal | None = None,
    max_cost: Decimal | None = None,
    currency: str = "EUR",
    language: str = "",
    page: int = 1,
) -> dict[str, Any]:
    """Search what can be earned; open to all."""
    found = queries.search_catalogue(
        text=q, skill=skill, eqf_level=eqf_level, max_hours=max_hours, max_cost=max_cost,
        currency=currency, language=language, page=page,
    )  # fmt: skip
    return {
        "items": [asdict(row) for row in found],
        "page": found.number,
        "pages": found.pages,
        "total": found.total,
    }


def _version(row: queries.VersionRow | None) -> dict[str, Any]:
    if row is None:
        raise NotFound
    fields = ("id", "achievement_id", "organization_id", "number", "digest", "published_at",
              "is_current", "state")  # fmt: skip
    return {**{name: getattr(row, name) for name in fields}, "definition": row.definition.to_json()}


@router.get("/achievements/{uuid:achievement_id}", response=VersionOut, auth=None)
def read_achievement(request: HttpRequest, achievement_id: UUID) -> dict[str, Any]:
    """Read the current version with its rubric; open to all."""
    return _version(queries.current_version(achievement_id))


@router.get(
    "/achievements/{uuid:achievement_id}/versions/{int:number}", response=VersionOut, auth=None
)
def read_version(request: HttpRequest, achievement_id: UUID, number: int) -> dict[str, Any]:
    """Read one published version; open to all."""
    return _version(queries.version_by_number(achievement_id, number=number))


def _draft(row: queries.DraftRow) -> dict[str, Any]:
    fields = ("id", "organization_id", "state", "saved_at", "published_number", "has_changes")
    return {**{name: getattr(row, name) for name in fields}, "definition": row.definition.to_json()}


@router.get(
    "/organizations/{uuid:organization_id}/achievements",
    response=list[DraftOut],
    auth=bearer("catalog.read"),
)
def list_drafts(request: HttpRequest, organization_id: UUID) -> list[dict[str, Any]]:
    """List an organization's micro-credentials, drafts too; for members."""
    found = queries.drafts(actor=actor_on(request), organization_id=organization_id)
    return [_draft(row) for row in found]


@router.post(
    "/organizations/{uuid:organization_id}/achievements",
    response={201: IdOut},
    auth=bearer("catalog.write"),
)
def create_achievement(
    request: HttpRequest, organization_id: UUID, data: NewAchievementIn
) -> dict[str, UUID]:
    """Begin a micro-credential; for authors."""
    made = operations.create_achievement(
        actor=actor_on(request), organization_id=organization_id, title=data.title
    )
    return {"id": made}


@router.get(
    "/achievements/{uuid:achievement_id}/draft", response=DraftOut, auth=bearer("catalog.read")
)
def read_draft(request: HttpRequest, achievement_id: UUID) -> dict[str, Any]:
    """Read the working draft; for members."""
    return _draft(queries.draft(actor=actor_on(request), achievement_id=achievement_id))


@router.put(
    "/achievements/{uuid:achievement_id}/draft", response={204: None}, auth=bearer("catalog.write")
)
def save_draft(
    request: HttpRequest, achievement_id: UUID, definition: Body[dict[str, Any]]
) -> None:
    """Replace the working draft; it may be incomplete. For authors."""
    operations.save_draft(
        actor=actor_on(request), achievement_id=achievement_id, definition=definition
    )


@router.post(
    "/achievements/{uuid:achievement_id}/publish",
    response={201: VersionOut},
    auth=bearer("catalog.write"),
)
def publish(request: HttpRequest, achievement_id: UUID) -> dict[str, Any]:
    """Publish the draft as a version that never changes; a refusal lists what is missing."""
    row = operations.publish(actor=actor_on(request), achievement_id=achievement_id)
    return _version(row)


@router.post(
    "/achievements/{uuid:achievement_id}/retire", response={204: None}, auth=bearer("catalog.write")
)
def retire(request: HttpRequest, achievement_id: UUID) -> None:
    """Take it off the shelf; awards already made keep their version."""
    operations.retire(actor=actor_on(request), achievement_id=achievement_id)
