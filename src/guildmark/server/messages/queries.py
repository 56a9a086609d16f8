"""Reads about mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from guildmark.server.messages.models import Message


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One mail as it was, or will be, sent."""

    id: UUID
    to: str
    kind: str
    language: str
    subject: str
    text: str
    html: str
    created_at: datetime
    sent_at: datetime | None


def _row(message: Message) -> MessageRow:
    return MessageRow(
        id=message.id,
        to=message.to,
        kind=message.kind,
        language=message.language,
        subject=message.subject,
        text=message.text,
        html=message.html,
        created_at=message.created_at,
        sent_at=message.sent_at,
    )


def recent(*, to: str | None = None, limit: int = 100) -> list[MessageRow]:
    """Return the newest mails, all of them or those to one address."""
    rows = Message.objects.order_by("-created_at")
    return [_row(message) for message in (rows.filter(to=to) if to else rows)[:limit]]


def message(message_id: UUID) -> MessageRow | None:
    """Return one mail."""
    found = Message.objects.filter(pk=message_id).first()
    return _row(found) if found else None


def messages_of(person_id: UUID) -> list[MessageRow]:
    """Return all mails to one person, oldest first."""
    return [_row(row) for row in Message.objects.filter(person_id=person_id).order_by("created_at")]
