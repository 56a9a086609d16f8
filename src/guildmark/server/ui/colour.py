"""The guild's colours and the contrast between two of them.

Source: WCAG 2.2, definitions of relative luminance and contrast ratio; 1.4.3.
"""

from __future__ import annotations

import re
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["GUILD_COLOURS", "GUILD_COLOUR_NAMES", "PAPER", "contrast_ratio", "parse_colour"]

#: The light that text and icons on a badge are made of.
PAPER: Final = "#fffdf9"

#: Each has at least 4.5 : 1 against PAPER (a test holds it), so light text on it is readable.
GUILD_COLOURS: Final[dict[str, str]] = {
    "guild": "#0a6352",
    "forest": "#2f5d1e",
    "teal": "#0b5f73",
    "ocean": "#1b4f8f",
    "indigo": "#3d3a8c",
    "violet": "#5b4a91",
    "plum": "#7a2f6b",
    "wine": "#8a1f3c",
    "brick": "#96341c",
    "bronze": "#7d5207",
    "olive": "#57560f",
    "slate": "#38465a",
    "ink": "#1d2630",
}

GUILD_COLOUR_NAMES: Final[dict[str, Promise]] = {
    "guild": _("Guild green"),
    "forest": _("Forest"),
    "teal": _("Teal"),
    "ocean": _("Ocean"),
    "indigo": _("Indigo"),
    "violet": _("Violet"),
    "plum": _("Plum"),
    "wine": _("Wine"),
    "brick": _("Brick"),
    "bronze": _("Bronze"),
    "olive": _("Olive"),
    "slate": _("Slate"),
    "ink": _("Ink"),
}

_HEX = re.compile(r"#[0-9a-f]{6}", re.ASCII)


def parse_colour(text: str) -> str:
    """Return `#rrggbb` in lower case for a guild colour's name or a hexadecimal colour.

    Raises:
        ValueError: text is neither.
    """
    colour = GUILD_COLOURS.get(text, text.strip().lower())
    if _HEX.fullmatch(colour) is None:
        raise ValueError(text)
    return colour


def contrast_ratio(one: str, other: str) -> float:
    """Return the contrast of two `#rrggbb` colours, 1.0 (same) to 21.0 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0.0 to 1.0."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    """Undo the gamma of one sRGB channel."""
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
