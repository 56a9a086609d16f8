"""The bits of a status list: one or a few per credential, left-most first, compressed.

Source: Bitstring Status List 1.0, 3.2 to 3.4 (bitstring generation and expansion).
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Final

from guildmark.credentials.encoding import from_multibase, to_multibase_base64url
from guildmark.credentials.errors import CredentialError, StatusListInvalid

__all__ = ["MAX_ENTRY_BITS", "MAX_LIST_BYTES", "MIN_LIST_SIZE", "Bitstring", "pick_index"]

# 16 KiB: fewer entries would let an observer tell who is looked up (Bitstring Status List, 6.1).
MIN_LIST_SIZE: Final = 131_072
# 16 MiB unpacked, 128 times the smallest list; a gzip bomb stops here.
MAX_LIST_BYTES: Final = 16 * 1024 * 1024
# The standard sets no end to statusSize; with one message for each value, 8 bits are 256 texts.
MAX_ENTRY_BITS: Final = 8
# Level 9 takes 15 times as long for a tenth less (docs/benchmarks.md, 2 % of bits set).
_GZIP_LEVEL: Final = 6
# Of a hostile list that is refused, no more is unpacked at once than this.
_PIECE_BYTES: Final = 64 * 1024


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
    def of(cls, indexes: Iterable[int], *, size: int = MIN_LIST_SIZE) -> Bitstring:
        """Return a list in which exactly these bits are set; one copy, however many there are.

        Args:
            indexes: each from 0 to below size.
            size: a multiple of 8, at least 131,072.

        Raises:
            StatusListInvalid: the size is smaller, or an index is outside (``RANGE_ERROR``).
        """
        return cls.empty(size).with_bits(indexes, True)

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
            packed = from_multibase(text)
        except CredentialError as error:
            raise _unpackable(error) from error
        return cls.unpack(packed, max_bytes=max_bytes)

    @classmethod
    def unpack(cls, data: bytes, *, max_bytes: int = MAX_LIST_BYTES) -> Bitstring:
        """Unpack a gzip stream into a list.

        Raises:
            StatusListInvalid: no whole gzip, larger than ``max_bytes``, or too short a list.
        """
        try:
            return cls(_gunzip(data, max_bytes=max_bytes))
        except zlib.error as error:
            raise _unpackable(error) from error

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
        return self.with_bits((index,), value)

    def with_bits(self, indexes: Iterable[int], value: bool) -> Bitstring:
        """Return a copy in which all these bits have this value.

        Raises:
            StatusListInvalid: an index is outside the list (``RANGE_ERROR``).
        """
        changed = bytearray(self.data)
        for index in indexes:
            self._check_range(index)
            mask = 1 << (7 - index % 8)
            changed[index // 8] = changed[index // 8] & ~mask | (mask if value else 0)
        return Bitstring(bytes(changed))

    def get_value(self, index: int, *, bits: int) -> int:
        """Return the value of an entry that is several bits wide.

        Args:
            index: counts entries, not bits, from 0.
            bits: width of each entry (``statusSize``), 1 to 8; the first bit weighs most.

        Raises:
            StatusListInvalid: outside the list (``RANGE_ERROR``), or so few entries of that
                width that the herd is too small (``STATUS_LIST_LENGTH_ERROR``).

        Source: Bitstring Status List 1.0, 3.2 (Validate Algorithm), steps 9 to 11.
        """
        self._check_width(bits)
        self._check_range(index * bits, entry=index, entries=len(self) // bits)
        self._check_range(index * bits + bits - 1, entry=index, entries=len(self) // bits)
        first, last = index * bits // 8, (index * bits + bits - 1) // 8
        window = int.from_bytes(self.data[first : last + 1], "big")
        behind = (last + 1) * 8 - (index + 1) * bits
        return window >> behind & (1 << bits) - 1

    def with_value(self, index: int, value: int, *, bits: int) -> Bitstring:
        """Return a copy in which one entry of several bits has this value.

        Args:
            index: counts entries, from 0.
            value: 0 to below 2**bits.
            bits: width of each entry, 1 to 8.

        Raises:
            StatusListInvalid: as for ``get_value``.
            ValueError: the value does not fit.
        """
        if not 0 <= value < 1 << bits:
            raise ValueError(f"{value} does not fit into {bits} bits")
        self.get_value(index, bits=bits)
        places = range(index * bits, (index + 1) * bits)
        ones = [place for offset, place in enumerate(places) if value >> (bits - 1 - offset) & 1]
        return self.with_bits(places, False).with_bits(ones, True)

    def encode(self) -> str:
        """Return the ``encodedList`` value; equal bits always give equal text."""
        return to_multibase_base64url(gzip.compress(self.data, _GZIP_LEVEL, mtime=0))

    def _check_range(
        self, index: int, *, entry: int | None = None, entries: int | None = None
    ) -> None:
        if not 0 <= index < len(self):
            raise StatusListInvalid(
                f"The index {index if entry is None else entry} is outside the list of "
                f"{len(self) if entries is None else entries:,} entries.",
                code="RANGE_ERROR",
            )

    def _check_width(self, bits: int) -> None:
        if not 1 <= bits <= MAX_ENTRY_BITS:
            raise StatusListInvalid(
                f"Entries of {bits} bits are not read; 1 to {MAX_ENTRY_BITS} are.",
                code="MALFORMED_VALUE_ERROR",
            )
        if len(self) // bits < MIN_LIST_SIZE:
            raise StatusListInvalid(
                f"A status list has at least {MIN_LIST_SIZE:,} entries; of {bits} bits each, this "
                f"one has {len(self) // bits:,}.",
                code="STATUS_LIST_LENGTH_ERROR",
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
    pieces: list[bytes] = []
    size, left = 0, data
    while not unpacker.eof and (piece := unpacker.decompress(left, _PIECE_BYTES)):
        size += len(piece)
        if size > max_bytes:
            raise _too_large(max_bytes)
        pieces.append(piece)
        left = unpacker.unconsumed_tail
    if not unpacker.eof or unpacker.unused_data:
        raise StatusListInvalid(
            "The encoded list is cut short or has data behind its end.",
            code="STATUS_VERIFICATION_ERROR",
        )
    return b"".join(pieces)


def _unpackable(error: Exception) -> StatusListInvalid:
    return StatusListInvalid(
        f"The encoded list can not be unpacked: {error}", code="STATUS_VERIFICATION_ERROR"
    )


def _too_large(max_bytes: int) -> StatusListInvalid:
    return StatusListInvalid(
        f"The status list unpacks to more than {max_bytes:,} bytes.",
        code="STATUS_VERIFICATION_ERROR",
    )
