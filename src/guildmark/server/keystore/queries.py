"""Reads about signing keys; the private half never leaves `signing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guildmark.server.keystore.models import SigningKey


@dataclass(frozen=True, slots=True)
class KeyRow:
    """The public side of a key."""

    id: UUID
    organization_id: UUID
    public_multikey: str
    algorithm: str
    state: str
    created_at: datetime
    retired_at: datetime | None


def _row(key: SigningKey) -> KeyRow:
    return KeyRow(
        id=key.id,
        organization_id=key.organization_id,
        public_multikey=key.public_multikey,
        algorithm=key.algorithm,
        state=key.state,
        created_at=key.created_at,
        retired_at=key.retired_at,
    )


def keys(organization_id: UUID) -> list[KeyRow]:
    """Return all keys of an organization, newest first."""
    rows = SigningKey.objects.filter(organization_id=organization_id).order_by("-created_at")
    return [_row(key) for key in rows]


def key(key_id: UUID) -> KeyRow | None:
    """Return one key."""
    found = SigningKey.objects.filter(pk=key_id).first()
    return _row(found) if found else None


def active_key(organization_id: UUID) -> KeyRow | None:
    """Return the key that signs now; None when the organization has none yet."""
    found = SigningKey.objects.filter(organization_id=organization_id, state="active").first()
    return _row(found) if found else None
