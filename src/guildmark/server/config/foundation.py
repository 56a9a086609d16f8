"""Set up an empty database: who runs it, its first organization, the skills it ships with."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from guildmark.server.accounts.operations import create_person
from guildmark.server.base.errors import Conflict, Finding, InvalidInput
from guildmark.server.base.operations import create_installation
from guildmark.server.base.queries import installation
from guildmark.server.base.scope import scoped
from guildmark.server.frameworks.operations import import_starters
from guildmark.server.keystore.operations import create_key
from guildmark.server.organizations.operations import OrganizationInput, create_organization
from guildmark.server.organizations.permissions import SYSTEM


def found_installation(*, origin: str, admin_email: str, organization: str) -> str:
    """Make a real installation and return the administrator's first password.

    Raises:
        Conflict: the database has been set up already; nothing is changed.
        InvalidInput: the origin, the organization's name or the address cannot be used.
    """
    if installation() is not None:
        raise Conflict(
            "installation_exists",
            _("This database has been set up already. Use an empty one."),
        )
    parts = urlsplit(origin)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path or parts.query:
        raise InvalidInput(
            findings=[
                Finding(
                    "origin",
                    _("%(origin)s is not an origin.") % {"origin": origin},
                    _("Write scheme and host alone, such as https://awards.college.example."),
                )
            ]
        )
    password = secrets.token_urlsafe(12)
    with scoped(system=True), transaction.atomic():
        create_installation(kind="real", origin=origin)
        person = create_person(
            email=admin_email, name=admin_email.partition("@")[0], password=password,
            is_operator=True, email_verified=True,
        )  # fmt: skip
        organization_id = create_organization(
            actor=SYSTEM, data=OrganizationInput(name=organization), owner_id=person.id
        )
        create_key(actor=SYSTEM, organization_id=organization_id)
        import_starters(actor=SYSTEM)
    return password
