"""Facts about people. They carry pseudonymous ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCreated(Fact):
    """A person made an API token."""

    subject_type: ClassVar[str] = "token"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRevoked(Fact):
    """A person withdrew an API token."""

    subject_type: ClassVar[str] = "token"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DataExported(Fact):
    """A person downloaded everything held about them; the subject is their actor id."""

    subject_type: ClassVar[str] = "account"
    subject_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountErased(Fact):
    """A person erased their account; the subject is their actor id, which now leads nowhere."""

    subject_type: ClassVar[str] = "account"
    subject_id: UUID
