"""Facts about skill frameworks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from guildmark.server.base.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkImported(Fact):
    """A framework version was stored, or its content replaced, and is now the current one.

    The subject is derived from key and version (`framework_id`).
    """

    subject_type: ClassVar[str] = "framework"
    subject_id: UUID
    key: str
    version: str
    nodes: int
