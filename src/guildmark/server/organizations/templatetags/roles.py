"""Names of roles for people: {% load roles %}{{ role|role_name }}."""

from __future__ import annotations

from django import template

from guildmark.server.organizations.forms import role_name

register = template.Library()
register.filter("role_name", role_name)
