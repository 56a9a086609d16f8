"""Credentials in PNG images: once, plain, pixels untouched (security design, rows 9 and 10)."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guildmark.credentials.baking import (
    Baked,
    bake,
    bake_png,
    extract,
    is_image,
    unbake,
    unbake_png,
)
from guildmark.credentials.errors import BakingFailed
from tests.credentials.baking.images import SIGNATURE, build_png, chunk, with_chunk

PNG = build_png()
_HEAD = b"openbadgecredential\0"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_what_is_baked_comes_out(credential: str) -> None:
    """Any text in any script."""
    assert unbake(bake(PNG, credential)) == credential


def test_the_picture_stays_the_same() -> None:
    """Each chunk of the original is there, byte for byte, and another program sees the pixels."""
    baked = bake_png(PNG, '{"a": 1}')
    with Image.open(io.BytesIO(PNG)) as before, Image.open(io.BytesIO(baked)) as after:
        assert before.tobytes() == after.tobytes()
        assert after.text["openbadgecredential"] == '{"a": 1}'  # type: ignore[attr-defined]
    inserted = chunk(b"iTXt", _HEAD + b"\0\0\0\0" + b'{"a": 1}')
    assert baked == with_chunk(PNG, inserted)


def test_baking_again_replaces() -> None:
    """Never two credentials in one image."""
    baked = bake_png(bake_png(PNG, "first"), "second")
    assert baked.count(b"openbadgecredential") == 1
    assert unbake_png(baked) == "second"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_it_reads_a_compressed_credential(credential: str) -> None:
    """Other bakers pack it, within the same limit of what comes out."""
    packed = zlib.compress(credential.encode())
    image = with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0" + packed))
    assert unbake_png(image) == credential


@pytest.mark.parametrize(
    "baked",
    [
        bake(PNG, '{"badge": 1}', version=2),
        with_chunk(PNG, chunk(b"tEXt", b'openbadges\0{"badge": 1}')),
    ],
)
def test_it_reads_open_badges_2(baked: bytes) -> None:
    """By its own keyword, in iTXt or in tEXt, as bakers of their time wrote them."""
    assert extract(baked) == Baked('{"badge": 1}', 2)


def test_two_versions_live_in_one_image_and_the_newer_counts() -> None:
    """Each is replaced alone; the pixels and all other chunks stay."""
    both = bake(bake(PNG, "old", version=2), "e30.e30.c2ln")
    assert extract(both) == Baked("e30.e30.c2ln", 3)
    assert extract(bake(both, "new")).text == "new"
    assert bake(both, "older", version=2).count(b"openbadgecredential") == 1
    with Image.open(io.BytesIO(PNG)) as before, Image.open(io.BytesIO(both)) as after:
        assert before.tobytes() == after.tobytes()


def test_it_reads_language_and_translated_keyword() -> None:
    """Other bakers may fill them."""
    image = with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0en\0titre\0{}"))
    assert unbake_png(image) == "{}"


_PLAIN = chunk(b"iTXt", _HEAD + b"\0\0\0\0{}")
UNREADABLE = {
    "no image": (b"hello", "png_not_png"),
    "a picture without a credential": (PNG, "png_no_credential"),
    "two credentials": (with_chunk(PNG, _PLAIN + _PLAIN), "png_several_credentials"),
    "two credentials of two kinds": (
        with_chunk(PNG, _PLAIN + chunk(b"tEXt", _HEAD + b"{}")),
        "png_several_credentials",
    ),
    "a compressed credential that is cut": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0" + zlib.compress(b"{}")[:-5])),
        "png_compressed",
    ),
    "a compressed credential with more behind": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0" + zlib.compress(b"{}") + b"x")),
        "png_compressed",
    ),
    "compression that is none": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0{}")),
        "png_compressed",
    ),
    "another way of compression": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\1\0\0" + zlib.compress(b"{}"))),
        "png_malformed",
    ),
    "a bomb in iTXt": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0" + zlib.compress(bytes(100_000_000)))),
        "png_too_large",
    ),
    "a badge of 3.0 in tEXt": (with_chunk(PNG, chunk(b"tEXt", _HEAD + b"{}")), "png_chunk_kind"),
    "a bomb in zTXt": (
        with_chunk(PNG, chunk(b"zTXt", _HEAD + b"\0" + zlib.compress(bytes(100_000_000)))),
        "png_compressed",
    ),
    "a malformed chunk": (with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0en{}")), "png_malformed"),
    "no text in UTF-8": (with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0\0\0\xff")), "png_not_utf8"),
    "two Open Badges 2 badges": (
        with_chunk(
            PNG,
            chunk(b"iTXt", b"openbadges\0\0\0\0\0{}") + chunk(b"tEXt", b"openbadges\0{}"),
        ),
        "png_several_credentials",
    ),
    "a wrong checksum": (with_chunk(PNG, _PLAIN[:-1] + b"\0"), "png_checksum"),
    "an end that is missing": (PNG[:-12], "png_cut_short"),
    "half an image": (PNG[: len(PNG) // 2], "png_cut_short"),
    "a length that lies": (
        SIGNATURE + b"\xff\xff\xff\xff" + PNG[len(SIGNATURE) + 4 :],
        "png_cut_short",
    ),
    "data behind the end": (PNG + b"<script>", "png_trailing_data"),
    "no header": (SIGNATURE + chunk(b"IEND", b""), "png_malformed"),
    "only a signature": (SIGNATURE, "png_cut_short"),
    "a credential of two mebibytes": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0\0\0" + b"a" * 2**21)),
        "png_too_large",
    ),
    "seventeen mebibytes": (PNG + bytes(17 * 2**20), "png_too_large"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_it_takes_nothing_out_of(name: str) -> None:
    """Each is refused with a stable code, quickly, and with little unpacked."""
    image, code = UNREADABLE[name]
    started = time.perf_counter()
    with pytest.raises(BakingFailed) as refusal:
        unbake_png(image)
    assert refusal.value.code == code
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("image", "credential", "code"),
    [
        (b"GIF89a", "{}", "image_kind"),
        (PNG[:-4], "{}", "png_cut_short"),
        (PNG, "a\0b", "png_credential_text"),
        (PNG, "a" * 2**21, "png_too_large"),
    ],
)
def test_it_bakes_only_what_can_be_read_again(image: bytes, credential: str, code: str) -> None:
    """Nothing half-baked comes out."""
    with pytest.raises(BakingFailed) as refusal:
        bake(image, credential)
    assert refusal.value.code == code


@given(st.integers(0, len(PNG) * 8 - 1))
def test_a_damaged_image_is_never_baked(bit: int) -> None:
    """Whatever bit is turned over, the checksums or the frame show it."""
    damaged = bytearray(PNG)
    damaged[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BakingFailed):
        bake(bytes(damaged), "{}")


def test_an_image_is_known_by_its_first_bytes() -> None:
    """Not by a name."""
    assert is_image(PNG)
    assert is_image(b"\xef\xbb\xbf  <svg/>")
    assert not is_image(b'{"a": 1}')
