"""Jobs about mail."""

from __future__ import annotations

from uuid import UUID

from guildmark.server.base.jobs import job
from guildmark.server.messages import operations


@job("messages.send")
def send(message_id: str) -> None:
    """Send one queued mail."""
    operations.send(UUID(message_id))
