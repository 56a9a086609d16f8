"""Read what a suite sends: JSON, with the parts that the VC-API names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.encoding import JsonObject, parse_json
from guildmark.server.connectors.vc_api.answers import Refusal, refuse

__all__ = ["MAX_BODY_BYTES", "read_object", "read_options", "read_part"]

# Suites send credentials with portraits inside, up to about 1 MB.
MAX_BODY_BYTES: Final = 4 * 1024 * 1024


def read_object(body: bytes) -> JsonObject:
    """Return the request's JSON object.

    Raises:
        UnreadableInput: no JSON, or JSON that two readers could understand differently.
        Refusal: JSON, but no object.
    """
    content = parse_json(body, max_bytes=MAX_BODY_BYTES)
    if not isinstance(content, dict):
        raise Refusal(refuse("The body must be one JSON object.", code="request"))
    return content


def read_part(content: Mapping[str, Any], name: str) -> JsonObject:
    """Return the object that the request is about.

    Raises:
        Refusal: it is missing or no object.
    """
    part = content.get(name)
    if not isinstance(part, dict):
        raise Refusal(refuse(f"$.{name}: must be there and be an object.", code="request"))
    return part


def read_options(content: Mapping[str, Any]) -> JsonObject:
    """Return the options; {} where there are none. Unknown ones are the caller's to ignore.

    Raises:
        Refusal: they are no object.
    """
    options = content.get("options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise Refusal(refuse("$.options: must be an object.", code="request"))
    return options
