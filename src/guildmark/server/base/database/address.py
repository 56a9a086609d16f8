"""Where a database is and who may open it: two roles, one address.

The *owner* role makes and changes tables. The *application* role may only read
and write rows: it is no superuser and row-level security binds it. Pages, the
REST API and jobs use the application role; only migrations use the owner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote, urlencode

from psycopg.conninfo import conninfo_to_dict

# Row-level security, MERGE, the builtin collation helpers and every index we
# build exist from 16 on; older servers are not tested.
LEAST_SERVER_VERSION = 16

RoleName = Literal["owner", "application", "admin"]

_OWN_PARAMETERS = frozenset({"host", "port", "dbname", "user", "password"})


@dataclass(frozen=True, slots=True)
class Credentials:
    """One database role and its password; the password is never printed."""

    user: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseAddress:
    """One database: a server, a name, and the roles that may open it.

    Attributes:
        host: host name, address, or the folder of a Unix socket.
        admin: may create databases; None on a server that is not ours.
        options: further libpq parameters such as ``sslmode``.
    """

    host: str
    port: int
    name: str
    owner: Credentials
    application: Credentials
    admin: Credentials | None = None
    embedded: bool = False
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def credentials(self, role: RoleName) -> Credentials:
        """Return the credentials of a role; the owner's where there is no admin."""
        if role == "admin":
            return self.admin or self.owner
        return self.owner if role == "owner" else self.application

    def connection_parameters(self, role: RoleName) -> dict[str, Any]:
        """Return keyword arguments for ``psycopg.connect``."""
        who = self.credentials(role)
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": who.user,
            "password": who.password,
            **self.options,
        }

    def url(self, role: RoleName) -> str:
        """Return the address as ``DATABASE_URL`` takes it; it holds the password."""
        who = self.credentials(role)
        # libpq reads "+" as a plus sign, so a space must be written %20.
        query = urlencode(
            {"host": self.host, "port": str(self.port), **self.options}, quote_via=quote
        )
        user, password = quote(who.user, safe=""), quote(who.password, safe="")
        return f"postgresql://{user}:{password}@/{quote(self.name, safe='')}?{query}"

    def environment(self) -> dict[str, str]:
        """Return the variables that make another process use this database."""
        return {"DATABASE_URL": self.url("application"), "DATABASE_OWNER_URL": self.url("owner")}

    def django_settings(self, role: RoleName = "application") -> dict[str, Any]:
        """Return one entry for Django's ``DATABASES``."""
        who = self.credentials(role)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": str(self.port),
            "NAME": self.name,
            "USER": who.user,
            "PASSWORD": who.password,
            "OPTIONS": dict(self.options),
        }

    def named(self, name: str) -> DatabaseAddress:
        """Return the address of another database on the same server."""
        return replace(self, name=name)


def parse_address(url: str, *, owner_url: str = "") -> DatabaseAddress:
    """Read ``DATABASE_URL`` and, where given, ``DATABASE_OWNER_URL``.

    Args:
        url: ``postgresql://user:password@host:port/name?sslmode=…``; any form
            libpq reads. This is the application role.
        owner_url: the same database as the role that owns its tables; without
            it one role does both and ``guildmark doctor`` says so.

    Raises:
        ValueError: a URL cannot be read, or names no database.
    """
    parameters = _read(url, variable="DATABASE_URL")
    owner = _read(owner_url, variable="DATABASE_OWNER_URL") if owner_url else parameters
    return DatabaseAddress(
        host=parameters.get("host", ""),
        port=int(parameters.get("port", "5432")),
        name=parameters["dbname"],
        owner=Credentials(owner.get("user", ""), owner.get("password", "")),
        application=Credentials(parameters.get("user", ""), parameters.get("password", "")),
        options=MappingProxyType(
            {key: value for key, value in parameters.items() if key not in _OWN_PARAMETERS}
        ),
    )


def _read(url: str, *, variable: str) -> dict[str, str]:
    scheme = url.partition("://")[0]
    if scheme not in {"postgres", "postgresql"}:
        raise ValueError(
            f"{variable} must start with postgresql:// (it starts with {scheme[:20]!r}); "
            "PostgreSQL is the only database supported."
        )
    try:
        read = conninfo_to_dict(url)
    except Exception as error:  # psycopg raises ProgrammingError; its text has no password
        raise ValueError(f"{variable} cannot be read: {error}") from error
    parameters = {key: str(value) for key, value in read.items() if value is not None}
    if not parameters.get("dbname"):
        raise ValueError(f"{variable} names no database: add /name at its end.")
    return parameters
