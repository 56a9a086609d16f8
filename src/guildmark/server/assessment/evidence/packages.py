"""Office documents are ZIP archives: looked through, with bounds, before they are taken.

Nothing is unpacked to disk. Sizes are counted while reading, since a bomb lies about them.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, Final

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.kinds import (
    DOCX,
    ODT,
    OLD_OFFICE,
    PPTX,
    XLSX,
    ZIP,
    FileType,
)
from guildmark.server.assessment.evidence.problems import UnfitEvidence

MAX_ENTRIES: Final = 3000
MAX_UNPACKED_BYTES: Final = 200 * 1024 * 1024
# Text in office documents packs to a twentieth at best; pictures hardly at all.
MAX_RATIO: Final = 100
# Below this an odd ratio harms nobody (an empty sheet packs well).
_SMALL_BYTES: Final = 4 * 1024 * 1024
_PIECE_BYTES: Final = 256 * 1024
_MACROS: Final = "vbaproject.bin"
# What zipfile raises for archives that are damaged or use what it does not know.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def package_type(content: IO[bytes]) -> FileType:
    """Tell which office document a ZIP archive is; any other archive stays a ZIP archive."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            names = set(package.namelist()[: MAX_ENTRIES + 1])
            if "mimetype" in names and package.getinfo("mimetype").file_size < 200:
                return _open_document(package.read("mimetype"))
    except _BROKEN:
        raise _broken() from None
    if "[Content_Types].xml" not in names:
        return ZIP
    for start, kind in (("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)):
        if any(name.startswith(start) for name in names):
            return kind
    return ZIP


def check_package(content: IO[bytes]) -> None:
    """Refuse bombs, paths that lead out, archives within, macros and locked documents.

    Raises:
        UnfitEvidence: with what was found.
    """
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as package:
            _check_directory(package)
            _read_through(package)
    except UnfitEvidence:
        raise
    except _BROKEN:
        raise _broken() from None


def _check_directory(package: zipfile.ZipFile) -> None:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise _bomb(_("it holds %d parts") % len(entries))
    if len({entry.header_offset for entry in entries}) != len(entries):
        raise _bomb(_("its parts overlap"))
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise _bomb(_("it unpacks to %d MB") % (unpacked // 1024 // 1024))
    if unpacked > _SMALL_BYTES and unpacked > MAX_RATIO * max(packed, 1):
        raise _bomb(_("it unpacks to %d times its size") % (unpacked // max(packed, 1)))
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if ".." in parts or entry.filename.startswith(("/", "\\")) or ":" in parts[0]:
            raise _bomb(_("a part's path leads out of it"))
        if entry.flag_bits & 1:
            raise UnfitEvidence(
                _("The document is locked with a password."),
                _("Save it without a password and add that."),
            )
        if parts[-1].lower() == _MACROS:
            raise UnfitEvidence(
                _("The document holds macros (small programs)."),
                _("Save it without macros, or as PDF, and add that."),
            )


def _read_through(package: zipfile.ZipFile) -> None:
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            first = True
            while piece := part.read(_PIECE_BYTES):
                if first and piece.startswith(b"PK\x03\x04") and not _may_embed(entry.filename):
                    raise _bomb(_("it holds another archive"))
                first = False
                total += len(piece)
                if total > MAX_UNPACKED_BYTES:
                    raise _bomb(_("it unpacks to more than it says"))


def _may_embed(filename: str) -> bool:
    """A chart in a presentation brings its workbook along: office programs do that themselves."""
    return "/embeddings/" in filename and filename.lower().endswith((".xlsx", ".docx", ".pptx"))


def _open_document(mimetype: bytes) -> FileType:
    return ODT if mimetype.strip() == ODT.media_type.encode() else OLD_OFFICE


def _bomb(reason: str) -> UnfitEvidence:
    return UnfitEvidence(
        _("The document is built like one meant to do harm: %s.") % reason,
        _("Save it as PDF and add that."),
    )


def _broken() -> UnfitEvidence:
    return UnfitEvidence(
        _("The document is broken or not complete."),
        _("Open it, save it again, and add that."),
    )
