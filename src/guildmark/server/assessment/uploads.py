"""Stop a file that is too large while it arrives, before it fills the disk.

Django writes an upload to a temporary file before any view runs. This handler, first in
`FILE_UPLOAD_HANDLERS`, drops a file that grows past the limit and leaves its name on the request,
so that the form can say what happened (`oversized_upload`). A program is refused at once.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.base.problem import wants_json


class SizeLimitHandler(FileUploadHandler):
    """Passes each piece on until the limit; then the whole file is left out."""

    def new_file(self, *arguments: Any, **options: Any) -> None:
        """Begin to count."""
        super().new_file(*arguments, **options)
        self._received_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count a piece and pass it on.

        Raises:
            SkipFile: the file is larger than any upload may be.
            InvalidInput: so it is, and a program sent it.
        """
        self._received_bytes += len(raw_data)
        if self._received_bytes > settings.EVIDENCE_MAX_BYTES:
            self._refuse()
        return raw_data

    def _refuse(self) -> None:
        request = self.request
        if request is not None and wants_json(request):
            raise InvalidInput(findings=[Finding("file", *describe_limit())])
        request.oversized_upload = self.file_name  # type: ignore[union-attr]
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""


def oversized_upload(request: HttpRequest) -> str:
    """Return the name of a file that was too large to be received; empty where none was.

    Read `request.POST` or `request.FILES` first: that is when the body is received.
    """
    return str(getattr(request, "oversized_upload", "") or "")


def describe_limit() -> tuple[str, str]:
    """Say that a file is larger than may be sent, and what to do about it."""
    return (
        _("The file is larger than %s.") % filesizeformat(settings.EVIDENCE_MAX_BYTES),
        _("Make it smaller, split it, or give a link to it instead."),
    )
