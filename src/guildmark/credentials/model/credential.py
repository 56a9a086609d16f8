"""An award: who, what, with which results and on what evidence.

Source: Open Badges 3.0, B.1.3 (AchievementCredential), B.1.4 (AchievementSubject), B.1.9
(Evidence), B.1.14 (IdentityObject), B.1.20 (Result).
"""

# ruff: noqa: RUF009  part(), parts() and texts() are dataclass fields, made anew for each class

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    OPEN_BADGES_EXTENSIONS_CONTEXT,
    JsonObject,
    sha256_multibase,
)
from guildmark.credentials.model.achievement import Achievement, Alignment
from guildmark.credentials.model.node import Node, part, parts, required_part, texts
from guildmark.credentials.model.profile import Image, Profile

__all__ = [
    "AchievementCredential",
    "AchievementSubject",
    "Evidence",
    "IdentityObject",
    "Result",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject(Node):
    """Names the learner to those who know their address already, and to nobody else.

    Attributes:
        identity_hash: ``sha256$`` and hex of the SHA-256 of value and salt; the value itself
            when not hashed.
        identity_type: a term of the standard's list, for example ``emailAddress``.
    """

    TYPE: ClassVar[str | None] = "IdentityObject"
    HAS_PLAIN_TYPE: ClassVar[bool] = True

    identity_hash: str
    identity_type: str
    hashed: bool
    salt: str | None = None

    @classmethod
    def hash_value(cls, value: str, *, identity_type: str, salt: str) -> Self:
        """Return the salted hash of an e-mail address, name or other identifier.

        Args:
            value: exactly as it will be compared; case counts.
            identity_type: what kind of value it is.
            salt: at least 16 random characters, another for each award: without it, hashes of
                e-mail addresses are quickly guessed.

        Source: Open Badges 3.0, B.3.5 (IdentityHash).
        """
        return cls(
            identity_hash=_hash(value, salt), identity_type=identity_type, hashed=True, salt=salt
        )

    def is_about(self, value: str) -> bool:
        """Tell whether this is the identity of a value that somebody claims."""
        expected = _hash(value, self.salt or "") if self.hashed else value
        found = self.identity_hash.lower() if self.hashed else self.identity_hash
        return hmac.compare_digest(expected.encode(), found.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Node):
    """What was achieved for one result description.

    Attributes:
        result_description: id of the ``ResultDescription``.
        achieved_level: id of the ``RubricCriterionLevel`` that was reached.
        value: a score or grade, as text.
        status: a term of the standard's list, for example ``Completed``.
    """

    TYPE: ClassVar[str | None] = "Result"

    result_description: str | None = None
    achieved_level: str | None = None
    value: str | None = None
    status: str | None = None
    alignment: tuple[Alignment, ...] = parts(Alignment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Node):
    """One artefact that the award rests on.

    Attributes:
        id: its web page, only where it may be seen.
        digest_multibase: digests of its bytes, as ``sha256_multibase`` writes them. Open Badges
            has no term for digests; this is VC Data Model 2.0's, which the signature covers.
        media_type: for example ``application/pdf``.
    """

    TYPE: ClassVar[str | None] = "Evidence"

    id: str | None = None
    name: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None
    audience: str | None = None
    media_type: str | None = None
    digest_multibase: tuple[str, ...] = texts()

    def is_of(self, data: bytes) -> bool:
        """Tell whether one of the digests is the SHA-256 of these bytes."""
        return sha256_multibase(data) in self.digest_multibase


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject(Node):
    """The learner, what they achieved and with which results.

    Attributes:
        id: the learner's DID, where they have one.
        identifier: hashed identities; at least one where there is no id.
    """

    TYPE: ClassVar[str | None] = "AchievementSubject"

    achievement: Achievement = required_part(Achievement)
    id: str | None = None
    identifier: tuple[IdentityObject, ...] = parts(IdentityObject)
    result: tuple[Result, ...] = parts(Result)
    credits_earned: float | int | None = None
    narrative: str | None = None
    role: str | None = None
    term: str | None = None
    license_number: str | None = None
    activity_start_date: str | None = None
    activity_end_date: str | None = None
    image: Image | None = part(Image)
    source: Profile | None = part(Profile)


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCredential(Node):
    """An Open Badges 3.0 credential, with or without its proof (which stays in ``other``).

    Attributes:
        id: absolute IRI, another for each award.
        issuer: a Profile, or a bare id.
        valid_from: ``xsd:dateTimeStamp`` text, as ``format_datetime`` writes it; so are the
            other dates. Text, because the signature is over the text.
        credential_status: one entry, as ``build_status_entry`` makes it; the model allows no
            second.
        credential_schema: for example id and ``1EdTechJsonSchemaValidator2019``.
        contexts: in order; the third defines the 1EdTech types of schema, status and refresh.
    """

    TYPE: ClassVar[str | None] = "OpenBadgeCredential"

    id: str
    issuer: Profile | str = required_part(Profile)
    valid_from: str
    credential_subject: AchievementSubject = required_part(AchievementSubject)
    name: str | None = None
    description: str | None = None
    image: Image | None = part(Image)
    awarded_date: str | None = None
    valid_until: str | None = None
    evidence: tuple[Evidence, ...] = parts(Evidence)
    credential_status: Mapping[str, Any] | None = None
    credential_schema: tuple[Mapping[str, Any], ...] = texts()
    refresh_service: Mapping[str, Any] | None = None
    contexts: tuple[str, ...] = field(
        default=(CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, OPEN_BADGES_EXTENSIONS_CONTEXT),
        metadata={"many": True},
    )

    def to_json(self) -> JsonObject:
        """Return the credential as ``sign_credential`` takes it."""
        written = super(AchievementCredential, self).to_json()
        contexts = written.pop("contexts")
        types = written.pop("type")
        if types == [self.TYPE]:
            types = ["VerifiableCredential", self.TYPE]
        return {"@context": contexts, "type": types, **written}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read a credential; unknown properties, the proof among them, go to ``other``.

        Raises:
            UnreadableInput: a required property is missing or has the wrong shape.
        """
        left = {key: item for key, item in value.items() if key != "@context"}
        left["contexts"] = value.get("@context", [])
        if left.get("type") == ["VerifiableCredential", cls.TYPE]:
            del left["type"]
        return super(AchievementCredential, cls).from_json(left)


def _hash(value: str, salt: str) -> str:
    return "sha256$" + hashlib.sha256((value + salt).encode()).hexdigest()
