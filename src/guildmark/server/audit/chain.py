"""The hash that ties one record to the record before it.

SHA-256 over the JCS form (RFC 8785) of these members, by their names:
sequence, at, actor, organization, fact, subjectType, subjectId, data,
previousHash. Ids are lower-case text, times UTC with microseconds, hashes hex.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785

# What stands before the first record.
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What the hash of one record covers."""

    sequence: int
    at: datetime
    actor: UUID | None
    organization: UUID | None
    fact: str
    subject_type: str
    subject_id: UUID
    data: Mapping[str, Any]
    previous_hash: bytes

    def digest(self) -> bytes:
        """Return the SHA-256 of the record, 32 bytes."""
        members: dict[str, Any] = {
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": None if self.actor is None else str(self.actor),
            "organization": None if self.organization is None else str(self.organization),
            "fact": self.fact,
            "subjectType": self.subject_type,
            "subjectId": str(self.subject_id),
            "data": dict(self.data),
            "previousHash": self.previous_hash.hex(),
        }
        return hashlib.sha256(rfc8785.dumps(members)).digest()
