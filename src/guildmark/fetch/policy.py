"""What may be fetched, how much of it, and for how long."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["FetchPolicy"]


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of one fetcher.

    Attributes:
        allowed_origins: origins such as ``http://127.0.0.1:8000`` that may be reached although
            they are not https or lie in a private network; for demos, tests and intranets.
            Reports show when one was used. Nothing else is exempted: size and time limits hold.
        max_bytes: of a body, after decompression.
        timeout_seconds: for everything together: name lookup, redirects, body.
        connect_timeout_seconds: for one connection.
        max_redirects: followed, each checked like the first address.
        ca_file: PEM file of certificate authorities trusted beside the usual ones.
        user_agent: what servers see; it names no user and no viewer.
    """

    allowed_origins: frozenset[str] = field(default_factory=frozenset)
    max_bytes: int = 1024 * 1024
    timeout_seconds: float = 10.0
    connect_timeout_seconds: float = 5.0
    max_redirects: int = 3
    ca_file: Path | str | None = None
    user_agent: str = "Guildmark (credential verifier)"
