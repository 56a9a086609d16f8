"""Pages without a subject: is the server well, and what went wrong."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from guildmark.server.base.problem import respond

# Once all migrations are there they stay: asking again on each probe costs a query.
_seen_migrated: set[str] = set()


@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; asks nothing of anybody else."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served: 200, or 503 with the reason's code."""
    reason = _reason_not_ready()
    if reason is None:
        return JsonResponse({"status": "ready"})
    return JsonResponse({"status": "not ready", "reason": reason}, status=503)


def _reason_not_ready() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        name = str(connection.settings_dict["NAME"])
        if name not in _seen_migrated:
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return "migrations-missing"
            _seen_migrated.add(name)
    except DatabaseError:
        return "database-unreachable"
    return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when a form was too old or came from elsewhere."""
    return respond(
        request,
        status=403,
        code="form_expired",
        message=_(
            "The form was open for too long, or your browser did not send its cookie. "
            "Go back, load the page again and send it once more."
        ),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what Django could not read (handler400)."""
    return respond(
        request,
        status=400,
        code="bad_request",
        message=_("The request could not be read. Go back and try again."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a refusal by Django (handler403)."""
    return respond(
        request, status=403, code="not_permitted", message=_("You may not open this page.")
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that nothing lives at (handler404)."""
    return respond(
        request,
        status=404,
        code="not_found",
        message=_("There is nothing at this address. Check it, or begin at the start page."),
    )


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answer what came too often from one place (handler429)."""
    return respond(
        request,
        status=429,
        code="too_many_requests",
        message=_("This was tried too often in a short time. Wait a few minutes, then try again."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours without its details (handler500); it needs no database."""
    message = _("This is our fault. Nothing was changed. Try again in a minute.")
    try:
        return respond(request, status=500, code="internal_error", message=message)
    except Exception:
        # The page asks the database for the kind of installation and draws the navigation: what
        # made the fault may strike here again, and this is the last page there is.
        return HttpResponse(message, status=500, content_type="text/plain; charset=utf-8")
