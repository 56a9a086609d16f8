"""Pages for what went wrong: what happened, where, and what to do; never a stack trace.

The wiring names these as `handler400` … `handler500` in its URL map; any view may call
`render_error(request, status=410, what=…)`. The page for 500 uses no database and no context
processor, because one of those may be what broke.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "bad_request",
    "csrf_failure",
    "not_found",
    "permission_denied",
    "render_error",
    "server_error",
]

#: status → title, what happened, what to do.
_WORDS: Final = {
    400: (
        _("This request could not be understood"),
        _("The server could not read what was sent."),
        _("Go back, check what you entered and send it again."),
    ),
    403: (
        _("You may not see this"),
        _("Your account does not have the role that this page needs."),
        _("Sign in with another account, or ask an owner of the organization for the role."),
    ),
    404: (
        _("Page not found"),
        _("Nothing is at this address, or it is not shared with you."),
        _("Check the address for a missing part, or start from the front page."),
    ),
    405: (
        _("This cannot be done here"),
        _("The address exists, but not for this kind of request."),
        _("Go back and use the button on the page."),
    ),
    410: (
        _("This is gone"),
        _("It was here, and its owner has taken it away."),
        _("Ask the person who gave you the link for a new one."),
    ),
    413: (
        _("The file is too large"),
        _("What was sent is larger than this page accepts. Nothing was stored."),
        _("Send a smaller file; the page says how large it may be."),
    ),
    429: (
        _("Too many requests"),
        _("More was asked from your address than is allowed in this time."),
        _("Wait a minute and try again. Nothing was lost."),
    ),
    500: (
        _("Something went wrong here"),
        _("The fault is ours, not yours. It has been recorded."),
        _("Try again in a minute. If it happens again, tell us what you did."),
    ),
    503: (
        _("Back in a moment"),
        _("The service is being looked after, or has too much to do."),
        _("Try again in a minute."),
    ),
}


def render_error(
    request: HttpRequest, *, status: int, title: str = "", what: str = "", todo: str = ""
) -> HttpResponse:
    """Return the page for a status; given words replace the usual ones."""
    return render(
        request, "ui/error.html", _words(request, status, title, what, todo), status=status
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400."""
    return render_error(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    return render_error(request, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404."""
    return render_error(request, status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form without a valid token (`settings.CSRF_FAILURE_VIEW`)."""
    return render_error(
        request,
        status=403,
        title=_("This form is no longer valid"),
        what=_("The page was open for a long time, or cookies are switched off."),
        todo=_("Go back, load the page again and send the form once more."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with as few parts as can be."""
    page = render_to_string("ui/error.html", _words(request, 500, "", "", ""))
    return HttpResponse(page, status=500)


def _words(
    request: HttpRequest, status: int, title: str, what: str, todo: str
) -> dict[str, object]:
    """Collect the words of one error page."""
    usual = _WORDS.get(status, _WORDS[500])
    return {
        "status": status,
        "title": title or usual[0],
        "what": what or usual[1],
        "todo": todo or usual[2],
        "request_id": getattr(request, "request_id", ""),
    }
