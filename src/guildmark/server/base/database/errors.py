"""What can go wrong with the database server itself.

DatabaseFault
├── ProgramsMissing       the wheel with PostgreSQL's programs is not there or does not run
├── FolderUnusable        the data folder cannot be made, read or reached
├── ClusterDamaged        there is data, but it does not open: other version, no passwords
└── ServerWouldNotStart   PostgreSQL refused; its own words are in the message
"""

from __future__ import annotations


class DatabaseFault(Exception):
    """The root; ``code`` is stable, the message says what, where and what to do."""

    code = "database-fault"


class ProgramsMissing(DatabaseFault):
    """PostgreSQL's programs are missing or cannot be run."""

    code = "database-programs-missing"


class FolderUnusable(DatabaseFault):
    """The data folder cannot be used by this user."""

    code = "database-folder-unusable"


class ClusterDamaged(DatabaseFault):
    """The data folder holds a database that cannot be opened as it is."""

    code = "database-cluster-damaged"


class ServerWouldNotStart(DatabaseFault):
    """PostgreSQL was started and ended, or did not answer in time."""

    code = "database-would-not-start"
