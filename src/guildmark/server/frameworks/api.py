"""REST routes about skills."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from guildmark.server.frameworks import queries
from guildmark.server.frameworks.schemas import SkillOut

router = Router(tags=["skills"])


@router.get("", response=list[SkillOut], auth=None)
def search_skills(
    request: HttpRequest,
    q: str,
    framework: str | None = None,
    language: str = "en",
    limit: int = 20,
) -> Any:
    """Search skills and occupations by name; open to all."""
    return queries.search_skills(
        text=q, framework=framework, language=language, limit=min(max(limit, 1), 100)
    )
