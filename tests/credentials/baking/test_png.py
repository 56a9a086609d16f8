"""Credentials in PNG images: once, plain, pixels untouched (security design, rows 9 and 10)."""

from __future__ import annotations

import io
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guildmark.credentials.baking import bake, bake_png, is_image, unbake, unbake_png
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
    "a compressed credential": (
        with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\1\0\0\0" + zlib.compress(b"{}"))),
        "png_compressed",
    ),
    "a bomb in zTXt": (
        with_chunk(PNG, chunk(b"zTXt", _HEAD + b"\0" + zlib.compress(bytes(100_000_000)))),
        "png_compressed",
    ),
    "a malformed chunk": (with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0en{}")), "png_malformed"),
    "no text in UTF-8": (with_chunk(PNG, chunk(b"iTXt", _HEAD + b"\0\0\0\0\xff")), "png_not_utf8"),
    "an Open Badges 2 badge": (
        with_chunk(PNG, chunk(b"iTXt", b"openbadges\0\0\0\0\0{}")),
        "png_legacy_badge",
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
    """Each is refused with a stable code, quickly, and without unpacking anything."""
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
