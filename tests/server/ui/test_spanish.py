"""Spanish is complete for this room."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

from django.utils import translation

import guildmark.server.ui
from guildmark.server.ui.badges import BadgeDesign, check_design

from .page import render

_FOLDER = Path(guildmark.server.ui.__file__).parent / "locale/es/LC_MESSAGES"


def test_the_compiled_catalogue_has_each_message_of_the_source() -> None:
    """A changed .po without its .mo is noticed, and so is an empty translation."""
    source = (_FOLDER / "django.po").read_text(encoding="utf-8")
    with (_FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.MULTILINE)
    assert len(pairs) > 120
    for message, translated in pairs:
        assert translated
        assert compiled.gettext(message.replace('\\"', '"')) == translated.replace('\\"', '"')


def test_each_placeholder_survives_translation() -> None:
    """A lost placeholder would be an error on a page, but only in Spanish."""
    source = (_FOLDER / "django.po").read_text(encoding="utf-8")
    for message, translated in re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', source, re.MULTILINE):
        holes = r"%\(\w+\)[.\d]*\w|\{\w+\}"
        assert sorted(re.findall(holes, message)) == sorted(re.findall(holes, translated))


def test_components_and_messages_speak_spanish() -> None:
    """The words that go with shapes and colours too."""
    with translation.override("es"):
        assert "No se puede saber" in render("{% verdict 'cannot_tell' %}{% endverdict %}")
        assert "2 de 4 · necesita 3" in render("{% bar 2 need=3 of=4 %}")
        problems = check_design(BadgeDesign(title="x", colour="#eeeeee"))
        assert problems["colour"].startswith("Este color es demasiado claro")
