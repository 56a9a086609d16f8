"""Turn a definition's badge into the drawing that pages, pictures and documents share."""

from __future__ import annotations

from guildmark.server.catalog.definition import (
    BADGE_BOTTOM_LENGTH,
    BADGE_TOP_LENGTH,
    Badge,
    Definition,
)
from guildmark.server.ui.badges import BadgeDesign, draw_badge


def design_of(
    badge: Badge, *, title: str, eqf_level: int | None = None, demo: bool = False
) -> BadgeDesign:
    """Return what to draw; without a text of its own the badge carries the title's first words."""
    return BadgeDesign(
        title=badge.top_text or _shorten(title) or "…",
        subtitle=badge.bottom_text[:BADGE_BOTTOM_LENGTH],
        shape=badge.shape,
        colour=badge.colour,
        icon=badge.icon,
        level=eqf_level or 0,
        demo=demo,
    )


def badge_design(definition: Definition, *, demo: bool = False) -> BadgeDesign:
    """Return what to draw for a definition; its EQF level stands in the medallion."""
    return design_of(
        definition.badge, title=definition.title, eqf_level=definition.eqf_level, demo=demo
    )


def draw_definition_badge(definition: Definition, *, demo: bool = False, title: str = "") -> str:
    """Return the badge as SVG; `title` is what assistive technology reads, empty for decoration."""
    return draw_badge(badge_design(definition, demo=demo), title=title)


def _shorten(title: str) -> str:
    words: list[str] = []
    for word in title.split():
        if len(" ".join([*words, word])) > BADGE_TOP_LENGTH:
            break
        words.append(word)
    return " ".join(words) or title[:BADGE_TOP_LENGTH]
