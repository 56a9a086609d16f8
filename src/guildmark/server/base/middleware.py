"""What wraps every request: a number for the logs, and one answer for each refusal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from guildmark.server.base.errors import OperationError
from guildmark.server.base.ids import new_id
from guildmark.server.base.problem import respond, respond_to_error
from guildmark.server.base.views import page_not_found

Handler = Callable[[HttpRequest], HttpResponseBase]

REQUEST_ID_HEADER = "X-Request-ID"
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = structlog.get_logger("guildmark.request")


class RequestIdMiddleware:
    """Give each request an id that its log lines and its response carry.

    A well-formed one from a proxy in front is kept. Neither query nor address
    of the visitor is logged: both may be personal.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = given if _ACCEPTABLE.fullmatch(given) else str(new_id())
        request.request_id = request_id  # type: ignore[attr-defined]
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self._get_response(request)
            match = request.resolver_match
            _log.info(
                "request",
                method=request.method,
                # The pattern, not the path: a path may hold a token.
                route=match.route if match else None,
                status=response.status_code,
                duration_ms=round((time.perf_counter() - began) * 1000, 1),
            )
        response.headers[REQUEST_ID_HEADER] = request_id
        return response


class ProblemMiddleware:
    """Answer an OperationError that no view caught, as a page or as problem+json.

    The database refuses texts with a zero byte and numbers beyond its own. Forms and readers say so
    at the field; where one of them did not, this is the last wall before "our fault".
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path:  # no address of ours has one: nothing is there
            return page_not_found(request)
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return _refuse_value(request)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn our own refusals into responses; leave everything else to Django."""
        if isinstance(exception, OperationError):
            return respond_to_error(request, exception)
        if isinstance(exception, DataError):
            match = request.resolver_match
            _log.warning("value refused by the database", route=match.route if match else None)
            return _refuse_value(request)
        return None


def _refuse_value(request: HttpRequest) -> HttpResponse:
    return respond(
        request,
        status=400,
        code="value_cannot_be_kept",
        message=_(
            "Something in the request cannot be kept: an invisible zero character or a "
            "number that is far too large. Nothing was changed. Type it again and send it."
        ),
    )
