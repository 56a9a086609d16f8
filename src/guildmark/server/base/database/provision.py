"""Make roles and databases on a server that we administer."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import psycopg
from psycopg import sql

from guildmark.server.base.database.address import DatabaseAddress

# Two processes may provision at once; CREATE ROLE has no IF NOT EXISTS.
_PROVISION_LOCK = 0x6775696C


def connect(address: DatabaseAddress, *, role: Any, name: str | None = None) -> Any:
    """Open an autocommit connection to a database of this server."""
    parameters = address.connection_parameters(role)
    if name is not None:
        parameters["dbname"] = name
    return psycopg.connect(**parameters, autocommit=True, connect_timeout=5)


def ensure_roles(address: DatabaseAddress) -> None:
    """Make the owner and the application role, with the passwords of the address."""
    with closing(connect(address, role="admin", name="postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_PROVISION_LOCK])
        for role in (address.owner, address.application):
            known = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role.user]
            ).fetchone()
            verb = sql.SQL("ALTER" if known else "CREATE")
            connection.execute(
                sql.SQL(
                    "{verb} ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE "
                    "NOREPLICATION PASSWORD {password}"
                ).format(
                    verb=verb,
                    name=sql.Identifier(role.user),
                    password=sql.Literal(role.password),
                )
            )


def create_database(
    address: DatabaseAddress, *, fresh: bool = False, template: str = "template0"
) -> None:
    """Make the database that the address names, unless it is there.

    The owner role owns it and its schema; the application role may connect and
    gets the right to read and write rows of every table the owner makes.

    Args:
        fresh: drop an older database of that name first (for tests).
        template: the database that it is a copy of, which nobody may be using.
    """
    if fresh:
        drop_database(address)
    with closing(connect(address, role="admin", name="postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_PROVISION_LOCK])
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [address.name]
        ).fetchone()
        if not known:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(address.name),
                    sql.Identifier(address.owner.user),
                    sql.Identifier(template),
                )
            )
        connection.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(address.name))
        )
        connection.execute(
            sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                sql.Identifier(address.name), sql.Identifier(address.application.user)
            )
        )
    _prepare_schema(address)


def _prepare_schema(address: DatabaseAddress) -> None:
    with closing(connect(address, role="admin")) as connection:
        connection.execute(
            sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(address.owner.user))
        )
        available = connection.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'vector'"
        ).fetchone()
        if available:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    with closing(connect(address, role="owner")) as connection:
        grant_application_role(connection, role=address.application.user)


def grant_application_role(connection: Any, *, role: str) -> None:
    """Let a role read and write rows of all tables, now and later; run as the owner."""
    name = sql.Identifier(role)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
    ):
        connection.execute(sql.SQL(statement).format(name))


def drop_database(address: DatabaseAddress) -> None:
    """Drop the database that the address names, with whoever is connected to it."""
    with closing(connect(address, role="admin", name="postgres")) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(address.name))
        )
