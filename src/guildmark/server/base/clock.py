"""One clock for the server, which tests may set."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

_now: ContextVar[Callable[[], datetime] | None] = ContextVar("guildmark_clock", default=None)


def now() -> datetime:
    """Return the present moment in UTC, with its zone."""
    read = _now.get()
    return datetime.now(UTC) if read is None else read()


@contextlib.contextmanager
def clock_at(moment: datetime) -> Iterator[SetClock]:
    """Hold the clock at a moment for a block; the value moves it on.

    Raises:
        ValueError: the moment has no zone.
    """
    clock = SetClock(moment)
    token = _now.set(clock.read)
    try:
        yield clock
    finally:
        _now.reset(token)


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("A moment needs its zone: use datetime(…, tzinfo=UTC).")
        self._moment = moment

    def read(self) -> datetime:
        """Return the moment the clock stands at."""
        return self._moment

    def move(self, by: timedelta) -> None:
        """Move the clock on."""
        self._moment += by
