"""REST routes about awards."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from guildmark.server.issuance import operations, queries
from guildmark.server.issuance.schemas import AwardOut, AwardsOut, RevocationIn
from guildmark.server.organizations.bearer import bearer
from guildmark.server.organizations.middleware import actor_on

router = Router(tags=["issuance"])


@router.get(
    "/organizations/{uuid:organization_id}/awards", response=AwardsOut, auth=bearer("issuance.read")
)
def list_awards(
    request: HttpRequest, organization_id: UUID, q: str = "", state: str = "", page: int = 1
) -> dict[str, Any]:
    """List an organization's awards; for issuers and viewers."""
    found = queries.awards(
        actor=actor_on(request), organization_id=organization_id, text=q, state=state, page=page
    )
    return {
        "items": list(found),
        "page": found.number,
        "pages": found.pages,
        "total": found.total,
    }


@router.get("/awards/{uuid:award_id}", response=AwardOut, auth=bearer("issuance.read"))
def read_award(request: HttpRequest, award_id: UUID) -> queries.CredentialRow:
    """Read one award; for issuers and viewers."""
    return queries.award_for(actor=actor_on(request), award_id=award_id)


@router.post("/awards/{uuid:award_id}/revoke", response={204: None}, auth=bearer("issuance.write"))
def revoke_award(request: HttpRequest, award_id: UUID, data: RevocationIn) -> None:
    """Revoke an award, for ever; for issuers."""
    operations.revoke_award(actor=actor_on(request), award_id=award_id, reason=data.reason)
