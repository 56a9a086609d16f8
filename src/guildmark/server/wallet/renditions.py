"""One credential in the forms it travels in: JSON, baked PNG and SVG, PDF, QR code, share picture.

The JSON is the stored text, byte for byte as it was signed; the others carry or show that text.
The badge of a demo installation bears its ribbon, the certificate its mark.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override

from guildmark.credentials.baking import bake_png, bake_svg
from guildmark.server.assessment.queries import ResultRow
from guildmark.server.base.queries import is_demo
from guildmark.server.catalog.badge import badge_design, draw_definition_badge
from guildmark.server.catalog.queries import VersionRow
from guildmark.server.issuance.queries import CredentialRow
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.ui.certificates import (
    Certificate,
    CriterionReached,
    RenderedPdf,
    render_certificate,
)
from guildmark.server.ui.raster import rasterize_badge, social_image

__all__ = ["KINDS", "Rendition", "Subject", "draw_qr", "draw_share_picture", "render", "render_pdf"]

# Large enough to print, small enough to mail.
_BADGE_PIXELS: Final = 600
_LANGUAGES: Final = frozenset({"en", "es"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is rendered, and the address its QR code leads to; `recipient_name` may be empty."""

    credential: CredentialRow
    version: VersionRow
    issuer: OrganizationRow
    recipient_name: str
    shown_at: str
    result: ResultRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """A file: bytes, media type, extension, and a notice where it is less than was hoped for."""

    content: bytes
    media_type: str
    extension: str
    notice: str = ""


def _json(subject: Subject) -> Rendition:
    return Rendition(
        content=subject.credential.document.encode(),
        media_type="application/vc+ld+json",
        extension="json",
    )


def _png(subject: Subject) -> Rendition:
    picture = rasterize_badge(_badge(subject), _BADGE_PIXELS)
    return Rendition(
        content=bake_png(picture, subject.credential.document),
        media_type="image/png",
        extension="png",
    )


def _svg(subject: Subject) -> Rendition:
    return Rendition(
        content=bake_svg(_badge(subject).encode(), subject.credential.document),
        media_type="image/svg+xml",
        extension="svg",
    )


def _pdf(subject: Subject) -> Rendition:
    made = render_pdf(subject)
    return Rendition(
        content=made.content, media_type="application/pdf", extension="pdf", notice=made.notice
    )


def render_pdf(subject: Subject) -> RenderedPdf:
    """Return the certificate in the language of the micro-credential, with its notice if any."""
    definition = subject.version.definition
    demo = is_demo()
    with override(definition.language):
        eqf = "" if definition.eqf_level is None else _("EQF %(n)d") % {"n": definition.eqf_level}
        return _rendered(
            Certificate(
                recipient=subject.recipient_name,
                title=definition.title,
                issuer=subject.issuer.name,
                awarded_on=subject.credential.awarded_at.date(),
                url=subject.shown_at,
                badge=badge_design(definition, demo=demo),
                valid_until=subject.credential.valid_until.date()
                if subject.credential.valid_until
                else None,
                description=definition.summary,
                criteria=_criteria(subject),
                hours=definition.workload_hours,
                ects=definition.ects_credits,
                eqf_level=eqf,
                language=definition.language if definition.language in _LANGUAGES else "en",
                demo=demo,
            )
        )


# Laying out a page is the slowest thing a wallet does; the same certificate gives the same bytes.
_rendered = lru_cache(maxsize=32)(render_certificate)


def _criteria(subject: Subject) -> tuple[CriterionReached, ...]:
    if subject.result is None:
        return ()
    marks = {mark.criterion_id: mark.level for mark in subject.result.marks}
    return tuple(
        CriterionReached(
            name=criterion.name,
            level=_("Level %(reached)d of %(levels)d")
            % {"reached": marks[criterion.id], "levels": len(criterion.levels)},
        )
        for criterion in subject.version.definition.criteria
        if criterion.id in marks
    )


KINDS: Final[Mapping[str, Callable[[Subject], Rendition]]] = {
    "json": _json,
    "png": _png,
    "svg": _svg,
    "pdf": _pdf,
}


def render(kind: str, subject: Subject) -> Rendition:
    """Return the file of one kind: "json", "png", "svg" or "pdf".

    Raises:
        KeyError: there is no such kind.
    """
    return KINDS[kind](subject)


def draw_share_picture(subject: Subject) -> bytes:
    """Return the 1200 by 630 PNG that is shown where the page is shared."""
    demo = is_demo()
    return social_image(
        design=badge_design(subject.version.definition, demo=demo),
        title=subject.version.definition.title,
        issuer=subject.issuer.name,
        recipient=subject.recipient_name,
        demo=demo,
    )


def draw_qr(address: str) -> bytes:
    """Return an address as a QR code in SVG, dark on white with its quiet zone."""
    target = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", scale=4, border=4, dark="#1d2630", light="#ffffff", xmldecl=False
    )
    return target.getvalue()


def _badge(subject: Subject) -> str:
    definition = subject.version.definition
    return draw_definition_badge(definition, demo=is_demo(), title=definition.title)
