"""Registers the app `publication` with Django."""

from __future__ import annotations

from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class PublicationConfig(AppConfig):
    """What the world fetches: profiles, DID documents, status lists."""

    name = "guildmark.server.publication"
    label = "publication"

    def ready(self) -> None:
        """Register the page of signing keys, and how achievements name their creator."""
        from guildmark.server.catalog.creators import register_creator_source
        from guildmark.server.organizations.rooms import Room, register_room
        from guildmark.server.publication.issuers import profile_document

        register_creator_source(profile_document)
        register_room(
            Room(
                label=_("Signing keys"),
                url_name="publication:keys",
                order=70,
                roles=("owner",),
                summary=_summarize_keys,
            )
        )


def _summarize_keys(organization_id: UUID) -> str:
    from guildmark.server.keystore.queries import active_key

    key = active_key(organization_id)
    if key is None:
        return gettext(
            "You need a key before anything can be signed. It is made here and kept encrypted."
        )
    return f"{gettext('Active')}: {key.algorithm}, {key.public_multikey[:12]}…"
