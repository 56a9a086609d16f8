"""What may come in as evidence: names, files, links; made good and made bad."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guildmark.server.assessment.evidence import (
    UnfitEvidence,
    check_file,
    check_link,
    clean_name,
    receive,
)
from guildmark.server.assessment.evidence.names import extension_of


def picture(kind: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_declaring(width: int, height: int) -> bytes:
    """Return a tiny PNG file that declares a huge picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + chunk(b"IEND", b"")
    )


def png_with_text_bomb() -> bytes:
    """Return a small PNG whose compressed comment unpacks to 100 MB."""
    whole = picture()
    bomb = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"a" * 100_000_000, 9))
    return whole[:33] + bomb + whole[33:]


def animation(frames: int) -> bytes:
    """Return a GIF with that many frames."""
    out = io.BytesIO()
    first, *others = [Image.new("P", (2, 2), i % 255) for i in range(frames)]
    first.save(out, "GIF", save_all=True, append_images=others, optimize=False)
    return out.getvalue()


def archive(parts: dict[str, bytes], *, packed: bool = True) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """Return the smallest archive that is taken for a Word document, with more parts."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}
    return archive({**parts, **{name.replace("__", "/"): data for name, data in more.items()}})


def box(kind: bytes, data: bytes = b"") -> bytes:
    """Return one box of an ISO base media file."""
    return struct.pack(">I", 8 + len(data)) + kind + data


def mp4(brand: bytes = b"isom") -> bytes:
    """Return the outer structure of a video."""
    return (
        box(b"ftyp", brand + b"\x00\x00\x02\x00" + brand) + box(b"mdat", b"x" * 20) + box(b"moov")
    )


def mp3() -> bytes:
    """Return three frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz."""
    return (b"\xff\xfb\x90\x00" + b"\x00" * 413) * 3


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
# How each entry of an archive's directory begins, up to its flags; bit 0 means "encrypted".
LISTED = b"PK\x01\x02\x14\x03\x14\x00\x00"
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 40

GOOD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a PNG picture": ("a.png", picture, "image/png"),
    "a JPEG picture": ("a.jpeg", lambda: picture("JPEG"), "image/jpeg"),
    "a GIF picture": ("a.gif", lambda: picture("GIF"), "image/gif"),
    "a short animation": ("a.gif", lambda: animation(10), "image/gif"),
    "a WebP picture": ("a.webp", lambda: picture("WEBP"), "image/webp"),
    "a JPEG picture with a phone's data after it": (
        "a.jpg", lambda: picture("JPEG") + b"MotionPhoto_Data" + mp4(), "image/jpeg"),
    "a PDF document": ("a.pdf", lambda: PDF, "application/pdf"),
    "a plain text": ("a.txt", lambda: "Grüße, 世界\n".encode(), "text/plain"),
    "a text without an ending": ("notes", lambda: b"one\n", "text/plain"),
    "a text that starts like a program": ("a.txt", lambda: b"MZ-4 was locked.", "text/plain"),
    "a text that starts like a picture": ("a.txt", lambda: b"BMW press line", "text/plain"),
    "a text with a byte order mark": ("a.csv", lambda: b"\xef\xbb\xbfa;b\n", "text/csv"),
    "a Markdown text": ("a.md", lambda: b"# Log\n", "text/markdown"),
    "a program's text": ("ladder.st", lambda: b"IF a THEN b := 1; END_IF\n", "text/plain"),
    "a Word document": (
        "a.docx", docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a presentation with a chart's workbook": (
        "a.pptx",
        lambda: archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b"",
                         "ppt/embeddings/Sheet1.xlsx": archive({"xl/workbook.xml": b""})}),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "an Excel workbook": (
        "a.xlsx", lambda: archive({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "an OpenDocument text": (
        "a.odt",
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.text"}, packed=False),
        "application/vnd.oasis.opendocument.text"),
    "an MP3 recording": ("a.mp3", mp3, "audio/mpeg"),
    "an MP3 recording with a tag": (
        "a.mp3", lambda: b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10 + mp3(), "audio/mpeg"),
    "an M4A recording": ("a.m4a", lambda: mp4(b"M4A "), "audio/mp4"),
    "an MP4 video": ("a.mp4", mp4, "video/mp4"),
    "an iPhone's video": ("IMG_1.MOV", lambda: mp4(b"qt  "), "video/quicktime"),
    "a WebM recording": ("a.webm", lambda: WEBM, "video/webm"),
}  # fmt: skip

BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an SVG drawing": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG"),
    "an SVG drawing with script": (
        "a.png", lambda: b"<?xml version='1.0'?>\n<svg><script>alert(1)</script></svg>", "an SVG"),
    "an SVG drawing called a text": ("a.txt", lambda: b"  <svg onload='x'/>", "an SVG"),
    "a web page": ("a.html", lambda: b"<!DOCTYPE html><p>", "a web page"),
    "a web page called a text": ("a.txt", lambda: b"<html><script>", "a web page"),
    "a web page called a picture": ("a.jpg", lambda: b"\n<HTML>", "a web page"),
    "plain text called a web page": ("a.html", lambda: b"hello", "really a plain text"),
    "a program": ("a.exe", lambda: b"MZ\x90\x00" + b"\x00" * 60, "a program"),
    "a program called a picture": ("a.png", lambda: b"MZ\x90\x00" + b"\x00" * 60, "a program"),
    "a shell script": ("a.txt", lambda: b"#!/bin/sh\nrm -rf ~\n", "a program"),
    "a ZIP archive": ("a.zip", lambda: archive({"a.txt": b"a"}), "a ZIP archive"),
    "a ZIP archive called a document": (
        "a.docx", lambda: archive({"a.txt": b"a"}), "a ZIP archive"),
    "a gzip archive": ("a.gz", lambda: b"\x1f\x8b\x08" + b"\x00" * 20, "an archive"),
    "an old Word document": (
        "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "old office"),
    "a spreadsheet of a kind that is not taken": (
        "a.ods",
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "old office"),
    "an iPhone's HEIC picture": ("a.heic", lambda: mp4(b"heic"), "browsers do not show"),
    "a HEIC picture called a JPEG": ("a.jpg", lambda: mp4(b"heic"), "browsers do not show"),
    "a PNG picture called a JPEG": ("a.jpg", picture, "really a PNG picture"),
    "a PDF called a picture": ("a.png", lambda: PDF, "really a PDF document"),
    "a picture called a text": ("a.txt", picture, "really a PNG picture"),
    "a text called a PDF": ("a.pdf", lambda: b"hello", "really a plain text"),
    "a Word document called a PDF": ("a.pdf", docx, "really a Word document"),
    "a video called a sound": ("a.mp3", mp4, "really an MP4 video"),
    "a picture that declares 50,000 pixels a side": (
        "a.png", lambda: png_declaring(50_000, 50_000), "too large"),
    "a picture with too many pixels in all": (
        "a.png", lambda: png_declaring(8000, 8000), "too large (8000 × 8000 pixels)"),
    "a picture whose comment unpacks to 100 MB": ("a.png", png_with_text_bomb, "broken"),
    "an animation with too many frames": ("a.gif", lambda: animation(301), "more than 300 frames"),
    "a picture that is cut off": ("a.png", lambda: picture(size=(90, 90))[:-40], "broken"),
    "a JPEG picture that is cut off": (
        "a.jpg", lambda: picture("JPEG", (900, 900))[:3000], "broken"),
    "a picture with a changed byte": (
        "a.png", lambda: picture(size=(90, 90)).replace(b"IDAT", b"IDAT\x00", 1), "broken"),
    "a picture with a ZIP archive behind it": (
        "a.jpg", lambda: picture("JPEG") + archive({"a.exe": b"x"}), "another file hidden"),
    "a PNG picture with anything behind it": (
        "a.png", lambda: picture() + b"alert(1)", "other data after its end"),
    "a picture that is a PDF too": (
        "a.gif", lambda: picture("GIF")[:-1] + b"\x21\xfe\x05%PDF-\x00;", "another file hidden"),
    "a picture that is a web page too": (
        "a.jpg",
        lambda: picture("JPEG")[:2] + b"\xff\xfe\x00\x12<script>alert(1)" + picture("JPEG")[2:],
        "another file hidden"),
    "a PDF with a ZIP archive behind it": (
        "a.pdf", lambda: PDF + archive({"a": b"x"}) + b"%%EOF", "another file hidden"),
    "a PDF that is cut off": ("a.pdf", lambda: PDF[:30], "not complete"),
    "a text in Latin-1": ("a.txt", lambda: "Grüße".encode("latin-1"), "byte 2 is the first"),
    "a long text with one bad byte": (
        "a.csv", lambda: b"a;b\n" * 30_000 + b"\xff;c\n", "byte 120000 is the first"),
    "a text in UTF-16": ("a.txt", lambda: "hello".encode("utf-16"), "not in UTF-8"),
    "noise": ("a.bin", lambda: bytes(range(1, 256)) * 9, "knows what kind of file"),
    "noise called a text": ("a.txt", lambda: b"\x00\x01\x02" * 99, "knows what kind of file"),
    "a document that unpacks to far more than its size": (
        "a.docx", lambda: docx(word__x=b"\x00" * 30_000_000), "times its size"),
    "a document that unpacks to more than 200 MB": (
        "a.docx", lambda: docx(word__x=b"\x00" * 210_000_000), "unpacks to 200 MB"),
    "a document with too many parts": (
        "a.docx",
        lambda: docx(**{f"word__{i}": b"" for i in range(3001)}), "parts"),
    "a document with an archive in it": (
        "a.docx", lambda: docx(word__x=archive({"a": b"b"})), "another archive"),
    "a document whose path leads out": (
        "a.docx", lambda: docx(**{"word__..__..__x": b""}), "leads out"),
    "a document with macros": (
        "a.docx", lambda: docx(**{"word__vbaProject.bin": b"x"}), "macros"),
    "a document that is cut off": ("a.docx", lambda: docx()[:-30], "broken"),
    "a document that is locked": (
        "a.docx", lambda: docx().replace(LISTED, LISTED[:-1] + b"\x01"), "password"),
    "a video that is cut off": ("a.mp4", lambda: mp4()[:-10], "not complete"),
    "a video's beginning with anything behind it": (
        "a.mp4", lambda: mp4() + b"<script>", "not complete"),
    "two bytes of an MP3 recording": ("a.mp3", lambda: b"\xff\xfb" + b"z" * 999, "not complete"),
}  # fmt: skip


@pytest.mark.parametrize("case", GOOD)
def test_it_takes(case: str) -> None:
    """The type comes from the bytes, and the file is left at its start."""
    name, build, media_type = GOOD[case]
    content = io.BytesIO(build())
    assert check_file(content, name=name).media_type == media_type
    assert content.tell() == 0


@pytest.mark.parametrize("case", GOOD)
def test_it_takes_the_same_in_another_language(case: str) -> None:
    """The words around it change with the reader, the judgement does not."""
    name, build, media_type = GOOD[case]
    with translation.override("es"):
        assert check_file(io.BytesIO(build()), name=name).media_type == media_type


@pytest.mark.parametrize("case", BAD)
def test_it_refuses(case: str) -> None:
    """The message says what the file really is or what is wrong, and what to do."""
    name, build, words = BAD[case]
    with pytest.raises(UnfitEvidence) as caught:
        check_file(io.BytesIO(build()), name=name)
    assert words in caught.value.problem
    assert caught.value.remedy


@given(
    st.binary(max_size=4000), st.sampled_from(["a.png", "a.docx", "a.txt", "a.mp4", "a.pdf", "a"])
)
def test_any_bytes_are_taken_or_refused_but_never_break_it(content: bytes, name: str) -> None:
    """Whatever comes in, the answer is a kind or a reason."""
    try:
        assert check_file(io.BytesIO(content), name=name).media_type
    except UnfitEvidence as error:
        assert error.problem


@given(st.data())
def test_a_good_file_with_a_changed_part_never_breaks_it(data: st.DataObject) -> None:
    """Cut off or changed anywhere, a file is taken or refused."""
    name, build, _media_type = GOOD[data.draw(st.sampled_from(sorted(GOOD)))]
    content = bytearray(build())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    try:
        check_file(io.BytesIO(bytes(content[:cut])), name=name)
    except UnfitEvidence as error:
        assert error.remedy


def test_receiving_hashes_every_byte() -> None:
    """The digest is of what was sent, also when it goes to disk in between."""
    sent = b"evidence" * 300_000
    with receive(io.BytesIO(sent), max_bytes=len(sent)) as received:
        assert received.sha256 == hashlib.sha256(sent).digest()
        assert received.size_bytes == len(sent)
        assert received.content.read() == sent


def test_receiving_stops_at_the_limit() -> None:
    """A file one byte too large is refused without being read to its end."""
    source = io.BytesIO(b"x" * 10_000_000)
    with (
        pytest.raises(UnfitEvidence, match="larger than"),
        receive(source, max_bytes=100_000),
    ):
        pass
    assert source.tell() < 200_000


def test_an_empty_file_is_refused() -> None:
    """It shows nothing."""
    with pytest.raises(UnfitEvidence, match="empty"), receive(io.BytesIO(), max_bytes=10):
        pass


NAMES = {
    "a plain name": ("photo.jpg", "photo.jpg"),
    "a Windows path": ("C:\\Users\\amina\\photo.jpg", "photo.jpg"),
    "a path that leads out": ("../../etc/passwd", "passwd"),
    "many spaces": ("  my   photo .jpg ", "my photo .jpg"),
    "letters of any script": ("قفل آمن 世界 Ünlock.pdf", "قفل آمن 世界 Ünlock.pdf"),
    "a decomposed letter": ("U\u0308.pdf", "\u00dc.pdf"),
    "letters no file system likes": ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
    "a very long name": ("x" * 400 + ".pdf", "x" * 145 + "….pdf"),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_name_is_kept_as(case: str) -> None:
    """What its owner wrote, without what hides."""
    given_name, kept = NAMES[case]
    assert " ".join(clean_name(given_name).split()) == kept
    assert extension_of(clean_name(given_name)) == extension_of(kept)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("photo\x00.jpg", "U+0000"),
        ("photo\n.jpg", "U+000A"),
        ("photo\x1b[2J.jpg", "U+001B"),
        ("annexe\u202egpj.exe", "reading direction"),
        ("a\u2066b.pdf", "reading direction"),
        ("", "no name"),
        (" . ", "no name"),
        ("folder/", "no name"),
    ],
    ids=[
        "a NUL", "a line break", "an escape", "an override", "an isolate", "nothing",
        "only dots and spaces", "a folder",
    ],
)  # fmt: skip
def test_a_name_is_refused_with(name: str, words: str) -> None:
    """The message says which character it is."""
    with pytest.raises(UnfitEvidence) as caught:
        clean_name(name)
    assert words in caught.value.problem


@given(st.text(max_size=300))
def test_a_kept_name_is_always_one_short_visible_line(name: str) -> None:
    """Whatever is sent, what is kept can be shown and stored."""
    try:
        kept = clean_name(name)
    except UnfitEvidence:
        return
    assert 0 < len(kept) <= 150
    assert not set(kept) & set("/\\\n\r\x00\u202e")


LINKS = ["https://example.org/log?day=12#top", "http://10.0.0.7/board", "https://münchen.example/ü"]


@pytest.mark.parametrize("address", LINKS)
def test_a_link_is_taken(address: str) -> None:
    """It is kept as given, without the spaces around it; it is never fetched."""
    assert check_link(f"  {address}\n") == address


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("javascript:alert(1)", "not a web address"),
        ("data:text/html,<script>", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("//example.org/x", "not a web address"),
        ("example.org", "not a web address"),
        ("https://", "not a web address"),
        ("https://example.org:99999/", "not a web address"),
        ("https://[::1", "not a web address"),
        ("https://amina:secret@example.org/", "user name or password"),
        ("https://amina@example.org/", "user name or password"),
        ("https://example.org/a b", "a space"),
        ("https://example.org/\u202egpj", "cannot be seen"),
        ("https://example.org\\@evil.example/", "cannot be seen"),
        ("https://example.org/" + "x" * 1000, "longer than"),
        ("", "not a web address"),
    ],
)
def test_a_link_is_refused(address: str, words: str) -> None:
    """With what is wrong and what to do."""
    with pytest.raises(UnfitEvidence) as caught:
        check_link(address)
    assert words in caught.value.problem
    assert caught.value.remedy
