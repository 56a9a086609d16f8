"""What can be asked about the installation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guildmark.server.base.models import Installation


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallationRow:
    """What this database was made for.

    Attributes:
        kind: "demo" or "real".
        origin: where the world reaches it, such as ``https://awards.example.org``.
    """

    kind: str
    origin: str
    created_at: datetime

    @property
    def is_demo(self) -> bool:
        """Whether awards made here are for play."""
        return self.kind == Installation.Kind.DEMO


def installation() -> InstallationRow | None:
    """Return the installation; None before ``guildmark init`` or the demo has made one."""
    row = Installation.objects.filter(pk=1).first()
    if row is None:
        return None
    return InstallationRow(kind=row.kind, origin=row.origin, created_at=row.created_at)


def is_demo() -> bool:
    """Say whether this database was made by the demo; no when it was made by nobody yet."""
    row = installation()
    return row is not None and row.is_demo
