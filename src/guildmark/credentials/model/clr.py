"""Build a Comprehensive Learner Record: credentials of one learner, and how they relate.

Each credential inside keeps its own proof and is taken over as it is; the record's own proof
says only that its issuer put these together. Sign the result with ``sign_credential``.

Source: Comprehensive Learner Record 2.0, B (ClrCredential, ClrSubject, Association).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from guildmark.credentials.encoding import (
    CLR_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    JsonObject,
    copy_json,
    format_datetime,
)
from guildmark.credentials.errors import InvalidDraft
from guildmark.credentials.model.achievement import Achievement
from guildmark.credentials.model.clr_shapes import ASSOCIATION_TYPES
from guildmark.credentials.model.credential import IdentityObject
from guildmark.credentials.model.profile import Profile
from guildmark.credentials.model.structure import check_structure

__all__ = ["Association", "AssociationType", "build_clr", "check_associations"]

AssociationType = Literal[
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
]
_TYPES: Final = frozenset(ASSOCIATION_TYPES.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How one achievement of a record relates to another.

    Attributes:
        source: id of an achievement, the subject of the sentence.
        type: for example ``isPartOf``: source is part of target.
        target: id of another achievement.
    """

    source: str
    type: AssociationType
    target: str

    def to_json(self) -> JsonObject:
        """Return the JSON object. Its type is one text, by the standard's schema."""
        return {
            "type": "Association",
            "associationType": self.type,
            "sourceId": self.source,
            "targetId": self.target,
        }


def build_clr(
    *,
    id: str,
    issuer: Profile | Mapping[str, Any] | str,
    name: str,
    valid_from: datetime,
    credentials: Sequence[Mapping[str, Any]],
    learner: str | None = None,
    identifiers: Sequence[IdentityObject] = (),
    achievements: Sequence[Achievement | Mapping[str, Any]] = (),
    associations: Sequence[Association] = (),
    description: str | None = None,
    valid_until: datetime | None = None,
    partial: bool | None = None,
    credential_status: Mapping[str, Any] | None = None,
) -> JsonObject:
    """Return an unsigned ClrCredential.

    Args:
        id: absolute IRI of the record.
        issuer: who puts it together: a Profile, its JSON, or a bare id.
        name: a title for people.
        valid_from: start of validity.
        credentials: at least one signed credential of the learner, as JSON; none is changed.
        learner: id of the learner; or else ``identifiers``.
        identifiers: salted hashes that name the learner.
        achievements: definitions that no credential in it carries, such as the whole of which
            the credentials are parts.
        associations: between achievements that are in ``achievements`` or in the credentials.
        description: a text for people.
        valid_until: end of validity.
        partial: True when the record holds only some of what the learner has.
        credential_status: one entry, as ``build_status_entry`` makes it.

    Raises:
        InvalidDraft: a part is missing or malformed, or an association names an achievement that
            is not in the record.

    Source: Comprehensive Learner Record 2.0, B.
    """
    subject: JsonObject = {"type": ["ClrSubject"]}
    if learner is not None:
        subject["id"] = learner
    if identifiers:
        subject["identifier"] = [identifier.to_json() for identifier in identifiers]
    if achievements:
        subject["achievement"] = [_to_json(achievement) for achievement in achievements]
    subject["verifiableCredential"] = [copy_json(credential) for credential in credentials]
    if associations:
        subject["association"] = [association.to_json() for association in associations]
    record: JsonObject = {
        "@context": [CREDENTIALS_V2_CONTEXT, CLR_CONTEXT, OPEN_BADGES_CONTEXT],
        "id": id,
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": issuer if isinstance(issuer, str) else _to_json(issuer),
        "name": name,
        "validFrom": format_datetime(valid_from),
        "credentialSubject": subject,
    }
    if description is not None:
        record["description"] = description
    if valid_until is not None:
        record["validUntil"] = format_datetime(valid_until)
    if partial is not None:
        record["partial"] = partial
    if credential_status is not None:
        record["credentialStatus"] = copy_json(credential_status)
    findings = [str(finding) for finding in check_structure(record)]
    findings.extend(check_associations(record))
    if findings:
        raise InvalidDraft(findings)
    return record


def check_associations(record: Mapping[str, Any]) -> tuple[str, ...]:
    """List associations of a record that relate what is not in it, or a thing to itself.

    Returns:
        One line each, ``path: problem``. The schema does not ask for this; a reader who follows
        such an association finds nothing.
    """
    subject = record.get("credentialSubject")
    if not isinstance(subject, Mapping):
        return ()
    known = set(_achievement_ids(subject))
    findings = []
    for index, item in enumerate(_listed(subject.get("association"))):
        if not isinstance(item, Mapping):
            continue
        place = f"$.credentialSubject.association[{index}]"
        source, target = item.get("sourceId"), item.get("targetId")
        for end, value in (("sourceId", source), ("targetId", target)):
            if isinstance(value, str) and value not in known:
                findings.append(f"{place}.{end}: names an achievement that is not in the record")
        if source == target and item.get("associationType") in _TYPES:
            findings.append(f"{place}: relates an achievement to itself")
    return tuple(findings)


def _achievement_ids(subject: Mapping[str, Any]) -> Iterator[str]:
    subjects = [subject]
    for credential in _listed(subject.get("verifiableCredential")):
        if isinstance(credential, Mapping):
            inner = _listed(credential.get("credentialSubject"))
            subjects.extend(item for item in inner if isinstance(item, Mapping))
    for item in subjects:
        for achievement in _listed(item.get("achievement")):
            if isinstance(achievement, Mapping) and isinstance(achievement.get("id"), str):
                yield achievement["id"]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _to_json(part: Achievement | Profile | Mapping[str, Any]) -> JsonObject:
    written: JsonObject = copy_json(part) if isinstance(part, Mapping) else part.to_json()
    return written
