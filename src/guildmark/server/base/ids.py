"""Identifiers: ordered by time for rows, unguessable for links."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from uuid import UUID

_TOKEN_BYTES = 32


def new_id(
    *, now_ms: int | None = None, random_bits: Callable[[int], int] = secrets.randbits
) -> UUID:
    """Return a UUID, version 7: rows made later sort later, and 74 bits are random.

    Args:
        now_ms: milliseconds since 1970; the clock's when not given.
        random_bits: returns that many random bits.

    Source: RFC 9562, 5.7.
    """
    milliseconds = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    value |= random_bits(12) << 64
    value |= 0b10 << 62
    value |= random_bits(62)
    return UUID(int=value)


def new_token() -> str:
    """Return 43 URL-safe characters that nobody can guess (256 random bits)."""
    return secrets.token_urlsafe(_TOKEN_BYTES)
