"""Open the database that this process is meant to use, for as long as it lives."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from guildmark.server.base.database.address import DatabaseAddress, parse_address
from guildmark.server.base.database.embedded import EmbeddedDatabase
from guildmark.server.base.database.folders import default_data_folder

# A process holds its use until it ends; the kernel gives it back.
_IN_USE: dict[Path, EmbeddedDatabase] = {}


def open_database(
    environ: Mapping[str, str] | None = None,
    *,
    data_folder: Path | str | None = None,
    durable: bool = True,
) -> DatabaseAddress:
    """Return the address of the database, starting the embedded one when none is named.

    Args:
        environ: read for ``DATABASE_URL`` and ``DATABASE_OWNER_URL``; the
            process's own by default.
        data_folder: of the embedded database; ``default_data_folder()`` when
            not given. Not looked at when ``DATABASE_URL`` is set.
        durable: see EmbeddedDatabase.

    Raises:
        ValueError: a URL cannot be read.
        DatabaseFault: the embedded server cannot be used.
    """
    environ = os.environ if environ is None else environ
    if url := environ.get("DATABASE_URL", "").strip():
        return parse_address(url, owner_url=environ.get("DATABASE_OWNER_URL", "").strip())
    folder = Path(data_folder) if data_folder is not None else default_data_folder(environ)
    database = _IN_USE.setdefault(folder.absolute(), EmbeddedDatabase(folder, durable=durable))
    return database.start()
