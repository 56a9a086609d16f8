"""Put a credential into a PNG or SVG image and take it out.

Source: Open Badges 3.0, 5.3 (Baked Badge); Open Badges Baking Specification 2.0.
"""

from __future__ import annotations

from guildmark.credentials.baking.baked import Baked, Version, is_compact_jws
from guildmark.credentials.baking.png import PNG_SIGNATURE, bake_png, extract_png, unbake_png
from guildmark.credentials.baking.svg import bake_svg, extract_svg, unbake_svg
from guildmark.credentials.errors import BakingFailed

__all__ = [
    "Baked",
    "Version",
    "bake",
    "bake_png",
    "bake_svg",
    "extract",
    "extract_png",
    "extract_svg",
    "is_compact_jws",
    "is_image",
    "unbake",
    "unbake_png",
    "unbake_svg",
]


def is_image(data: bytes) -> bool:
    """Tell whether data looks like a PNG or an SVG by its first bytes."""
    return data.startswith(PNG_SIGNATURE) or _looks_like_xml(data)


def bake(image: bytes, credential: str, *, version: Version = 3) -> bytes:
    """Return the image with the credential in it; PNG or SVG by its first bytes.

    Raises:
        BakingFailed: another kind of image, or one that can not carry a credential.
    """
    if image.startswith(PNG_SIGNATURE):
        return bake_png(image, credential, version=version)
    _check_xml(image)
    return bake_svg(image, credential, version=version)


def unbake(image: bytes) -> str:
    """Take the text of the credential out of a PNG or SVG image.

    Raises:
        BakingFailed: another kind of image, or one without a readable credential.
    """
    return extract(image).text


def extract(image: bytes) -> Baked:
    """Take the credential out of a PNG or SVG image, with the version it was baked by.

    Where an image carries badges of Open Badges 3.0 and 2.0, the newer one counts.

    Raises:
        BakingFailed: another kind of image, or one without a readable credential.
    """
    if image.startswith(PNG_SIGNATURE):
        return extract_png(image)
    _check_xml(image)
    return extract_svg(image)


def _looks_like_xml(data: bytes) -> bool:
    return data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def _check_xml(image: bytes) -> None:
    if not _looks_like_xml(image):
        raise BakingFailed("This is neither a PNG nor an SVG image.", code="image_kind")
