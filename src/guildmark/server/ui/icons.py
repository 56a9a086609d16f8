"""Small line icons for pages, drawn for Guildmark on a 24 by 24 grid.

Not here: the pictures on badges (`badge_icons`). An icon never stands alone: a word is
beside it, so each is hidden from assistive technology.
"""

from __future__ import annotations

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

__all__ = ["DIRECTIONAL", "ICONS", "draw_icon"]

#: Path data, stroked with the colour of the text around it.
ICONS: Final[dict[str, str]] = {
    "arrow": "M5 12h14M13 6l6 6-6 6",
    "award": "M12 3a6 6 0 1 1 0 12 6 6 0 0 1 0-12zM8.5 14 7 21l5-2.5L17 21l-1.5-7",
    "back": "M19 12H5M11 6l-6 6 6 6",
    "bell": "M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15zM10 21h4",
    "book": "M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2zM12 6v14",
    "building": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
    "calendar": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "check": "M5 12.5 10 17.5 19 7",
    "chevron": "M9 6l6 6-6 6",
    "clock": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7v5l3.5 2",
    "copy": "M9 9h11v11H9zM5 15H4V4h11v1",
    "cross": "M6 6l12 12M18 6 6 18",
    "down": "M6 9l6 6 6-6",
    "download": "M12 4v11M7 10.5l5 5 5-5M5 20h14",
    "edit": "M4 20l1-4L16.5 4.5l3 3L8 19zM14 7l3 3",
    "external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
    "eye": "M2.5 12C5 7.5 8.5 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-6 6.5-9.5 6.5S5 16.5 2.5 12z"
    "M12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    "file": "M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h5",
    "filter": "M4 6h16M7 12h10M10 18h4",
    "flag": "M6 21V4M6 5h12l-2.5 4L18 13H6",
    "globe": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM3 12h18"
    "M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9s.5-6 3.5-9z",
    "help": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM9.5 9.5c.3-3.5 5.3-3 5 .3C14.3 12 12 12 12 14"
    "M12 17v.2",
    "home": "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
    "info": "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v6M12 7v.2",
    "key": "M8 10a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM11 11.5 19.5 3M16 6.5l3 3",
    "link": "M10 14a4 4 0 0 0 5.7.3l3-3A4 4 0 0 0 13 5.6L12 6.6"
    "M14 10a4 4 0 0 0-5.7-.3l-3 3A4 4 0 0 0 11 18.4l1-1",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2",
    "mail": "M3 6h18v13H3zM3 7l9 7 9-7",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "minus": "M6 12h12",
    "people": "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 20c.5-4 3-5.5 6.5-5.5"
    "s6 1.5 6.5 5.5M16 5.5a3 3 0 0 1 0 6M18 15c2 .7 3.2 2.3 3.5 5",
    "plus": "M12 5v14M5 12h14",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
    "refresh": "M19.5 10A8 8 0 0 0 5 8M5 3.5V8h4.5M4.5 14A8 8 0 0 0 19 16M19 20.5V16h-4.5",
    "scan": "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10",
    "search": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20.5 20.5",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5",
    "share": "M12 15V4M8 7.5 12 3.5l4 4M5 12v8h14v-8",
    "shield": "M12 3l8 3v6c0 5-3.5 7.5-8 9-4.5-1.5-8-4-8-9V6z",
    "star": "M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6L3.4 9.8l6-.8z",
    "trash": "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
    "up": "M6 15l6-6 6 6",
    "upload": "M12 16V5M7 9.5l5-5 5 5M5 20h14",
    "user": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.7-4.5 3.5-6 7.5-6s6.8 1.5 7.5 6",
    "warning": "M12 4 2.5 20h19zM12 10v4.5M12 17v.2",
}

#: Icons that point along the reading direction and are mirrored in right-to-left pages.
DIRECTIONAL: Final = frozenset({"arrow", "back", "chevron", "external"})


def draw_icon(name: str) -> SafeString:
    """Return one icon as inline SVG, hidden from assistive technology.

    Raises:
        KeyError: no icon has this name; `ICONS` lists them.
    """
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        " directional" if name in DIRECTIONAL else "",
        ICONS[name],
    )
