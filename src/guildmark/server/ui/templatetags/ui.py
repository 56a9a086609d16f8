"""`{% load ui %}`: every component of the design system; README.md shows each."""

from __future__ import annotations

from django import template

from guildmark.server.ui.tags import actions, content, forms, navigation, pictures, verdicts

register = template.Library()

for part in (actions, content, forms, navigation, pictures, verdicts):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
