"""Entries of several bits, messages, purposes, keeping times and large lists."""

from __future__ import annotations

import gzip
import json
import random
import time
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import from_multibase, to_multibase_base64url
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status import (
    MAX_ENTRY_BITS,
    MIN_LIST_SIZE,
    Bitstring,
    Purpose,
    StatusAnswer,
    build_status_entry,
    build_status_list_credential,
    parse_status_entry,
    read_status,
    time_to_live,
)
from guildmark.credentials.verify import OfflineSources, TrustFile, verify_credential
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW

_URL = "https://guild.example/status/1"
_MESSAGES = ("pending", "accepted", "rejected", "undefined")


def _list(bits: Bitstring, purpose: Purpose = "revocation") -> dict[str, Any]:
    return build_status_list_credential(
        id=_URL,
        issuer="did:example:guild",
        purpose=purpose,
        bitstring=bits,
        valid_from=NOW,
        valid_until=NOW + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )


@settings(max_examples=50)
@given(
    st.integers(1, MAX_ENTRY_BITS),
    st.integers(0, MIN_LIST_SIZE - 1),
    st.integers(0, 2**MAX_ENTRY_BITS - 1),
)
def test_a_wide_entry_holds_its_value_and_no_other_entry_changes(
    bits: int, index: int, value: int
) -> None:
    """The first bit weighs most. Source: Bitstring Status List 1.0, 3.2."""
    value %= 1 << bits
    empty = Bitstring.empty(MIN_LIST_SIZE * bits)
    full = Bitstring(b"\xff" * (MIN_LIST_SIZE * bits // 8))
    for before, other in ((empty, 0), (full, (1 << bits) - 1)):
        after = before.with_value(index, value, bits=bits)
        assert after.get_value(index, bits=bits) == value
        for near in {max(index - 1, 0), min(index + 1, MIN_LIST_SIZE - 1)} - {index}:
            assert after.get_value(near, bits=bits) == other
    written = "".join(
        str(int(empty.with_value(index, value, bits=bits).get(index * bits + offset)))
        for offset in range(bits)
    )
    assert int(written, 2) == value


@pytest.mark.parametrize(
    ("bits", "code"), [(0, "MALFORMED_VALUE_ERROR"), (9, "MALFORMED_VALUE_ERROR")]
)
def test_a_width_that_is_none_is_refused(bits: int, code: str) -> None:
    """1 to 8 bits."""
    with pytest.raises(StatusListInvalid) as caught:
        Bitstring.empty().get_value(0, bits=bits)
    assert caught.value.code == code


def test_a_list_of_wide_entries_must_be_as_much_longer() -> None:
    """Else the herd is too small: 131,072 entries, however wide."""
    with pytest.raises(StatusListInvalid) as caught:
        Bitstring.empty().get_value(0, bits=2)
    assert caught.value.code == "STATUS_LIST_LENGTH_ERROR"
    with pytest.raises(ValueError, match="does not fit"):
        Bitstring.empty(MIN_LIST_SIZE * 2).with_value(0, 4, bits=2)


@pytest.mark.parametrize("index", [MIN_LIST_SIZE, 2**40, -1])
def test_an_index_outside_is_a_range_error(index: int) -> None:
    """Counted in entries."""
    for bits in (1, 3, 8):
        with pytest.raises(StatusListInvalid) as caught:
            Bitstring.empty(MIN_LIST_SIZE * bits).get_value(index, bits=bits)
        assert caught.value.code == "RANGE_ERROR"


def test_several_bits_are_set_with_one_copy() -> None:
    """And cleared again."""
    bits = Bitstring.of([0, 7, MIN_LIST_SIZE - 1])
    assert [bits.get(index) for index in (0, 1, 7, MIN_LIST_SIZE - 1)] == [True, False, True, True]
    assert bits.with_bits([0, 7, MIN_LIST_SIZE - 1], False) == Bitstring.empty()
    with pytest.raises(StatusListInvalid):
        Bitstring.of([MIN_LIST_SIZE])


@pytest.mark.parametrize("purpose", [p for p in get_args(Purpose) if p != "message"])
def test_each_purpose_is_written_and_read(purpose: Purpose) -> None:
    """Set or not."""
    bits = Bitstring.of([7])
    for index in (6, 7):
        entry = parse_status_entry(build_status_entry(list_url=_URL, index=index, purpose=purpose))
        answer = read_status(entry, _list(bits, purpose))
        assert answer == StatusAnswer(purpose=purpose, value=int(index == 7))
        assert answer.is_set is (index == 7)


@pytest.mark.parametrize("value", range(4))
def test_a_message_is_the_text_of_its_value(value: int) -> None:
    """Two bits, four texts, and where they are explained."""
    built = build_status_entry(
        list_url=_URL,
        index=12,
        purpose="message",
        messages=_MESSAGES,
        references=["https://guild.example/statuses"],
    )
    assert built["statusSize"] == 2
    assert built["statusMessage"][2] == {"status": "0x2", "message": "rejected"}
    entry = parse_status_entry(built)
    assert entry.references == ("https://guild.example/statuses",)
    bits = Bitstring.empty(MIN_LIST_SIZE * 2).with_value(12, value, bits=2)
    answer = read_status(entry, _list(bits, "message"))
    assert answer == StatusAnswer(purpose="message", value=value, message=_MESSAGES[value])


@pytest.mark.parametrize("messages", [("one",), ("a", "b", "c"), tuple("a" * 512)])
def test_messages_are_two_or_four_or_eight(messages: tuple[str, ...]) -> None:
    """One for each value."""
    with pytest.raises(ValueError, match="one message for each value"):
        build_status_entry(list_url=_URL, index=0, purpose="message", messages=messages)


@pytest.mark.parametrize(("purpose", "messages"), [("message", ()), ("revocation", ("a", "b"))])
def test_messages_belong_to_their_purpose(purpose: Purpose, messages: tuple[str, ...]) -> None:
    """And to no other."""
    with pytest.raises(ValueError, match="belong to the purpose"):
        build_status_entry(list_url=_URL, index=0, purpose=purpose, messages=messages)


_ENTRY = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": "message",
    "statusListIndex": "1",
    "statusListCredential": _URL,
    "statusSize": 1,
    "statusMessage": [
        {"status": "0x0", "message": "a"},
        {"status": "0x1", "message": "b"},
    ],
}
MALFORMED: dict[str, dict[str, Any]] = {
    "a size of nothing": {"statusSize": 0},
    "a size as text": {"statusSize": "1"},
    "a size that is true": {"statusSize": True},
    "a size of nine": {"statusSize": 9},
    "a message too few": {"statusMessage": [{"status": "0x0", "message": "a"}]},
    "a message too many": {"statusMessage": [{"status": hex(n), "message": "a"} for n in range(4)]},
    "two for one value": {"statusMessage": [{"status": "0x0", "message": "a"}] * 2},
    "a status without 0x": {"statusMessage": [{"status": "0", "message": "a"}] * 2},
    "a status that is no number": {"statusMessage": [{"status": "0xg", "message": "a"}] * 2},
    "a status with an underscore": {"statusMessage": [{"status": "0x_1", "message": "a"}] * 2},
    "a message that is none": {"statusMessage": [{"status": "0x0", "message": 7}] * 2},
    "messages that are none": {"statusMessage": {"0x0": "a"}},
    "no messages": {"statusMessage": None},
    "wide without messages": {"statusPurpose": "other", "statusSize": 2, "statusMessage": None},
    "a reference that is none": {"statusReference": [7]},
    "no purpose": {"statusPurpose": None},
    "an index below nothing": {"statusListIndex": "-1"},
    "an index in other digits": {"statusListIndex": "１"},
    "a very long index": {"statusListIndex": "1" * 400},
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_entry_is_refused(name: str) -> None:
    """With the code that the specification gives it."""
    with pytest.raises(StatusListInvalid) as caught:
        parse_status_entry({**_ENTRY, **MALFORMED[name]})
    assert caught.value.code == "MALFORMED_VALUE_ERROR"
    assert parse_status_entry(_ENTRY).messages == ("a", "b")


def test_a_list_for_another_purpose_does_not_answer() -> None:
    """A suspension is no revocation."""
    entry = parse_status_entry(build_status_entry(list_url=_URL, index=0, purpose="revocation"))
    with pytest.raises(StatusListInvalid) as caught:
        read_status(entry, _list(Bitstring.empty(), "suspension"))
    assert caught.value.code == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize(
    ("ttl", "expected"),
    [
        (None, timedelta(minutes=5)),
        (0, timedelta(0)),
        (60_000, timedelta(minutes=1)),
        (1.5, timedelta(milliseconds=1.5)),
        (10**15, timedelta(days=366)),
    ],
)
def test_a_copy_is_kept_as_long_as_the_list_says(ttl: Any, expected: timedelta) -> None:
    """Five minutes when it does not, a year at most. Source: Bitstring Status List 1.0, 2.2."""
    credential = _list(Bitstring.empty())
    credential["credentialSubject"]["ttl"] = ttl
    assert time_to_live(credential) == expected


@pytest.mark.parametrize("ttl", ["5", -1, True, [5], float("nan")])
def test_a_time_that_is_none_is_refused(ttl: Any) -> None:
    """Rather than guessed."""
    with pytest.raises(StatusListInvalid) as caught:
        time_to_live({"credentialSubject": {"ttl": ttl}})
    assert caught.value.code == "MALFORMED_VALUE_ERROR"


def test_a_list_of_sixteen_million_goes_out_and_comes_back() -> None:
    """In about a second, and in a few hundred kilobytes."""
    size = 2**24
    bits = Bitstring.of(range(0, size, 50_000), size=size)
    started = time.perf_counter()
    encoded = bits.encode()
    unpacked = Bitstring.decode(encoded)
    assert time.perf_counter() - started < 5
    assert unpacked == bits
    assert len(encoded) < 100_000
    assert unpacked.get(50_000)
    assert not unpacked.get(size - 1)


def test_equal_lists_are_equal_bytes() -> None:
    """No moment of making and no file name stand in the packed bytes."""
    packed = from_multibase(Bitstring.of([5]).encode())
    assert packed[4:8] == bytes(4)
    assert Bitstring.of([5]).encode() == to_multibase_base64url(packed)
    assert gzip.decompress(packed)[0] == 0x04


def test_the_largest_list_is_signed_verified_and_read(issuer: IssuerSimulator) -> None:
    """Sixteen million entries, each other one set, stay below what the fetcher takes (4 MiB)."""
    bits = Bitstring(random.Random(1).randbytes(2**21))
    published = issuer.sign({**_list(bits), "issuer": issuer.did})
    assert len(json.dumps(published)) < 4 * 1024 * 1024
    sources = OfflineSources(TrustFile(status_lists={_URL: published}))
    for index in (2**24 - 1, 2**24 - 2, 7, 8):
        entry = build_status_entry(list_url=_URL, index=index, purpose="revocation")
        badge = issuer.award(credentialStatus=entry)
        report = verify_credential(badge, sources=sources, now=NOW)
        assert report.verdict == ("not valid" if bits.get(index) else "valid")
