"""What all tests share: one database server for a run, a database for each worker.

A test that asks for the database gets the application role (row-level security
binds it) and the scope of the system, as a job has it; tests of the second
wall narrow it with ``scoped``.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from psycopg import sql

from guildmark.server.base.database import (
    DatabaseAddress,
    EmbeddedDatabase,
    create_database,
    drop_database,
    parse_address,
)
from guildmark.server.base.database.locks import exclusively
from guildmark.server.base.scope import scoped

# Made and filled with tables once in a run; each worker's database is a copy.
_TEMPLATE = "guildmark_tests"
_LONG_ID = 30


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long values by their argument: tokens are signed anew in each process that collects.

    Workers must collect the same names; pytest numbers those that are alike.
    """
    return argname if isinstance(val, (str, bytes)) and len(val) > _LONG_ID else None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Stop a run in which groups of tests would not stay together; nothing else would tell."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid.rpartition("]")[2]:
            raise pytest.UsageError(f"pytest-xdist ignores the group of {item.nodeid}")


@pytest.fixture(scope="session")
def test_run_id() -> str:
    """Return a name that all workers of this run share and no other run has."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex


@pytest.fixture(scope="session")
def database_server(test_run_id: str) -> Iterator[DatabaseAddress]:
    """Start or join the database server of this run: embedded, or the one in DATABASE_URL."""
    if url := os.environ.get("GUILDMARK_TEST_DATABASE_URL"):
        yield parse_address(url, owner_url=os.environ.get("DATABASE_OWNER_URL", ""))
        return
    folder = Path(tempfile.gettempdir()) / f"guildmark-tests-db-{test_run_id[:16]}"
    database = EmbeddedDatabase(folder, durable=False)
    yield database.start()
    with contextlib.suppress(RuntimeError):  # another worker still uses it, and will do this
        database.destroy()


@pytest.fixture(scope="session")
def worker_database(
    database_server: DatabaseAddress, test_run_id: str, worker_id: str, django_db_blocker: Any
) -> Iterator[DatabaseAddress]:
    """Return an empty database with all tables that belongs to this worker alone."""
    template = database_server.named(f"{_TEMPLATE}_{test_run_id[:8]}")
    mine = database_server.named(f"{template.name}_{worker_id}")
    lock = Path(tempfile.gettempdir()) / f"guildmark-tests-{test_run_id[:16]}.lock"
    with exclusively(lock, patience_seconds=120):
        if not _has_tables(template):
            _point_django_at(template)
            create_database(template, fresh=True)
            with django_db_blocker.unblock():
                call_command("migrate", verbosity=0, interactive=False)
                connection.close()
        create_database(mine, fresh=True, template=template.name)
    yield mine
    connection.close()
    drop_database(mine)
    if not database_server.embedded:
        drop_database(template)
    lock.unlink(missing_ok=True)


def _has_tables(address: DatabaseAddress) -> bool:
    try:
        with closing(psycopg.connect(**address.connection_parameters("owner"))) as raw:
            row = raw.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
    except psycopg.OperationalError:
        return False
    return row is not None and row[0] is not None


def _point_django_at(address: DatabaseAddress) -> None:
    settings.DATABASE_ADDRESS = address
    connection.close()
    connection.settings_dict.update(
        {**address.django_settings("application"), "CONN_MAX_AGE": None}
    )


@pytest.fixture(scope="session")
def django_db_setup(
    worker_database: DatabaseAddress, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """Give Django this worker's database; in place of pytest-django's own."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        _point_django_at(worker_database)
        patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", _nothing)
        patch.setattr(connection.ops, "execute_sql_flush", _flush_as_owner(worker_database))
        yield
        connection.close()


def _nothing(*_: Any, **__: Any) -> None:
    """Stand in for what would make again the rows that we keep."""


# Rows that migrations made; and tables whose triggers refuse to be emptied.
_KEPT = ("django_migrations", "django_content_type", "auth_permission")
_GUARDED = ("audit_record", "audit_head", "base_installation")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s)"


def _flush_as_owner(address: DatabaseAddress) -> Callable[[list[str]], None]:
    """Return what empties all tables between tests with real transactions.

    The audit record refuses to be emptied and the application role may not
    empty anything, both on purpose: the owner sets the triggers aside.
    """

    def flush(_: list[str]) -> None:
        with psycopg.connect(**address.connection_parameters("owner")) as raw:
            raw.execute("SET lock_timeout = '20s'")
            names = [row[0] for row in raw.execute(_TABLES, [list(_KEPT)])]
            questions = [
                sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(
                    sql.Literal(name), sql.Identifier(name)
                )
                for name in names
            ]
            full = [row[0] for row in raw.execute(sql.SQL(" UNION ALL ").join(questions))]
            if not full:
                return
            guarded = [name for name in full if name in _GUARDED]
            for name in guarded:
                raw.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
            raw.execute(
                sql.SQL("TRUNCATE {} CASCADE").format(
                    sql.SQL(", ").join(sql.Identifier(name) for name in full)
                )
            )
            raw.execute(
                "INSERT INTO audit_head (id, sequence, hash) "
                "VALUES (1, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING"
            )
            for name in guarded:
                raw.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")

    return flush


@pytest.fixture(scope="session")
def worker_id() -> str:
    """Return xdist's name for this process; "main" when there is only one."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(autouse=True)
def _scope_of_the_system() -> Iterator[None]:
    """Let tests see all rows, as a job does."""
    with scoped(system=True):
        yield


@pytest.fixture(autouse=True)
def _language_of_nobody() -> None:
    """Begin each test in the default language, whatever the last one's page was in."""
    translation.deactivate()


@pytest.fixture
def run_jobs(db: None) -> Callable[[], list[str]]:
    """Return a function that runs the jobs that are due, in this transaction, to the last.

    It returns the names of the jobs that ran. An error in a job is the test's.
    """
    from procrastinate.contrib.django import app

    def run() -> list[str]:
        ran: list[str] = []
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT id, task_name, args FROM procrastinate_jobs "
                    "WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now() "
                    "ORDER BY id LIMIT 1"
                )
                row = cursor.fetchone()
                if row is None:
                    return ran
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [row[0]])
            arguments = row[2] if isinstance(row[2], dict) else json.loads(row[2])
            ran.append(row[1])
            app.tasks[row[1]].func(**arguments)

    return run
