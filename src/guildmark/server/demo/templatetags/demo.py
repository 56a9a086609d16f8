"""Gives the sign-in page the demo's characters."""

from __future__ import annotations

from django import template

from guildmark.server.demo.characters import Character, characters

register = template.Library()


@register.simple_tag
def demo_characters() -> tuple[Character, ...]:
    """Return whom a visitor can enter as."""
    return characters()
