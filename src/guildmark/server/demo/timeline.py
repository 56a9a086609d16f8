"""Do things in the order in which they are said to have happened, each at its own moment."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from guildmark.server.base.clock import clock_at


class Timeline:
    """Events of the past; what one event makes, a later one may use.

    Args:
        present: days ago are counted from here.
    """

    def __init__(self, present: datetime) -> None:
        self._present = present
        self._events: list[tuple[datetime, int, Callable[[], object]]] = []
        self._number = itertools.count()

    def __len__(self) -> int:
        return len(self._events)

    def add(self, *, days_ago: float, event: Callable[[], object], minutes: int = 0) -> None:
        """Note an event; events of one moment run in the order they were added."""
        moment = self._present - timedelta(days=days_ago) + timedelta(minutes=minutes)
        heapq.heappush(self._events, (min(moment, self._present), next(self._number), event))

    def run(self, *, on_progress: Callable[[int], None] | None = None) -> None:
        """Run all events, the earliest first, with the clock held at each one's moment."""
        for done in itertools.count(1):
            if not self._events:
                return
            moment, _, event = heapq.heappop(self._events)
            with clock_at(moment):
                event()
            if on_progress is not None:
                on_progress(done)
