"""A small cache in memory whose entries have an end.

What is cached is public and the same for everybody: DID documents and status lists. Nothing is
kept about who asked.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import timedelta
from typing import Generic, TypeVar

__all__ = ["TtlCache"]

Value = TypeVar("Value")


class TtlCache(Generic[Value]):
    """Keeps the most recently used entries until their time is over. Safe between threads.

    Args:
        max_entries: older ones make room.
        clock: returns seconds that only grow.
    """

    def __init__(
        self, max_entries: int = 256, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._max_entries = max_entries
        self._clock = clock
        self._entries: OrderedDict[str, tuple[float, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Value | None:
        """Return what was put under key, or None when it is not there or over."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            if entry[0] <= self._clock():
                del self._entries[key]
                return None
            self._entries.move_to_end(key)
            return entry[1]

    def put(self, key: str, value: Value, *, ttl: timedelta) -> None:
        """Keep a value for so long; not at all when ttl is not above zero."""
        if ttl <= timedelta(0):
            return
        with self._lock:
            self._entries[key] = (self._clock() + ttl.total_seconds(), value)
            self._entries.move_to_end(key)
            while len(self._entries) > self._max_entries:
                self._entries.popitem(last=False)
