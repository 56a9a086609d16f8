"""A clock that stands still until it is told to move.

clock = Clock(datetime(2026, 11, 22, 10, tzinfo=UTC))
clock.advance(timedelta(days=1))
verify_credential(document, sources=sources, now=clock())
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["Clock"]


class Clock:
    """Tells the same moment, always with a zone, until `advance` or `set` is called."""

    def __init__(self, now: datetime = datetime(2026, 11, 22, 10, tzinfo=UTC)) -> None:
        self._now = _zoned(now)

    def __call__(self) -> datetime:
        """Return the moment that the clock shows."""
        return self._now

    def advance(self, step: timedelta) -> datetime:
        """Move by a step, which may be negative, and return the new moment."""
        self._now += step
        return self._now

    def set(self, now: datetime) -> None:
        """Show another moment.

        Raises:
            ValueError: the moment has no zone.
        """
        self._now = _zoned(now)


def _zoned(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("A clock shows moments with a zone; use datetime(…, tzinfo=UTC).")
    return now
