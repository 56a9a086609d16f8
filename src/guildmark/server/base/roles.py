"""Act as the role that owns the tables; for migrations and tests, nothing else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import closing

import psycopg
from django.db import connections

from guildmark.server.base.database.address import parse_address
from guildmark.server.base.database.provision import grant_application_role


@contextlib.contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Connect as the owner role for a block; the role of ``DATABASE_OWNER_URL``.

    Without that variable the usual role is kept: it then owns the tables too.

    Raises:
        RuntimeError: a transaction is open, which would be lost.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("The role cannot be changed inside a transaction.")
    url = os.environ.get("DATABASE_OWNER_URL", "").strip()
    if not url:
        yield
        return
    owner = parse_address(url, owner_url=url).owner
    settings = connection.settings_dict
    before = {name: settings[name] for name in ("USER", "PASSWORD")}
    connection.close()
    settings.update(USER=owner.user, PASSWORD=owner.password)
    try:
        yield
    finally:
        connection.close()
        settings.update(before)


def grant_to_application(alias: str = "default") -> None:
    """Let the application role read and write the rows of all tables that exist now."""
    connection = connections[alias]
    application = str(connection.settings_dict["USER"])
    with as_owner(alias):
        if connection.settings_dict["USER"] == application:
            return  # one role does both
        with closing(psycopg.connect(**_parameters(connection), autocommit=True)) as raw:
            grant_application_role(raw, role=application)


def _parameters(connection: object) -> dict[str, object]:
    parameters = dict(connection.get_connection_params())  # type: ignore[attr-defined]
    parameters.pop("context", None)
    parameters.pop("cursor_factory", None)
    return parameters
