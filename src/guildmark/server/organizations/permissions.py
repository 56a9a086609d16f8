"""Who is acting, and which roles they hold where.

Every operation takes an `Actor`; permissions are pure functions of an actor and an object's
organization. Deny is the default: an organization that is not in `roles` does not exist for the
actor (404, never 403).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

OWNER: Final = "owner"
AUTHOR: Final = "author"
ASSESSOR: Final = "assessor"
ISSUER: Final = "issuer"
VIEWER: Final = "viewer"
ROLES: Final = (OWNER, AUTHOR, ASSESSOR, ISSUER, VIEWER)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person, or the system itself, about to do something.

    Attributes:
        person_id: the person's row; None for the system and for visitors.
        actor_id: the pseudonymous id that the audit log keeps; None for the system.
        roles: organization id → roles held there.
        is_operator: runs this installation (backups, first set-up); holds no role by that.
        is_system: a job acting by itself; may do what no person needs to ask for.
        scopes: None for a signed-in session; for an API token, what it is narrowed to.
    """

    person_id: UUID | None = None
    actor_id: UUID | None = None
    name: str = ""
    language: str = "en"
    roles: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    is_operator: bool = False
    is_system: bool = False
    scopes: frozenset[str] | None = None

    def has_role(self, organization_id: UUID, *roles: str) -> bool:
        """Tell whether the actor holds one of `roles` there; an owner holds them all."""
        held = self.roles.get(organization_id, frozenset())
        return OWNER in held or not held.isdisjoint(roles)

    def belongs_to(self, organization_id: UUID) -> bool:
        """Tell whether the actor holds any role there."""
        return bool(self.roles.get(organization_id))


SYSTEM: Final = Actor(is_system=True, name="system")
VISITOR: Final = Actor()
