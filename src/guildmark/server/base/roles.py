"""Act as the role that owns the tables; for migrations and tests, nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections

from guildmark.server.base.database.address import DatabaseAddress
from guildmark.server.base.database.provision import grant_application_role

_ADDRESS_SETTING = "DATABASE_ADDRESS"


@contextlib.contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Connect as the owner role of ``settings.DATABASE_ADDRESS`` for a block.

    Where one role does both (no ``DATABASE_OWNER_URL``) nothing changes.

    Raises:
        RuntimeError: a transaction is open, which would be lost.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("The role cannot be changed inside a transaction.")
    address: DatabaseAddress = getattr(settings, _ADDRESS_SETTING)
    usual = connection.settings_dict
    if usual["USER"] == address.owner.user:
        yield
        return
    before = {name: usual[name] for name in ("USER", "PASSWORD")}
    connection.close()
    usual.update(USER=address.owner.user, PASSWORD=address.owner.password)
    try:
        yield
    finally:
        connection.close()
        usual.update(before)


def grant_to_application(alias: str = "default") -> None:
    """Let the application role read and write the rows of all tables that exist now."""
    connection = connections[alias]
    application = str(connection.settings_dict["USER"])
    with as_owner(alias):
        if connection.settings_dict["USER"] == application:
            return  # one role does both
        with closing(psycopg.connect(**_parameters(connection), autocommit=True)) as raw:
            grant_application_role(raw, role=application)


def _parameters(connection: Any) -> dict[str, Any]:
    parameters = dict(connection.get_connection_params())
    parameters.pop("context", None)
    parameters.pop("cursor_factory", None)
    return parameters
