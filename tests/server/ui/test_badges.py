"""Badges: any design that the form accepts is one safe, readable SVG."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.ui.badge_icons import BADGE_ICON_NAMES, BADGE_ICONS
from guildmark.server.ui.badges import (
    BADGE_SHAPES,
    BadgeDesign,
    BadgeDesignError,
    check_design,
    draw_badge,
)
from guildmark.server.ui.colour import (
    GUILD_COLOUR_NAMES,
    GUILD_COLOURS,
    PAPER,
    contrast_ratio,
    parse_colour,
)

_PLAIN = BadgeDesign(title="Lockout", subtitle="Harbor Tech", icon="lock", level=2)
_SVG = "{http://www.w3.org/2000/svg}"
_ALLOWED = {f"{_SVG}{name}" for name in ("svg", "path", "circle", "text", "g")}


def _texts(svg: str) -> list[str]:
    root: Element = fromstring(svg)
    return [element.text or "" for element in root.iter(f"{_SVG}text")]


@pytest.mark.parametrize("shape", BADGE_SHAPES)
@pytest.mark.parametrize("icon", BADGE_ICONS)
def test_each_shape_with_each_icon_is_plain_svg(shape: str, icon: str) -> None:
    """Only paths, circles, groups and text; nothing that runs, links or loads."""
    svg = draw_badge(replace(_PLAIN, shape=shape, icon=icon, demo=True))
    for element in fromstring(svg).iter():
        assert element.tag in _ALLOWED
        assert not any(name.startswith("on") or "href" in name for name in element.attrib)
        assert "style" not in element.attrib


def test_both_texts_and_the_level_are_on_the_badge() -> None:
    """What the form asked is what can be read."""
    assert _texts(draw_badge(_PLAIN)) == ["Lockout", "Harbor Tech", "2"]


def test_a_demo_badge_says_so() -> None:
    """The ribbon is part of the picture, wherever it travels."""
    assert "DEMO" in _texts(draw_badge(replace(_PLAIN, demo=True)))
    assert "DEMO" not in draw_badge(_PLAIN)


def test_the_same_design_gives_the_same_picture() -> None:
    """Baked credentials and caches rest on this."""
    assert draw_badge(_PLAIN) == draw_badge(replace(_PLAIN))


def test_markup_in_a_text_stays_text() -> None:
    """A title cannot close its element."""
    assert "</text><script>x" in _texts(draw_badge(replace(_PLAIN, title="</text><script>x")))


def test_a_name_is_given_to_assistive_technology() -> None:
    """The label is an attribute, quoted."""
    root = fromstring(draw_badge(_PLAIN, title='Badge: "Lockout" & more'))
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Badge: "Lockout" & more'


@given(
    title=st.text(min_size=1, max_size=24),
    subtitle=st.text(max_size=16),
    level=st.integers(min_value=0, max_value=8),
)
def test_any_text_is_either_refused_or_drawn_as_valid_xml(
    title: str, subtitle: str, level: int
) -> None:
    """No character of any script breaks the picture."""
    design = BadgeDesign(title=title, subtitle=subtitle, level=level)
    if check_design(design):
        with pytest.raises(BadgeDesignError):
            draw_badge(design)
    else:
        assert fromstring(draw_badge(design)).tag == f"{_SVG}svg"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", " \u200b "),
        ("title", "x" * 25),
        ("title", "a\x00b"),
        ("subtitle", "x" * 17),
        ("subtitle", "a\x1bb"),
        ("shape", "star"),
        ("icon", "skull"),
        ("level", 9),
        ("level", -1),
        ("colour", "#e6b85c"),
        ("colour", "#fff"),
        ("colour", "red;background:url(x)"),
        ("colour", '"/><script>'),
    ],
)
def test_a_bad_value_is_refused_at_its_field(field: str, value: object) -> None:
    """The message stands at the field that has to change."""
    design = replace(_PLAIN, **{field: value})  # type: ignore[arg-type]
    assert list(check_design(design)) == [field]
    with pytest.raises(BadgeDesignError) as caught:
        draw_badge(design)
    assert list(caught.value.problems) == [field]


def test_a_pale_colour_is_refused_with_its_contrast() -> None:
    """The reader learns what was measured and what is needed."""
    problem = check_design(replace(_PLAIN, colour="#63cdb2"))["colour"]
    assert "4.5" in problem
    assert "1.9" in problem


@pytest.mark.parametrize("name", GUILD_COLOURS)
def test_each_guild_colour_carries_light_text(name: str) -> None:
    """WCAG 2.2, 1.4.3."""
    assert contrast_ratio(GUILD_COLOURS[name], PAPER) >= 4.5
    assert check_design(replace(_PLAIN, colour=name)) == {}


def test_contrast_has_the_values_of_the_standard() -> None:
    """Black on white is 21, a colour on itself 1, and the order does not matter."""
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == 1
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_own_colours_are_read_in_any_case() -> None:
    """A colour from a brand book may be in capitals."""
    assert parse_colour(" #0A6352 ") == "#0a6352"


def test_every_choice_has_a_name_for_people() -> None:
    """The form shows words, not keys."""
    assert set(BADGE_ICON_NAMES) == set(BADGE_ICONS)
    assert set(GUILD_COLOUR_NAMES) == set(GUILD_COLOURS)
