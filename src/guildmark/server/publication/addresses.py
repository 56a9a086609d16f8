"""The addresses that credentials carry; they must answer as long as a credential is shown."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings


def achievement_url(achievement_id: UUID) -> str:
    """Return the stable id that all awards of one achievement share, whatever the version."""
    return f"{settings.PUBLIC_ORIGIN}/achievements/{achievement_id}"


def credential_url(credential_id: UUID) -> str:
    """Return a credential's own id, which is also its public page."""
    return f"{settings.PUBLIC_ORIGIN}/credentials/{credential_id}"


def status_list_url(list_id: UUID) -> str:
    """Return where a status list credential is fetched, which is also its id."""
    return f"{settings.PUBLIC_ORIGIN}/status/{list_id}"


def issuer_url(slug: str) -> str:
    """Return an issuer's public page."""
    return f"{settings.PUBLIC_ORIGIN}/issuers/{slug}/"
