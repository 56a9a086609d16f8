"""The writes of this room, one per verb; each checks who may, in one transaction."""

from __future__ import annotations

from guildmark.server.assessment.operations.artefacts import (
    add_file,
    add_link,
    remove_artefact,
    set_visibility,
    sweep_orphans,
)
from guildmark.server.assessment.operations.errors import (
    AlreadyPassed,
    ClaimedByAnother,
    NotClaimed,
    OwnEvidence,
    UnableToDecide,
    UnableToSubmit,
    WrongState,
)
from guildmark.server.assessment.operations.marking import (
    claim,
    decide,
    release,
    save_mark,
)
from guildmark.server.assessment.operations.previews import (
    ask_for_missing_previews,
    make_preview,
)
from guildmark.server.assessment.operations.submissions import (
    list_missing,
    resume,
    save_answers,
    start_submission,
    submit,
    withdraw,
)

__all__ = [
    "AlreadyPassed",
    "ClaimedByAnother",
    "NotClaimed",
    "OwnEvidence",
    "UnableToDecide",
    "UnableToSubmit",
    "WrongState",
    "add_file",
    "add_link",
    "ask_for_missing_previews",
    "claim",
    "decide",
    "list_missing",
    "make_preview",
    "release",
    "remove_artefact",
    "resume",
    "save_answers",
    "save_mark",
    "set_visibility",
    "start_submission",
    "submit",
    "sweep_orphans",
    "withdraw",
]
