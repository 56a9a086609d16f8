"""The page of the REST API, read from the routes themselves and the OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from ninja.operation import Operation

from guildmark.server.config.api import api
from guildmark.server.organizations.bearer import ScopedBearer


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One operation: how it is called, what it needs and what it takes.

    Attributes:
        scope: what a token must have; empty where no token is needed.
        parameters: in the query string, required ones first.
        fields: of the JSON or form body.
    """

    method: str
    path: str
    name: str
    description: str
    scope: str
    parameters: tuple[str, ...]
    fields: tuple[str, ...]


ROOMS = {
    "organizations": _("Organizations"),
    "skills": _("Skills"),
    "catalogue": _("Catalogue"),
    "assessment": _("Evidence and marking"),
    "issuance": _("Awards"),
    "wallet": _("Wallet"),
    "verification": _("Verification"),
}


def describe_endpoints() -> dict[str, list[Endpoint]]:
    """Return every endpoint under the words for its room, in the order of the paths."""
    schema = api.get_openapi_schema()
    scopes = _scopes()
    rooms: dict[str, list[Endpoint]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            rooms.setdefault(str(ROOMS[operation["tags"][0]]), []).append(
                Endpoint(
                    method=method.upper(),
                    path=path,
                    name=operation["operationId"],
                    description=operation.get("description", ""),
                    scope=scopes.get(operation["operationId"], ""),
                    parameters=_parameters(operation),
                    fields=_fields(operation, schema),
                )
            )
    return rooms


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Every endpoint of the REST API with its scope, parameters and body."""
    return render(
        request,
        "config/api_docs.html",
        {
            "rooms": describe_endpoints(),
            "origin": settings.PUBLIC_ORIGIN,
            "schema_url": reverse("api-1:openapi-json"),
        },
    )


def _scopes() -> dict[str, str]:
    return {
        operation.view_func.__name__: _scope(operation)
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }


def _scope(operation: Operation) -> str:
    checks = [each for each in operation.auth_callbacks if isinstance(each, ScopedBearer)]
    return checks[0].scope if checks else ""


def _parameters(operation: dict[str, Any]) -> tuple[str, ...]:
    found = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    return tuple(each["name"] for each in sorted(found, key=lambda each: not each["required"]))


def _fields(operation: dict[str, Any], schema: dict[str, Any]) -> tuple[str, ...]:
    names: list[str] = []
    for content in operation.get("requestBody", {}).get("content", {}).values():
        shape = content["schema"]
        if "$ref" in shape:
            shape = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
        names += list(shape.get("properties", ()))
    return tuple(names)
