"""Texts: UTF-8, readable, nothing else."""

from __future__ import annotations

import codecs
import re
from typing import IO, Final

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.kinds import (
    BY_EXTENSION,
    CSV,
    MARKDOWN,
    TEXT,
    FileType,
)
from guildmark.server.assessment.evidence.problems import UnfitEvidence

_PIECE_BYTES: Final = 64 * 1024
# Line feed, carriage return, tabulator, form feed: the controls that texts do contain.
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
# In Windows-1252 and its kin the upper half holds letters, no controls.
_UPPER_HALF: Final = dict.fromkeys(range(0x7F, 0x100), "x")
_OTHER_ENCODINGS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_type(content: IO[bytes], *, extension: str) -> FileType:
    """Return which kind of text the file is; its bytes must be UTF-8 from first to last.

    Raises:
        UnfitEvidence: it is in another encoding, or no text at all; the position is named.
    """
    content.seek(0)
    start = content.read(4)
    content.seek(0)
    if start.startswith(_OTHER_ENCODINGS):
        raise _not_utf8(position=0)
    _read_through(content, extension=extension)
    if extension in CSV.extensions:
        return CSV
    return MARKDOWN if extension in MARKDOWN.extensions else TEXT


def _read_through(content: IO[bytes], *, extension: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    position = 0
    while True:
        piece = content.read(_PIECE_BYTES)
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            if _looks_like_text(piece, extension=extension):
                raise _not_utf8(position=position - held + error.start) from None
            raise _unknown() from None
        if _CONTROLS.search(text):
            raise _unknown()
        if not piece:
            return
        position += len(piece)


def _looks_like_text(piece: bytes, *, extension: str) -> bool:
    expected = BY_EXTENSION.get(extension)
    readable = not _CONTROLS.search(piece.decode("latin-1").translate(_UPPER_HALF))
    return (expected is None or expected.group == "text") and readable


def _not_utf8(*, position: int) -> UnfitEvidence:
    return UnfitEvidence(
        _("The text is not in UTF-8 (byte %d is the first that does not fit).") % position,
        _("Save it again with the encoding UTF-8, or as PDF, and add that."),
    )


def _unknown() -> UnfitEvidence:
    return UnfitEvidence(
        _("Nothing here knows what kind of file this is."),
        _(
            "Add a PDF, a picture (JPEG, PNG, WebP, GIF), a text, an office document "
            "(DOCX, XLSX, PPTX, ODT), or a recording (MP3, M4A, MP4, WebM)."
        ),
    )
