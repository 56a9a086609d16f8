"""The previews of a submission's files, and one picture of them for whoever may see the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.assessment.models import Artefact, EvidencePreview
from guildmark.server.assessment.queries.evidence import visible_file
from guildmark.server.assessment.queries.results import open_stored
from guildmark.server.base.errors import NotFound
from guildmark.server.organizations.permissions import Actor


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """What was drawn of one file.

    Attributes:
        sizes: width and height in pixels of each page that was drawn, in order.
        total: how many pages the document has.
        problem: why there is nothing to see, in words; empty where there is.
    """

    sizes: tuple[tuple[int, int], ...]
    total: int
    problem: str


def previews(submission_id: UUID) -> Mapping[UUID, PreviewRow]:
    """Return what was drawn of a submission's files, by artefact, in two queries.

    A file that is not in it has not been drawn yet, or is of a kind that is not drawn.
    """
    made = {
        row.storage_name: row for row in EvidencePreview.objects.filter(submission_id=submission_id)
    }
    files = Artefact.objects.filter(attempt__submission_id=submission_id, storage_name__in=made)
    return {
        artefact_id: PreviewRow(
            sizes=tuple((page["width"], page["height"]) for page in made[name].pages),
            total=made[name].total,
            problem=made[name].get_problem_display() if made[name].problem else "",
        )
        for artefact_id, name in files.values_list("id", "storage_name")
    }


def open_preview(artefact_id: UUID, *, page: int, actor: Actor) -> IO[bytes]:
    """Open one page of a file's preview for whoever may open the file; the caller closes it.

    Args:
        page: counted from 1.

    Raises:
        NotFound: no such file or page, or not for this actor.
    """
    artefact = visible_file(artefact_id, actor=actor)
    row = EvidencePreview.objects.filter(storage_name=artefact.storage_name).first()
    if row is None or not 1 <= page <= len(row.pages):
        raise NotFound(message=_("There is no such page in this preview."))
    return open_stored(row.pages[page - 1]["name"])
