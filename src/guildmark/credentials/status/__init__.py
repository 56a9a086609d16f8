"""Bitstring status lists: allocate, encode, read.

Not here: fetching lists and verifying their signatures (``fetch`` and ``verify``).
"""

from __future__ import annotations

from guildmark.credentials.status.bitstring import (
    MAX_LIST_BYTES,
    MIN_LIST_SIZE,
    Bitstring,
    pick_index,
)
from guildmark.credentials.status.documents import (
    Purpose,
    StatusEntry,
    build_status_entry,
    build_status_list_credential,
    parse_status_entry,
    read_bitstring,
)

__all__ = [
    "MAX_LIST_BYTES",
    "MIN_LIST_SIZE",
    "Bitstring",
    "Purpose",
    "StatusEntry",
    "build_status_entry",
    "build_status_list_credential",
    "parse_status_entry",
    "pick_index",
    "read_bitstring",
]
