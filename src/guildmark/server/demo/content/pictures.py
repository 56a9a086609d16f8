"""Small pictures for the demo's evidence, drawn here: no photograph of anybody or anything real.

The same scene and seed give the same bytes.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

__all__ = ["SCENES", "draw_scene"]

_SIZE = (960, 640)
_INK, _PAPER, _STEEL = (29, 38, 48), (250, 247, 241), (126, 138, 150)
_RED, _GREEN, _GOLD, _BLUE = (164, 38, 29), (10, 99, 82), (230, 184, 92), (27, 79, 143)

_Draw = ImageDraw.ImageDraw


def draw_scene(scene: str, *, seed: str, caption: str) -> bytes:
    """Return a PNG of a scene: one of `SCENES`.

    Args:
        seed: varies positions, values and colours.
        caption: written at the foot; Latin letters.
    """
    image = Image.new("RGB", _SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    SCENES[scene](draw, random.Random(seed))  # noqa: S311  # a picture, no secret
    draw.rectangle((0, 592, 960, 640), fill=_INK)
    _write(draw, (24, 602), caption, size=24, fill=_PAPER)
    stored = io.BytesIO()
    image.save(stored, "PNG")
    return stored.getvalue()


def _panel(draw: _Draw, dice: random.Random) -> None:
    """Draw an isolator and a valve, each with padlock and tag."""
    draw.rectangle((0, 0, 960, 592), fill=(205, 209, 206))
    left = 90 + dice.randrange(40)
    draw.rounded_rectangle(
        (left, 70, left + 330, 500), 16, fill=(236, 233, 224), outline=_INK, width=5
    )
    draw.ellipse((left + 95, 150, left + 235, 290), fill=_GOLD, outline=_INK, width=5)
    draw.rectangle((left + 150, 165, left + 180, 275), fill=_RED)
    _padlock(draw, left + 130, 330, _RED)
    _tag(draw, left + 210, 350, "DANGER", dice)
    pipe = 220 + dice.randrange(80)
    draw.rectangle((500, pipe, 960, pipe + 70), fill=_STEEL, outline=_INK, width=4)
    draw.rectangle((640, pipe - 70, 676, pipe + 20), fill=_BLUE, outline=_INK, width=4)
    draw.ellipse((600, pipe - 10, 716, pipe + 80), fill=(88, 100, 112), outline=_INK, width=5)
    _padlock(draw, 620, pipe + 96, _RED)
    _tag(draw, 730, pipe + 110, "DO NOT OPEN", dice)


def _padlock(draw: _Draw, x: int, y: int, colour: tuple[int, int, int]) -> None:
    draw.arc((x + 10, y - 46, x + 66, y + 30), 180, 360, fill=_INK, width=10)
    draw.rounded_rectangle((x, y, x + 76, y + 66), 8, fill=colour, outline=_INK, width=4)
    draw.ellipse((x + 30, y + 22, x + 46, y + 38), fill=_INK)


def _tag(draw: _Draw, x: int, y: int, word: str, dice: random.Random) -> None:
    draw.rounded_rectangle((x, y, x + 190, y + 130), 10, fill=_PAPER, outline=_RED, width=6)
    _write(draw, (x + 14, y + 12), word, size=24, fill=_RED)
    for line in range(3):
        draw.line(
            (x + 14, y + 60 + 22 * line, x + 90 + dice.randrange(80), y + 60 + 22 * line),
            fill=_INK,
            width=4,
        )


def _chart(draw: _Draw, dice: random.Random) -> None:
    """Draw bars per month with an axis that starts at zero."""
    draw.line((90, 60, 90, 520, 900, 520), fill=_INK, width=4)
    value = 260 + dice.randrange(60)
    for month in range(12):
        value = max(60, min(420, value + dice.randrange(-70, 55)))
        x = 120 + 64 * month
        draw.rectangle((x, 520 - value, x + 42, 518), fill=_GREEN if month < 9 else _BLUE)
        _write(draw, (x + 6, 530), str(month + 1), size=20, fill=_INK)
    for step in range(5):
        y = 520 - 100 * step
        draw.line((82, y, 98, y), fill=_INK, width=3)
        _write(draw, (30, y - 12), str(5 * step), size=20, fill=_INK)


def _weld(draw: _Draw, dice: random.Random) -> None:
    """Draw three seams with a scale under each."""
    for row in range(3):
        y = 70 + 175 * row
        draw.polygon(((60, y), (900, y), (900, y + 60), (60, y + 60)), fill=(108, 116, 124))
        draw.polygon(
            ((60, y + 60), (900, y + 60), (900, y + 100), (60, y + 100)), fill=(150, 156, 160)
        )
        for x in range(70, 880, 16):
            lift = dice.randrange(-4 if row else -9, 5 if row else 10)
            draw.ellipse(
                (x, y + 44 + lift, x + 34, y + 78 + lift),
                fill=(186, 178, 160),
                outline=(92, 84, 70),
                width=2,
            )
        for mark in range(0, 840, 21):
            draw.line(
                (60 + mark, y + 112, 60 + mark, y + (128 if mark % 105 else 140)),
                fill=_INK,
                width=2,
            )


def _ward(draw: _Draw, dice: random.Random) -> None:
    """Draw hands, water, and five moments around a bed."""
    draw.rounded_rectangle((300, 230, 660, 400), 22, fill=(214, 228, 232), outline=_INK, width=5)
    draw.rounded_rectangle((320, 250, 420, 380), 18, fill=_PAPER, outline=_INK, width=4)
    places = ((150, 120), (480, 80), (810, 120), (220, 500), (740, 500))
    for number, (x, y) in enumerate(places, start=1):
        shift = dice.randrange(-12, 13)
        draw.ellipse(
            (x - 56 + shift, y - 56, x + 56 + shift, y + 56), fill=_GREEN, outline=_INK, width=4
        )
        _write(draw, (x - 12 + shift, y - 28), str(number), size=44, fill=_PAPER)
    for _drop in range(14):
        x, y = 40 + dice.randrange(880), 200 + dice.randrange(250)
        draw.ellipse((x, y, x + 14, y + 20), fill=_BLUE)


SCENES: dict[str, Callable[[_Draw, random.Random], None]] = {
    "chart": _chart,
    "panel": _panel,
    "ward": _ward,
    "weld": _weld,
}


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    data = files("guildmark.server.ui").joinpath("fonts/NotoSans_500Medium.ttf").read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size)


def _write(
    draw: _Draw, place: tuple[int, int], text: str, *, size: int, fill: tuple[int, int, int]
) -> None:
    draw.text(place, text, font=_font(size), fill=fill)
