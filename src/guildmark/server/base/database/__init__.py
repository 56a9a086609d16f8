"""The PostgreSQL that the product talks to: ours, started on demand, or yours.

With ``DATABASE_URL`` unset, a real PostgreSQL 18 is started from binaries that
pip installed, used by every process that asks for it, and stopped when the
last of them leaves. With ``DATABASE_URL`` set, that server is used instead.

This package imports no Django, so that settings may use it.

    >>> with EmbeddedDatabase(folder) as address:            # doctest: +SKIP
    ...     psycopg.connect(**address.connection_parameters("application"))

The rules (docs/decisions/0002-embedded-database.md):

* one server per data folder, however many processes start it at once;
* a process is a user for as long as it holds a shared lock; the kernel drops
  the lock of a killed process, so nothing is ever left behind;
* no folder that was not made here gets other permissions.
"""

from __future__ import annotations

from guildmark.server.base.database.address import (
    LEAST_SERVER_VERSION,
    Credentials,
    DatabaseAddress,
    RoleName,
    parse_address,
)
from guildmark.server.base.database.embedded import EmbeddedDatabase
from guildmark.server.base.database.errors import (
    ClusterDamaged,
    DatabaseFault,
    FolderUnusable,
    ProgramsMissing,
    ServerWouldNotStart,
)
from guildmark.server.base.database.folders import default_data_folder
from guildmark.server.base.database.opening import open_database
from guildmark.server.base.database.provision import create_database, drop_database

__all__ = [
    "LEAST_SERVER_VERSION",
    "ClusterDamaged",
    "Credentials",
    "DatabaseAddress",
    "DatabaseFault",
    "EmbeddedDatabase",
    "FolderUnusable",
    "ProgramsMissing",
    "RoleName",
    "ServerWouldNotStart",
    "create_database",
    "default_data_folder",
    "drop_database",
    "open_database",
    "parse_address",
]
