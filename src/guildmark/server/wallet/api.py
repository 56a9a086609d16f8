"""REST routes about the learner's own credentials."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from guildmark.server.base.errors import NotFound
from guildmark.server.organizations.bearer import bearer
from guildmark.server.organizations.middleware import actor_on
from guildmark.server.wallet import operations, queries
from guildmark.server.wallet.schemas import (
    HeldOut,
    LinkIn,
    LinkOut,
    VisibilityIn,
    to_held,
    to_links,
)

router = Router(tags=["wallet"])
_READ, _WRITE = bearer("wallet.read"), bearer("wallet.write")


@router.get("", response=list[HeldOut], auth=_READ)
def list_wallet(request: HttpRequest) -> list[dict[str, Any]]:
    """List what you hold, newest first."""
    person_id = actor_on(request).person_id
    if person_id is None:
        raise NotFound
    return [to_held(row) for row in queries.held_credentials(person_id)]


@router.get("/{uuid:held_id}", response=HeldOut, auth=_READ)
def read_held(request: HttpRequest, held_id: UUID) -> dict[str, Any]:
    """Read one credential of your wallet."""
    return to_held(queries.held(actor=actor_on(request), held_id=held_id))


@router.get("/{uuid:held_id}/credential", auth=_READ, openapi_extra={"responses": {200: {
    "description": "The signed credential, byte for byte.",
    "content": {"application/vc+ld+json": {}},
}}})  # fmt: skip
def download_credential(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Download the signed credential, byte for byte."""
    row = queries.held(actor=actor_on(request), held_id=held_id)
    return HttpResponse(row.credential.document, content_type="application/vc+ld+json")


@router.post("/{uuid:held_id}/accept", response={204: None}, auth=_WRITE)
def accept(request: HttpRequest, held_id: UUID) -> None:
    """Accept a credential; it stays private."""
    operations.accept(actor=actor_on(request), held_id=held_id)


@router.put("/{uuid:held_id}/visibility", response={204: None}, auth=_WRITE)
def choose_visibility(request: HttpRequest, held_id: UUID, data: VisibilityIn) -> None:
    """Choose who may see its page."""
    operations.choose_visibility(actor=actor_on(request), held_id=held_id, **data.model_dump())


@router.get("/{uuid:held_id}/links", response=list[LinkOut], auth=_READ)
def list_links(request: HttpRequest, held_id: UUID) -> list[dict[str, Any]]:
    """List its share links."""
    return to_links(queries.share_links(actor=actor_on(request), held_id=held_id))


@router.post("/{uuid:held_id}/links", response={201: dict[str, str]}, auth=_WRITE)
def make_link(request: HttpRequest, held_id: UUID, data: LinkIn) -> dict[str, str]:
    """Make a share link and return its address."""
    address = operations.make_link(
        actor=actor_on(request), held_id=held_id, share=operations.ShareInput(**data.model_dump())
    )
    return {"url": address}


@router.delete("/{uuid:held_id}/links/{uuid:link_id}", response={204: None}, auth=_WRITE)
def withdraw_link(request: HttpRequest, held_id: UUID, link_id: UUID) -> None:
    """Make a share link show nothing any more."""
    operations.withdraw_link(actor=actor_on(request), held_id=held_id, link_id=link_id)
