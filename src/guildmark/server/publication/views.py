"""What other programs fetch: DID documents, profiles and status lists; and an issuer's page."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_countries import countries

from guildmark.server.base.errors import NotFound
from guildmark.server.catalog.queries import search_catalogue
from guildmark.server.keystore.queries import keys
from guildmark.server.organizations.queries import OrganizationRow, organization_by_slug
from guildmark.server.publication import issuers, operations


def _organization(slug: str) -> OrganizationRow:
    row = organization_by_slug(slug)
    if row is None:
        raise NotFound
    return row


def _issuer(slug: str) -> OrganizationRow:
    """Return an organization that has an identity to sign with."""
    row = _organization(slug)
    if not (issuers.can_rotate() or keys(row.id)):
        raise NotFound
    return row


def _open_to_all(response: HttpResponse, *, max_age: int) -> HttpResponse:
    """Let any verifier's page fetch it, and caches keep it: no cookie, no viewer is known."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={max_age}"
    return response


@require_safe
def did(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's DID document (did:web: /issuers/<slug>/did.json)."""
    document = issuers.did_document(_issuer(slug).id)
    response = JsonResponse(document, content_type="application/did+ld+json")
    return _open_to_all(response, max_age=300)


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer as an Open Badges 3.0 Profile."""
    document = {
        "@context": ["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        **issuers.profile_document(_issuer(slug).id),
    }
    return _open_to_all(JsonResponse(document, content_type="application/ld+json"), max_age=300)


@require_safe
def status(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A bitstring status list credential; cacheable for its ttl."""
    response = HttpResponse(
        operations.signed_status_list(list_id), content_type="application/vc+ld+json"
    )
    return _open_to_all(response, max_age=settings.STATUS_TTL_SECONDS)


@require_safe
def issuer(request: HttpRequest, slug: str) -> HttpResponse:
    """The issuer's page: who it is, its DID and keys, what it offers."""
    row = _organization(slug)
    if not request.accepts("text/html"):
        answer = profile(request, slug)
        patch_vary_headers(answer, ["Accept"])
        return answer
    own_keys = keys(row.id)
    page = render(
        request,
        "publication/issuer.html",
        {
            "organization": row,
            "did": issuers.issuer_did(row.id) if own_keys or issuers.can_rotate() else "",
            "keys": own_keys,
            "countries": [countries.name(code) for code in row.countries],
            "achievements": search_catalogue(provider=slug),
        },
    )
    patch_vary_headers(page, ["Accept"])
    return page
