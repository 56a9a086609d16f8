"""The second wall: PostgreSQL refuses rows that are out of scope, whatever the query says."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from guildmark.server.base.roles import as_owner
from guildmark.server.base.scope import (
    NOTHING,
    Scope,
    ScopeMiddleware,
    current_scope,
    enable_row_policy,
    scoped,
    set_scope,
)

OURS, THEIRS = uuid.uuid4(), uuid.uuid4()
ADA, BOB = uuid.uuid4(), uuid.uuid4()


def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement as the application role and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def seen() -> set[str]:
    """Return the names of the lamps that can be seen."""
    return {row[0] for row in run("SELECT name FROM scope_lamp")}


@pytest.fixture
def lamps(transactional_db: None) -> Iterator[None]:
    """Make a table with a policy and three rows, as an app's migration would."""
    policy = enable_row_policy(
        "scope_lamp", "guildmark_in_organizations(organization) OR guildmark_is_person(owner)"
    )
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scope_lamp (name text, organization uuid, owner uuid)")
        for statement in policy.sql:
            cursor.execute(statement)
    run(
        "INSERT INTO scope_lamp VALUES "
        "('ours', %s, %s), ('theirs', %s, %s), ('nobody''s', NULL, NULL)",
        OURS, ADA, THEIRS, BOB,
    )  # fmt: skip
    yield
    with as_owner(), connection.cursor() as cursor:
        for statement in policy.reverse_sql:
            cursor.execute(statement)
        cursor.execute("DROP TABLE scope_lamp")


@pytest.mark.usefixtures("lamps")
class TestPolicy:
    """What a connection of the application role sees and may write."""

    def test_the_application_role_is_bound(self) -> None:
        """Tests run as a role that row-level security binds; else these tests prove nothing."""
        ((bypasses,),) = run(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert bypasses is False
        assert seen() == {"ours", "theirs", "nobody's"}  # the system's scope, set by conftest

    def test_no_scope_sees_and_writes_nothing(self) -> None:
        """Deny by default: a forgotten scope shows an empty table."""
        with scoped():
            assert seen() == set()
            run("UPDATE scope_lamp SET name = 'mine'")
            with pytest.raises(DatabaseError, match="row-level security"):
                run("INSERT INTO scope_lamp VALUES ('new', %s, NULL)", OURS)
        assert seen() == {"ours", "theirs", "nobody's"}

    def test_an_organization_sees_its_own_rows(self) -> None:
        """A query without any filter gives what is in scope, and no more."""
        with scoped(organizations=[OURS]):
            assert seen() == {"ours"}
            run("DELETE FROM scope_lamp")
            with pytest.raises(DatabaseError, match="row-level security"):
                run("INSERT INTO scope_lamp VALUES ('planted', %s, NULL)", THEIRS)
            run("INSERT INTO scope_lamp VALUES ('new', %s, NULL)", OURS)
        assert seen() == {"new", "theirs", "nobody's"}

    def test_a_row_cannot_be_moved_out_of_scope(self) -> None:
        """Changing a row's organization to another's is refused."""
        with scoped(organizations=[OURS]), pytest.raises(DatabaseError, match="row-level"):
            run("UPDATE scope_lamp SET organization = %s, owner = NULL", THEIRS)

    def test_several_organizations_and_a_person_add_up(self) -> None:
        """Scopes are unions."""
        with scoped(organizations=[OURS, THEIRS]):
            assert seen() == {"ours", "theirs"}
        with scoped(person=BOB):
            assert seen() == {"theirs"}
        with scoped(organizations=[OURS], person=BOB):
            assert seen() == {"ours", "theirs"}

    def test_a_new_connection_has_the_scope_of_its_thread(self) -> None:
        """A connection that broke and came back is as narrow as before."""
        with scoped(organizations=[OURS]):
            connection.close()
            assert seen() == {"ours"}
        with scoped():
            connection.close()
            assert seen() == set()

    def test_scopes_nest_through_rollbacks(self) -> None:
        """A transaction that fails inside leaves the outer scope as it was."""
        with scoped(organizations=[OURS]):
            with pytest.raises(DatabaseError), transaction.atomic(), scoped(system=True):
                assert len(seen()) == 3
                run("SELECT 1 / 0")
            assert seen() == {"ours"}
            with transaction.atomic():
                with pytest.raises(DatabaseError), transaction.atomic(), scoped(person=BOB):
                    run("SELECT 1 / 0")
                assert seen() == {"ours"}

    def test_set_scope_holds_until_it_is_set_again(self) -> None:
        """For a command line that has one scope for all of its run."""
        set_scope(person=ADA)
        assert seen() == {"ours"}
        set_scope(system=True)
        assert len(seen()) == 3

    def test_a_connection_used_again_carries_nothing_over(self) -> None:
        """What a request saw is out of reach for the next on the same connection."""
        handler = ScopeMiddleware.__new__(ScopeMiddleware)
        handler._get_response = lambda _: HttpResponse(",".join(sorted(seen())))
        scopes = iter([Scope(frozenset({OURS})), NOTHING, Scope(person=BOB)])
        handler._scope_of = lambda _: next(scopes)
        with scoped():
            answers = [handler(RequestFactory().get("/")) for _ in range(3)]
            assert [answer.content for answer in answers] == [b"ours", b"", b"theirs"]  # type: ignore[attr-defined]
            assert seen() == set()


def scope_of_request(request: HttpRequest) -> Scope:
    """Be the function that a setting names."""
    assert current_scope() == Scope(system=True)  # it may look people up
    return Scope(person=ADA)


@override_settings(GUILDMARK_SCOPE_OF_REQUEST=f"{__name__}.scope_of_request")
def test_the_middleware_asks_the_function_that_the_setting_names() -> None:
    """An app above decides the scope; this floor knows no people."""
    inside: list[Scope] = []

    def view(request: HttpRequest) -> HttpResponse:
        inside.append(current_scope())
        return HttpResponse()

    with scoped():
        ScopeMiddleware(view)(RequestFactory().get("/"))
        assert current_scope() == NOTHING
    assert inside == [Scope(person=ADA)]
