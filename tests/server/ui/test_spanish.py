"""The words that go with shapes and colours are translated too."""

from __future__ import annotations

from django.utils import translation

from guildmark.server.ui.badges import BadgeDesign, check_design

from .page import render


def test_components_and_messages_speak_spanish() -> None:
    """A verdict, a bar and a finding take the language of the reader."""
    with translation.override("es"):
        assert "No se puede saber" in render("{% verdict 'cannot_tell' %}{% endverdict %}")
        assert "2 de 4 · necesita 3" in render("{% bar 2 need=3 of=4 %}")
        problems = check_design(BadgeDesign(title="x", colour="#eeeeee"))
        assert problems["colour"].startswith("Este color es demasiado claro")
