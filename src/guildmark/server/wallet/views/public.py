"""What anybody may see of a credential: its page, its share links, its files.

A page is checked while it is asked for, from the same bytes that are offered for download. Visitors
get no cookie and are not counted. What is not shown answers as if it did not exist.
"""

from __future__ import annotations

from typing import Any, Final, TypeVar
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guildmark.server.base.errors import NotFound, OperationError
from guildmark.server.base.problem import wants_json
from guildmark.server.base.queries import is_demo
from guildmark.server.catalog.badge import badge_design
from guildmark.server.catalog.elements import check_elements
from guildmark.server.organizations.middleware import actor_on
from guildmark.server.publication.queries import achievement_url
from guildmark.server.verification.answers import answers_of
from guildmark.server.verification.operations import check
from guildmark.server.verification.visitors import without_cookie
from guildmark.server.wallet import renditions
from guildmark.server.wallet.queries import (
    ShownCredential,
    held_of_credential,
    open_shown_artefact,
    share_url,
    shared_credential,
    shown_credential,
)
from guildmark.server.wallet.reasons import build_reasons
from guildmark.server.wallet.recipient import is_named

Response = TypeVar("Response", bound=HttpResponseBase)

_DOCUMENT_TYPES: Final = (
    "application/vc+ld+json",
    "application/vc",
    "application/ld+json",
    "application/json",
)
# Evidence may be anything: it is saved, never run, whatever the browser takes it for.
_SANDBOX: Final = "sandbox; default-src 'none'"


class Withdrawn(OperationError):
    """The issuer revoked it: its page says so, its files are gone."""

    default_code = "revoked"
    default_message = _("The issuer has revoked this credential. Its page says when.")
    status = 410


@require_safe
def page(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """The credential's own address: a page for people, the signed document for programs."""
    return _answer(request, shown_credential(credential_id, viewer=actor_on(request)))


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A share link: the same page, with what its owner chose to show by this link."""
    return _answer(request, shared_credential(token))


@require_safe
def page_file(request: HttpRequest, credential_id: UUID, kind: str) -> HttpResponse:
    """A download of a credential whose page is open."""
    return _file(request, shown_credential(credential_id, viewer=actor_on(request)), kind)


@require_safe
def shared_file(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A download by a share link."""
    return _file(request, shared_credential(token), kind)


@require_safe
def page_artefact(request: HttpRequest, credential_id: UUID, artefact_id: UUID) -> HttpResponseBase:
    """A piece of evidence that everybody may open."""
    return _artefact(shown_credential(credential_id, viewer=actor_on(request)), artefact_id)


@require_safe
def shared_artefact(request: HttpRequest, token: str, artefact_id: UUID) -> HttpResponseBase:
    """A piece of evidence that this share link opens."""
    return _artefact(shared_credential(token), artefact_id)


@require_safe
def page_picture(request: HttpRequest, credential_id: UUID, picture: str) -> HttpResponse:
    """The share picture or the QR code of a page that is open."""
    return _picture(shown_credential(credential_id, viewer=actor_on(request)), picture)


@require_safe
def shared_picture(request: HttpRequest, token: str, picture: str) -> HttpResponse:
    """The share picture or the QR code of a share link."""
    return _picture(shared_credential(token), picture)


def _answer(request: HttpRequest, shown: ShownCredential | None) -> HttpResponse:
    if shown is None:
        if _wants_document(request) or wants_json(request):
            raise NotFound
        return render(request, "wallet/not_shown.html", without_cookie(request), status=404)
    if _wants_document(request):
        return _guarded(shown, _document(shown))
    template = "wallet/revoked.html" if shown.is_revoked else "wallet/page.html"
    response = render(request, template, without_cookie(request) | _page_context(request, shown))
    response.headers["Vary"] = "Accept, Accept-Language, Cookie"
    return _guarded(shown, response)


def _file(request: HttpRequest, shown: ShownCredential | None, kind: str) -> HttpResponse:
    if shown is None or kind not in renditions.KINDS:
        raise NotFound
    if shown.is_revoked:
        raise Withdrawn
    rendition = renditions.render(kind, _subject(shown))
    response = HttpResponse(rendition.content, content_type=rendition.media_type)
    name = quote(f"{shown.version.definition.title}.{rendition.extension}")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _guarded(shown, response)


def _document(shown: ShownCredential) -> HttpResponse:
    """Answer a program with the signed document, byte for byte."""
    if shown.is_revoked:
        raise Withdrawn
    response = HttpResponse(shown.credential.document.encode(), content_type=_DOCUMENT_TYPES[0])
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Vary"] = "Accept, Cookie"
    return response


def _artefact(shown: ShownCredential | None, artefact_id: UUID) -> HttpResponseBase:
    if shown is None:
        raise NotFound
    opened = open_shown_artefact(shown, artefact_id=artefact_id)
    response = FileResponse(
        opened.content,
        as_attachment=True,
        filename=opened.artefact.name,
        content_type=opened.artefact.media_type or "application/octet-stream",
    )
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _guarded(shown, response)


def _picture(shown: ShownCredential | None, picture: str) -> HttpResponse:
    if shown is None or shown.is_revoked:
        raise NotFound
    if picture == "share.png":
        content, media_type = renditions.draw_share_picture(_subject(shown)), "image/png"
    elif picture == "qr.svg":
        content, media_type = renditions.draw_qr(_address(shown)), "image/svg+xml"
    else:
        raise NotFound
    response = HttpResponse(content, content_type=media_type)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return _guarded(shown, response)


def _guarded(shown: ShownCredential, response: Response) -> Response:
    """Keep out of caches and search engines what is not for everybody; leak no address."""
    if not shown.is_public:
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "private, no-store"
    else:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _wants_document(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", *_DOCUMENT_TYPES]) in _DOCUMENT_TYPES


def _address(shown: ShownCredential) -> str:
    return share_url(shown.token) if shown.token else _page_address(shown)


def _page_address(shown: ShownCredential) -> str:
    return settings.PUBLIC_ORIGIN + reverse("wallet:page", args=[shown.credential.id])


def _subject(shown: ShownCredential) -> renditions.Subject:
    return renditions.Subject(
        credential=shown.credential,
        version=shown.version,
        issuer=shown.issuer,
        recipient_name=shown.recipient_name,
        shown_at=_address(shown),
        result=shown.result,
    )


def _page_context(request: HttpRequest, shown: ShownCredential) -> dict[str, Any]:
    """Build what the page shows; of a revoked credential only what may still be said."""
    context: dict[str, Any] = {
        "shown": shown,
        "answers": answers_of(check(shown.credential.document)),
        "definition": shown.version.definition,
    }
    if shown.is_revoked:
        return context
    definition = shown.version.definition
    elements = {state.key: state.value for state in check_elements(definition, shown.issuer)}
    return context | {
        "design": badge_design(definition, demo=is_demo()),
        "elements": elements,
        "reasons": build_reasons(
            definition, result=shown.result, open_artefacts=shown.open_artefacts
        )
        if shown.result
        else None,
        "name_is_signed": bool(shown.recipient_name)
        and is_named(shown.credential.document, shown.recipient_name),
        "address": _address(shown),
        "links": _links(shown),
        "embed": _embed(shown),
        "achievement_url": achievement_url(shown.version.achievement_id) + "/",
        "held_id": _held_id(request, shown),
        "files": _files(shown),
    }


def _held_id(request: HttpRequest, shown: ShownCredential) -> UUID | None:
    """Return where its holder manages it, when it is the holder who looks."""
    person_id = actor_on(request).person_id
    if person_id is None:
        return None
    return held_of_credential(shown.credential.id, person_id=person_id)


def _links(shown: ShownCredential) -> dict[str, str]:
    """Return the addresses that belong to this way of seeing it."""
    if shown.token:
        return {
            name: reverse("wallet:shared_picture", args=[shown.token, picture])
            for name, picture in (("share", "share.png"), ("qr", "qr.svg"))
        }
    return {
        name: reverse("wallet:page_picture", args=[shown.credential.id, picture])
        for name, picture in (("share", "share.png"), ("qr", "qr.svg"))
    }


def _embed(shown: ShownCredential) -> str:
    """Return the HTML that shows the badge elsewhere and leads here; no script, no frame."""
    if shown.token or shown.via != "page":
        return ""
    badge = achievement_url(shown.version.achievement_id) + "/badge.png"
    # Shown as text to copy, so it must not count as markup of this page.
    return str.__str__(
        format_html(
            '<a href="{}"><img src="{}" alt="{}" width="160" height="160"></a>',
            _page_address(shown),
            badge,
            shown.version.definition.title,
        )
    )


def _files(shown: ShownCredential) -> list[dict[str, str]]:
    words = {
        "json": _("Signed file (JSON)"),
        "png": _("Badge with the signed file in it (PNG)"),
        "svg": _("Badge with the signed file in it (SVG)"),
        "pdf": _("Certificate to print (PDF)"),
    }
    route, key = (
        ("wallet:shared_file", shown.token)
        if shown.token
        else ("wallet:page_file", shown.credential.id)
    )
    return [
        {"kind": kind, "label": words[kind], "url": reverse(route, args=[key, kind])}
        for kind in renditions.KINDS
    ]
