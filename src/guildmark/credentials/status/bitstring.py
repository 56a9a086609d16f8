"""The bits of a status list: one per credential, left-most first, compressed for publishing.

Source: Bitstring Status List 1.0, 3.2 to 3.4 (bitstring generation and expansion).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Final

from guildmark.credentials.encoding import from_multibase, to_multibase_base64url
from guildmark.credentials.errors import CredentialError, StatusListInvalid

__all__ = ["MAX_LIST_BYTES", "MIN_LIST_SIZE", "Bitstring", "pick_index"]

# 16 KiB: fewer entries would let an observer tell who is looked up (Bitstring Status List, 6.1).
MIN_LIST_SIZE: Final = 131_072
# 16 MiB unpacked, 128 times the smallest list; a gzip bomb stops here.
MAX_LIST_BYTES: Final = 16 * 1024 * 1024
# Levels above 6 take 15 times as long for a tenth less (measured, 2 % of bits set).
_GZIP_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Bitstring:
    """An immutable list of bits.

    Attributes:
        data: packed, 8 entries a byte, index 0 is the highest bit of the first byte.
    """

    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self) < MIN_LIST_SIZE:
            raise StatusListInvalid(
                f"A status list has at least {MIN_LIST_SIZE:,} entries; this one has "
                f"{len(self):,}.",
                code="STATUS_LIST_LENGTH_ERROR",
            )

    @classmethod
    def empty(cls, size: int = MIN_LIST_SIZE) -> Bitstring:
        """Return a list of so many zero bits.

        Args:
            size: a multiple of 8, at least 131,072.

        Raises:
            StatusListInvalid: the size is smaller.
        """
        if size % 8:
            raise ValueError("the size of a status list is a multiple of 8")
        return cls(bytes(size // 8))

    @classmethod
    def decode(cls, text: str, *, max_bytes: int = MAX_LIST_BYTES) -> Bitstring:
        """Unpack an ``encodedList`` value: multibase base64url of gzip.

        Args:
            text: starts with ``u``; so does the specification's, but some issuers leave it out,
                which is refused.
            max_bytes: the largest unpacked size; unpacking stops there.

        Raises:
            StatusListInvalid: not such text, too large, or fewer than 131,072 bits.

        Source: Bitstring Status List 1.0, 3.4.
        """
        if not text.startswith("u"):
            raise StatusListInvalid(
                "The encoded list does not start with u (base64url).",
                code="STATUS_VERIFICATION_ERROR",
            )
        if len(text) > 2 * max_bytes:
            raise _too_large(max_bytes)
        try:
            return cls(_gunzip(from_multibase(text), max_bytes=max_bytes))
        except (zlib.error, CredentialError) as error:
            if isinstance(error, StatusListInvalid):
                raise
            raise StatusListInvalid(
                f"The encoded list can not be unpacked: {error}", code="STATUS_VERIFICATION_ERROR"
            ) from error

    def __len__(self) -> int:
        return len(self.data) * 8

    def get(self, index: int) -> bool:
        """Return the bit at an index, from 0.

        Raises:
            StatusListInvalid: the index is outside the list (``RANGE_ERROR``).
        """
        self._check_range(index)
        return bool(self.data[index // 8] >> (7 - index % 8) & 1)

    def with_bit(self, index: int, value: bool) -> Bitstring:
        """Return a copy in which one bit has this value.

        Raises:
            StatusListInvalid: the index is outside the list (``RANGE_ERROR``).
        """
        self._check_range(index)
        changed = bytearray(self.data)
        mask = 1 << (7 - index % 8)
        changed[index // 8] = changed[index // 8] & ~mask | (mask if value else 0)
        return Bitstring(bytes(changed))

    def encode(self) -> str:
        """Return the ``encodedList`` value; equal bits always give equal text."""
        return to_multibase_base64url(gzip.compress(self.data, _GZIP_LEVEL, mtime=0))

    def _check_range(self, index: int) -> None:
        if not 0 <= index < len(self):
            raise StatusListInvalid(
                f"The index {index} is outside the list of {len(self):,} entries.",
                code="RANGE_ERROR",
            )


def pick_index(*, size: int, taken: Container[int], random: Callable[[int], int]) -> int:
    """Pick a free index at random, so that an index tells nothing about the order of issuing.

    Args:
        size: entries in the list.
        taken: indexes that are in use.
        random: returns an int from 0 to below its argument (``secrets.randbelow``).

    Raises:
        StatusListInvalid: the list is so full that no free index was found (``LIST_FULL``);
            start another list well before, at about nine tenths.

    Source: Bitstring Status List 1.0, 6.2 (herd privacy, random allocation).
    """
    # With nine tenths taken, 400 draws all miss once in 10^18 cases.
    for _attempt in range(400):
        index = random(size)
        if index not in taken:
            return index
    raise StatusListInvalid(
        "No free entry was found in the status list; start a new list.", code="LIST_FULL"
    )


def _gunzip(data: bytes, *, max_bytes: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(data, max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise _too_large(max_bytes)
    if not unpacker.eof or unpacker.unused_data:
        raise StatusListInvalid(
            "The encoded list is cut short or has data behind its end.",
            code="STATUS_VERIFICATION_ERROR",
        )
    return unpacked


def _too_large(max_bytes: int) -> StatusListInvalid:
    return StatusListInvalid(
        f"The status list unpacks to more than {max_bytes:,} bytes.",
        code="STATUS_VERIFICATION_ERROR",
    )
