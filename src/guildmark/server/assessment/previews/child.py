"""The program that draws: one file in, small pictures out, in a process of its own.

    python -I child.py FOLDER image|pdf

It reads `FOLDER/original` and writes `1.webp`, `2.webp` … and `answer.json` beside it. It is run by
path and imports nothing of Guildmark: it has no settings, no database and no secrets, because the
decoders it feeds with other people's files are written in C. It ends itself at its limits, also
when whoever started it is gone.
"""

from __future__ import annotations

import io
import json
import math
import signal
import sys
import warnings
from pathlib import Path
from typing import Any, Final

from PIL import Image, ImageCms, ImageOps

LONGEST_SIDE_PIXELS: Final = 1600
MOST_PAGES: Final = 12
# As large as a picture may be that is taken as evidence (`evidence.images`).
MOST_PIXELS: Final = 8192 * 6144
MOST_SIDE_PIXELS: Final = 8192
# ISO 32000-1, annex C.2: no page is larger than 14,400 units a side.
MOST_PAGE_UNITS: Final = 14_400
# A picture of 50 megapixels is 200 MB decoded, and exists twice while it is converted.
MEMORY_BYTES: Final = 1024**3
OUTPUT_BYTES: Final = 8 * 1024**2
SECONDS: Final = 20
_PASSWORD_ERROR: Final = 4  # FPDF_ERR_PASSWORD of PDFium's public/fpdfview.h.


class Undrawable(Exception):
    """There will be no preview; its text is a problem that the model knows."""


def main(folder: Path, kind: str) -> None:
    """Draw one file and write the answer."""
    _limit()
    answer: dict[str, Any]
    try:
        answer = _draw_image(folder) if kind == "image" else _draw_pdf(folder)
    except Undrawable as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "too_heavy"}
    except Exception:  # Decoders raise whatever hostile bytes lead them to; it means one thing.
        answer = {"problem": "unreadable"}
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def _limit() -> None:
    """Bound memory, processor time, wall time and what is written, where the system can."""
    if hasattr(signal, "alarm"):
        signal.alarm(SECONDS)  # The default action ends the process, whatever it is doing.
    try:
        import resource
    except ImportError:
        return
    for limit, amount in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (amount, amount))
        except (OSError, ValueError):
            continue  # macOS knows the address space's limit and refuses to set it.


def _draw_image(folder: Path) -> dict[str, Any]:
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        with Image.open(folder / "original", formats=("PNG", "JPEG", "GIF", "WEBP")) as opened:
            if max(opened.size) > MOST_SIDE_PIXELS:
                raise Undrawable("too_heavy")
            picture = _small(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Undrawable("too_heavy") from None
    return {"total": 1, "pages": [_write(picture, folder / "1.webp")]}


def _small(opened: Image.Image) -> Image.Image:
    """Return the first frame, upright, at most so large, in the colours of the web."""
    profile = opened.info.get("icc_profile")
    picture: Image.Image = opened
    if picture.mode.startswith("I;16"):  # 16 bits of grey.
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif picture.mode in ("1", "P", "PA", "LA"):
        picture = picture.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS), reducing_gap=2.0)
    picture = ImageOps.exif_transpose(picture)
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        picture = _to_srgb(picture, profile)
    return picture


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A phone's wider colours look pale when their profile is only dropped."""
    try:
        held = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        web = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, held, web, outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _draw_pdf(folder: Path) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(folder / "original")
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD_ERROR
        raise Undrawable("locked" if locked else "unreadable") from None
    document.init_forms()  # What was filled in by hand belongs to the record.
    total = len(document)
    if not total:
        raise Undrawable("unreadable")
    pages = []
    for number in range(1, min(total, MOST_PAGES) + 1):
        page = document[number - 1]
        width, height = page.get_size()
        if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
            raise Undrawable("unreadable")
        if max(width, height) > MOST_PAGE_UNITS:
            raise Undrawable("too_heavy")
        scale = LONGEST_SIDE_PIXELS / max(width, height)
        picture = page.render(scale=scale).to_pil()
        picture.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
        pages.append(_write(picture, folder / f"{number}.webp"))
        page.close()
    return {"total": total, "pages": pages}


def _write(picture: Image.Image, target: Path) -> list[int]:
    """Write pixels alone: on white, without metadata; return width and height."""
    plain = Image.new("RGB", picture.size, "white")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        plain.paste(layer, mask=layer.getchannel("A"))
    else:
        plain.paste(picture.convert("RGB"))
    plain.save(target, "WEBP", quality=82, method=3)
    return list(plain.size)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
