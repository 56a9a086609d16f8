"""Previews of stored files: asked for when a file is added, made by a job, gone with the file."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from guildmark.server.assessment.models import Artefact, EvidencePreview, Submission
from guildmark.server.assessment.previews import Drawing, can_draw, draw
from guildmark.server.assessment.queries.results import open_stored
from guildmark.server.base.clock import now
from guildmark.server.base.errors import NotFound
from guildmark.server.base.jobs import defer

_JOB: Final = "assessment.preview"
# Longer than a job waits in a working installation.
_PATIENCE: Final = timedelta(hours=6)
_MOST_AT_ONCE: Final = 500


def evidence_storage() -> Storage:
    """Return where files lie: the storage that settings call "evidence"."""
    return storages["evidence"]


def ask_for_preview(artefact: Artefact) -> None:
    """Write the job down that draws the file, in the transaction that adds it."""
    if artefact.kind == Artefact.Kind.FILE and can_draw(artefact.media_type):
        defer(_JOB, artefact_id=str(artefact.id))


def ask_for_missing_previews(*, older_than: timedelta = _PATIENCE) -> int:
    """Ask again for what was never drawn, and return for how many files.

    A job that failed for good leaves such files, and so does a version of Guildmark that had none.
    """
    found = (
        Artefact.objects.filter(
            Q(media_type="application/pdf") | Q(media_type__startswith="image/"),
            ~Exists(EvidencePreview.objects.filter(storage_name=OuterRef("storage_name"))),
            kind=Artefact.Kind.FILE,
            created_at__lt=now() - older_than,
        )
        .order_by("storage_name", "-created_at")
        .distinct("storage_name")[:_MOST_AT_ONCE]
    )
    for artefact in found:
        ask_for_preview(artefact)
    return len(found)


def make_preview(artefact_id: UUID) -> None:
    """Draw a file's first pages and keep the pictures, or remember why there are none.

    Doing it twice does nothing the second time. Nothing is kept of a file that was removed while it
    was drawn: the submission's lock, which removing takes too, decides who is first.
    """
    artefact = (
        Artefact.objects.filter(id=artefact_id, kind=Artefact.Kind.FILE)
        .select_related("attempt")
        .first()
    )
    if artefact is None or not can_draw(artefact.media_type) or _is_made(artefact.storage_name):
        return
    drawing = _draw(artefact)
    kept: list[str] = []
    try:
        with transaction.atomic():
            locked = Submission.objects.select_for_update().filter(
                id=artefact.attempt.submission_id
            )
            submission = locked.first()
            still_there = Artefact.objects.filter(storage_name=artefact.storage_name).exists()
            if submission is None or not still_there or _is_made(artefact.storage_name):
                return
            EvidencePreview.objects.create(
                submission=submission,
                storage_name=artefact.storage_name,
                pages=_keep(drawing, storage_name=artefact.storage_name, kept=kept),
                total=drawing.total,
                problem=drawing.problem,
            )
    except BaseException:
        for name in kept:
            evidence_storage().delete(name)
        raise


def forget_preview(storage_name: str) -> list[str]:
    """Delete the row of a file that no attempt uses any more; return where its pictures lie."""
    if Artefact.objects.filter(storage_name=storage_name).exists():
        return []
    pictures = pictures_of(storage_name)
    EvidencePreview.objects.filter(storage_name=storage_name).delete()
    return pictures


def pictures_of(storage_name: str) -> list[str]:
    """Return where the pictures drawn from one stored file lie."""
    return sorted(preview_pictures({storage_name}))


def preview_pictures(storage_names: Collection[str]) -> set[str]:
    """Return where the pictures drawn from these stored files lie."""
    found = EvidencePreview.objects.filter(storage_name__in=storage_names)
    return {page["name"] for pages in found.values_list("pages", flat=True) for page in pages}


def _is_made(storage_name: str) -> bool:
    return EvidencePreview.objects.filter(storage_name=storage_name).exists()


def _draw(artefact: Artefact) -> Drawing:
    try:
        content = open_stored(artefact.storage_name)
    except NotFound:
        return Drawing(problem=EvidencePreview.Problem.UNREADABLE)
    with content:
        return draw(content, media_type=artefact.media_type)


def _keep(drawing: Drawing, *, storage_name: str, kept: list[str]) -> list[dict[str, str | int]]:
    """Store the pictures; `kept` tells what was stored, also when storing stops half-way."""
    storage = evidence_storage()
    pages: list[dict[str, str | int]] = []
    for number, page in enumerate(drawing.pages, start=1):
        wanted = f"{storage_name}-{number}.webp"
        storage.delete(wanted)  # A process that was killed here may have left one.
        kept.append(storage.save(wanted, ContentFile(page.content)))
        pages.append({"name": kept[-1], "width": page.width, "height": page.height})
    return pages
