"""Who the issuer is: did:web with a public https origin, did:key without one.

A did:web can rotate its keys; a did:key is its key, so it cannot (the pages say so). The path of a
did:web is /issuers/<slug>, its document /issuers/<slug>/did.json.

Source: did:web method specification, W3C CCG; did:key method specification, W3C CCG.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from guildmark.credentials.keys import (
    PublicKey,
    VerificationMethod,
    build_did_document,
    did_key,
    did_key_document,
    did_web,
)
from guildmark.server.base.errors import Conflict, NotFound
from guildmark.server.keystore.queries import KeyRow, active_key, keys
from guildmark.server.organizations.queries import (
    OrganizationRow,
    organization,
    organization_by_slug,
    organizations,
)


def can_rotate() -> bool:
    """Tell whether issuers here are did:web, so that a new key leaves the issuer's id as it is."""
    return urlsplit(settings.PUBLIC_ORIGIN).scheme == "https"


def issuer_did(organization_id: UUID) -> str:
    """Return the issuer id that an organization signs with.

    Raises:
        NotFound: there is no such organization.
        Conflict: it has no signing key yet and no did:web to stand on.
    """
    row = _organization(organization_id)
    if can_rotate():
        return did_web(settings.PUBLIC_ORIGIN, "issuers", row.slug)
    key = active_key(organization_id)
    if key is None:
        raise Conflict("no_key", _("The organization has no signing key yet. Make one first."))
    return did_key(key.public_multikey)


def verification_method(organization_id: UUID, key: KeyRow) -> str:
    """Return the DID URL of one key of an organization."""
    if can_rotate():
        return f"{issuer_did(organization_id)}#{key.public_multikey}"
    return f"{did_key(key.public_multikey)}#{key.public_multikey}"


def profile_document(organization_id: UUID) -> dict[str, Any]:
    """Return the organization as an Open Badges 3.0 Profile, as embedded in credentials."""
    row = _organization(organization_id)
    profile: dict[str, Any] = {
        "id": issuer_did(organization_id),
        "type": ["Profile"],
        "name": row.name,
    }
    if row.url:
        profile["url"] = row.url
    if row.description:
        profile["description"] = row.description
    if row.email:
        profile["email"] = row.email
    if row.countries:
        profile["address"] = {"type": ["Address"], "addressCountry": row.countries[0]}
    return profile


def did_document(organization_id: UUID) -> dict[str, Any]:
    """Return the DID document that the world resolves: all keys but compromised ones."""
    did = issuer_did(organization_id)
    if not can_rotate():
        return did_key_document(did)
    return build_did_document(
        did=did,
        methods=[
            VerificationMethod(f"{did}#{key.public_multikey}", PublicKey.parse(key.public_multikey))
            for key in keys(organization_id)
            if key.state != "compromised"
        ],
    )


def own_did_document(did: str) -> dict[str, Any] | None:
    """Return the document of one of this installation's own did:web issuers; None for any other."""
    if not can_rotate():
        return None
    prefix = did_web(settings.PUBLIC_ORIGIN, "issuers") + ":"
    row = organization_by_slug(did.removeprefix(prefix)) if did.startswith(prefix) else None
    return did_document(row.id) if row else None


def issuer_by_did(did: str) -> OrganizationRow | None:
    """Return this installation's organization behind a DID; None for anybody else's."""
    for row in organizations():
        if can_rotate():
            if did == did_web(settings.PUBLIC_ORIGIN, "issuers", row.slug):
                return row
        elif any(did == did_key(key.public_multikey) for key in keys(row.id)):
            return row
    return None


def _organization(organization_id: UUID) -> OrganizationRow:
    row = organization(organization_id)
    if row is None:
        raise NotFound
    return row
