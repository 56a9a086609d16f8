"""Pictures as pixels: a badge as PNG, and the picture shown where a credential is shared.

resvg renders with the fonts of this package; system fonts are asked only for a script that
none of them holds, so the same input gives the same pixels on each machine.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import resvg_py
from django.utils.translation import gettext as _

from .badges import BadgeDesign, draw_badge
from .lettering import clean_line, fit_font_size, is_right_to_left, needs_more_fonts

__all__ = ["FONT_FOLDER", "rasterize_badge", "social_image"]

#: TrueType fonts for pictures and documents; manifest.json says where each is from.
FONT_FOLDER: Final = Path(__file__).parent / "fonts"

_TEXT: Final = "'Atkinson Hyperlegible Next', 'Noto Sans', sans-serif"
_DISPLAY: Final = "'Fraunces', 'Noto Sans', serif"
_LARGEST_PIXELS: Final = 2048


def rasterize_badge(svg: str, size: int) -> bytes:
    """Return an SVG that `draw_badge` made as a square PNG with transparent ground.

    Args:
        svg: from `draw_badge`; never an upload.
        size: width and height in pixels, 16 to 2048.

    Raises:
        ValueError: size is out of range, or svg cannot be read.
    """
    if not 16 <= size <= _LARGEST_PIXELS:
        raise ValueError(f"A badge is 16 to {_LARGEST_PIXELS} pixels wide, not {size}.")
    return _rasterize(svg, width=size, height=size)


def social_image(
    *, design: BadgeDesign, title: str, issuer: str, recipient: str = "", demo: bool = False
) -> bytes:
    """Return the 1200 by 630 PNG that social networks show for a shared credential.

    Args:
        design: the badge, drawn on the left.
        title: the micro-credential's name, wrapped to three lines.
        issuer: the organization's name.
        recipient: only where its holder shows it; else empty.
        demo: writes DEMO on it.
    """
    return _rasterize(
        _draw_social(design, title=title, issuer=issuer, recipient=recipient, demo=demo),
        width=1200,
        height=630,
    )


def _rasterize(svg: str, *, width: int, height: int) -> bytes:
    """Render with the shipped fonts."""
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            height=height,
            skip_system_fonts=not needs_more_fonts(svg),
            font_dirs=[str(FONT_FOLDER)],
            font_family="Atkinson Hyperlegible Next",
            sans_serif_family="Atkinson Hyperlegible Next",
            serif_family="Fraunces",
        )
    )


def _draw_social(
    design: BadgeDesign, *, title: str, issuer: str, recipient: str, demo: bool
) -> str:
    """Draw the sharing picture as SVG."""
    badge = draw_badge(design).replace("<svg ", '<svg x="70" y="95" width="440" height="440" ', 1)
    lines = _wrap(clean_line(title), width=20, most=3)
    size = min(fit_font_size(line, room=590, largest=64) for line in lines)
    top = 300 - (len(lines) - 1) * size * 0.58
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630">'
        '<path fill="#faf7f1" d="M0 0h1200v630H0z"/><path fill="#0a6352" d="M0 0h18v630H0z"/>',
        badge,
        _line(_("Micro-credential"), x=560, y=top - size * 1.15, size=30, fill="#55606d"),
        *(
            _line(line, x=560, y=top + i * size * 1.16, size=size, font=_DISPLAY)
            for i, line in enumerate(lines)
        ),
        _line(issuer, x=560, y=top + len(lines) * size * 1.16 + 14, size=34, fill="#0a6352"),
        _line(recipient, x=560, y=top + len(lines) * size * 1.16 + 64, size=30),
        '<g transform="translate(560 545) scale(1.25)" fill="none" stroke-width="2.4" '
        'stroke-linejoin="round" stroke-linecap="round"><path stroke="#1d2630" '
        'd="M16 2.5 27.7 9.2v13.6L16 29.5 4.3 22.8V9.2z"/><path stroke="#0a6352" '
        'stroke-width="3.2" d="M10.5 16.5l4 4 7.5-8.5"/></g>',
        _line("Guildmark", x=612, y=575, size=28, font=_DISPLAY),
        _line("DEMO", x=1040, y=575, size=36, fill="#855708") if demo else "",
        "</svg>",
    ]
    return "".join(parts)


def _line(
    text: str, *, x: float, y: float, size: float, fill: str = "#1d2630", font: str = _TEXT
) -> str:
    """Draw one line from x, made smaller where 590 units are too few."""
    line = clean_line(text)
    if not line:
        return ""
    size = fit_font_size(line, room=590, largest=size)
    rtl = ' direction="rtl"' if is_right_to_left(line) else ""
    weight = 600 if font == _DISPLAY else 700
    return (
        f'<text x="{x:g}" y="{y:.1f}" font-family="{font}" font-weight="{weight}" '
        f'font-size="{size:g}" fill="{fill}"{rtl}>{escape(line)}</text>'
    )


def _wrap(text: str, *, width: int, most: int) -> list[str]:
    """Break text into at most `most` lines; the last is cut with an ellipsis."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1].rstrip(".,;") + "…"]
    return [line if len(line) <= 60 else line[:59] + "…" for line in lines]
