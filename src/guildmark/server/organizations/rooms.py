"""The rooms that an organization's page leads to; rooms above register themselves here.

So the dashboard can link to marking or awards without this app knowing those above it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse

from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import OrganizationRow
from guildmark.server.ui.shell import NavItem

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One room: its name, its page, who may enter, and one line about what waits there.

    Attributes:
        order: place in the tabs, from 0.
        url_name: takes the organization's slug.
        roles: any of these opens it (an owner enters all).
        kinds: kinds of organization that have it.
        summary: organization id → a sentence for the dashboard, or nothing.
    """

    label: StrOrPromise
    url_name: str
    order: int
    roles: tuple[str, ...]
    kinds: tuple[str, ...] = ("provider",)
    summary: Callable[[UUID], str] | None = None


_rooms: dict[str, Room] = {}


def register_room(room: Room) -> None:
    """Add a room; call it when Django starts."""
    _rooms[room.url_name] = room


def rooms_for(actor: Actor, organization: OrganizationRow) -> list[Room]:
    """Return the rooms of an organization that the actor may enter, in order."""
    return [
        room
        for room in sorted(_rooms.values(), key=lambda room: room.order)
        if organization.kind in room.kinds and actor.has_role(organization.id, *room.roles)
    ]


def tabs_for(actor: Actor, organization: OrganizationRow, *, path: str) -> list[NavItem]:
    """Return the rooms as tabs; the one that `path` lies in is current."""
    tabs = []
    for room in rooms_for(actor, organization):
        url = reverse(room.url_name, args=[organization.slug])
        exact = room.order == 0
        tabs.append(
            NavItem(
                label=room.label,
                url=url,
                current=path == url if exact else path.startswith(url),
            )
        )
    return tabs
