"""Previews as the pages show them: addresses, sizes, and the words for who cannot see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from guildmark.server.assessment.previews import can_draw
from guildmark.server.assessment.queries import ArtefactRow, PreviewRow


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One drawn page: where it is, what it is called, and its size in pixels."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PreviewPart:
    """What is shown in place of a picture or a document.

    Attributes:
        is_made: it was tried; False while the job has not run yet.
        problem: why there are no pages, in words.
        rest: pages of the document that are not drawn.
    """

    is_made: bool
    problem: str
    pages: tuple[PreviewPage, ...]
    rest: int


def preview_part(artefact: ArtefactRow, row: PreviewRow | None) -> PreviewPart | None:
    """Return what to show of an artefact; None for kinds that are not drawn."""
    if not can_draw(artefact.media_type):
        return None
    if row is None:
        return PreviewPart(is_made=False, problem="", pages=(), rest=0)
    pages = tuple(
        PreviewPage(
            url=reverse("assessment:preview", args=[artefact.id, number]),
            alt=_words(artefact, number=number, total=row.total),
            width=width,
            height=height,
        )
        for number, (width, height) in enumerate(row.sizes, start=1)
    )
    return PreviewPart(
        is_made=True, problem=row.problem, pages=pages, rest=row.total - len(row.sizes)
    )


def _words(artefact: ArtefactRow, *, number: int, total: int) -> str:
    if artefact.media_type.startswith("image/"):
        return artefact.description or artefact.name
    return _("Page %(number)d of %(total)d of %(name)s") % {
        "number": number,
        "total": total,
        "name": artefact.name,
    }
