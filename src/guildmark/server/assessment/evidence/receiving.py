"""Take an upload in, piece by piece, with its digest and never more than allowed."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.problems import UnfitEvidence

_PIECE_BYTES: Final = 64 * 1024
_KEPT_IN_MEMORY_BYTES: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """An upload as it lies in a temporary file, positioned at its start.

    Attributes:
        content: readable, seekable; gone when the context of `receive` ends.
        sha256: of every byte received, 32 bytes.
    """

    content: IO[bytes]
    sha256: bytes
    size_bytes: int


@contextmanager
def receive(source: BinaryIO, *, max_bytes: int) -> Iterator[ReceivedFile]:
    """Copy an upload into a temporary file while hashing it; delete that when the context ends.

    Raises:
        UnfitEvidence: it is empty or larger than `max_bytes`; reading stops there.
    """
    with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY_BYTES) as kept:
        digest = hashlib.sha256()
        size = 0
        while piece := source.read(_PIECE_BYTES):
            size += len(piece)
            if size > max_bytes:
                raise UnfitEvidence(
                    _("The file is larger than %s.") % filesizeformat(max_bytes),
                    _("Make it smaller, split it, or give a link to it instead."),
                )
            digest.update(piece)
            kept.write(piece)
        if not size:
            raise UnfitEvidence(
                _("The file is empty."),
                _("Check it on your device, then add it again."),
            )
        kept.seek(0)
        yield ReceivedFile(content=kept, sha256=digest.digest(), size_bytes=size)
