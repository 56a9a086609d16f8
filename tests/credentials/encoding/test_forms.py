"""Multibase, base64url, digests, JCS and dates."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import (
    canonicalize_jcs,
    format_datetime,
    from_base64url,
    from_multibase,
    parse_datetime,
    parse_json,
    sha256_multibase,
    to_base64url,
    to_multibase_base58,
    to_multibase_base64url,
)
from guildmark.credentials.errors import UnreadableInput


@given(st.binary(max_size=120))
def test_multibase_gives_back_what_went_in(data: bytes) -> None:
    """Leading zero bytes included."""
    assert from_multibase(to_multibase_base58(data)) == data
    assert from_multibase(to_multibase_base64url(data)) == data
    assert from_base64url(to_base64url(data)) == data


def test_base58_is_the_published_one() -> None:
    """The examples of the base58 draft. Source: draft-msporny-base58, 5."""
    assert to_multibase_base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert to_multibase_base58(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


@pytest.mark.parametrize("text", ["", "m123", "f00", "z0", "zO", "zl", "z é", "z" + "2" * 300])
def test_multibase_refuses_other_bases_and_wrong_characters(text: str) -> None:
    """Only z and u are read, only their alphabets, and nothing endless."""
    with pytest.raises(UnreadableInput):
        from_multibase(text)


@pytest.mark.parametrize("text", ["a", "ab=", "ab+c", "ab/c", "aé", "AB", "ab c", "ab\n"])
def test_base64url_refuses_second_spellings(text: str) -> None:
    """One byte string has one text: no padding, no other alphabet, no stray last bits."""
    with pytest.raises(UnreadableInput):
        from_base64url(text)


def test_a_digest_is_a_multihash() -> None:
    """0x12 says SHA-256, 0x20 says 32 bytes. Source: Controlled Identifiers 1.0, 2.5."""
    expected = b"\x12\x20" + hashlib.sha256(b"artefact").digest()
    assert from_multibase(sha256_multibase(b"artefact")) == expected


def test_jcs_sorts_by_utf16_and_shortens_numbers() -> None:
    """The example of RFC 8785, 3.2.3: an astral key sorts before U+FB33."""
    value = {"\ufb33": 1, "\U0001f600": 2, "a": 4.50, "b": 2e-3}
    expected = '{"a":4.5,"b":0.002,"\U0001f600":2,"\ufb33":1}'
    assert canonicalize_jcs(value) == expected.encode()


def test_jcs_reproduces_the_vector_of_the_w3c(vectors: Path) -> None:
    """The canonical document of eddsa-jcs-2022, byte for byte."""
    folder = vectors / "w3c/eddsa"
    unsigned = parse_json((folder / "unsigned.json").read_bytes())
    expected = (folder / "eddsa-jcs-2022/canonDocJCS.txt").read_bytes().rstrip(b"\n")
    assert canonicalize_jcs(unsigned) == expected


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22T10:00:00Z", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-22T12:30:00+02:30", datetime(2026, 11, 22, 10, tzinfo=UTC)),
        ("2026-11-21T23:00:00.250-11:00", datetime(2026, 11, 22, 10, 0, 0, 250_000, tzinfo=UTC)),
        ("2024-02-29T00:00:00Z", datetime(2024, 2, 29, tzinfo=UTC)),
    ],
)
def test_it_reads_moments_with_a_zone(text: str, moment: datetime) -> None:
    """Each is a moment in UTC."""
    assert parse_datetime(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "2026-11-22T10:00:00",
        "2026-11-22 10:00:00Z",
        "2026-11-22t10:00:00z",
        "2026-02-30T10:00:00Z",
        "2023-02-29T10:00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T10:00:60Z",
        "2026-11-22T10:00:00+15:00",
        "2026-11-22T10:00:00+01:75",
        "٢٠٢٦-11-22T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "tomorrow",
        "",
    ],
)
def test_it_refuses_what_is_no_moment(text: str) -> None:
    """A date without zone, a day that does not exist, digits of other scripts."""
    with pytest.raises(UnreadableInput):
        parse_datetime(text)


@given(st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=45)))))
def test_written_moments_are_read_back_to_the_second(moment: datetime) -> None:
    """In UTC, whatever zone they came in."""
    try:
        expected = moment.astimezone(UTC).replace(microsecond=0)
    except OverflowError:
        return
    assert parse_datetime(format_datetime(moment)) == expected


def test_a_moment_without_zone_is_a_mistake_of_the_caller() -> None:
    """It could be any of two dozen moments."""
    with pytest.raises(ValueError, match="zone"):
        format_datetime(datetime(2026, 11, 22))
