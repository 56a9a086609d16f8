"""Certificates: accessible, on one page, and deaf to code in what people wrote."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from guildmark.server.ui.badges import BadgeDesign
from guildmark.server.ui.certificates import (
    Certificate,
    CriterionReached,
    RenderedPdf,
    render_certificate,
)

_CERTIFICATE = Certificate(
    recipient="Amina Yusuf",
    title="Control hazardous energy with lockout and tagout",
    issuer="Harbor Technical College",
    awarded_on=date(2026, 11, 14),
    valid_until=date(2029, 5, 14),
    url="https://guildmark.example/c/8f3a21c09b",
    badge=BadgeDesign(title="Lockout", subtitle="Harbor Tech", icon="lock", level=2),
    criteria=(
        CriterionReached(name="Identifies every energy source", level="Level 4 of 4"),
        CriterionReached(name="Isolates and locks in order", level="Level 3 of 4"),
    ),
    hours=12,
    ects=Decimal("0.50"),
    eqf_level="EQF 3",
)


def _read(pdf: RenderedPdf) -> PdfReader:
    return PdfReader(io.BytesIO(pdf.content))


def _words(pdf: RenderedPdf) -> str:
    return " ".join(" ".join(page.extract_text() for page in _read(pdf).pages).split())


def _root(pdf: RenderedPdf) -> Any:
    return _read(pdf).trailer["/Root"]


def test_it_is_a_tagged_pdf_with_title_and_language() -> None:
    """What PDF/UA-1 asks of the catalogue; typst has checked the rest while writing."""
    pdf = render_certificate(_CERTIFICATE)
    root = _root(pdf)
    assert pdf.tagged
    assert pdf.notice == ""
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a BooleanObject, not bool)
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert b"pdfuaid" in root["/Metadata"].get_data()
    title = _read(pdf).metadata
    assert title is not None
    assert title.title == "Control hazardous energy with lockout and tagout – Amina Yusuf"


def test_it_says_who_what_when_and_where_to_check() -> None:
    """Each fact can be read as text."""
    words = _words(render_certificate(_CERTIFICATE))
    for part in (
        "Amina Yusuf",
        "Harbor Technical College",
        "14 November 2026",
        "14 May 2029",
        "12 hours",
        "0.5 ECTS",
        "EQF 3",
        "Identifies every energy source Level 4 of 4",
        "guildmark.example/c/8f3a21c09b",
    ):
        assert part in words


def test_the_address_is_a_link() -> None:
    """On a screen nobody scans the code."""
    annotations = _read(render_certificate(_CERTIFICATE)).pages[0]["/Annots"]
    targets = [note.get_object()["/A"]["/URI"] for note in annotations]  # type: ignore[attr-defined]
    assert set(targets) == {_CERTIFICATE.url}


def test_the_same_certificate_gives_the_same_bytes() -> None:
    """The time of making is that of the award."""
    assert render_certificate(_CERTIFICATE) == render_certificate(replace(_CERTIFICATE))


@pytest.mark.parametrize("demo", [True, False])
def test_only_a_demo_says_demo(demo: bool) -> None:
    """Across the page and in words."""
    words = _words(render_certificate(replace(_CERTIFICATE, demo=demo)))
    assert ("DEMO – not a real award" in words) is demo
    assert ("DEMO" in words) is demo


def test_spanish_dates_and_language() -> None:
    """The document says its language, and dates are written in it."""
    pdf = render_certificate(replace(_CERTIFICATE, language="es"))
    assert _root(pdf)["/Lang"] == "es"
    assert "14 de noviembre de 2026" in _words(pdf)
    assert "0,5 ECTS" in _words(pdf)
    assert "Se certifica que" in _words(pdf)


@pytest.mark.parametrize(
    "name",
    [
        '#read("/etc/passwd")',
        '#include "x" $sum$ *bold* _it_ `code` <label> @ref // comment',
        "]] #panic() [[",
        '{"json": "\\"}',
    ],
)
def test_code_in_a_name_is_printed_not_run(name: str) -> None:
    """Data goes in as JSON; the template never evaluates it."""
    pdf = render_certificate(replace(_CERTIFICATE, recipient=name))
    assert pdf.tagged
    assert "".join(name.split()) in "".join(_words(pdf).split())
    assert "root:" not in _words(pdf)


@pytest.mark.parametrize(
    "name",
    ["أمينة يوسف الهاشمي", "שרה לוי", "अमीना यूसुफ़", "สมชาย ใจดี", "Đorđe Ωμέγα Анна Nguyễn"],
)
def test_shipped_scripts_stay_accessible(name: str) -> None:
    """Right-to-left and complex scripts have a font in the package."""
    assert render_certificate(replace(_CERTIFICATE, recipient=name)).tagged


@pytest.mark.parametrize("name", ["山田太郎", "𓀀𓁐𓂀", "A\x00b\x1bc", "", "\u202e\u202d"])
def test_no_name_is_ever_an_error(name: str) -> None:
    """Where a glyph is missing the PDF is plain and says so; the award is not held up."""
    pdf = render_certificate(replace(_CERTIFICATE, recipient=name))
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.tagged is (pdf.notice == "")
    assert len(_read(pdf).pages) == 1


def test_it_stays_one_page_however_much_there_is() -> None:
    """Long names and many criteria shrink together; what is left out is counted."""
    rows = tuple(
        CriterionReached(name=f"{i} a criterion with a long name " * 8, level=f"Level {i} of 14")
        for i in range(14)
    )
    pdf = render_certificate(
        replace(
            _CERTIFICATE,
            recipient="Maximiliane-Antoinette " * 20,
            title="A very long title " * 20,
            issuer="An issuer with a long name " * 10,
            description="What it is about. " * 60,
            criteria=rows,
        )
    )
    assert len(_read(pdf).pages) == 1
    assert "And 4 more" in _words(pdf)


def test_the_least_it_needs_is_enough() -> None:
    """No badge, no dates but one, no criteria."""
    pdf = render_certificate(
        Certificate(
            recipient="Bo", title="T", issuer="I", awarded_on=date(2026, 1, 2), url="http://h/c/1"
        )
    )
    assert pdf.tagged
    assert "2 January 2026" in _words(pdf)


def test_an_address_that_is_not_a_web_page_is_refused() -> None:
    """A link in a certificate leads to a page, never to script or a file."""
    with pytest.raises(ValueError, match="https"):
        render_certificate(replace(_CERTIFICATE, url="javascript:alert(1)"))
