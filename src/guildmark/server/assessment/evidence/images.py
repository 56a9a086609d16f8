"""Pictures: their declared size is read and bounded before a single pixel is decoded."""

from __future__ import annotations

import warnings
from typing import IO, Final

from django.utils.translation import gettext as _
from PIL import Image

from guildmark.server.assessment.evidence.kinds import GIF, JPEG, PNG, WEBP, FileType
from guildmark.server.assessment.evidence.problems import UnfitEvidence

# A good phone's camera makes 50 megapixels (8192 × 6144); decoded that is 200 MB.
MAX_PIXELS: Final = 8192 * 6144
MAX_SIDE_PIXELS: Final = 8192
# An animation decodes to frames × pixels; 10 s at 30 a second of a full-HD screen.
MAX_FRAMES: Final = 300
_FORMATS: Final = {PNG: "PNG", JPEG: "JPEG", GIF: "GIF", WEBP: "WEBP"}


def check_image(content: IO[bytes], *, kind: FileType) -> None:
    """Refuse a picture that is too large to decode, broken, or carries bytes after its end.

    Raises:
        UnfitEvidence: with the size it declares, or what is wrong with it.
    """
    content.seek(0)
    expected = _FORMATS[kind]
    try:
        with warnings.catch_warnings():
            # Pillow warns of large sizes; the bounds here are the rule.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(content, formats=(expected,)) as image:
                _check_size(image)
                frames = _count_gif_frames(content) if kind is GIF else _frames(image)
                _check_frames(frames)
                _decode(image, kind=kind)
    except UnfitEvidence:
        raise
    except Image.DecompressionBombError:
        raise _too_large("") from None
    except Exception:  # Decoders raise whatever hostile bytes lead them to; it means one thing.
        raise UnfitEvidence(
            _("The picture is broken or not complete."),
            _("Open it on your device, save it again, and add that."),
        ) from None
    if kind is PNG:
        _refuse_trailer(content)


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if max(width, height) > MAX_SIDE_PIXELS or width * height > MAX_PIXELS:
        raise _too_large(f"{width} × {height}")


def _frames(image: Image.Image) -> int:
    """Return how many frames the header declares."""
    return int(getattr(image, "n_frames", 1))


def _check_frames(frames: int) -> None:
    if frames > MAX_FRAMES:
        raise UnfitEvidence(
            _("The animation has more than %d frames.") % MAX_FRAMES,
            _("Add it as a video (MP4 or WebM)."),
        )


def _count_gif_frames(content: IO[bytes]) -> int:
    """Count frames by walking the blocks (GIF89a, 20 to 26), no further than the limit.

    Pillow would walk all of them: a file of a million empty frames is small.
    """
    position = content.tell()
    content.seek(10)
    flags = content.read(3)[0]
    if flags & 0x80:
        content.seek(3 << ((flags & 7) + 1), 1)
    frames = 0
    while frames <= MAX_FRAMES and (kind := content.read(1)) in (b"\x21", b"\x2c"):
        if kind == b"\x2c":
            frames += 1
            flags = content.read(9)[8]
            if flags & 0x80:
                content.seek(3 << ((flags & 7) + 1), 1)
        content.seek(1, 1)  # The extension's label, or the code size of the picture.
        while size := content.read(1)[0]:
            content.seek(size, 1)
    content.seek(position)
    return frames


def _decode(image: Image.Image, *, kind: FileType) -> None:
    """Read the picture through, at an eighth of the size where the format allows it."""
    if kind is PNG:
        image.verify()  # Checks every chunk's sum without decoding pixels.
        return
    if kind is JPEG:
        image.draft("RGB", (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def _refuse_trailer(content: IO[bytes]) -> None:
    """A PNG ends with its IEND chunk; whatever follows is another file."""
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 12))
    if content.read()[4:8] != b"IEND":
        raise UnfitEvidence(
            _("The picture has other data after its end."),
            _("Open it, save it again as a new file, and add that."),
        )


def _too_large(size: str) -> UnfitEvidence:
    return UnfitEvidence(
        _("The picture is too large (%s pixels).") % size
        if size
        else _("The picture is too large."),
        _("Make it smaller: at most %(side)d pixels wide or high, %(mega)d megapixels in all.")
        % {"side": MAX_SIDE_PIXELS, "mega": MAX_PIXELS // 1_000_000},
    )
