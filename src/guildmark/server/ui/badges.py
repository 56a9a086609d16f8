"""Badges drawn from a form: a shape, a colour, an icon, two short texts, a level.

`draw_badge` is pure: the same design gives the same SVG, without script, style, link or
outside file. Colours are those of the badge, not of the page's theme.
Not here: pixels (`raster`), the icons' paths (`badge_icons`).

    >>> svg = draw_badge(BadgeDesign(title="Lockout", subtitle="Safety", icon="lock", level=2))
    >>> svg.startswith("<svg ")
    True
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .badge_icons import BADGE_ICONS
from .colour import PAPER, contrast_ratio, parse_colour
from .lettering import clean_line, fit_font_size, is_right_to_left

__all__ = ["BADGE_SHAPES", "BadgeDesign", "BadgeDesignError", "check_design", "draw_badge"]

BADGE_SHAPES: Final[dict[str, Promise]] = {
    "hexagon": gettext_lazy("Hexagon"),
    "roundel": gettext_lazy("Roundel"),
    "shield": gettext_lazy("Shield"),
    "tile": gettext_lazy("Tile"),
}

#: WCAG 2.2, 1.4.3: text that people must read.
_LEAST_CONTRAST: Final = 4.5
_LONGEST_TITLE: Final = 24
_LONGEST_SUBTITLE: Final = 16
_GOLD: Final = "#e6b85c"
_INK: Final = "#1d2630"
_FONTS: Final = (
    "'Atkinson Hyperlegible Next', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Hebrew', "
    "'Noto Sans Devanagari', 'Noto Sans Thai', system-ui, sans-serif"
)

#: Outline and, down to the band, inner line of each shape in a square of 240.
_OUTLINES: Final[dict[str, tuple[str, str]]] = {
    "hexagon": (
        "M112 7q8-4 16 0l85 49q8 4 8 14v100q0 10-8 14l-85 49q-8 4-16 0l-85-49q-8-4-8-14V70"
        "q0-10 8-14z",
        "M29.5 148V69L120 17l90.5 52v79",
    ),
    "roundel": (
        "M120 4a116 116 0 1 1 0 232 116 116 0 0 1 0-232z",
        "M18.8 148a105 105 0 1 1 202.4 0",
    ),
    "shield": (
        "M120 4c26 14 60 20 96 20 4 0 6 2 6 6v86c0 62-40 100-102 120C58 216 18 178 18 116V30"
        "c0-4 2-6 6-6 36 0 70-6 96-20z",
        "M33.5 148C30.5 138 29 127 29 115.5v-81c35-1 65-6 91-18 26 12 56 17 91 18v81"
        "c0 11.5-1.5 22.5-4.5 32.5",
    ),
    "tile": (
        "M44 8h152a36 36 0 0 1 36 36v152a36 36 0 0 1-36 36H44a36 36 0 0 1-36-36V44"
        "a36 36 0 0 1 36-36z",
        "M19 148V46a27 27 0 0 1 27-27h148a27 27 0 0 1 27 27v102",
    ),
}

#: Room for the second text below the band, in units of width.
_SUBTITLE_ROOM: Final = {"hexagon": 92, "roundel": 124, "shield": 104, "tile": 196}


class BadgeDesignError(ValueError):
    """A design that cannot be drawn; `problems` maps each field to what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeDesign:
    """What the badge form asks.

    Args:
        title: on the band, at most 24 characters of any script.
        subtitle: below the band, at most 16 characters; may be empty.
        shape: a key of `BADGE_SHAPES`.
        colour: a key of `GUILD_COLOURS` or `#rrggbb`, dark enough for light text.
        icon: a key of `BADGE_ICONS`.
        level: 1 to 8 in the medallion on top, 0 for none.
        demo: draws the DEMO ribbon.
    """

    title: str
    subtitle: str = ""
    shape: str = "hexagon"
    colour: str = "guild"
    icon: str = "star"
    level: int = 0
    demo: bool = False


def check_design(design: BadgeDesign) -> dict[str, str]:
    """Return what is wrong with a design, by field; empty where it can be drawn."""
    problems: dict[str, str] = {}
    if design.shape not in BADGE_SHAPES:
        problems["shape"] = _("Choose one of the four shapes.")
    if design.icon not in BADGE_ICONS:
        problems["icon"] = _("Choose one of the icons.")
    if not 0 <= design.level <= 8:
        problems["level"] = _("The level is 1 to 8, or 0 for none.")
    problems |= _check_text("title", design.title, longest=_LONGEST_TITLE)
    problems |= _check_text("subtitle", design.subtitle, longest=_LONGEST_SUBTITLE)
    if not clean_line(design.title):
        problems["title"] = _("Enter the short text on the badge.")
    return problems | _check_colour(design.colour)


def draw_badge(design: BadgeDesign, *, title: str = "") -> str:
    """Draw a badge as one SVG element, 240 units square.

    Args:
        design: what to draw.
        title: the name that assistive technology reads; empty for decoration.

    Raises:
        BadgeDesignError: the design has problems; `check_design` lists the same.
    """
    if problems := check_design(design):
        raise BadgeDesignError(problems)
    colour = parse_colour(design.colour)
    outline, inner = _OUTLINES[design.shape]
    label = f' role="img" aria-label={quoteattr(clean_line(title))}' if title else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 240"{label}>',
        f'<path fill="{colour}" d="{outline}"/>',
        f'<path fill="none" stroke="{PAPER}" stroke-opacity=".55" stroke-width="2" d="{inner}"/>',
        _draw_disc(design, colour),
        _draw_band(design, colour),
        _draw_text(
            design.subtitle, y=206, room=_SUBTITLE_ROOM[design.shape], largest=22, fill=PAPER
        ),
        _draw_level(design.level, colour),
        _draw_demo() if design.demo else "",
        "</svg>",
    ]
    return "".join(parts)


def _draw_disc(design: BadgeDesign, colour: str) -> str:
    """Draw the light disc with its ring of dots and the icon."""
    y, radius, scale = (95, 50, 1.25) if design.level else (84, 58, 1.5)
    corner_x, corner_y = 120 - 24 * scale, y - 24 * scale
    return (
        f'<circle cx="120" cy="{y}" r="{radius}" fill="{PAPER}"/>'
        f'<circle cx="120" cy="{y}" r="{radius - 5}" fill="none" stroke="#b98222" '
        'stroke-width="2" stroke-linecap="round" stroke-dasharray=".1 6"/>'
        f'<path transform="translate({corner_x:g} {corner_y:g}) scale({scale})" fill="none" '
        f'stroke="{colour}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" '
        f'd="{BADGE_ICONS[design.icon]}"/>'
    )


def _draw_band(design: BadgeDesign, colour: str) -> str:
    """Draw the ribbon with the title; its folds are the colour's own shade."""
    return (
        f'<path fill="{_shade(colour)}" d="M4 188l14 10v-12zM236 188l-14 10v-12z"/>'
        f'<path fill="{PAPER}" stroke="{colour}" stroke-width="2" stroke-linejoin="round" '
        'd="M4 148h232v40H4z"/>'
        + _draw_text(design.title, y=168, room=216, largest=28, fill=colour)
    )


def _draw_level(level: int, colour: str) -> str:
    """Draw the medallion with the level, or nothing."""
    if not level:
        return ""
    return (
        f'<circle cx="120" cy="24" r="20" fill="{_GOLD}" stroke="{PAPER}" stroke-width="3"/>'
        + _draw_text(str(level), y=24, room=30, largest=28, fill=_INK)
    )


def _draw_demo() -> str:
    """Draw the ribbon that says that this is not a real award."""
    return (
        '<g transform="rotate(-38 44 46)">'
        f'<path fill="{_GOLD}" stroke="{_INK}" stroke-width="2.5" d="M-6 31h100v30H-6z"/>'
        + _draw_text("DEMO", y=46, room=92, largest=26, fill=_INK, x=44)
        + "</g>"
    )


def _draw_text(
    text: str, *, y: float, room: float, largest: float, fill: str, x: float = 120
) -> str:
    """Draw one line centred at (x, y), as large as the room allows."""
    line = clean_line(text)
    if not line:
        return ""
    size = fit_font_size(line, room=room, largest=largest)
    direction = ' direction="rtl"' if is_right_to_left(line) else ""
    # The baseline is placed by number: resvg and browsers disagree on dominant-baseline.
    return (
        f'<text x="{x:g}" y="{y + size * 0.345:.1f}" text-anchor="middle" '
        f'font-family="{_FONTS}" font-weight="700" font-size="{size:g}" fill="{fill}"'
        f"{direction}>{escape(line)}</text>"
    )


def _check_text(field: str, text: str, *, longest: int) -> dict[str, str]:
    """Refuse control characters and what is too long."""
    if any(unicodedata.category(character) == "Cc" for character in text):
        return {field: _("Remove the invisible control characters.")}
    if len(clean_line(text)) > longest:
        return {field: _("Shorten the text to %(n)d characters.") % {"n": longest}}
    return {}


def _check_colour(text: str) -> dict[str, str]:
    """Refuse what is no colour and what is too pale for light text."""
    try:
        ratio = contrast_ratio(parse_colour(text), PAPER)
    except ValueError:
        return {"colour": _("Choose a guild colour, or write one as #rrggbb.")}
    if ratio < _LEAST_CONTRAST:
        message = _(
            "This colour is too pale: light text on it has a contrast of %(ratio).1f to 1 and "
            "needs 4.5 to 1. Choose a darker one."
        )
        return {"colour": message % {"ratio": ratio}}
    return {}


def _shade(colour: str) -> str:
    """Return a darker shade, for the folds of the ribbon."""
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{channel * 55 // 100:02x}" for channel in channels)
