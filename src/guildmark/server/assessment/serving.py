"""Send a stored file to a browser so that it can do nothing there but be seen.

Whatever a file turns out to contain, it runs no script, sends no request, cannot be read by other
sites, is never taken for another type, and leaves no copy in a shared cache. Other rooms that show
evidence (`wallet`) answer with this too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.http import content_disposition_header

from guildmark.server.assessment.queries import OpenArtefact

_PIECE_BYTES: Final = 64 * 1024
_SANDBOX: Final = (
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_SHOWN_INLINE: Final = ("image/", "text/", "audio/", "video/")
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def send_artefact(request: HttpRequest, opened: OpenArtefact) -> HttpResponseBase:
    """Return the response for an open artefact; it closes the file when it was sent.

    Pictures, texts, sound and video are shown; everything else, and anything with `?download` in
    the address, is saved. PDF documents are saved too: no browser's reader starts in a sandbox, and
    pages show their preview. One byte range is answered, as players ask for.
    """
    artefact = opened.artefact
    media_type = artefact.media_type
    if media_type.startswith("text/"):
        media_type = "text/plain; charset=utf-8"
    shown = media_type.startswith(_SHOWN_INLINE)
    response = _answer(request, opened.content, size=artefact.size_bytes)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = (
        content_disposition_header(not shown or "download" in request.GET, artefact.name)
        or "inline"
    )
    response.headers["Accept-Ranges"] = "bytes"
    _seal(response)
    return response


def send_preview(content: IO[bytes]) -> HttpResponseBase:
    """Return the response for one picture of a preview; it closes the file when it was sent."""
    response = FileResponse(content, content_type="image/webp")
    response.headers["Content-Disposition"] = "inline"
    _seal(response)
    return response


def _seal(response: HttpResponseBase) -> None:
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"


def _answer(request: HttpRequest, content: IO[bytes], *, size: int) -> HttpResponseBase:
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None or wanted.groups() == ("", ""):
        response = StreamingHttpResponse(_Pieces(content, size=size))
        response.headers["Content-Length"] = str(size)
        return response
    first, last = _bounds(wanted.group(1), wanted.group(2), size=size)
    if first > last or first >= size:
        content.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    content.seek(first)
    length = last - first + 1
    response = StreamingHttpResponse(_Pieces(content, size=length), status=206)
    response.headers["Content-Length"] = str(length)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _bounds(first: str, last: str, *, size: int) -> tuple[int, int]:
    if not first:  # The last n bytes.
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


class _Pieces:
    """Reads a part of an open file piece by piece.

    A class and no generator: one that nobody began, as for HEAD or a visitor who has left, would
    not close the file.
    """

    def __init__(self, content: IO[bytes], *, size: int) -> None:
        self._content = content
        self._left = size

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._content.read(min(_PIECE_BYTES, self._left)) if self._left > 0 else b""
        if not piece:
            self.close()
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Close the file; Django calls this when the response is closed."""
        self._left = 0
        self._content.close()
