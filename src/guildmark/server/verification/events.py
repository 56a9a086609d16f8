"""Facts about lists of recognised issuers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact

__all__ = ["IssuerRecognized", "RecognitionWithdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _RecognitionFact(Fact):
    subject_type: ClassVar[str] = "recognition_list"

    list_id: UUID
    issuer_id: str

    @property
    def subject_id(self) -> UUID:
        """The list that the fact is about."""
        return self.list_id


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerRecognized(_RecognitionFact):
    """An operator put an issuer on a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionWithdrawn(_RecognitionFact):
    """An operator took an issuer off a list."""
