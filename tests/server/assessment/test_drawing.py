"""Files are drawn by another process: pixels alone come back, or a reason, and always in time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter

from guildmark.server.assessment.previews import MOST_PAGES, Drawing, can_draw, child, draw, drawing

PDF = "application/pdf"
ORIENTATION = 0x0112
CAMERA_MAKER = 0x010F


def photo(*, orientation: int, size: tuple[int, int] = (2400, 1200), kind: str = "JPEG") -> bytes:
    """Return a picture whose left half is red, with a camera's notes in it."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    notes = Image.Exif()
    notes[ORIENTATION] = orientation
    notes[CAMERA_MAKER] = "SECRETCAM"
    out = io.BytesIO()
    picture.save(out, kind, exif=notes)
    return out.getvalue()


def document(pages: int, *, width: float = 595, height: float = 842, password: str = "") -> bytes:
    """Return a PDF document of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width, height)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_by_hand(content: bytes, *, resources: bytes = b"", extra: bytes = b"") -> bytes:
    """Return a PDF document of one page with this content stream, without a table of objects."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 600]/Contents 4 0 R/Resources<<"
        + resources
        + b">>>>endobj\n4 0 obj<</Length %d>>stream\n" % len(content)
        + content
        + b"\nendstream endobj\n"
        + extra
        + b"trailer<</Root 1 0 R>>\nstartxref\n9999999\n%%EOF"
    )


def bomb_picture() -> bytes:
    """Return a document with a picture of 60,000 × 60,000 pixels in 15 kB."""
    packed = zlib.compress(zlib.compress(bytes(60_000 * 2_000), 9), 9)
    picture = (
        b"5 0 obj<</Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB"
        b"/BitsPerComponent 8/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n"
        % len(packed)
        + packed
        + b"\nendstream endobj\n"
    )
    content = b"q 600 0 0 600 0 0 cm /I Do Q"
    return drawn_by_hand(content, resources=b"/XObject<</I 5 0 R>>", extra=picture)


def nested_forms() -> bytes:
    """Return a document of forms that draw the next one ten times: 10¹² times in all."""
    forms = b""
    for number in range(5, 17):
        content = b"/F Do " * 10 if number < 16 else b"0 0 600 600 re f"
        forms += (
            b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 600]/Resources<</XObject<</F %d 0 R"
            b">>>>/Length %d>>stream\n"
            % (number, number + 1, len(content))
            + content
            + b"\nendstream endobj\n"
        )
    return drawn_by_hand(b"/F Do", resources=b"/XObject<</F 5 0 R>>", extra=forms)


def drawn(content: bytes, media_type: str) -> Drawing:
    """Draw a file."""
    return draw(io.BytesIO(content), media_type=media_type)


def opened(result: Drawing, number: int = 1) -> Image.Image:
    """Open a drawn page."""
    page = result.pages[number - 1]
    picture = Image.open(io.BytesIO(page.content), formats=("WEBP",))
    assert picture.size == (page.width, page.height)
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_upright_small_and_says_nothing_else(kind: str) -> None:
    """Turned as the camera was held; without the camera, the place or a profile."""
    result = drawn(photo(orientation=6, kind=kind), f"image/{kind.lower()}")
    picture = opened(result)
    assert picture.size == (800, 1600)
    # Orientation 6: what was left is above.
    top = picture.convert("RGB").getpixel((400, 100))
    below = picture.convert("RGB").getpixel((400, 1500))
    assert isinstance(top, tuple)
    assert isinstance(below, tuple)
    assert top[0] > 200 > 60 > top[2]
    assert below[2] > 200 > 60 > below[0]
    assert not dict(picture.getexif())
    assert b"SECRETCAM" not in result.pages[0].content
    assert not {b"EXIF", b"XMP ", b"ICCP"} & {
        result.pages[0].content[at : at + 4] for at in range(12, 60)
    }


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_pixel_is_drawn_on_white(mode: str) -> None:
    """What is transparent is white in light and dark."""
    out = io.BytesIO()
    Image.new(mode, (40, 20)).save(out, "PNG")
    picture = opened(drawn(out.getvalue(), "image/png")).convert("RGB")
    white = mode in ("LA", "RGBA")
    assert picture.getpixel((5, 5)) == ((255, 255, 255) if white else (0, 0, 0))


def test_a_document_is_drawn_page_by_page() -> None:
    """Each page as large as may be."""
    result = drawn(document(3), PDF)
    assert (result.total, result.problem, len(result.pages)) == (3, "", 3)
    assert opened(result, 3).size == (1131, 1600)


def test_what_was_filled_into_a_form_is_drawn() -> None:
    """A record that was filled in is more than its empty form."""
    field = (
        b"6 0 obj<</Type/Annot/Subtype/Widget/FT/Tx/T(record)/F 4/Rect[0 300 600 600]"
        b"/AP<</N 7 0 R>>>>endobj\n"
        b"7 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 300]/Length 27>>stream\n"
        b"0 0 1 rg 0 0 600 300 re f  \nendstream endobj\n"
    )
    form = (
        drawn_by_hand(b"", extra=field)
        .replace(b"/Contents", b"/Annots[6 0 R]/Contents")
        .replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R/AcroForm<</Fields[6 0 R]>>>>")
    )
    picture = opened(drawn(form, PDF)).convert("RGB")
    above, below = picture.getpixel((800, 400)), picture.getpixel((800, 1200))
    assert isinstance(above, tuple)
    assert above[2] > 150 > above[0]
    assert below == (255, 255, 255)


def test_of_ten_thousand_pages_the_first_are_drawn() -> None:
    """And how many there are is told."""
    result = drawn(document(10_000), PDF)
    assert (len(result.pages), result.total) == (MOST_PAGES, 10_000)


HOSTILE: dict[str, tuple[Callable[[], bytes], str, tuple[str, ...]]] = {
    "a page of 8 km": (lambda: document(1, width=1e6, height=1e6), PDF, ("too_heavy",)),
    "no pages": (lambda: document(0), PDF, ("unreadable",)),
    "a password": (lambda: document(1, password="x"), PDF, ("locked",)),
    "noise": (lambda: b"%PDF-1.7\n" + os.urandom(20_000) + b"%%EOF", PDF, ("unreadable",)),
    "cut off": (lambda: document(2)[:120], PDF, ("unreadable",)),
    "an empty file": (lambda: b"", PDF, ("unreadable",)),
    "a page that is itself": (
        lambda: drawn_by_hand(b"").replace(b"Kids[3 0 R]", b"Kids[2 0 R]"),
        PDF,
        ("unreadable",),
    ),
    "a huge picture inside": (bomb_picture, PDF, ("", "too_heavy")),
    "a picture over the side": (
        lambda: photo(orientation=1, size=(9000, 10), kind="PNG"),
        "image/png",
        ("too_heavy",),
    ),
    "half a picture": (
        lambda: photo(orientation=1, kind="PNG")[:300],
        "image/png",
        ("unreadable",),
    ),
    "a script": (lambda: b"<svg onload='alert(1)'/>", "image/png", ("unreadable",)),
    "a declared size that is not there": (
        lambda: photo(orientation=1, kind="PNG").replace(b"\0\0\x09\x60", b"\x7f\xff\xff\xff"),
        "image/png",
        ("too_heavy", "unreadable"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_drawn_has_a_reason_and_harms_nobody(name: str) -> None:
    """It returns in time, whatever the file is."""
    make, media_type, problems = HOSTILE[name]
    began = time.monotonic()
    result = drawn(make(), media_type)
    assert result.problem in problems
    assert bool(result.pages) == (not result.problem)
    assert time.monotonic() - began < child.SECONDS + 5


def test_a_broken_table_of_objects_is_mended() -> None:
    """PDFium looks for the pages itself; half of the world's documents need that."""
    assert drawn(document(2).replace(b"startxref", b"startxxxx"), PDF).total == 2


def test_an_endless_drawing_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is killed and the worker goes on; here after two seconds."""
    monkeypatch.setattr(drawing, "_PATIENCE_SECONDS", 2)
    began = time.monotonic()
    assert drawn(nested_forms(), PDF).problem == "too_heavy"
    assert time.monotonic() - began < 10


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux heeds the limit of address space")
def test_the_memory_of_a_drawing_is_bounded() -> None:
    """In the child the limits stand before the file is opened."""
    asked = (
        f"import runpy, resource; ran = runpy.run_path({child.__file__!r});"
        "ran['_limit'](); print(resource.getrlimit(resource.RLIMIT_AS)[0],"
        "resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    said = subprocess.run(
        [sys.executable, "-I", "-c", asked], capture_output=True, text=True, check=True, timeout=60
    )
    assert said.stdout.split() == [
        str(child.MEMORY_BYTES), str(child.SECONDS), str(child.OUTPUT_BYTES)
    ]  # fmt: skip


def test_the_drawing_process_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment holds the master key; the decoders never see it."""
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> object:
        seen.update(options)
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(subprocess, "run", run)
    assert drawn(b"", PDF).problem == "too_heavy"
    environment = seen["env"]
    assert isinstance(environment, dict)
    assert set(environment) <= {"LD_LIBRARY_PATH", "SYSTEMROOT"}


def test_a_link_left_in_place_of_a_picture_is_not_followed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A child that was taken over could point at any file of ours."""
    target = tmp_path / "ours.webp"

    def take_over(folder: Path, *, kind: str) -> bool:
        target.write_bytes(photo(orientation=1, kind="WEBP"))
        (folder / "1.webp").symlink_to(target)
        (folder / "answer.json").write_text('{"total": 1, "pages": [[10, 10]]}', encoding="utf-8")
        return True

    monkeypatch.setattr(drawing, "_run", take_over)
    assert drawn(b"", PDF).problem == "unreadable"


def test_only_pictures_and_documents_are_drawn() -> None:
    """Texts are shown as they are; sound, film and office files are downloaded."""
    assert [can_draw(kind) for kind in ("image/png", PDF, "text/plain", "video/mp4", "")] == [
        True, True, False, False, False
    ]  # fmt: skip
