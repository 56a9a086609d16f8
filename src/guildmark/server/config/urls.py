"""The URL map: every room's addresses in one place."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from guildmark.server.config import endpoints, views
from guildmark.server.config.api import api

_ROOMS = (
    "guildmark.server.base.urls",
    "guildmark.server.accounts.urls",
    "guildmark.server.organizations.urls",
    "guildmark.server.frameworks.urls",
    "guildmark.server.catalog.urls",
    "guildmark.server.publication.urls",
    "guildmark.server.assessment.urls",
    "guildmark.server.issuance.urls",
    "guildmark.server.verification.urls",
    "guildmark.server.wallet.urls",
    "guildmark.server.workforce.urls",
    "guildmark.server.demo.urls",
)

# The admin's own form asks for a password only, as often as one likes: operators sign in by the
# front door, with its rate limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("help/", views.help_page, name="help"),
    # Changing the language changes nothing of value: without a token, visitors need no cookie.
    path("language/", csrf_exempt(set_language), name="set_language"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", api.urls),
    path("api/docs", endpoints.api_docs, name="api_docs"),
    path("admin/", admin.site.urls),
    *(path("", include(room)) for room in _ROOMS),
]

if settings.GUILDMARK_STYLEGUIDE:
    urlpatterns.append(path("styleguide/", include("guildmark.server.ui.urls")))

handler400 = "guildmark.server.base.views.bad_request"
handler403 = "guildmark.server.base.views.permission_denied"
handler404 = "guildmark.server.base.views.page_not_found"
# allauth's name for it: signing in and asking for mails too often.
handler429 = "guildmark.server.base.views.too_many_requests"
handler500 = "guildmark.server.base.views.server_error"
