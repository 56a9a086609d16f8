"""Status lists: order of bits, limits, random places (security design, rows 6, 7 and 9)."""

from __future__ import annotations

import gzip
import random
import zlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import from_multibase, to_multibase_base64url
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status import (
    MAX_LIST_BYTES,
    MIN_LIST_SIZE,
    Bitstring,
    build_status_entry,
    build_status_list_credential,
    parse_status_entry,
    pick_index,
    read_bitstring,
)
from tests.credentials.judging import NOW

_LAST = MIN_LIST_SIZE - 1
_URL = "https://guild.example/status/1"


@given(st.sets(st.integers(0, _LAST), max_size=8))
def test_exactly_the_bits_that_were_set_are_set(indexes: set[int]) -> None:
    """Also after packing and unpacking."""
    bits = Bitstring.empty()
    for index in indexes:
        bits = bits.with_bit(index, True)
    unpacked = Bitstring.decode(bits.encode())
    assert unpacked == bits
    assert sum(byte.bit_count() for byte in unpacked.data) == len(indexes)
    assert all(unpacked.get(index) for index in indexes)


@pytest.mark.parametrize(
    ("index", "place", "byte"),
    [(0, 0, 0x80), (1, 0, 0x40), (7, 0, 0x01), (8, 1, 0x80), (_LAST, -1, 0x01)],
)
def test_index_0_is_the_left_most_bit(index: int, place: int, byte: int) -> None:
    """The highest bit of the first byte. Source: Bitstring Status List 1.0, 3.3."""
    assert Bitstring.empty().with_bit(index, True).data[place] == byte


def test_a_list_in_the_wrong_bit_order_reads_another_credential() -> None:
    """So a verifier that counted from the right would err: bit 0 is not bit 7."""
    data = bytearray(MIN_LIST_SIZE // 8)
    data[0] = 0x01
    assert Bitstring(bytes(data)).get(7)
    assert not Bitstring(bytes(data)).get(0)


def test_changing_a_bit_leaves_the_original() -> None:
    """A list is a value; a bit can be set and cleared."""
    empty = Bitstring.empty()
    assert empty.with_bit(5, True).with_bit(5, False) == empty
    assert not empty.get(5)


@pytest.mark.parametrize("index", [-1, MIN_LIST_SIZE, 10**9])
def test_an_index_outside_is_a_range_error(index: int) -> None:
    """Never a wrapped-around answer."""
    for use in (Bitstring.empty().get, lambda i: Bitstring.empty().with_bit(i, True)):
        with pytest.raises(StatusListInvalid) as refusal:
            use(index)
        assert refusal.value.code == "RANGE_ERROR"


def test_it_packs_the_same_bits_to_the_same_text() -> None:
    """No time of day inside, so that a list can be signed again and compared."""
    assert Bitstring.empty().encode() == Bitstring.empty().encode()
    assert gzip.decompress(from_multibase(Bitstring.empty().encode())) == bytes(16_384)


def _packed(data: bytes) -> str:
    return to_multibase_base64url(gzip.compress(data, mtime=0))


UNREADABLE = {
    "too short": (_packed(bytes(16_383)), "STATUS_LIST_LENGTH_ERROR"),
    "empty": (_packed(b""), "STATUS_LIST_LENGTH_ERROR"),
    "without the multibase letter": (Bitstring.empty().encode()[1:], "STATUS_VERIFICATION_ERROR"),
    "in base58": ("z" + Bitstring.empty().encode()[1:], "STATUS_VERIFICATION_ERROR"),
    "padded": (Bitstring.empty().encode() + "=", "STATUS_VERIFICATION_ERROR"),
    "no gzip": (to_multibase_base64url(bytes(20_000)), "STATUS_VERIFICATION_ERROR"),
    "zlib instead of gzip": (
        to_multibase_base64url(zlib.compress(bytes(16_384))),
        "STATUS_VERIFICATION_ERROR",
    ),
    "cut short": (
        to_multibase_base64url(gzip.compress(bytes(16_384), mtime=0)[:-9]),
        "STATUS_VERIFICATION_ERROR",
    ),
    "with data behind": (
        to_multibase_base64url(gzip.compress(bytes(16_384), mtime=0) + b"x"),
        "STATUS_VERIFICATION_ERROR",
    ),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_it_refuses_lists_that_are(name: str) -> None:
    """Each with the error name of the specification."""
    text, code = UNREADABLE[name]
    with pytest.raises(StatusListInvalid) as refusal:
        Bitstring.decode(text)
    assert refusal.value.code == code


def test_a_gzip_bomb_stops_at_the_limit() -> None:
    """A megabyte that unpacks to a gigabyte is never unpacked."""
    packer = zlib.compressobj(9, wbits=31)
    chunk = bytes(1024 * 1024)
    bomb = b"".join(packer.compress(chunk) for _ in range(64)) + packer.flush()
    assert len(bomb) < MAX_LIST_BYTES // 100
    with pytest.raises(StatusListInvalid, match="unpacks to more"):
        Bitstring.decode(to_multibase_base64url(bomb))


def test_free_places_are_picked_at_random() -> None:
    """Chi-square over 16 parts of the list: indexes say nothing about order (row 7)."""
    source = random.Random(7)
    taken: set[int] = set()
    for _ in range(4_000):
        taken.add(pick_index(size=MIN_LIST_SIZE, taken=taken, random=source.randrange))
    assert len(taken) == 4_000
    counts = [0] * 16
    for index in taken:
        counts[index * 16 // MIN_LIST_SIZE] += 1
    chi_square = sum((count - 250) ** 2 / 250 for count in counts)
    assert chi_square < 37.7  # 15 degrees of freedom, p = 0.001


def test_a_full_list_is_said_to_be_full() -> None:
    """Instead of searching for ever."""
    with pytest.raises(StatusListInvalid) as refusal:
        pick_index(size=10, taken=range(10), random=random.Random(1).randrange)
    assert refusal.value.code == "LIST_FULL"


def test_an_entry_is_read_as_it_was_written() -> None:
    """The index is text in the JSON."""
    entry = build_status_entry(list_url=_URL, index=94_567, purpose="revocation")
    assert entry["statusListIndex"] == "94567"
    read = parse_status_entry(entry)
    assert (read.list_url, read.index, read.purpose) == (_URL, 94_567, "revocation")


@pytest.mark.parametrize(
    "change",
    [
        {"statusListIndex": "-1"},
        {"statusListIndex": "1.5"},
        {"statusListIndex": "٣"},
        {"statusListIndex": ""},
        {"statusListIndex": None},
        {"statusListIndex": True},
        {"statusListIndex": "9" * 40},
        {"statusListCredential": 7},
        {"statusPurpose": None},
        {"statusSize": 2},
    ],
)
def test_a_malformed_entry_is_refused(change: dict[str, Any]) -> None:
    """It can not be told which bit is meant."""
    entry = build_status_entry(list_url=_URL, index=1, purpose="revocation")
    with pytest.raises(StatusListInvalid) as refusal:
        parse_status_entry({**entry, **change})
    assert refusal.value.code == "MALFORMED_VALUE_ERROR"


def _credential(**subject: Any) -> dict[str, Any]:
    document = build_status_list_credential(
        id=_URL,
        issuer="did:example:a",
        purpose="revocation",
        bitstring=Bitstring.empty().with_bit(3, True),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )
    document["credentialSubject"].update(subject)
    return document


def test_the_list_credential_carries_bits_and_lifetime() -> None:
    """ttl is in milliseconds. Source: Bitstring Status List 1.0, 2.2."""
    document = _credential()
    assert document["credentialSubject"]["ttl"] == 300_000
    assert read_bitstring(document, purpose="revocation").get(3)


@pytest.mark.parametrize(
    "document",
    [
        _credential(statusPurpose="suspension"),
        _credential(statusPurpose=[]),
        _credential(type="StatusList2021"),
        _credential(encodedList=7),
        {**_credential(), "type": ["VerifiableCredential"]},
        {**_credential(), "credentialSubject": []},
    ],
)
def test_a_list_of_another_kind_or_purpose_does_not_answer(document: dict[str, Any]) -> None:
    """Nothing is taken from it."""
    with pytest.raises(StatusListInvalid) as refusal:
        read_bitstring(document, purpose="revocation")
    assert refusal.value.code == "STATUS_VERIFICATION_ERROR"


def test_one_list_may_serve_several_purposes() -> None:
    """statusPurpose may be an array."""
    document = _credential(statusPurpose=["suspension", "revocation"])
    assert read_bitstring(document, purpose="suspension").get(3)
