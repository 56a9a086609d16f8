"""Decide what a received file is, and whether it can be taken."""

from __future__ import annotations

import zipfile
from typing import IO, Final

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence import images, media, packages, texts
from guildmark.server.assessment.evidence.kinds import PDF, ZIP, FileType, detect_type
from guildmark.server.assessment.evidence.names import expected_type, extension_of
from guildmark.server.assessment.evidence.problems import UnfitEvidence

_HEAD_BYTES: Final = 4096
# Readers of PDF accept the header anywhere in here (ISO 32000-1, annex H, note 13).
_PDF_SEARCH_BYTES: Final = 1024
_PDF_TAIL_BYTES: Final = 8192


def check_file(content: IO[bytes], *, name: str) -> FileType:
    """Return the kind of the file, decided from its bytes.

    Args:
        content: readable and seekable; left positioned at its start.
        name: already cleaned (`clean_name`).

    Raises:
        UnfitEvidence: the kind is not taken, the name says something else, or the file is broken,
            two files in one, or made to harm whoever opens it.
    """
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    kind = detect_type(head)
    if kind is ZIP:
        kind = packages.package_type(content)
    if kind is None:
        kind = texts.text_type(content, extension=extension_of(name))
    if kind.group == "refused":
        raise UnfitEvidence(
            _("This is %s, which cannot be taken as evidence.") % kind.label,
            str(kind.remedy),
        )
    _check_name(kind, name=name)
    _check_content(kind, content)
    _refuse_two_in_one(kind, content, head=head)
    content.seek(0)
    return kind


def _check_name(kind: FileType, *, name: str) -> None:
    expected = expected_type(name)
    ending = extension_of(name)
    if expected is None or ending in kind.extensions:
        return
    if expected.media_type and expected.group == kind.group == "text":
        return
    raise UnfitEvidence(
        _("The name ends in “%(ending)s”, but the file is really %(kind)s.")
        % {"ending": ending, "kind": kind.label},
        _("Rename it so that it ends in “%s”, or add the file that you meant.")
        % kind.extensions[0],
    )


def _check_content(kind: FileType, content: IO[bytes]) -> None:
    if kind.group == "image":
        images.check_image(content, kind=kind)
    elif kind.group == "package":
        packages.check_package(content)
    elif kind.group in ("sound", "video"):
        media.check_media(content, kind=kind)
    elif kind is PDF:
        _check_pdf(content)


def _check_pdf(content: IO[bytes]) -> None:
    content.seek(0, 2)
    content.seek(max(0, content.tell() - _PDF_TAIL_BYTES))
    if b"%%EOF" not in content.read():
        raise UnfitEvidence(
            _("The PDF document is not complete."),
            _("Save or download it again, check that it opens, then add it."),
        )


def _refuse_two_in_one(kind: FileType, content: IO[bytes], *, head: bytes) -> None:
    """Refuse a file that another program would open as something else.

    A ZIP reader looks at the end, a PDF reader within the first kilobyte, and an old browser for
    mark-up anywhere at the start: the three ways to hide one file in another.
    """
    start = head[:_PDF_SEARCH_BYTES].lower()
    hidden = (
        (kind.group != "package" and zipfile.is_zipfile(content))
        or (kind is not PDF and kind.group != "text" and b"%pdf-" in start)
        or (kind.group != "text" and (b"<script" in start or b"<html" in start))
    )
    if hidden:
        raise UnfitEvidence(
            _("This is %s with another file hidden in it.") % kind.label,
            _("Open it, save it again as a new file, and add that."),
        )
