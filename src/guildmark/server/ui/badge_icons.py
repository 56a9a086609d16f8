"""Pictures for badges, drawn for Guildmark on a 48 by 48 grid as strokes of 4 units.

Thick and few strokes, so that each is still told apart on a badge of 64 pixels.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["BADGE_ICONS", "BADGE_ICON_NAMES"]

#: Path data by key.
BADGE_ICONS: Final[dict[str, str]] = {
    "anchor": "M24 6a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM24 14v28M15 21h18"
    "M7 29c1 9 8 13 17 13s16-4 17-13M4 33l3-5 5 3M44 33l-3-5-5 3",
    "bolt": "M27 5 11 27h11l-2 16 17-23H26z",
    "book": "M24 13c-5-4-11-5-18-5v29c7 0 13 1 18 5 5-4 11-5 18-5V8c-7 0-13 1-18 5zM24 13v29",
    "camera": "M5 14h9l4-6h12l4 6h9v26H5zM24 19a7.5 7.5 0 1 1 0 15 7.5 7.5 0 0 1 0-15z",
    "chart": "M6 42h36M12 36V25M24 36V10M36 36V17",
    "chat": "M6 9h36v24H22l-9 8v-8H6zM15 18h18M15 25h11",
    "clock": "M24 6a18 18 0 1 1 0 36 18 18 0 0 1 0-36zM24 14v10l7 5",
    "code": "M16 13 5 24l11 11M32 13l11 11-11 11M27 8l-6 32",
    "compass": "M24 6a18 18 0 1 1 0 36 18 18 0 0 1 0-36zM31 17l-4 10-10 4 4-10z",
    "cup": "M9 17h25v13a9 9 0 0 1-9 9h-7a9 9 0 0 1-9-9zM34 20h3a5 5 0 0 1 0 10h-3M16 5v6M26 5v6",
    "drop": "M24 5c8 10 13 16 13 23a13 13 0 0 1-26 0c0-7 5-13 13-23zM18 29a6 6 0 0 0 6 6",
    "flame": "M24 5c2 9 12 13 12 24a12 12 0 0 1-24 0c0-5 3-8 5-11 1 3 2 5 4 6 3-6 1-13 3-19z",
    "flask": "M19 5v13L8 38c-1 3 0 5 3 5h26c3 0 4-2 3-5L29 18V5M15 5h18M13 30h22",
    "gear": "M24 11a13 13 0 1 1 0 26 13 13 0 0 1 0-26zM24 19.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9z"
    "M24 5v6M24 37v6M5 24h6M37 24h6M10.6 10.6l4.2 4.2M33.2 33.2l4.2 4.2M37.4 10.6l-4.2 4.2"
    "M14.8 33.2l-4.2 4.2",
    "hammer": "M8 9h24l9 9h-9v3H8zM17 21v21h8V21",
    "hand": "M14 26V14a3 3 0 0 1 6 0v8M20 22V8a3 3 0 0 1 6 0v14M26 22V11a3 3 0 0 1 6 0v13"
    "M32 25v-8a3 3 0 0 1 6 0v13c0 8-5 13-12 13-6 0-9-3-12-8l-5-8a3 3 0 0 1 5-3l3 4",
    "heart": "M24 41C13 33 6 26 6 18a9 9 0 0 1 18-3 9 9 0 0 1 18 3c0 8-7 15-18 23z",
    "leaf": "M11 38C6 20 18 8 41 8c1 21-10 33-26 31M7 43c4-12 11-18 21-23",
    "lock": "M10 21h28v20H10zM15.5 21v-6a8.5 8.5 0 0 1 17 0v6M24 28v6",
    "people": "M17 9a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM4 40c1-8 6-12 13-12s12 4 13 12"
    "M32 10a6 6 0 0 1 0 12M35 29c5 1 8 5 9 11",
    "plug": "M17 5v11M31 5v11M10 16h28v6a14 14 0 0 1-28 0zM24 36v8",
    "scale": "M24 6v36M14 42h20M8 13h32M12 14 6 28h12zM36 14l-6 14h12z",
    "seedling": "M24 43V25M24 27C24 17 17 12 6 12c0 10 7 15 18 15z"
    "M24 23c0-8 6-13 18-13 0 9-7 14-18 14",
    "shield": "M24 5l16 6v11c0 11-7 17-16 21-9-4-16-10-16-21V11zM16.5 23l5.5 5.5L32 18",
    "star": "M24 5l5.8 12 13.2 1.8-9.6 9.2 2.4 13L24 34.8 12.2 41l2.4-13L5 18.8 18.2 17z",
    "truck": "M4 12h23v22H4zM27 20h9l8 8v6H27zM13 34a4 4 0 1 0 .01 0zM35 34a4 4 0 1 0 .01 0z",
    "wave": "M4 17c5-6 8-6 13 0s8 6 14 0 8-6 13 0M4 31c5-6 8-6 13 0s8 6 14 0 8-6 13 0",
    "wrench": "M40 13l-7 7-5-5 7-7a10 10 0 0 0-13 13L7 36a4 4 0 0 0 5 5l15-15a10 10 0 0 0 13-13z",
}

#: What a person reads beside each icon in the badge form.
BADGE_ICON_NAMES: Final[dict[str, Promise]] = {
    "anchor": _("Anchor: ships, ports"),
    "bolt": _("Lightning: electricity, energy"),
    "book": _("Book: reading, teaching"),
    "camera": _("Camera: pictures, media"),
    "chart": _("Chart: data, finance"),
    "chat": _("Speech: language, service"),
    "clock": _("Clock: planning, time"),
    "code": _("Brackets: software"),
    "compass": _("Compass: guidance, survey"),
    "cup": _("Cup: food, hospitality"),
    "drop": _("Drop: water, hygiene"),
    "flame": _("Flame: heat, fire safety"),
    "flask": _("Flask: laboratory, science"),
    "gear": _("Gear: machines, process"),
    "hammer": _("Hammer: building"),
    "hand": _("Hand: care, craft"),
    "heart": _("Heart: health, care"),
    "leaf": _("Leaf: environment"),
    "lock": _("Lock: safety, security"),
    "people": _("People: team, leading"),
    "plug": _("Plug: installation"),
    "scale": _("Scales: law, fairness"),
    "seedling": _("Seedling: farming, growth"),
    "shield": _("Shield: protection, quality"),
    "star": _("Star: excellence"),
    "truck": _("Truck: transport"),
    "wave": _("Waves: hydraulics, sea"),
    "wrench": _("Wrench: repair"),
}
