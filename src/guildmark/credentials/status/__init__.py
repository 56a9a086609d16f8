"""Status lists: allocate, encode, read.

``bitstring`` and ``documents`` are the Bitstring Status List 1.0, whose names stand here. The
older lists have modules of their own, which are imported by their name: ``status_list_2021`` and
``revocation_list`` (1EdTech).

Not here: fetching lists and verifying their signatures (``fetch`` and ``verify``).
"""

from __future__ import annotations

from guildmark.credentials.status import revocation_list, status_list_2021
from guildmark.credentials.status.bitstring import (
    MAX_ENTRY_BITS,
    MAX_LIST_BYTES,
    MIN_LIST_SIZE,
    Bitstring,
    pick_index,
)
from guildmark.credentials.status.documents import (
    Purpose,
    StatusAnswer,
    StatusEntry,
    build_status_entry,
    build_status_list_credential,
    parse_status_entry,
    read_bitstring,
    read_status,
    time_to_live,
)

__all__ = [
    "MAX_ENTRY_BITS",
    "MAX_LIST_BYTES",
    "MIN_LIST_SIZE",
    "Bitstring",
    "Purpose",
    "StatusAnswer",
    "StatusEntry",
    "build_status_entry",
    "build_status_list_credential",
    "parse_status_entry",
    "pick_index",
    "read_bitstring",
    "read_status",
    "revocation_list",
    "status_list_2021",
    "time_to_live",
]
