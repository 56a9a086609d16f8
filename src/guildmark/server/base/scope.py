"""The second wall between organizations: PostgreSQL itself refuses rows out of scope.

Each connection carries who is looking: some organizations, one person, or the
system. Policies on tables (``enable_row_policy``) compare rows with that. With
no scope set, a table with a policy shows nothing and takes nothing.

It guards against a query that forgot its filter; it does not replace the
filter, and it does not bind the owner role that runs migrations.

    with scoped(organizations=[organization_id], person=person_id):
        ...
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.migrations.operations import RunSQL
from django.http import HttpRequest, HttpResponseBase
from django.utils.module_loading import import_string
from psycopg import OperationalError
from psycopg.pq import TransactionStatus


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows may be seen and written; nothing by default."""

    organizations: frozenset[UUID] = frozenset()
    person: UUID | None = None
    system: bool = False

    def settings(self) -> tuple[str, str, str]:
        """Return the values of guildmark.organizations, .person and .system."""
        return (
            ",".join(sorted(str(item) for item in self.organizations)),
            "" if self.person is None else str(self.person),
            "on" if self.system else "",
        )


NOTHING = Scope()
SYSTEM = Scope(system=True)

_SCOPE_SETTING = "GUILDMARK_SCOPE_OF_REQUEST"
_SET_SCOPE = (
    "SELECT set_config('guildmark.organizations', %s, false), "
    "set_config('guildmark.person', %s, false), "
    "set_config('guildmark.system', %s, false)"
)

_current: ContextVar[Scope] = ContextVar("guildmark_scope", default=NOTHING)


def current_scope() -> Scope:
    """Return the scope of this thread or task."""
    return _current.get()


def set_scope(
    *, organizations: Iterable[UUID] = (), person: UUID | None = None, system: bool = False
) -> None:
    """Set the scope from here on, until it is set again; prefer ``scoped``."""
    _become(Scope(frozenset(organizations), person, system))


@contextlib.contextmanager
def scoped(
    *, organizations: Iterable[UUID] = (), person: UUID | None = None, system: bool = False
) -> Iterator[None]:
    """Set the scope for a block; afterwards the scope from before holds again."""
    with _held(Scope(frozenset(organizations), person, system)):
        yield


@contextlib.contextmanager
def _held(scope: Scope) -> Iterator[None]:
    before = _current.get()
    _become(scope)
    try:
        yield
    finally:
        _become(before)


def _become(scope: Scope) -> None:
    _current.set(scope)
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            _apply(connection, scope)


def _apply(connection: BaseDatabaseWrapper, scope: Scope) -> None:
    if connection.vendor != "postgresql":
        return
    raw = connection.connection
    if raw.closed or raw.info.transaction_status == TransactionStatus.INERROR:
        # The transaction began before this scope did (they nest) and takes the
        # setting back when it is rolled back, which is all it can still do.
        return
    # The driver itself, so that tests counting queries count their own.
    try:
        with raw.cursor() as cursor:
            cursor.execute(_SET_SCOPE, scope.settings())
    except OperationalError:
        if not (raw.closed or raw.broken):
            raise
        # The server is gone and the setting with it; the next connection gets it.


def _on_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    scope = _current.get()
    if scope != NOTHING:
        _apply(connection, scope)


def install() -> None:
    """Give each new connection the scope of its thread; called once by the app."""
    connection_created.connect(_on_connection, dispatch_uid="guildmark.scope")


class ScopeMiddleware:
    """Set each request's scope, and take it off when the response is ready.

    The setting ``GUILDMARK_SCOPE_OF_REQUEST`` names a function of the request
    that returns a Scope; it runs with the scope of the system, to be able to
    look the person up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._scope_of: Callable[[HttpRequest], Scope] = import_string(
            getattr(settings, _SCOPE_SETTING)
        )

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with scoped(system=True):
            scope = self._scope_of(request)
        with _held(scope):
            return self._get_response(request)


def enable_row_policy(table: str, using_sql: str, *, check_sql: str | None = None) -> RunSQL:
    """Return a migration operation that puts a policy on a table.

    Args:
        table: the table's name in the database.
        using_sql: true for rows in scope, in SQL over the row's columns, with
            ``guildmark_in_organizations(uuid)`` and ``guildmark_is_person(uuid)``.
            The system sees everything.
        check_sql: the same for rows written; ``using_sql`` when not given.
    """
    policy = f"{table}_scope"
    check = using_sql if check_sql is None else check_sql
    return RunSQL(
        sql=[
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY "{policy}" ON "{table}" '
            f"USING (guildmark_is_system() OR ({using_sql})) "
            f"WITH CHECK (guildmark_is_system() OR ({check}))",
        ],
        reverse_sql=[
            f'DROP POLICY "{policy}" ON "{table}"',
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
        ],
    )
