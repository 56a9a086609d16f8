"""Write down an award as an unsigned Open Badges 3.0 credential.

Everything a verifier may ask "why was this awarded?" about is in it: the version, each criterion
with the level reached and required, how many people marked it, the digest of each artefact. The
artefacts themselves, comments and names are not: the learner is present as salted hashes of name
and e-mail address. A document that travels tells no stranger who holds it; whoever is told the
name can check it.

Source: Open Badges 3.0, AchievementCredential, AchievementSubject, IdentityObject, Result,
Evidence; VC Data Model 2.0, 5.3 (digestMultibase); Council Recommendation 2022/C 243/02, Annex I.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from guildmark.credentials.encoding import format_datetime, to_multibase_base58
from guildmark.credentials.status import build_status_entry
from guildmark.server.assessment.queries import ArtefactRow, ResultRow
from guildmark.server.catalog import open_badges
from guildmark.server.catalog.queries import VersionRow
from guildmark.server.publication.operations import StatusEntry
from guildmark.server.publication.queries import (
    achievement_url,
    credential_url,
    profile_document,
)

CONTEXTS: Final = (*open_badges.CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_SALT_BYTES: Final = 16
# What RFC 3986 lets stand as it is, with % for what is encoded already.
_IRI_CHARACTERS: Final = "%:/?#[]@!$&'()*+,;=-._~"
# Multihash: sha2-256, 32 bytes (VC Data Model 2.0, 5.3 names this form for digestMultibase).
_SHA2_256: Final = b"\x12\x20"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who earned it, as the credential identifies them."""

    name: str
    email: str


def build_credential(
    *, credential_id: UUID, version: VersionRow, outcome: ResultRow, recipient: Recipient,
    status: StatusEntry, valid_from: datetime, valid_until: datetime | None, demo: bool,
) -> dict[str, Any]:  # fmt: skip
    """Return the credential that `sign_credential` takes."""
    url = achievement_url(version.achievement_id)
    issuer = profile_document(outcome.organization_id)
    achievement = open_badges.achievement_json(
        version, url=url, creator=issuer, image_url=f"{url}/badge.png"
    )
    name = version.definition.title
    with override(version.definition.language):
        if demo:
            mark = _("DEMO: made to try Guildmark out, not a real award.")
            achievement["description"] = f"{mark} {achievement['description']}"
            name = f"DEMO · {name}"
        evidence = [_evidence(artefact, version, outcome) for artefact in outcome.artefacts]
    credential: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": credential_url(credential_id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": issuer,
        "validFrom": format_datetime(valid_from),
        "awardedDate": format_datetime(valid_from),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                hashed_identity("emailAddress", recipient.email),
                hashed_identity("name", recipient.name),
            ],
            "achievement": achievement,
            "result": _results(version, outcome, url),
        },
        "credentialStatus": build_status_entry(
            list_url=status.list_url, index=status.index, purpose=status.purpose
        ),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if version.definition.ects_credits:
        credential["credentialSubject"]["creditsEarned"] = float(version.definition.ects_credits)
    if valid_until is not None:
        credential["validUntil"] = format_datetime(valid_until)
    if evidence:
        credential["evidence"] = _name_each_address_once(evidence)
    return credential


def _name_each_address_once(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave the address out where an earlier piece has it: two parts with one id are one in RDF."""
    seen: set[str] = set()
    for piece in evidence:
        if piece.get("id") in seen:
            del piece["id"]
        elif "id" in piece:
            seen.add(piece["id"])
    return evidence


def hashed_identity(identity_type: str, value: str, *, salt: str | None = None) -> dict[str, Any]:
    """Return an IdentityObject that anyone who knows `value` can check.

    Source: Open Badges 3.0, IdentityHash: "sha256$" and the hash of value and salt.
    """
    salt = salt if salt is not None else secrets.token_hex(_SALT_BYTES)
    digest = hashlib.sha256((value + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": identity_type,
        "salt": salt,
    }


def _results(version: VersionRow, outcome: ResultRow, url: str) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = [
        {
            "type": ["Result"],
            "resultDescription": open_badges.criterion_result_id(
                url, number=version.number, criterion_id=mark.criterion_id
            ),
            "achievedLevel": open_badges.level_result_id(
                url, number=version.number, criterion_id=mark.criterion_id, level=mark.level
            ),
        }
        for mark in outcome.marks
    ]
    results.append(
        {
            "type": ["Result"],
            "resultDescription": open_badges.overall_result_id(url, number=version.number),
            "status": open_badges.PASSED_STATUS,
        }
    )
    return results


def _evidence(artefact: ArtefactRow, version: VersionRow, outcome: ResultRow) -> dict[str, Any]:
    """Describe one artefact by requirement and digest; a public link also by its address."""
    requirement = next(
        (
            each
            for each in version.definition.evidence_requirements
            if each.id == artefact.requirement_id
        ),
        None,
    )
    markers = ngettext(
        "Judged by %(count)d assessor.", "Judged by %(count)d assessors.", outcome.marker_count
    ) % {"count": outcome.marker_count}
    evidence: dict[str, Any] = {
        "type": ["Evidence"],
        "name": requirement.name if requirement else artefact.requirement_id,
        "genre": _("Link") if artefact.kind == "link" else _("File"),
        "narrative": markers,
        "digestMultibase": to_multibase_base58(_SHA2_256 + artefact.sha256),
    }
    if artefact.media_type:
        evidence["mediaType"] = artefact.media_type
    # A public artefact's own title and address may be told; all else only by the learner's leave.
    if artefact.visibility == "public":
        evidence["description"] = artefact.description or artefact.name
        if artefact.kind == "link":
            # An IRI has no spaces, braces or quotes; links that people paste may.
            evidence["id"] = quote(artefact.url, safe=_IRI_CHARACTERS)
    return evidence
