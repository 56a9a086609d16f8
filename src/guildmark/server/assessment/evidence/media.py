"""Sound and video: the outer structure is walked; nothing is decoded."""

from __future__ import annotations

from typing import IO, Final

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.kinds import MP3, WEBM, FileType
from guildmark.server.assessment.evidence.problems import UnfitEvidence

_MAX_BOXES: Final = 10_000
# MPEG-1 layer III bit rates in kbit/s (ISO/IEC 11172-3, table 2.4.2.3); 0 marks unusable values.
_RATES_V1: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_V2: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)
_SAMPLES: Final = {
    3: (44100, 48000, 32000),
    2: (22050, 24000, 16000),
    0: (11025, 12000, 8000),
}


def check_media(content: IO[bytes], *, kind: FileType) -> None:
    """Refuse a recording whose outer structure does not hold together.

    Raises:
        UnfitEvidence: it is broken, cut off, or only looks like a recording at its start.
    """
    content.seek(0, 2)
    size = content.tell()
    if kind is WEBM:
        return
    whole = _is_mp3(content, size=size) if kind is MP3 else _are_boxes(content, size=size)
    if not whole:
        raise UnfitEvidence(
            _("The recording is broken or not complete."),
            _("Play it on your device to the end, save it again, and add that."),
        )


def _are_boxes(content: IO[bytes], *, size: int) -> bool:
    """Walk the boxes of an ISO base media file: they must fill it exactly, one of them `moov`."""
    position = 0
    names = set()
    for _box in range(_MAX_BOXES):
        if position == size:
            return b"moov" in names
        content.seek(position)
        header = content.read(16)
        if len(header) < 8:
            return False
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        elif length == 0:  # To the end of the file.
            length = size - position
        if length < 8 or position + length > size:
            return False
        names.add(header[4:8])
        position += length
    return False


def _is_mp3(content: IO[bytes], *, size: int) -> bool:
    """Find two frames of MPEG audio, one right after the other, behind the tag at the start."""
    content.seek(0)
    head = content.read(10)
    start = 0
    if head[:3] == b"ID3" and len(head) == 10:
        b6, b7, b8, b9 = head[6:10]
        start = 10 + ((b6 & 127) << 21 | (b7 & 127) << 14 | (b8 & 127) << 7 | (b9 & 127))
    content.seek(start)
    window = content.read(8192)
    # Some tags are padded beyond the size they state.
    for offset in range(max(0, len(window) - 4)):
        length = _frame_bytes(window[offset : offset + 4])
        if not length:
            continue
        content.seek(start + offset + length)
        following = content.read(4)
        if _frame_bytes(following) or start + offset + length == size:
            return True
        if head[:3] != b"ID3":
            return False
    return False


def _frame_bytes(header: bytes) -> int:
    """Return the length of the layer III frame with this header; 0 when it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version = header[1] >> 3 & 3
    layer = header[1] >> 1 & 3
    sample = header[2] >> 2 & 3
    if version == 1 or layer != 1 or sample == 3:
        return 0
    rate = (_RATES_V1 if version == 3 else _RATES_V2)[header[2] >> 4]
    if not rate:
        return 0
    factor = 144 if version == 3 else 72
    return factor * rate * 1000 // _SAMPLES[version][sample] + (header[2] >> 1 & 1)
