"""Ids, pages, the clock, refusals and logs."""

from __future__ import annotations

import io
import json
import logging
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from guildmark.server.base import clock, logs
from guildmark.server.base.errors import (
    Conflict,
    Finding,
    InvalidInput,
    NotFound,
    NotPermitted,
    OperationError,
)
from guildmark.server.base.ids import new_id, new_token
from guildmark.server.base.middleware import ProblemMiddleware, RequestIdMiddleware
from guildmark.server.base.paging import MOST_PER_PAGE, paginate, parse_page_number


class TestIds:
    """Ordered by time, and unguessable."""

    @given(st.integers(0, 2**48 - 1), st.integers(0, 2**48 - 1))
    def test_later_ids_sort_later(self, first: int, second: int) -> None:
        """Order of text and bytes is order of time."""
        one, two = new_id(now_ms=first), new_id(now_ms=second)
        assert one.version == two.version == 7
        assert one.variant == uuid.RFC_4122
        if first < second:
            assert one.bytes < two.bytes
            assert str(one) < str(two)

    def test_tokens_do_not_repeat(self) -> None:
        """256 random bits, safe in an address."""
        tokens = {new_token() for _ in range(1000)}
        assert len(tokens) == 1000
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


class TestPaging:
    """Pages of a list."""

    @given(st.integers(0, 300), st.integers(-5, 400), st.integers(-5, 200))
    def test_every_page_is_a_slice_of_the_list(self, total: int, number: int, size: int) -> None:
        """Whatever is asked for, what comes is a real page of the list."""
        page = paginate(list(range(total)), number=number, size=size, to_row=int)
        assert 1 <= page.size <= MOST_PER_PAGE
        assert 1 <= page.number <= page.pages
        start = (page.number - 1) * page.size
        assert list(page) == list(range(total))[start : start + page.size]
        assert (page.next_number is None) == (page.number == page.pages)
        assert (page.previous_number is None) == (page.number == 1)
        assert page.last_row - page.first_row + bool(page.items) == len(page)

    @pytest.mark.parametrize("text", [None, "", "0", "-1", "x", "1e9", "٣", "9" * 50, "1 "])
    def test_an_odd_page_number_is_the_first(self, text: str | None) -> None:
        """A query string holds anything; nothing in it is an error."""
        assert parse_page_number(text) == 1
        assert parse_page_number("7") == 7


class TestClock:
    """One clock, which tests set."""

    def test_it_stands_still_and_is_moved(self) -> None:
        """Time passes when a test says so."""
        moment = datetime(2028, 2, 29, 12, tzinfo=UTC)
        with clock.clock_at(moment) as hands:
            assert clock.now() == moment
            hands.move(timedelta(days=366))
            assert clock.now() == datetime(2029, 3, 1, 12, tzinfo=UTC)
        assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)

    def test_a_moment_without_a_zone_is_refused(self) -> None:
        """Nobody knows when that was."""
        with (
            pytest.raises(ValueError, match="needs its zone"),
            clock.clock_at(datetime(2028, 1, 1)),
        ):
            pass


FINDING = Finding("title", "The title is empty.", "Write one.")


def refuse_with(error: Exception, *, accept: str, path: str = "/x/") -> HttpResponse:
    """Return what a visitor gets when a view raises."""
    request = RequestFactory().get(path, headers={"Accept": accept})
    middleware = ProblemMiddleware(lambda _: HttpResponse())
    response = middleware.process_exception(request, error)
    assert response is not None
    return response


class TestRefusals:
    """One place turns what an operation refuses into an answer."""

    @pytest.mark.parametrize(
        ("error", "status", "code"),
        [
            (NotFound(), 404, "not_found"),
            (NotPermitted(), 403, "not_permitted"),
            (Conflict("slug_taken", "It is taken."), 409, "slug_taken"),
            (InvalidInput(findings=[FINDING]), 422, "invalid_input"),
            (OperationError("odd", "Odd."), 400, "odd"),
        ],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_programs_get_problem_json(self, error: OperationError, status: int, code: str) -> None:
        """RFC 9457, with the stable code and each finding."""
        for accept, path in (("application/json", "/x/"), ("*/*", "/api/v1/x")):
            response = refuse_with(error, accept=accept, path=path)
            assert response.status_code == status
            assert response["Content-Type"] == "application/problem+json"
            problem = json.loads(response.content)
            assert problem["status"] == status
            assert problem["code"] == code
            assert problem["type"] == f"urn:guildmark:problem:{code}"
            assert problem["detail"] == error.message
            assert problem.get("findings", []) == [item.to_json() for item in error.findings]

    def test_a_field_alone_is_a_finding(self) -> None:
        """The short form says the same as the long one."""
        error = InvalidInput("too_long", "It is too long.", field="title")
        assert error.findings == (Finding("title", "It is too long."),)
        assert str(error) == "It is too long. (title: It is too long.)"

    def test_other_errors_are_left_to_django(self) -> None:
        """A fault of ours is not dressed up as a refusal."""
        middleware = ProblemMiddleware(lambda _: HttpResponse())
        assert middleware.process_exception(RequestFactory().get("/"), KeyError("x")) is None


class TestLogs:
    """JSON lines with the request's id and without personal data."""

    def test_personal_data_is_withheld(self) -> None:
        """Whatever a developer logs by these names does not reach the file."""
        out = io.StringIO()
        handler = logging.getLogger().handlers
        logs.configure(level="INFO")
        (stream,) = logging.getLogger().handlers
        assert isinstance(stream, logging.StreamHandler)
        stream.setStream(out)
        try:
            structlog.get_logger("guildmark.test").info("sent", email="ada@example.org", job=7)
            logging.getLogger("guildmark.test").warning("plain %s", "line")
        finally:
            logging.getLogger().handlers = handler
            logs.configure()
        first, second = [json.loads(line) for line in out.getvalue().splitlines()]
        assert first["event"] == "sent"
        assert first["job"] == 7
        assert first["email"] == "(withheld)"
        assert second["event"] == "plain line"
        assert second["level"] == "warning"

    @pytest.mark.parametrize(
        ("given_id", "kept"),
        {
            "a proxy's": ("abcdef-1234", True),
            "too long": ("x" * 100, False),
            "with a line break": ("abcdefgh\nX: y", False),
            "none": ("", False),
        }.values(),
    )
    def test_each_response_carries_an_id(self, given_id: str, kept: bool) -> None:
        """The id in the log line is the one a visitor can quote."""
        seen: list[str] = []

        def view(request: HttpRequest) -> HttpResponse:
            seen.append(request.request_id)  # type: ignore[attr-defined]
            return HttpResponse()

        request = RequestFactory().get("/", headers={"X-Request-ID": given_id} if given_id else {})
        response = RequestIdMiddleware(view)(request)
        assert response["X-Request-ID"] == seen[0]
        assert (seen[0] == given_id) == kept


class TestHealth:
    """What a load balancer asks."""

    @pytest.fixture(autouse=True)
    def _only_these_addresses(self) -> Iterator[None]:
        with override_settings(ROOT_URLCONF="guildmark.server.base.urls", MIDDLEWARE=[]):
            yield

    def test_livez_asks_nobody(self) -> None:
        """It answers without the database."""
        response = Client().get("/livez")
        assert response.status_code == 200
        assert response.json() == {"status": "alive"}
        assert "no-store" in response["Cache-Control"]

    @pytest.mark.django_db
    def test_readyz_sees_database_and_tables(self) -> None:
        """It is ready when the database answers and has all tables."""
        response = Client().get("/readyz")
        assert response.json() == {"status": "ready"}
        assert Client().post("/readyz").status_code == 405
