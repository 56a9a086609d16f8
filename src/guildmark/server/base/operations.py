"""What can be done with the installation: make it, once."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from guildmark.server.base.errors import Conflict
from guildmark.server.base.models import Installation
from guildmark.server.base.queries import InstallationRow, installation


def create_installation(*, kind: str, origin: str) -> InstallationRow:
    """Write down what this database is for.

    Args:
        kind: "demo" or "real"; it can never be changed.
        origin: scheme, host and port, no slash at the end.

    Raises:
        Conflict: it was written down already.
    """
    try:
        with transaction.atomic():
            Installation.objects.create(kind=Installation.Kind(kind), origin=origin)
    except IntegrityError as error:
        raise Conflict(
            "installation_exists",
            _("This database has been set up already. Use an empty one."),
        ) from error
    row = installation()
    if row is None:  # pragma: no cover - it was written a line above
        raise Conflict
    return row
