"""One place that turns a refusal into a response: a page, or problem+json for programs.

Source: RFC 9457.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guildmark.server.base.errors import OperationError

MEDIA_TYPE = "application/problem+json"
_API_PREFIX = "/api/"


def build_problem(
    *,
    status: int,
    code: str,
    message: str,
    instance: str = "",
    request_id: str = "",
    findings: tuple[Any, ...] = (),
) -> dict[str, Any]:
    """Return the members of a problem document.

    ``type`` is a URN made of the stable code, so that it never needs a server;
    ``findings`` and ``requestId`` are our extensions.
    """
    problem: dict[str, Any] = {
        "type": f"urn:guildmark:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "code": code,
    }
    if instance:
        problem["instance"] = instance
    if request_id:
        problem["requestId"] = request_id
    if findings:
        problem["findings"] = [item.to_json() for item in findings]
    return problem


def wants_json(request: HttpRequest) -> bool:
    """Say whether the answer goes to a program."""
    if request.path.startswith(_API_PREFIX):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and not request.accepts("text/html")


def respond_to_error(request: HttpRequest, error: OperationError) -> HttpResponse:
    """Return the response for a refusal of an operation."""
    return respond(
        request,
        status=error.status,
        code=error.code,
        message=error.message,
        findings=error.findings,
    )


def respond(
    request: HttpRequest,
    *,
    status: int,
    code: str,
    message: str,
    findings: tuple[Any, ...] = (),
) -> HttpResponse:
    """Return a page or a problem document that says what happened and what to do."""
    request_id = getattr(request, "request_id", "")
    if wants_json(request):
        problem = build_problem(
            status=status,
            code=code,
            message=message,
            instance=request.path,
            request_id=request_id,
            findings=findings,
        )
        return HttpResponse(json.dumps(problem), status=status, content_type=MEDIA_TYPE)
    page = render_to_string(
        "base/problem.html",
        {
            "title": _title(status),
            "status": status,
            "message": message,
            "findings": findings,
            "request_id": request_id,
        },
        request=request,
    )
    return HttpResponse(page, status=status)


def _title(status: int) -> str:
    titles = {
        400: _("That request cannot be read"),
        403: _("You may not do this"),
        404: _("Page not found"),
        409: _("That is not possible now"),
        422: _("Something needs another look"),
        429: _("Too many requests"),
        500: _("Something went wrong here"),
        503: _("Not ready yet"),
    }
    return titles.get(status, _("That did not work"))
