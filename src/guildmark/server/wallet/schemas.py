"""Shapes of the wallet in the REST API."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from guildmark.server.wallet.queries import HeldRow, ShareLinkRow


class HeldOut(Schema):
    """One credential in the wallet."""

    id: UUID
    credential_id: UUID
    title: str
    issuer: str
    awarded_at: datetime
    valid_until: datetime | None
    state: str
    visibility: str
    shows_name: bool
    accepted_at: datetime | None
    page_url: str


class LinkOut(Schema):
    """One share link; `state` is live, expired or withdrawn."""

    id: UUID
    url: str
    label: str
    shows_name: bool
    expires_at: datetime
    state: str


class VisibilityIn(Schema):
    """Who may see the page: private, unlisted or public; and whether with the name."""

    visibility: str
    shows_name: bool = True


class LinkIn(Schema):
    """What a new share link shows, and for how many days."""

    label: str = ""
    days: int = 30
    shows_name: bool = True
    artefact_ids: list[UUID] = []


def to_held(row: HeldRow) -> dict[str, Any]:
    """Return a row of the wallet as HeldOut takes it."""
    return {
        "id": row.id,
        "credential_id": row.credential.id,
        "title": row.title,
        "issuer": row.issuer.name,
        "awarded_at": row.credential.awarded_at,
        "valid_until": row.credential.valid_until,
        "state": row.credential.state,
        "visibility": row.visibility,
        "shows_name": row.shows_name,
        "accepted_at": row.accepted_at,
        "page_url": row.page_url,
    }


def to_links(rows: list[ShareLinkRow]) -> list[dict[str, Any]]:
    """Return share links as LinkOut takes them."""
    return [{name: getattr(row, name) for name in LinkOut.model_fields} for row in rows]
