"""Build an endorsement: somebody's word about another's credential, achievement or profile.

An endorsement is a credential of its own, signed by the endorser with ``sign_credential``. It
stays valid only for what it names: the id, not the content behind it.

Source: Open Badges 3.0, B.1.11 (EndorsementCredential) and B.1.12 (EndorsementSubject).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    JsonObject,
    copy_json,
    format_datetime,
)
from guildmark.credentials.errors import InvalidDraft
from guildmark.credentials.model.profile import Profile
from guildmark.credentials.model.structure import check_structure

__all__ = ["build_endorsement"]


def build_endorsement(
    *,
    id: str,
    issuer: Profile | Mapping[str, Any] | str,
    name: str,
    valid_from: datetime,
    endorsed: str,
    comment: str | None = None,
    description: str | None = None,
    valid_until: datetime | None = None,
    credential_status: Mapping[str, Any] | None = None,
) -> JsonObject:
    """Return an unsigned EndorsementCredential.

    Args:
        id: absolute IRI of the endorsement.
        issuer: the endorser: a Profile, its JSON, or a bare id.
        name: a title for people.
        valid_from: start of validity.
        endorsed: id of the credential, achievement or profile that is endorsed.
        comment: what the endorser says, as plain text or Markdown.
        description: a text for people.
        valid_until: end of validity.
        credential_status: one entry, as ``build_status_entry`` makes it.

    Raises:
        InvalidDraft: a part is missing or malformed.
    """
    subject: JsonObject = {"id": endorsed, "type": ["EndorsementSubject"]}
    if comment is not None:
        subject["endorsementComment"] = comment
    profile = issuer.to_json() if isinstance(issuer, Profile) else copy_json(issuer)
    endorsement: JsonObject = {
        "@context": [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT],
        "id": id,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": profile,
        "name": name,
        "validFrom": format_datetime(valid_from),
        "credentialSubject": subject,
    }
    if description is not None:
        endorsement["description"] = description
    if valid_until is not None:
        endorsement["validUntil"] = format_datetime(valid_until)
    if credential_status is not None:
        endorsement["credentialStatus"] = copy_json(credential_status)
    findings = check_structure(endorsement)
    if findings:
        raise InvalidDraft([str(finding) for finding in findings])
    return endorsement
