"""Registers the app `catalog` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class CatalogConfig(AppConfig):
    """What can be earned: achievement definitions, immutable versions, offers."""

    name = "guildmark.server.catalog"
    label = "catalog"

    def ready(self) -> None:
        """Stand among the rooms of each provider."""
        from guildmark.server.organizations.permissions import ROLES
        from guildmark.server.organizations.rooms import Room, register_room

        register_room(
            Room(
                label=_("Micro-credentials"),
                url_name="catalog:definitions",
                order=20,
                roles=ROLES,
                summary=_summarize,
            )
        )


def _summarize(organization_id: UUID) -> str:
    from guildmark.server.catalog.queries import count_states

    states = count_states(organization_id)
    published, drafts = states.get("published", 0), states.get("draft", 0)
    words = [ngettext("%(n)d published", "%(n)d published", published) % {"n": published}]
    if drafts:
        words.append(ngettext("%(n)d draft", "%(n)d drafts", drafts) % {"n": drafts})
    return ", ".join(words)
