"""How many checks one address may ask for in a minute.

Each check costs a signature and maybe a fetch from elsewhere, so that an open page could be used to
load other servers. The count lives in the cache for a minute under a keyed digest of the address;
it names no person and nothing that was checked.
"""

from __future__ import annotations

import time
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from guildmark.server.base.visitor import client_network

__all__ = ["CHECKS_PER_MINUTE", "seconds_to_wait"]

# A person checks a few; thirty leaves room for a class behind one address.
CHECKS_PER_MINUTE: Final = 30
_WINDOW_SECONDS: Final = 60


def seconds_to_wait(request: HttpRequest) -> int:
    """Count one check of this visitor; return 0, or how long to wait before the next."""
    now = time.time()
    window = int(now // _WINDOW_SECONDS)
    visitor = salted_hmac("guildmark.verification.limits", client_network(request))
    key = f"verification:{window}:{visitor.hexdigest()}"
    cache.add(key, 0, timeout=2 * _WINDOW_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # evicted between the two calls: count it as the first
        return 0
    if count <= CHECKS_PER_MINUTE:
        return 0
    return max(1, int((window + 1) * _WINDOW_SECONDS - now) + 1)
