"""What may be handed over, and how the rest is refused: by its name, with the way out."""

from __future__ import annotations

import struct
import zlib

import pytest

from guildmark.credentials.baking import bake_png, bake_svg
from guildmark.server.base.errors import InvalidInput
from guildmark.server.ui.badges import BadgeDesign, draw_badge
from guildmark.server.ui.raster import rasterize_badge
from guildmark.server.verification.intake import MAX_UPLOAD_BYTES, parse_paste, parse_upload

DOCUMENT = '{"type": ["VerifiableCredential"], "name": "Schweißen ✓"}'
SVG = draw_badge(BadgeDesign(title="Lockout"))
PNG = rasterize_badge(SVG, 64)


def _png_bomb() -> bytes:
    """Return a PNG whose compressed text would unpack to far more than is read."""
    text = b"openbadgecredential\0\1\0\0\0" + zlib.compress(b"{" + b" " * 80_000_000)
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text
    chunk += struct.pack(">I", zlib.crc32(b"iTXt" + text))
    return PNG[:33] + chunk + PNG[33:]


@pytest.mark.parametrize(
    "content",
    [
        DOCUMENT.encode(),
        b"\xef\xbb\xbf" + DOCUMENT.encode(),
        bake_png(PNG, DOCUMENT),
        bake_svg(SVG.encode(), DOCUMENT),
    ],
    ids=["JSON", "JSON with a byte order mark", "PNG", "SVG"],
)
def test_it_finds_the_credential_in_each_kind(content: bytes) -> None:
    """The text comes out as it went in."""
    assert parse_upload(content) == DOCUMENT


BAD_UPLOADS = {
    "nothing": (b"", "empty"),
    "white space": (b" \n\t", "empty"),
    "too large": (b"{" + b" " * MAX_UPLOAD_BYTES + b"}", "at most|most that is read is 2 MB"),
    "a PDF": (b"%PDF-1.7 ...", "PDF document"),
    "a ZIP": (b"PK\x03\x04....", "ZIP archive"),
    "a JPEG": (b"\xff\xd8\xff\xe0..", "JPEG picture"),
    "a GIF": (b"GIF89a..", "GIF picture"),
    "gzip": (b"\x1f\x8b\x08..", "compressed file"),
    "a web page": (b"<!doctype html><title>x</title>", "web page"),
    "a PNG without a credential": (PNG, "No credential can be read out of this picture"),
    "an SVG without a credential": (SVG.encode(), "No credential can be read out of this picture"),
    "a PNG cut short": (PNG[:40], "No credential can be read out of this picture"),
    "a PNG bomb": (_png_bomb(), "No credential can be read out of this picture"),
    "an SVG with an entity bomb": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        "No credential can be read out of this picture",
    ),
    "not UTF-8": ('{"name": "Schweißen"}'.encode("latin-1"), "not UTF-8 text .*number 17"),
}


@pytest.mark.parametrize(("content", "words"), BAD_UPLOADS.values(), ids=BAD_UPLOADS.keys())
def test_it_refuses_the_rest_by_its_name(content: bytes, words: str) -> None:
    """The finding names the field, what it is, and what to do instead."""
    with pytest.raises(InvalidInput, match=words) as refused:
        parse_upload(content)
    (finding,) = refused.value.findings
    assert finding.field == "file"
    assert finding.remedy


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted"),
        (" \n ", "Nothing was pasted"),
        ("https://harbor.example/credentials/1", "an address, not a credential"),
        ("<html></html>", "web page"),
    ],
)
def test_pasted_text_that_is_no_credential_is_refused(text: str, words: str) -> None:
    """The finding is at the field of the text."""
    with pytest.raises(InvalidInput, match=words) as refused:
        parse_paste(text)
    assert refused.value.findings[0].field == "text"


def test_tokens_are_taken_as_they_are() -> None:
    """What is inside is for the engine to say."""
    token = "eyJhbGciOiJFZERTQSJ9.eyJ2YyI6e319.c2ln"
    assert parse_upload(token.encode() + b"\n") == token
    assert parse_paste(f"\n {token} ") == token


def test_pasted_text_may_have_white_space_around_it_or_be_an_svg() -> None:
    """Copying brings line breaks along; a badge's source can be pasted as well."""
    assert parse_paste(f"\n\ufeff {DOCUMENT}\r\n") == DOCUMENT
    assert parse_paste(bake_svg(SVG.encode(), DOCUMENT).decode()) == DOCUMENT
