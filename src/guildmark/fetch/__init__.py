"""The only code that opens outbound connections: guarded, limited, cached."""

from __future__ import annotations

from guildmark.fetch.cache import TtlCache
from guildmark.fetch.errors import FetchError
from guildmark.fetch.fetcher import Fetched, Fetcher, fetch_json
from guildmark.fetch.policy import FetchPolicy
from guildmark.fetch.sources import OnlineSources

__all__ = [
    "FetchError",
    "FetchPolicy",
    "Fetched",
    "Fetcher",
    "OnlineSources",
    "TtlCache",
    "fetch_json",
]
