"""Shapes of awards in the REST API."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ninja import Schema


class AwardOut(Schema):
    """An award as its issuer sees it."""

    award_id: UUID
    id: UUID
    version_id: UUID
    title: str
    recipient_name: str
    awarded_at: datetime
    valid_until: datetime | None
    state: str
    state_reason: str
    state_changed_at: datetime


class AwardsOut(Schema):
    """One page of awards, newest first."""

    items: list[AwardOut]
    page: int
    pages: int
    total: int


class RevocationIn(Schema):
    """Why an award is taken back; its holder reads it."""

    reason: str
