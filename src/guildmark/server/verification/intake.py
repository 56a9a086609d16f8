"""From what a visitor hands over to the text of one credential.

A credential travels as JSON, as a token, or baked into a PNG or SVG badge (Open Badges 3.0, 5.3).
Everything else is refused by its name, with the way out. Nothing is judged here and nothing is
kept: the text goes to the engine as it was found.
"""

from __future__ import annotations

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from guildmark.credentials.baking import unbake_png, unbake_svg
from guildmark.credentials.errors import CredentialError
from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.verification.reasons import reason_in_words

__all__ = ["MAX_UPLOAD_BYTES", "parse_paste", "parse_upload"]

# A badge image with its credential is some 100 kB; 2 MB leaves room and bounds the work.
MAX_UPLOAD_BYTES: Final = 2 * 1024 * 1024

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_UTF8_BOM: Final = b"\xef\xbb\xbf"


def parse_paste(text: str, *, field: str = "text") -> str:
    """Return the pasted text without white space around it.

    Raises:
        InvalidInput: nothing was pasted, too much was, or it is an address.
    """
    document = text.strip().lstrip("\ufeff").strip()
    if not document:
        raise _refused(
            field,
            _("Nothing was pasted."),
            _("Paste the whole credential: JSON begins with {, a token with eyJ."),
        )
    _check_size(len(document.encode("utf-8", "surrogatepass")), field=field)
    if document.startswith(("http://", "https://")):
        raise _refused(
            field,
            _("This is an address, not a credential."),
            _("Choose “An address on the web” and put it there."),
        )
    if document.startswith("<"):
        return parse_upload(document.encode("utf-8", "surrogatepass"), field=field)
    return document


def parse_upload(content: bytes, *, field: str = "file") -> str:
    """Return the credential's text from a JSON or token file or out of a PNG or SVG badge.

    The kind is told by the first bytes; names and media types may lie.

    Raises:
        InvalidInput: empty, larger than `MAX_UPLOAD_BYTES`, of another kind, or without a
            credential in it.
    """
    if not content.strip():
        raise _refused(
            field,
            _("The file is empty."),
            _("Choose the JSON, PNG or SVG file of the credential."),
        )
    _check_size(len(content), field=field)
    if content.startswith(_PNG):
        return _unbake(content, field=field)
    kind = _foreign_kind(content)
    if kind:
        raise _refused(
            field,
            _("This is %(kind)s, and no credential can be read out of it.") % {"kind": kind},
            _("Ask for the credential's JSON file, or its PNG or SVG badge."),
        )
    try:
        text = content.removeprefix(_UTF8_BOM).decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise _refused(
            field,
            _("The file is not UTF-8 text (the first unreadable byte is number %(place)s).")
            % {"place": error.start + 1},
            _("Download the credential again; do not open and save it in an editor on the way."),
        ) from error
    if text.startswith("<"):
        if "<svg" not in text[:4096].lower():
            raise _refused(
                field,
                _("This is a web page or another XML file, not a badge."),
                _("Use the page's download, or check the page by its address."),
            )
        return _unbake(content, field=field)
    return text


def _unbake(content: bytes, *, field: str) -> str:
    try:
        if content.startswith(_PNG):
            return unbake_png(content)
        return unbake_svg(content)
    except CredentialError as error:
        raise _refused(
            field,
            _("No credential can be read out of this picture: %(reason)s")
            % {"reason": reason_in_words(str(error))[0]},
            _(
                "Use the badge as it was downloaded: sending it by a messenger or taking a picture"
                " of the screen removes what is inside."
            ),
        ) from error


def _foreign_kind(content: bytes) -> str:
    """Name the kind of file that begins with these bytes; empty when it may be text."""
    kinds = (
        (b"%PDF", _("a PDF document")),
        (b"PK\x03\x04", _("a ZIP archive or an office document")),
        (b"\xff\xd8\xff", _("a JPEG picture")),
        (b"GIF8", _("a GIF picture")),
        (b"\x1f\x8b", _("a compressed file")),
        (b"RIFF", _("a WebP picture or a recording")),
    )
    return next((name for magic, name in kinds if content.startswith(magic)), "")


def _check_size(size_bytes: int, *, field: str) -> None:
    if size_bytes > MAX_UPLOAD_BYTES:
        raise _refused(
            field,
            _("This is %(size)s MB; the most that is read is 2 MB.")
            % {"size": number_format(size_bytes / 1024 / 1024, 1)},
            _("Use the JSON file of the credential: it is seldom larger than 0.1 MB."),
        )


def _refused(field: str, problem: str, remedy: str) -> InvalidInput:
    return InvalidInput(findings=[Finding(field, problem, remedy)])
