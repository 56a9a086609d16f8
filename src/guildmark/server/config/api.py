"""Assembles the REST API from each room's routes; errors are problem+json (RFC 9457)."""

from __future__ import annotations

import structlog
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from guildmark import __version__
from guildmark.credentials.errors import UnreadableInput
from guildmark.server.assessment.api import router as assessment
from guildmark.server.base.errors import Finding, OperationError
from guildmark.server.base.problem import respond, respond_to_error
from guildmark.server.catalog.api import router as catalog
from guildmark.server.config.parsing import StrictParser
from guildmark.server.frameworks.api import router as frameworks
from guildmark.server.issuance.api import router as issuance
from guildmark.server.organizations.api import router as organizations
from guildmark.server.verification.api import router as verification
from guildmark.server.wallet.api import router as wallet

_log = structlog.get_logger("guildmark.api")


class GuildmarkAPI(NinjaAPI):
    """Names operations by their function: stable, and short in generated clients."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the operation's id in the OpenAPI document."""
        return operation.view_func.__name__


api = GuildmarkAPI(
    title="Guildmark",
    version=__version__,
    description=(
        "The same operations as the pages. Make a token under Account → API tokens and send it as "
        "`Authorization: Bearer …`; each endpoint names the scope it needs. Errors are "
        "`application/problem+json` with a stable `code`."
    ),
    urls_namespace="api-1",
    parser=StrictParser(),
    # Our own page at /api/docs needs no script and loads nothing from elsewhere.
    docs_url=None,
)

api.add_router("/organizations", organizations)
api.add_router("/skills", frameworks)
api.add_router("", catalog)
api.add_router("", assessment)
api.add_router("", issuance)
api.add_router("/wallet", wallet)
api.add_router("/verify", verification)


@api.exception_handler(OperationError)
def answer_refusal(request: HttpRequest, error: OperationError) -> HttpResponse:
    """Answer what an operation refused."""
    return respond_to_error(request, error)


@api.exception_handler(ValidationError)
def answer_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name each field that does not have the shape the endpoint takes."""
    findings = tuple(
        Finding(".".join(str(part) for part in each.get("loc", ())), str(each.get("msg", "")))
        for each in error.errors
    )
    return respond(
        request,
        status=422,
        code="invalid_input",
        message=_("The request does not have the shape this endpoint takes; see /api/docs."),
        findings=findings,
    )


@api.exception_handler(AuthenticationError)
def answer_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Say that a live token is needed."""
    response = respond(
        request,
        status=401,
        code="token_needed",
        message=_("Send a live API token: Authorization: Bearer …"),
    )
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def answer_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refused, such as a body that is no JSON."""
    cause = error.__cause__
    return respond(
        request,
        status=error.status_code,
        code=cause.code if isinstance(cause, UnreadableInput) else "bad_request",
        message=str(cause if isinstance(cause, UnreadableInput) else error),
    )


@api.exception_handler(DataError)
def answer_unusable(request: HttpRequest, error: DataError) -> HttpResponse:
    """Say that a value cannot be stored: too long, too large, or with characters that cannot be.

    Operations check what they take and name the field; this is the net below them.
    """
    match = request.resolver_match
    _log.warning("value refused by the database", route=match.route if match else None)
    return respond(
        request,
        status=422,
        code="unusable_value",
        message=_("One of the values is too long, too large, or has characters we cannot keep."),
    )
