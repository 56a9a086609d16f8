"""What this room holds about a person: their roles."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from guildmark.server.accounts.personal_data import DataItem
from guildmark.server.accounts.queries import person
from guildmark.server.organizations.models import Invitation, Membership
from guildmark.server.organizations.queries import organizations_owned_alone


class MembershipData:
    """Roles in organizations, and invitations sent to the person's address."""

    name = "organizations"

    def describe(self, person_id: UUID) -> list[DataItem]:
        """Count the roles."""
        count = Membership.objects.filter(person_id=person_id).count()
        items = [DataItem(_("Roles in organizations"), count, "goes")]
        alone = organizations_owned_alone(person_id)
        if alone:
            items.append(
                DataItem(
                    _("Organizations whose last owner you are"),
                    len(alone),
                    "stays",
                    _("Nobody could run %(names)s afterwards. Make somebody else an owner first.")
                    % {"names": ", ".join(alone)},
                )
            )
        return items

    def export(self, person_id: UUID) -> Iterable[tuple[str, bytes]]:
        """Yield the roles as JSON."""
        rows = Membership.objects.filter(person_id=person_id).select_related("organization")
        roles = [
            {"organization": row.organization.name, "role": row.role,
             "since": row.created_at.isoformat()}
            for row in rows
        ]  # fmt: skip
        yield "roles.json", json.dumps(roles, ensure_ascii=False, indent=2).encode()

    def erase(self, person_id: UUID) -> None:
        """Delete roles and invitations; an organization keeps no trace but pseudonymous records."""
        row = person(person_id)
        if row is not None:
            Invitation.objects.filter(email__iexact=row.email).delete()
        Membership.objects.filter(person_id=person_id).delete()
