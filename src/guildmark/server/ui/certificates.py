"""Certificates as PDF: one page that a person can print, and a reader can have read aloud.

The PDF is a picture of an award, not its proof: the QR code leads to the signed credential.
Rules: a document carries PDF/UA-1 (ISO 14289-1) where every letter has a glyph; where a script
is in no font at hand, it becomes a plain PDF with a notice, never an error. What people wrote
goes in as JSON data, so that none of it can be read as typst code.

    >>> pdf = render_certificate(Certificate(
    ...     recipient="Amina Yusuf", title="Lockout and tagout", issuer="Harbor Technical College",
    ...     awarded_on=date(2026, 11, 14), url="https://harbor.example/c/8f3a21"))
    >>> pdf.content[:5], pdf.tagged
    (b'%PDF-', True)
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import segno
import typst
from django.utils import formats, translation
from django.utils.translation import gettext as _

from .badges import BadgeDesign, draw_badge
from .dates import write_day
from .lettering import clean_line
from .raster import FONT_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

__all__ = ["Certificate", "CriterionReached", "RenderedPdf", "render_certificate"]

_TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
#: Longer texts are cut with an ellipsis: the page must stay one page, and layout cheap.
_LONGEST_LINE: Final = 240
_LONGEST_DESCRIPTION: Final = 420
_MOST_CRITERIA: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionReached:
    """One criterion and what was reached, as words ("Level 4 of 4")."""

    name: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says.

    Args:
        url: https address of the credential's public page; in the QR code.
        hours: workload in hours.
        ects: credits of the European Credit Transfer System.
        eqf_level: level of the European Qualifications Framework, as words ("EQF 3").
        language: code of a language the product has, such as "en" or "es".
        demo: marks the page as DEMO.
    """

    recipient: str
    title: str
    issuer: str
    awarded_on: date
    url: str
    badge: BadgeDesign | None = None
    valid_until: date | None = None
    description: str = ""
    criteria: tuple[CriterionReached, ...] = ()
    hours: Decimal | int | None = None
    ects: Decimal | int | None = None
    eqf_level: str = ""
    language: str = "en"
    demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPdf:
    """A PDF; `tagged` tells whether it conforms to PDF/UA-1, `notice` why not (else empty)."""

    content: bytes
    tagged: bool
    notice: str = ""


def render_certificate(certificate: Certificate) -> RenderedPdf:
    """Render a certificate; the same certificate gives the same bytes.

    Raises:
        ValueError: `url` is not an http or https address.

    Source: ISO 14289-1 (PDF/UA-1), checked by typst while it writes.
    """
    if not certificate.url.startswith(("https://", "http://")):
        raise ValueError(f"A certificate leads to an https address, not to {certificate.url!r}.")
    with translation.override(certificate.language):
        inputs = {"data": json.dumps(_collect(certificate), ensure_ascii=False)}
        made_at = datetime.combine(certificate.awarded_on, time(12), tzinfo=UTC)
        for fonts in _font_choices():
            try:
                return RenderedPdf(
                    content=_compile(inputs, fonts=fonts, made_at=made_at, standard="ua-1"),
                    tagged=True,
                )
            except typst.TypstError:
                # The usual cause: a letter that no font of this choice has. Try the next.
                continue
        return RenderedPdf(
            content=_compile(inputs, fonts=_system_fonts(), made_at=made_at, standard="1.7"),
            tagged=False,
            notice=_(
                "This PDF is not fully accessible: some letters are in no font on this server. "
                "The credential itself is complete."
            ),
        )


def _compile(
    inputs: dict[str, str], *, fonts: typst.Fonts, made_at: datetime, standard: Any
) -> bytes:
    """Run typst over the template."""
    return typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=fonts,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=standard,
        timestamp=made_at,
    )


def _font_choices() -> Iterator[typst.Fonts]:
    """Offer the shipped fonts first, then those of the system too."""
    yield _shipped_fonts()
    yield _system_fonts()


@cache
def _shipped_fonts() -> typst.Fonts:
    """Load the fonts of this package once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )


@cache
def _system_fonts() -> typst.Fonts:
    """Load the fonts of this package and of the system once."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(FONT_FOLDER)]
    )


def _collect(certificate: Certificate) -> dict[str, Any]:
    """Turn a certificate into the data that the template places."""
    recipient = _cut(certificate.recipient) or _("Name not given")
    title, issuer = _cut(certificate.title), _cut(certificate.issuer)
    return {
        "document_title": f"{title} – {recipient}",
        "keywords": [_("micro-credential"), "Open Badges 3.0"],
        "language": certificate.language.partition("-")[0],
        "recipient": recipient,
        "title": title,
        "issuer": issuer,
        "description": _cut(certificate.description, longest=_LONGEST_DESCRIPTION),
        "facts": _list_facts(certificate),
        "criteria": [
            {"name": _cut(row.name), "level": _cut(row.level)}
            for row in certificate.criteria[:_MOST_CRITERIA]
        ],
        "badge": draw_badge(certificate.badge) if certificate.badge else None,
        "qr": _draw_qr(certificate.url),
        "url": certificate.url,
        "shown_url": _cut(certificate.url.removeprefix("https://").removeprefix("http://")),
        "demo": certificate.demo,
        "labels": _write_labels(certificate, title=title),
    }


def _list_facts(certificate: Certificate) -> list[dict[str, str]]:
    """List what is known: dates, workload, credits, level."""
    known = [
        (_("Awarded on"), _write_date(certificate.awarded_on)),
        (_("Valid until"), _write_date(certificate.valid_until)),
        (_("Workload"), _write_hours(certificate.hours)),
        (_("Credits"), "" if certificate.ects is None else f"{_number(certificate.ects)} ECTS"),
        (_("Level"), _cut(certificate.eqf_level)),
    ]
    return [{"label": label, "value": value} for label, value in known if value]


def _write_labels(certificate: Certificate, *, title: str) -> dict[str, str]:
    """Write the fixed words of the page."""
    left_out = len(certificate.criteria) - _MOST_CRITERIA
    more = _("And %(n)d more; the page behind the code has all.") % {"n": left_out}
    return {
        "kind": _("Micro-credential"),
        "demo": _("DEMO – not a real award"),
        "certifies": _("This certifies that"),
        "has_shown": _("has shown, with evidence that was assessed,"),
        "criteria": _("What was assessed"),
        "criterion": _("Criterion"),
        "reached": _("Reached"),
        "more": more if left_out > 0 else "",
        "check": _("Check it yourself"),
        "how": _(
            "Scan the code or open the address. There you see whether the credential is genuine "
            "and current, who issued it and why it was awarded. This sheet alone proves nothing."
        ),
        "badge": _("Badge: %(title)s") % {"title": title},
        "qr": _("QR code with the address of the credential's page"),
    }


def _write_date(day: date | None) -> str:
    """Write a date as the language does."""
    return "" if day is None else write_day(day)


def _write_hours(hours: Decimal | int | None) -> str:
    """Write a workload."""
    return "" if hours is None else _("%(n)s hours") % {"n": _number(hours)}


def _number(number: Decimal | int) -> str:
    """Write a number as the language does, without empty decimals."""
    text = f"{number:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return str(formats.number_format(plain))


def _cut(text: str, *, longest: int = _LONGEST_LINE) -> str:
    """Clean a text and cut it where it is longer than the page can bear."""
    line = clean_line(text)
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _draw_qr(url: str) -> str:
    """Draw the QR code as SVG, with the quiet zone that scanners need."""
    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        out, kind="svg", border=2, dark="#1d2630", light=None, xmldecl=False
    )
    return out.getvalue().decode()
