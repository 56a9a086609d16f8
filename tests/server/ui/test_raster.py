"""Pictures as pixels."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from guildmark.server.ui.badges import BadgeDesign, draw_badge
from guildmark.server.ui.raster import rasterize_badge, social_image

_DESIGN = BadgeDesign(title="Lockout", subtitle="Harbor Tech", icon="lock", level=2)


def _open(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image.convert("RGBA")


@pytest.mark.parametrize("size", [64, 400])
def test_a_badge_is_a_square_png_with_transparent_corners(size: int) -> None:
    """It can stand on any ground."""
    image = _open(rasterize_badge(draw_badge(_DESIGN), size))
    assert image.size == (size, size)
    assert image.getpixel((0, 0)) == (0, 0, 0, 0)
    assert image.getpixel((size * 45 // 240, size * 110 // 240)) == (10, 99, 82, 255)


def test_the_text_is_really_drawn() -> None:
    """Without a font resvg would leave the band empty."""
    band = (100, 255, 300, 305)
    drawn = _open(rasterize_badge(draw_badge(_DESIGN), 400)).crop(band)
    other = _open(rasterize_badge(draw_badge(replace(_DESIGN, title="Wound")), 400)).crop(band)
    assert drawn.tobytes() != other.tobytes()


@pytest.mark.parametrize("title", ["قيادة الفريق", "Сварка", "अभियंता", "ריתוך", "溶接"])
def test_each_script_is_drawn_without_error(title: str) -> None:
    """A script without a font is drawn as well as the system can, never refused."""
    assert _open(rasterize_badge(draw_badge(replace(_DESIGN, title=title)), 96)).size == (96, 96)


def test_the_same_badge_has_the_same_pixels() -> None:
    """Baked images are compared by hash."""
    svg = draw_badge(_DESIGN)
    assert rasterize_badge(svg, 128) == rasterize_badge(svg, 128)


@pytest.mark.parametrize("size", [0, 15, 2049, -4])
def test_a_size_out_of_range_is_refused(size: int) -> None:
    """Nobody can ask for a picture that fills the memory."""
    with pytest.raises(ValueError, match="pixels wide"):
        rasterize_badge(draw_badge(_DESIGN), size)


@pytest.mark.parametrize(
    "title",
    [
        "Control hazardous energy with lockout and tagout",
        "A",
        "<&\"'> " * 40,
        "Donaudampfschiff" * 9,
    ],
)
def test_the_sharing_picture_has_the_size_that_networks_ask(title: str) -> None:
    """1200 by 630, whatever the title."""
    png = social_image(design=_DESIGN, title=title, issuer="Harbor & Sons", demo=True)
    assert _open(png).size == (1200, 630)
    assert len(png) < 300_000


def test_the_recipient_is_shown_only_where_given() -> None:
    """A name is on the picture only by its holder's choice."""
    without = social_image(design=_DESIGN, title="Lockout", issuer="Harbor")
    assert without != social_image(
        design=_DESIGN, title="Lockout", issuer="Harbor", recipient="Amina Yusuf"
    )
