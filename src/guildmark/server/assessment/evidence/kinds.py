"""The kinds of file that are known by their first bytes: taken, or named when refused.

Source: the signatures of PNG (ISO/IEC 15948), JPEG (ITU T.81), GIF89a, WebP (RFC 9649), PDF
(ISO 32000-2, 7.5.2), ZIP (APPNOTE 4.3.7), ISO base media files (ISO/IEC 14496-12, 4.3), EBML
(RFC 8794), ID3v2 and MPEG audio (ISO/IEC 11172-3, 2.4.2.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


# Compared by identity: equality would look at labels, which change with the language.
@dataclass(frozen=True, slots=True, eq=False)
class FileType:
    """One kind of file.

    Attributes:
        media_type: as it is served; "" for kinds that are refused.
        label: with its article, as in "this is really a PNG picture".
        extensions: the endings that agree with it, the usual one first, with the dot.
        group: "image", "document", "text", "package", "sound", "video", or "refused".
        remedy: for refused kinds, what to do instead.
    """

    media_type: str
    label: str | Promise
    extensions: tuple[str, ...]
    group: str
    remedy: str | Promise = ""


PNG = FileType("image/png", _("a PNG picture"), (".png",), "image")
JPEG = FileType("image/jpeg", _("a JPEG picture"), (".jpg", ".jpeg", ".jpe", ".jfif"), "image")
GIF = FileType("image/gif", _("a GIF picture"), (".gif",), "image")
WEBP = FileType("image/webp", _("a WebP picture"), (".webp",), "image")
PDF = FileType("application/pdf", _("a PDF document"), (".pdf",), "document")
MP3 = FileType("audio/mpeg", _("an MP3 recording"), (".mp3",), "sound")
M4A = FileType("audio/mp4", _("an M4A recording"), (".m4a", ".mp4"), "sound")
MP4 = FileType("video/mp4", _("an MP4 video"), (".mp4", ".m4v", ".m4a"), "video")
MOV = FileType("video/quicktime", _("a QuickTime video"), (".mov", ".qt"), "video")
WEBM = FileType("video/webm", _("a WebM recording"), (".webm", ".weba"), "video")
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
DOCX = FileType(
    f"{_OPEN_XML}wordprocessingml.document", _("a Word document"), (".docx",), "package"
)
XLSX = FileType(f"{_OPEN_XML}spreadsheetml.sheet", _("an Excel workbook"), (".xlsx",), "package")
PPTX = FileType(
    f"{_OPEN_XML}presentationml.presentation",
    _("a PowerPoint presentation"),
    (".pptx",),
    "package",
)
ODT = FileType(
    "application/vnd.oasis.opendocument.text",
    _("an OpenDocument text"),
    (".odt",),
    "package",
)
TEXT = FileType("text/plain", _("a plain text"), (".txt", ".text", ".log"), "text")
CSV = FileType("text/csv", _("a CSV table"), (".csv",), "text")
MARKDOWN = FileType("text/markdown", _("a Markdown text"), (".md", ".markdown"), "text")

ACCEPTED: Final = (
    PDF, JPEG, PNG, WEBP, GIF, TEXT, MARKDOWN, CSV, DOCX, XLSX, PPTX, ODT, MP3, M4A, MP4, MOV, WEBM,
)  # fmt: skip

_AS_PDF = _("Save or export it as PDF and add that.")
_AS_PNG = _("Save it as PNG and add that.")
_UNPACK = _("Unpack it and add the files one by one.")
_NO_PROGRAM = _("Programs are not taken. Add a screenshot, a recording or a document instead.")


def _refused(label: str | Promise, *extensions: str, remedy: str | Promise) -> FileType:
    return FileType("", label, extensions, "refused", remedy)


SVG = _refused(_("an SVG drawing"), ".svg", ".svgz", remedy=_AS_PNG)
HTML = _refused(_("a web page"), ".html", ".htm", ".xhtml", ".shtml", remedy=_AS_PDF)
XML = _refused(_("an XML file"), ".xml", remedy=_AS_PDF)
ZIP = _refused(_("a ZIP archive"), ".zip", remedy=_UNPACK)
OTHER_IMAGE = _refused(
    _("a picture in a format that browsers do not show"),
    ".heic", ".heif", ".avif", ".tif", ".tiff", ".bmp", ".ico", ".psd",
    remedy=_("Save it as JPEG or PNG and add that."),
)  # fmt: skip
OTHER_SOUND = _refused(
    _("a recording in a format that is not taken"),
    ".wav", ".flac", ".ogg", ".opus", ".avi", ".wmv", ".mkv", ".3gp", ".aiff",
    remedy=_("Save it as MP3, M4A, MP4 or WebM and add that."),
)  # fmt: skip
OLD_OFFICE = _refused(
    _("a document of an old office program"),
    ".doc", ".xls", ".ppt", ".rtf", ".docm", ".xlsm", ".pptm", ".ods", ".odp", ".pages", ".key",
    remedy=_AS_PDF,
)  # fmt: skip
ARCHIVE = _refused(
    _("an archive"),
    ".gz",
    ".tgz",
    ".bz2",
    ".xz",
    ".7z",
    ".rar",
    ".tar",
    ".zst",
    remedy=_UNPACK,
)
PROGRAM = _refused(
    _("a program"),
    ".exe", ".dll", ".com", ".msi", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".jar", ".apk", ".app",
    ".elf", ".so", ".dmg", ".iso", ".lnk",
    remedy=_NO_PROGRAM,
)  # fmt: skip

_REFUSED: Final = (
    SVG, HTML, XML, ZIP, OTHER_IMAGE, OTHER_SOUND, OLD_OFFICE, ARCHIVE, PROGRAM,
)  # fmt: skip

# The ending of a name → the kind a reader of the name would expect.
BY_EXTENSION: Final[Mapping[str, FileType]] = MappingProxyType(
    {extension: kind for kind in reversed((*ACCEPTED, *_REFUSED)) for extension in kind.extensions}
)

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ\x00", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"MZ", PROGRAM),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"#!", PROGRAM),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"{\\rtf", OLD_OFFICE),
    (b"BM", OTHER_IMAGE),
    (b"II*\x00", OTHER_IMAGE),
    (b"MM\x00*", OTHER_IMAGE),
    (b"8BPS", OTHER_IMAGE),
    (b"\x00\x00\x01\x00", OTHER_IMAGE),
    (b"fLaC", OTHER_SOUND),
    (b"OggS", OTHER_SOUND),
    (b"FORM", OTHER_SOUND),
)
_BRANDS: Final[Mapping[bytes, FileType]] = MappingProxyType(
    {
        b"qt  ": MOV, b"M4A ": M4A, b"M4B ": M4A, b"heic": OTHER_IMAGE, b"heix": OTHER_IMAGE,
        b"mif1": OTHER_IMAGE, b"msf1": OTHER_IMAGE, b"hevc": OTHER_IMAGE, b"avif": OTHER_IMAGE,
        b"avis": OTHER_IMAGE, b"crx ": OTHER_IMAGE, b"3gp4": OTHER_SOUND, b"3gp5": OTHER_SOUND,
        b"3gp6": OTHER_SOUND,
    }
)  # fmt: skip


def detect_type(head: bytes) -> FileType | None:
    """Tell the kind of a file from its first bytes; None where they say nothing (text, perhaps).

    Args:
        head: the first 4096 bytes, or the whole file where it is shorter.
    """
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], MP4)
    if head[:4] == b"RIFF":
        return WEBP if head[8:12] == b"WEBP" else OTHER_SOUND
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return WEBM if b"webm" in head[:64] else OTHER_SOUND
    if head[:3] == b"ID3" or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE0 == 0xE0):
        return JPEG if head[:3] == b"\xff\xd8\xff" else _sound(head)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (len(signature) > 2 or _is_binary(head)):
            return kind
    return _marked_up(head)


def _sound(head: bytes) -> FileType | None:
    # UTF-16 text starts with FF FE, which no MPEG layer III frame header does.
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return None
    return MP3


def _is_binary(head: bytes) -> bool:
    """Keep "BMW …" or "MZ-4 …", the start of a text, from being taken for a picture or program."""
    return b"\x00" in head[:512] or head[:2] == b"#!"


def _marked_up(head: bytes) -> FileType | None:
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start.startswith(b"<"):
        return None
    if b"<svg" in start:
        return SVG
    if any(mark in start for mark in (b"<!doctype html", b"<html", b"<script", b"<body", b"<head")):
        return HTML
    return XML if start.startswith((b"<?xml", b"<!doctype")) else None
