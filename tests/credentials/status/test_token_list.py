"""Token Status Lists: packed the draft's way, published as a token, read with limits."""

from __future__ import annotations

import base64
import zlib
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.status.token_list import (
    INVALID,
    SUSPENDED,
    VALID,
    TokenStatusEntry,
    TokenStatusList,
    build_status_list_token,
    build_token_status,
    is_status_list_token_valid,
    parse_status_list_token,
    parse_token_status,
)
from tests.credentials.judging import NOW
from tests.credentials.proofs.tokens import encode, forge, key_of, signer_of

_URI = "https://example.org/status/1"
_STAMP = int(NOW.timestamp())


def _pack(data: bytes, level: int = 9) -> str:
    return base64.urlsafe_b64encode(zlib.compress(data, level)).rstrip(b"=").decode()


def _claims(**changes: Any) -> dict[str, Any]:
    claims = {
        "sub": _URI,
        "iat": _STAMP,
        "exp": _STAMP + 3600,
        "ttl": 600,
        "status_list": {"bits": 1, "lst": _pack(bytes(128))},
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not ...}


def _code_of(token: str, **options: Any) -> str:
    with pytest.raises(StatusListInvalid) as caught:
        parse_status_list_token(token, **{"uri": _URI, "now": NOW, **options})
    return caught.value.code


def test_the_drafts_example_of_one_bit() -> None:
    """Token Status List, 4.1 and 4.2: sixteen statuses of one bit."""
    listed = TokenStatusList.decode({"bits": 1, "lst": "eNrbuRgAAhcBXQ"})
    statuses = [listed.get(index) for index in range(16)]

    assert statuses == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]
    assert listed.data == bytes.fromhex("b9a3")


def test_the_drafts_example_of_two_bits() -> None:
    """Token Status List, 4.1 and 4.2: twelve statuses of two bits."""
    listed = TokenStatusList.decode({"bits": 2, "lst": "eNo76fITAAPfAgc"})
    statuses = [listed.get(index) for index in range(12)]

    assert statuses == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]


@given(
    bits=st.sampled_from([1, 2, 4, 8]),
    changes=st.lists(st.tuples(st.integers(0, 63), st.integers(0, 255)), max_size=20),
)
def test_what_is_set_is_read(bits: int, changes: list[tuple[int, int]]) -> None:
    """Any statuses in any order come back, also packed and unpacked; neighbours stay."""
    expected = [0] * 64
    listed = TokenStatusList.empty(64, bits=bits)
    for index, status in changes:
        expected[index] = status % (1 << bits)
        listed = listed.with_status(index, expected[index])
    again = TokenStatusList.decode(listed.encode())

    assert len(again) == 64
    assert [again.get(index) for index in range(64)] == expected


def test_a_change_leaves_the_old_list_alone() -> None:
    """Lists are values."""
    old = TokenStatusList.empty(8, bits=2)
    new = old.with_status(7, SUSPENDED)
    assert (old.get(7), new.get(7), new.get(6)) == (VALID, SUSPENDED, VALID)


@pytest.mark.parametrize("index", [-1, 8, 10**12])
def test_places_outside_are_refused(index: int) -> None:
    """The last place is length minus one, and none is below zero."""
    listed = TokenStatusList.empty(8)
    for call in (lambda: listed.get(index), lambda: listed.with_status(index, INVALID)):
        with pytest.raises(StatusListInvalid) as caught:
            call()
        assert caught.value.code == "RANGE_ERROR"


def test_a_status_fits_its_entry() -> None:
    """Suspended needs two bits; a list fills whole bytes."""
    with pytest.raises(ValueError, match="does not fit"):
        TokenStatusList.empty(8).with_status(0, SUSPENDED)
    for size in (0, 7, -8):
        with pytest.raises(ValueError, match="whole bytes"):
            TokenStatusList.empty(size)


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"bits": 1},
        {"lst": _pack(bytes(8))},
        *({"bits": bits, "lst": _pack(bytes(8))} for bits in (0, 3, 16, -1, True, "1", 1.0, None)),
        {"bits": 1, "lst": 7},
        {"bits": 1, "lst": ""},
        {"bits": 1, "lst": "!"},
        {"bits": 1, "lst": _pack(b"")},
        {"bits": 1, "lst": _pack(bytes(8)) + "="},
        {"bits": 1, "lst": _pack(bytes(800))[:-4]},
        {"bits": 1, "lst": encode(zlib.compress(bytes(8)) + b"more")},
        {"bits": 1, "lst": encode(b"\0" * 20)},
        {"bits": 1, "lst": encode(b"\x1f\x8b\x08" + bytes(20))},
    ],
)
def test_a_list_that_can_not_be_read_is_refused(value: dict[str, Any]) -> None:
    """Other widths, other text, cut short, something behind the end, or gzip."""
    with pytest.raises(StatusListInvalid) as caught:
        TokenStatusList.decode(value)
    assert caught.value.code == "STATUS_VERIFICATION_ERROR"


def test_a_bomb_stops_at_the_limit() -> None:
    """A gigabyte of zeros packs into a megabyte; unpacking ends at 16 MiB."""
    packer = zlib.compressobj(9)
    chunk = bytes(1024 * 1024)
    data = b"".join(packer.compress(chunk) for _ in range(256)) + packer.flush()
    with pytest.raises(StatusListInvalid, match="more than"):
        TokenStatusList.decode({"bits": 1, "lst": encode(data)})
    with pytest.raises(StatusListInvalid, match="more than"):
        TokenStatusList.decode({"bits": 1, "lst": _pack(bytes(101))}, max_bytes=100)
    assert len(TokenStatusList.decode({"bits": 1, "lst": _pack(bytes(100))}, max_bytes=100)) == 800


def test_a_published_list_is_read_back() -> None:
    """What is published says about which list it is, until when it counts, and who signed it."""
    listed = TokenStatusList.empty(1024, bits=2).with_status(77, SUSPENDED)
    token = build_status_list_token(
        listed,
        uri=_URI,
        signer=signer_of(),
        issued_at=NOW,
        expires=NOW + timedelta(days=1),
        ttl=timedelta(minutes=10),
    )
    read = parse_status_list_token(token, uri=_URI, now=NOW)

    assert read.statuses == listed
    assert read.jws.media_type == "statuslist+jwt"
    assert (read.uri, read.issued_at, read.ttl) == (_URI, NOW, timedelta(minutes=10))
    assert read.expires == NOW + timedelta(days=1)
    assert is_status_list_token_valid(read, key=key_of("P-256").public_key)
    assert not is_status_list_token_valid(read, key=key_of("P-384").public_key)


def test_a_list_of_sixteen_million_is_read() -> None:
    """Half of the entries set, so that it hardly packs: still within the limits."""
    data = bytes(range(256)) * 8192
    token = build_status_list_token(
        TokenStatusList(1, data),
        uri=_URI,
        signer=signer_of(),
        issued_at=NOW,
        expires=NOW + timedelta(days=1),
        ttl=timedelta(hours=1),
    )
    assert len(parse_status_list_token(token, uri=_URI, now=NOW).statuses) == 16_777_216


@pytest.mark.parametrize(
    "claims",
    [
        _claims(sub="https://example.org/status/2"),
        _claims(sub=_URI + "/"),
        _claims(sub=...),
        _claims(sub=None),
        _claims(iat=...),
        _claims(iat=True),
        _claims(iat="now"),
        _claims(exp="never"),
        _claims(exp=None),
        _claims(exp=1e300),
        _claims(ttl=0),
        _claims(ttl=-1),
        _claims(ttl=True),
        _claims(ttl="600"),
        _claims(ttl=0.5),
        _claims(ttl=10**12),
        _claims(status_list=...),
        _claims(status_list="x"),
        _claims(status_list={"bits": 1}),
        [],
    ],
)
def test_a_token_that_says_something_else_is_refused(claims: Any) -> None:
    """About another list, without its dates, or with claims that can not be read."""
    token = forge({"alg": "ES256", "typ": "statuslist+jwt"}, claims)
    assert _code_of(token) == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize("typ", ["JWT", "vc+jwt", "statuslist+cwt", ""])
def test_another_type_of_token_is_refused(typ: str) -> None:
    """A token made for something else says nothing about status."""
    assert _code_of(forge({"alg": "ES256", "typ": typ}, _claims())) == "STATUS_VERIFICATION_ERROR"


@pytest.mark.parametrize(
    ("seconds", "good"),
    [(0, True), (3600, True), (3689, True), (3690, False), (-90, True), (-91, False)],
)
def test_a_list_counts_from_when_it_was_made_until_it_expires(seconds: int, good: bool) -> None:
    """With a minute and a half for clocks that differ."""
    token = forge({"alg": "ES256", "typ": "statuslist+jwt"}, _claims())
    now = NOW + timedelta(seconds=seconds)
    if good:
        assert parse_status_list_token(token, uri=_URI, now=now).statuses.get(0) == VALID
    else:
        assert _code_of(token, now=now) == "STATUS_LIST_OUT_OF_DATE"


def test_a_list_without_end_or_ttl_is_read() -> None:
    """Both are recommended, not required."""
    token = forge({"alg": "ES256", "typ": "statuslist+jwt"}, _claims(exp=..., ttl=...))
    read = parse_status_list_token(token, uri=_URI, now=NOW)
    assert (read.expires, read.ttl) == (None, None)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "{}", "eyJhbGciOiJub25lIn0.e30.AA"])
def test_no_token_is_no_list(text: str) -> None:
    """Anything else at the address can not answer."""
    assert _code_of(text) == "STATUS_VERIFICATION_ERROR"


def test_a_credential_points_at_its_place() -> None:
    """What is written into a token is read from it; a token without status has none."""
    claims = {"status": build_token_status(uri=_URI, index=42)}
    assert parse_token_status(claims) == TokenStatusEntry(_URI, 42)
    assert parse_token_status({}) is None


@pytest.mark.parametrize(
    "status",
    [
        None,
        "valid",
        {},
        {"status_list": None},
        {"status_list": []},
        {"identifier_list": {"id": "x", "uri": _URI}},
        *({"status_list": {"idx": index, "uri": _URI}} for index in (-1, "1", True, None, 1.5)),
        *({"status_list": {"idx": 1, "uri": uri}} for uri in ("", None, 7)),
        {"status_list": {"uri": _URI}},
        {"status_list": {"idx": 1}},
    ],
)
def test_a_status_that_can_not_be_read_is_told(status: Any) -> None:
    """It never counts as "no status"."""
    with pytest.raises(StatusListInvalid) as caught:
        parse_token_status({"status": status})
    assert caught.value.code == "MALFORMED_VALUE_ERROR"
