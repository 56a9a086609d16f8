"""Middleware that belongs to the whole installation: security headers and our own static files."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.static import serve

from guildmark.server.organizations.middleware import actor_on

Handler = Callable[[HttpRequest], HttpResponseBase]

# `form-action` allows no other origin; images of other issuers' badges are never loaded.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-src 'none'; frame-ancestors 'none'; manifest-src 'self'; media-src 'self'"
)
PERMISSIONS_POLICY = "camera=(self), microphone=(self), geolocation=(), interest-cohort=()"


class SecurityHeadersMiddleware:
    """Set the headers of security.md row 22 on each response that has not set its own."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        kept = response.headers.get("Cache-Control", "")
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if "no-store" not in kept and (is_page or not kept) and _is_personal(request):
            response.headers["Cache-Control"] = "private, no-store"
        if response.headers.get("Cache-Control", "").startswith("public"):
            _forget_the_viewer(response)
        return response


def _is_personal(request: HttpRequest) -> bool:
    """Tell whether the answer was made for somebody: no cache and no Back button may keep it."""
    return actor_on(request).person_id is not None or "Authorization" in request.headers


def _forget_the_viewer(response: HttpResponseBase) -> None:
    """Let caches keep one copy for everybody: what is public is the same whoever asks.

    Looking up who acts adds `Vary: Cookie` to each response, also where nothing depends on it; a
    status list would be fetched from here for each viewer, which tells us who is looked at.
    """
    varies = [part.strip() for part in response.headers.get("Vary", "").split(",")]
    kept = [part for part in varies if part.lower() not in {"", "cookie", "accept-language"}]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return
    response.headers["Vary"] = ", ".join(kept)
    if not kept:
        del response.headers["Vary"]


class StaticFilesMiddleware:
    """Serve the package's own static files: no second server and no collectstatic needed.

    Only names that Django's finders know are served; a reverse proxy may take the path over.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"} or not request.path.startswith(
            settings.STATIC_URL
        ):
            return self._get_response(request)
        try:
            found = finders.find(request.path.removeprefix(settings.STATIC_URL))
        except (SuspiciousFileOperation, ValueError):  # a path that leads out, or U+0000
            found = None
        if not isinstance(found, str):
            return HttpResponse("Not found.", status=404, content_type="text/plain")
        folder, _, name = found.rpartition("/")
        response = serve(request, name, document_root=folder)
        response.headers["Cache-Control"] = "public, max-age=3600"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response
