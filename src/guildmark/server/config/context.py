"""What every page knows: the kind of installation and who is acting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from guildmark.server.base.queries import installation as current_installation


def installation(request: HttpRequest) -> dict[str, Any]:
    """Give templates `installation`, `is_demo`, `actor` and `PUBLIC_ORIGIN`."""
    row = current_installation()
    return {
        "installation": row,
        "is_demo": row is not None and row.kind == "demo",
        "actor": getattr(request, "actor", None),
        "PUBLIC_ORIGIN": settings.PUBLIC_ORIGIN,
    }
