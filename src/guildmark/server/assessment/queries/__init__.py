"""The reads of this room; typed rows, a fixed number of queries each."""

from __future__ import annotations

from guildmark.server.assessment.queries.attempts import open_attempt
from guildmark.server.assessment.queries.results import (
    ArtefactRow,
    MarkRow,
    ResultRow,
    artefact_file,
    result,
)

__all__ = [
    "ArtefactRow",
    "MarkRow",
    "ResultRow",
    "artefact_file",
    "open_attempt",
    "result",
]
