"""An issuer in memory: awards, revokes, and publishes what verifiers ask for.

    issuer = IssuerSimulator(clock=clock)
    credential = issuer.award(name="Wheel truing")
    issuer.revoke(credential)
    trust = parse_trust(json.dumps(issuer.trust()).encode())

Everything it signs goes through the engine's own operations; only the wishes are made up.
Its key, ids and status indexes come from a seed, so two simulators with one seed are one issuer.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from guildmark.credentials.encoding import (
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    OPEN_BADGES_EXTENSIONS_CONTEXT,
    format_datetime,
    sha256_multibase,
)
from guildmark.credentials.issue import sign_credential
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    VerificationMethod,
    build_did_document,
    did_key,
    did_key_document,
    did_web,
    verification_method_of,
)
from guildmark.credentials.status import (
    Bitstring,
    build_status_entry,
    build_status_list_credential,
    pick_index,
)
from guildmark.testing.clock import Clock
from guildmark.testing.https import HttpsServer

__all__ = ["IssuerSimulator"]

Json = dict[str, Any]
Purpose = Literal["revocation", "suspension"]

SCHEMA_URL = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
_LIST_LIFETIME = timedelta(days=1)
_LIST_TTL = timedelta(minutes=5)


class IssuerSimulator:
    """Issues Open Badges as a did:key, or as a did:web of an https origin.

    Args:
        clock: dates what is issued.
        origin: `https://host:port` makes it a did:web under `/issuers/guild`.
        name: the issuer's.
        seed: equal seeds give equal keys and ids.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        origin: str | None = None,
        name: str = "Wheelwrights' Guild",
        seed: int = 1,
    ) -> None:
        self._clock = clock
        # Repeatable on purpose; its keys protect nothing.
        self._random = random.Random(seed)  # noqa: S311
        self._bits: dict[Purpose, Bitstring] = {
            "revocation": Bitstring.empty(),
            "suspension": Bitstring.empty(),
        }
        self._taken: set[int] = set()
        self.name = name
        self.origin = origin or "https://guild.example"
        self.key = PrivateKey.generate("Ed25519", self._random.randbytes)
        if origin is None:
            self.did = did_key(self.key.public_multikey)
            self._method = verification_method_of(self.did)
        else:
            self.did = did_web(origin, "issuers", "guild")
            self._method = f"{self.did}#key-1"
        self.signer = KeySigner(self.key, verification_method=self._method)

    @property
    def did_document(self) -> Json:
        """What the issuer's DID yields."""
        if self.did.startswith("did:key:"):
            return did_key_document(self.did)
        method = VerificationMethod(self._method, self.key.public_key)
        return build_did_document(did=self.did, methods=[method])

    def draft(self, **changes: Any) -> Json:
        """Return an unsigned badge with all that Guildmark writes, members added or replaced.

        A member set to None is left out.
        """
        document = self._badge() | changes
        return {name: value for name, value in document.items() if value is not None}

    def award(self, *, purpose: Purpose = "revocation", **changes: Any) -> Json:
        """Return a signed badge with a status entry of its own."""
        draft = self.draft(**changes)
        if "credentialStatus" not in changes:
            draft["credentialStatus"] = self._build_entry(purpose)
        return self.sign(draft)

    def sign(self, draft: Mapping[str, Any], *, created: datetime | None = None) -> Json:
        """Return the draft signed with the issuer's key, now unless told otherwise."""
        return sign_credential(draft, signer=self.signer, created=created or self._clock())

    def revoke(self, credential: Mapping[str, Any]) -> None:
        """Set the bit that the credential's status entry names, whatever its purpose."""
        self._set(credential, value=True)

    def reinstate(self, credential: Mapping[str, Any]) -> None:
        """Clear the bit again, as only a suspension allows."""
        self._set(credential, value=False)

    def status_list_url(self, purpose: Purpose = "revocation") -> str:
        """Return the address of one list."""
        return f"{self.origin}/status/{purpose}"

    def status_list(self, purpose: Purpose = "revocation") -> Json:
        """Return the signed status list credential as of now."""
        now = self._clock()
        unsigned = build_status_list_credential(
            id=self.status_list_url(purpose),
            issuer=self.did,
            purpose=purpose,
            bitstring=self._bits[purpose],
            valid_from=now,
            valid_until=now + _LIST_LIFETIME,
            ttl=_LIST_TTL,
        )
        return self.sign(unsigned)

    def documents(self) -> Json:
        """Return all that verifiers may ask for, by DID and by URL."""
        purposes: tuple[Purpose, ...] = ("revocation", "suspension")
        lists = {self.status_list_url(purpose): self.status_list(purpose) for purpose in purposes}
        return {self.did: self.did_document, **lists}

    def trust(self, *, recognised_by: Sequence[str] | None = None) -> Json:
        """Return the content of a trust file; `recognised_by` None leaves the question out."""
        documents = self.documents()
        did_document = documents.pop(self.did)
        trust: Json = {
            "didDocuments": {self.did: did_document},
            "statusLists": documents,
            "takenAt": format_datetime(self._clock()),
        }
        if recognised_by is not None:
            trust["recognised"] = {self.did: list(recognised_by)}
        return trust

    def publish(self, server: HttpsServer) -> None:
        """Put DID document and status lists, as of now, on a server at the issuer's origin."""
        for address, document in self.documents().items():
            path = "/issuers/guild/did.json" if address == self.did else address
            server.publish(path.removeprefix(self.origin), document)

    def _build_entry(self, purpose: Purpose) -> Json:
        bits = self._bits[purpose]
        index = pick_index(size=len(bits), taken=self._taken, random=self._random.randrange)
        self._taken.add(index)
        return build_status_entry(
            list_url=self.status_list_url(purpose), index=index, purpose=purpose
        )

    def _set(self, credential: Mapping[str, Any], *, value: bool) -> None:
        entry = credential["credentialStatus"]
        purpose: Purpose = entry["statusPurpose"]
        index = int(entry["statusListIndex"])
        self._bits[purpose] = self._bits[purpose].with_bit(index, value)

    def _urn(self) -> str:
        return f"urn:uuid:{UUID(bytes=self._random.randbytes(16), version=4)}"

    def _badge(self) -> Json:
        criterion, level = self._urn(), self._urn()
        return {
            "@context": [
                CREDENTIALS_V2_CONTEXT,
                OPEN_BADGES_CONTEXT,
                OPEN_BADGES_EXTENSIONS_CONTEXT,
            ],
            "id": self._urn(),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "issuer": {
                "id": self.did,
                "type": ["Profile"],
                "name": self.name,
                "url": f"{self.origin}/",
            },
            "validFrom": format_datetime(self._clock()),
            "name": "Wheel truing",
            "credentialSchema": [{"id": SCHEMA_URL, "type": "1EdTechJsonSchemaValidator2019"}],
            "credentialSubject": {
                "id": "did:example:ada",
                "type": ["AchievementSubject"],
                "achievement": self._achievement(criterion, level),
                "result": [
                    {
                        "type": ["Result"],
                        "resultDescription": criterion,
                        "achievedLevel": level,
                    }
                ],
            },
            "evidence": [
                {
                    "id": f"{self.origin}/evidence/1",
                    "type": ["Evidence"],
                    "name": "Three wheels, filmed",
                    "digestMultibase": sha256_multibase(b"three wheels"),
                }
            ],
        }

    def _achievement(self, criterion: str, level: str) -> Json:
        return {
            "id": f"{self.origin}/achievements/wheel-truing",
            "type": ["Achievement"],
            "achievementType": "MicroCredential",
            "name": "Wheel truing",
            "description": "Trues a spoked wheel to half a millimetre.",
            "version": "1",
            "criteria": {"narrative": "Three wheels, marked against the rubric."},
            "creditsAvailable": 0.5,
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetName": "Bicycle Repairers",
                    "targetUrl": "https://www.onetonline.org/link/summary/49-3091.00",
                    "targetFramework": "O*NET",
                    "targetCode": "49-3091.00",
                }
            ],
            "resultDescription": [
                {
                    "id": criterion,
                    "type": ["ResultDescription"],
                    "name": "Runs true",
                    "resultType": "RubricCriterionLevel",
                    "requiredLevel": level,
                    "rubricCriterionLevel": [
                        {
                            "id": level,
                            "type": ["RubricCriterionLevel"],
                            "name": "Within half a millimetre",
                            "level": "2",
                        }
                    ],
                }
            ],
        }
