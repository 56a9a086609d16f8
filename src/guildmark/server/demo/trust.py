"""Snapshot files for `guildmark verify --trust`: DID documents, status lists and recognitions."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from guildmark.credentials.encoding import format_datetime
from guildmark.server.base.clock import now
from guildmark.server.publication.operations import signed_status_list
from guildmark.server.publication.queries import did_document, issuer_did
from guildmark.server.verification.queries import recognitions


def take_snapshot(organization_id: UUID, document: str) -> str:
    """Return what an offline verifier needs to check one credential, as JSON text."""
    credential: dict[str, Any] = json.loads(document)
    list_url = str(credential["credentialStatus"]["statusListCredential"])
    did = issuer_did(organization_id)
    return json.dumps(
        {
            "takenAt": format_datetime(now().replace(microsecond=0)),
            "didDocuments": {did: did_document(organization_id)},
            "statusLists": {
                list_url: json.loads(signed_status_list(UUID(list_url.rpartition("/")[2])))
            },
            "recognised": {did: list(recognitions(did))},
        },
        ensure_ascii=False,
        indent=2,
    )
