"""The reads of this room; typed rows, a fixed number of queries each."""

from __future__ import annotations

from guildmark.server.assessment.queries.attempts import open_attempt
from guildmark.server.assessment.queries.desk import (
    DecidedRow,
    DeskRow,
    DraftMark,
    QueueCounts,
    QueueRow,
    decided_recently,
    desk,
    next_free,
    queue,
    queue_achievements,
    queue_counts,
    waiting_count,
)
from guildmark.server.assessment.queries.evidence import (
    OpenArtefact,
    open_artefact,
    open_artefact_for,
)
from guildmark.server.assessment.queries.history import AttemptRow, Changes, DecisionRow
from guildmark.server.assessment.queries.learning import (
    OwnSubmissionRow,
    SubmissionRow,
    own_submission,
    own_submissions,
    submission_of_version,
)
from guildmark.server.assessment.queries.previews import PreviewRow, open_preview, previews
from guildmark.server.assessment.queries.results import (
    ArtefactRow,
    MarkRow,
    ResultRow,
    artefact_file,
    result,
)

__all__ = [
    "ArtefactRow",
    "AttemptRow",
    "Changes",
    "DecidedRow",
    "DecisionRow",
    "DeskRow",
    "DraftMark",
    "MarkRow",
    "OpenArtefact",
    "OwnSubmissionRow",
    "PreviewRow",
    "QueueCounts",
    "QueueRow",
    "ResultRow",
    "SubmissionRow",
    "artefact_file",
    "decided_recently",
    "desk",
    "next_free",
    "open_artefact",
    "open_artefact_for",
    "open_attempt",
    "open_preview",
    "own_submission",
    "own_submissions",
    "previews",
    "queue",
    "queue_achievements",
    "queue_counts",
    "result",
    "submission_of_version",
    "waiting_count",
]
