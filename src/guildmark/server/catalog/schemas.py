"""Shapes of micro-credentials in the REST API.

A definition travels as the JSON object that `definition.py` describes, so that what is read can be
changed and sent back.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema


class ErrorOut(Schema):
    """A problem document (RFC 9457) with a stable code."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    findings: list[dict[str, str]] = []


class SkillOut(Schema):
    """A skill it is aligned to; `level` is 1 to 8, null where it is not stated."""

    url: str
    name: str
    framework: str
    level: int | None


class CatalogueEntryOut(Schema):
    """One micro-credential on the shelf."""

    achievement_id: UUID
    version_id: UUID
    number: int
    organization_id: UUID
    organization_name: str
    title: str
    summary: str
    language: str
    workload_hours: Decimal
    eqf_level: int | None
    skills: list[SkillOut]


class CatalogueOut(Schema):
    """One page of the catalogue."""

    items: list[CatalogueEntryOut]
    page: int
    pages: int
    total: int


class VersionOut(Schema):
    """A published version, word for word."""

    id: UUID
    achievement_id: UUID
    organization_id: UUID
    number: int
    digest: str
    published_at: datetime
    is_current: bool
    state: str
    definition: dict[str, Any]


class DraftOut(Schema):
    """A micro-credential as its authors see it."""

    id: UUID
    organization_id: UUID
    state: str
    saved_at: datetime
    published_number: int | None
    has_changes: bool
    definition: dict[str, Any]


class NewAchievementIn(Schema):
    """The title to begin with."""

    title: str


class IdOut(Schema):
    """The id of what was made."""

    id: UUID
