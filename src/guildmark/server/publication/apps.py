"""Registers the app `publication` with Django."""

from __future__ import annotations

from django.apps import AppConfig
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
            Room(label=_("Signing keys"), url_name="publication:keys", order=70, roles=("owner",))
        )
