"""REST routes about verifying, open to all."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.base.problem import respond
from guildmark.server.verification.limits import seconds_to_wait
from guildmark.server.verification.operations import check, check_address

router = Router(tags=["verification"])


class VerifyIn(Schema):
    """A credential as JSON text (byte for byte as you hold it), or the address of one."""

    document: str = ""
    url: str = ""


@router.post("", auth=None, response=dict[str, Any])
def verify(request: HttpRequest, data: VerifyIn) -> HttpResponse:
    """Check a credential: the three answers, then one entry for each check. Nothing is kept."""
    if wait := seconds_to_wait(request):
        response = respond(
            request,
            status=429,
            code="too_many_checks",
            message=_("Too many checks from your address. Try again in a minute."),
        )
        response.headers["Retry-After"] = str(wait)
        return response
    if bool(data.document) == bool(data.url):
        raise InvalidInput(
            findings=[
                Finding("document", _("Send either a document or a url."), _("Leave one empty."))
            ]
        )
    report = check(data.document) if data.document else check_address(data.url)
    return HttpResponse(json.dumps(report.to_json()), content_type="application/json")
