"""Credentials inside PNG images: one uncompressed iTXt chunk, pixels untouched.

The image is never decoded. Chunks are copied byte for byte; the credential goes in right after
the header, in place of any that was there. Other bakers compress, or (Open Badges 1 and 2) used
tEXt; both are read, within the same limits, and never written.

Source: Open Badges 3.0, 5.3.1 (PNG); Open Badges Baking Specification 2.0; PNG (Third Edition),
5 and 11.3.3.4 (iTXt).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guildmark.credentials.baking.baked import Baked, Version
from guildmark.credentials.errors import BakingFailed

__all__ = ["PNG_SIGNATURE", "bake_png", "extract_png", "unbake_png"]

PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# The newer first: where an image carries both, that one counts.
_KEYWORDS: Final[dict[Version, bytes]] = {3: b"openbadgecredential", 2: b"openbadges"}
_TEXT_CHUNKS: Final = (b"iTXt", b"tEXt", b"zTXt")
_MAX_IMAGE_BYTES: Final = 16 * 1024 * 1024
_MAX_CREDENTIAL_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    data: bytes

    @property
    def keyword(self) -> bytes | None:
        return self.data.partition(b"\0")[0] if self.kind in _TEXT_CHUNKS else None

    def to_bytes(self) -> bytes:
        body = self.kind + self.data
        return len(self.data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def bake_png(image: bytes, credential: str, *, version: Version = 3) -> bytes:
    """Return the image with the credential in it, in place of any of that version.

    Args:
        image: a whole PNG, at most 16 MiB.
        credential: the signed JSON text or a compact JWS, at most 1 MiB of UTF-8.
        version: 3, or 2 for an assertion of Open Badges 2.0.

    Raises:
        BakingFailed: no whole PNG, or the credential is too long or has a NUL.

    Source: Open Badges 3.0, 5.3.1.1 (Baking).
    """
    text = credential.encode("utf-8")
    if len(text) > _MAX_CREDENTIAL_BYTES:
        raise _refuse(
            f"The credential is longer than {_MAX_CREDENTIAL_BYTES:,} bytes.", "too_large"
        )
    if b"\0" in text:
        raise _refuse("The credential has a NUL character.", "credential_text")
    # Keyword NUL, compression flag 0, method 0, no language NUL, no translated keyword NUL.
    baked = _Chunk(b"iTXt", _KEYWORDS[version] + b"\0\0\0\0\0" + text)
    kept = [chunk for chunk in _chunks(image) if chunk.keyword != _KEYWORDS[version]]
    return PNG_SIGNATURE + b"".join(c.to_bytes() for c in [kept[0], baked, *kept[1:]])


def unbake_png(image: bytes) -> str:
    """Take the text of the credential out of a PNG; see ``extract_png``.

    Raises:
        BakingFailed: no whole PNG, no credential, or more than one.
    """
    return extract_png(image).text


def extract_png(image: bytes) -> Baked:
    """Take the credential out of a PNG and say by which version it was baked.

    Raises:
        BakingFailed: no whole PNG, no credential, more than one of a version, or one that
            unpacks to more than 1 MiB.

    Source: Open Badges 3.0, 5.3.1.2 (Extracting).
    """
    chunks = list(_chunks(image))
    for version, keyword in _KEYWORDS.items():
        found = [chunk for chunk in chunks if chunk.keyword == keyword]
        if len(found) > 1:
            raise _refuse("This PNG image carries more than one credential.", "several_credentials")
        if found:
            return Baked(_read_text(found[0], version=version), version)
    raise _refuse("This PNG image carries no credential.", "no_credential")


def _read_text(chunk: _Chunk, *, version: Version) -> str:
    rest = chunk.data[len(_KEYWORDS[version]) + 1 :]
    if chunk.kind == b"tEXt" and version == 2:
        # By the letter Latin-1; what bakers wrote is ASCII or UTF-8.
        return _decode(rest)
    if chunk.kind != b"iTXt":
        raise _refuse(
            "The credential in this PNG image is in a chunk of another kind; it must be iTXt.",
            "compressed" if chunk.kind == b"zTXt" else "chunk_kind",
        )
    # Two bytes of compression, then language and translated keyword, each ended by NUL.
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3 or rest[:1] not in (b"\0", b"\1") or rest[1:2] != b"\0":
        raise _refuse("The credential's chunk in this PNG image is malformed.", "malformed")
    return _decode(_unpack(parts[2]) if rest[:1] == b"\1" else parts[2])


def _unpack(packed: bytes) -> bytes:
    """Unpack a zlib stream, stopping at the limit whatever is behind it."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, _MAX_CREDENTIAL_BYTES + 1)
    except zlib.error as error:
        raise _refuse(
            f"The credential in this PNG image can not be unpacked: {error}.", "compressed"
        ) from error
    if len(text) <= _MAX_CREDENTIAL_BYTES and (not unpacker.eof or unpacker.unused_data):
        raise _refuse("The credential in this PNG image is packed incompletely.", "compressed")
    return text


def _decode(text: bytes) -> str:
    if len(text) > _MAX_CREDENTIAL_BYTES:
        raise _refuse("The credential in this PNG image is too long.", "too_large")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refuse("The credential in this PNG image is not UTF-8.", "not_utf8") from error


def _chunks(image: bytes) -> Iterator[_Chunk]:
    """Yield each chunk, from IHDR to IEND, with its checksum checked."""
    if len(image) > _MAX_IMAGE_BYTES:
        raise _refuse(f"The image is larger than {_MAX_IMAGE_BYTES:,} bytes.", "too_large")
    if not image.startswith(PNG_SIGNATURE):
        raise _refuse("This is not a PNG image.", "not_png")
    position = len(PNG_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length = int.from_bytes(image[position : position + 4], "big")
        kind = image[position + 4 : position + 8]
        data = image[position + 8 : position + 8 + length]
        checksum = image[position + 8 + length : position + 12 + length]
        if len(checksum) != 4:
            raise _refuse("This PNG image is cut short.", "cut_short")
        if zlib.crc32(kind + data) != int.from_bytes(checksum, "big"):
            raise _refuse(f"The part {kind!r} of this PNG image is damaged.", "checksum")
        if position == len(PNG_SIGNATURE) and kind != b"IHDR":
            raise _refuse("This PNG image does not start with its header.", "malformed")
        yield _Chunk(kind, data)
        position += 12 + length
    if position != len(image):
        raise _refuse("This PNG image has data behind its end.", "trailing_data")


def _refuse(message: str, code: str) -> BakingFailed:
    return BakingFailed(message, code=f"png_{code}")
