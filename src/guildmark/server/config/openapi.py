"""The REST API's description as text: always the same for the same code."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import override

from guildmark.server.config.api import api


def build_openapi() -> str:
    """Return the OpenAPI document as indented JSON, in English, its keys in order."""
    with override("en"):
        document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
