"""Signatures of the proof's own key have one form, whatever their numbers; labels too."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import utils
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.keys import PublicKey
from guildmark.credentials.proofs.ecdsa_sd_2023.labels import (
    format_label,
    hide_label,
    hide_numbers,
)
from guildmark.credentials.proofs.ecdsa_sd_2023.scoped_key import (
    ScopedKey,
    _to_raw,
    are_signatures_of,
)

MESSAGES = [f"line {number}\n".encode() for number in range(40)]
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def test_each_message_gets_a_signature_that_others_read() -> None:
    """64 bytes that the ordinary key verifies."""
    key = ScopedKey()
    signatures = key.sign_each(MESSAGES)
    public = PublicKey("P-256", key.public_key[2:])
    assert key.public_key[:2] == b"\x80\x24"
    for message, signature in zip(MESSAGES, signatures, strict=True):
        assert len(signature) == 64
        assert public.is_signature_of(message, signature=signature)
    assert are_signatures_of(MESSAGES, signatures=signatures, public_key=key.public_key)


@given(
    r=st.one_of(st.integers(1, ORDER - 1), st.integers(1, 2**250), st.integers(1, 2**20)),
    s=st.one_of(st.integers(1, ORDER - 1), st.integers(1, 2**250), st.integers(1, 2**20)),
)
def test_any_two_numbers_are_written_as_64_bytes(r: int, s: int) -> None:
    """Short ones and those that DER writes with a zero in front."""
    raw = _to_raw(utils.encode_dss_signature(r, s))
    assert (int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")) == (r, s)
    assert len(raw) == 64


@pytest.mark.parametrize(
    "signature",
    [bytes(64), b"\xff" * 64, bytes(32) + b"\1" * 32, ORDER.to_bytes(32, "big") * 2],
    ids=["zeros", "beyond the field", "r is zero", "the order itself"],
)
def test_numbers_out_of_range_never_verify(signature: bytes) -> None:
    """Source: FIPS 186-5, 6.4.2; the cases of Wycheproof."""
    key = ScopedKey()
    assert not are_signatures_of([b""], signatures=[signature], public_key=key.public_key)


def test_one_wrong_signature_among_many_is_found() -> None:
    """First, last and in the middle."""
    key = ScopedKey()
    signatures = key.sign_each(MESSAGES)
    for place in (0, 20, 39):
        wrong = [*signatures]
        wrong[place] = signatures[place - 1]
        assert not are_signatures_of(MESSAGES, signatures=wrong, public_key=key.public_key)


@given(key=st.binary(min_size=32, max_size=32), numbers=st.lists(st.integers(0, 3_000), max_size=5))
def test_labels_are_the_same_one_by_one_and_at_once(key: bytes, numbers: list[int]) -> None:
    """Two ways to write them, one result."""
    single = [format_label(hide_label(f"_:c14n{number}", key=key)) for number in numbers]
    assert hide_numbers(numbers, key=key) == single
