"""Small images made by hand, whole and broken."""

from __future__ import annotations

import io
import zlib

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    "<!-- <svg> is not here yet -->\n"
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" aria-label="a > b">\n'
    '  <circle cx="5" cy="5" r="4"/>\n'
    "</svg>\n"
)


def build_png() -> bytes:
    """Return a picture with sixteen colours, of 8 by 8."""
    picture = Image.new("RGB", (8, 8))
    for place in range(64):
        picture.putpixel((place % 8, place // 8), (place * 4, 255 - place, place // 2))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one chunk with its checksum."""
    body = kind + data
    return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def with_chunk(image: bytes, extra: bytes) -> bytes:
    """Put a chunk right behind the header."""
    end = len(SIGNATURE) + 25
    return image[:end] + extra + image[end:]
