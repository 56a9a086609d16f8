"""The style sheet keeps its promises: contrast, direction, no outside files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import guildmark.server.ui
from guildmark.server.ui.colour import contrast_ratio

_CSS = (Path(guildmark.server.ui.__file__).parent / "static/ui/guildmark.css").read_text("utf-8")
_TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", _CSS
    )
}

#: What is written on what, and the least contrast: 4.5 for text, 3 for edges (WCAG 1.4.3, 1.4.11).
_PAIRS = [
    *((ink, ground, 4.5) for ink in ("ink", "soft") for ground in ("paper", "card", "sunk")),
    *((tone, "card", 4.5) for tone in ("guild", "gold", "stop", "unsure")),
    *((tone, "paper", 4.5) for tone in ("guild", "gold", "stop", "unsure")),
    *((tone, f"{tone}-soft", 4.5) for tone in ("guild", "gold", "stop", "unsure")),
    *(("ink", f"{tone}-soft", 4.5) for tone in ("guild", "gold", "stop", "unsure")),
    ("on-guild", "guild", 4.5),
    ("on-guild", "guild-strong", 4.5),
    ("on-stop", "stop", 4.5),
    ("on-stop", "stop-strong", 4.5),
    ("guild-strong", "guild-soft", 4.5),
    ("stop-strong", "stop-soft", 4.5),
    ("edge", "card", 3.0),
    ("edge", "paper", 3.0),
    ("guild", "track", 3.0),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), _PAIRS)
def test_text_can_be_read_on_its_ground(text: str, ground: str, least: float, scheme: int) -> None:
    """WCAG 2.2, 1.4.3 and 1.4.11, in both colour schemes."""
    assert contrast_ratio(_TOKENS[text][scheme], _TOKENS[ground][scheme]) >= least


def test_the_sheet_is_the_same_in_both_directions() -> None:
    """Only logical properties; a floated legend is the one exception, laid out by its grid."""
    physical = (
        r"^\s+(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom)\b"
    )
    assert re.findall(physical, _CSS, re.MULTILINE) == []
    assert re.findall(r"text-align: (?:left|right)", _CSS) == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Pages work without the internet."""
    assert set(re.findall(r"url\(\"([^\"]+)\"\)", _CSS)) == {
        "fonts/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
        "fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "fonts/fraunces-latin-ext-wght-normal.woff2",
        "fonts/fraunces-latin-wght-normal.woff2",
        "#gm-stripes",
        "#gm-fade",
    }
    assert "@import" not in _CSS


def test_every_layer_is_declared_before_it_is_used() -> None:
    """The order of layers is the order of strength."""
    declared = re.search(r"^@layer ([a-z, ]+);", _CSS, re.MULTILINE)
    assert declared is not None
    used = re.findall(r"^@layer ([a-z]+) \{", _CSS, re.MULTILINE)
    assert used == declared.group(1).split(", ")


@pytest.mark.parametrize("wish", ["prefers-reduced-motion", "forced-colors", "print"])
def test_wishes_of_the_reader_are_answered(wish: str) -> None:
    """Less motion, the reader's own colours, paper."""
    assert f"@media ({wish}" in _CSS or f"@media {wish}" in _CSS
