"""One credential with every kind of part that disclosure has to cope with, and its issuer."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from guildmark.credentials.encoding import CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT
from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs import ecdsa_sd_2023

Json = dict[str, Any]
Path = tuple[str | int, ...]

CREATED: Final = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KEY: Final = PrivateKey.generate("P-256")
DID: Final = did_key(KEY.public_multikey)
SIGNER: Final = KeySigner(KEY, verification_method=verification_method_of(DID))
MANDATORY: Final = ("/issuer", "/validFrom", "/credentialStatus")


def build_credential() -> Json:
    """Return an Open Badge with nested objects, blank nodes, look-alikes, arrays and a list."""
    return {
        "@context": [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT],
        "id": "urn:uuid:0e3f2b0a-6a0e-4f0e-9d57-3a7b8f6b1d01",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": [
            {"@value": "Wheel truing", "@language": "en"},
            {"@value": "Centrado de ruedas", "@language": "es"},
        ],
        "issuer": {"id": DID, "type": ["Profile"], "name": "Wheelwrights' Guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2031-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "activityEndDate": "2025-12-20T00:00:00Z",
            "achievement": {
                "id": "urn:uuid:0e3f2b0a-6a0e-4f0e-9d57-3a7b8f6b1d02",
                "type": ["Achievement"],
                "creator": {"id": DID, "type": ["Profile"], "url": "https://guild.example/"},
                "name": "Wheel truing",
                "description": 'Trues a spoked wheel to "half a millimetre".\n\tTwice. 😀',
                "criteria": {"narrative": "Three wheels, marked twice. _:c14n0 ."},
                "tag": ["wheel", "truing", "workshop"],
                "creditsAvailable": 1.5,
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": f"Skill {number}",
                        "targetUrl": f"https://skills.example/{number}",
                    }
                    for number in (1, 2)
                ],
                "resultDescription": [
                    {
                        "id": "urn:uuid:0e3f2b0a-6a0e-4f0e-9d57-3a7b8f6b1d03",
                        "type": ["ResultDescription"],
                        "name": "Grade",
                        "resultType": "LetterGrade",
                        "allowedValue": ["A", "B", "C", "B"],
                    }
                ],
            },
            "result": [
                {"type": ["Result"], "value": "same"},
                {"type": ["Result"], "value": "same"},
                {"type": ["Result"], "value": "other"},
            ],
        },
        "evidence": [
            {
                "id": f"https://evidence.example/{number}",
                "type": ["Evidence"],
                "name": f"Wheel {number}",
            }
            for number in range(3)
        ],
        "credentialStatus": {
            "id": "https://guild.example/status/1#7",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "7",
            "statusListCredential": "https://guild.example/status/1",
        },
    }


def add_base(document: Json | None = None, *, mandatory: Sequence[str] = MANDATORY) -> Json:
    """Return the credential, or another document, with a base proof by SIGNER."""
    return ecdsa_sd_2023.add_base_proof(
        document or build_credential(),
        signer=SIGNER,
        created=CREATED,
        mandatory_pointers=mandatory,
    )


def is_valid(credential: Json) -> bool:
    """Whether its derived proof is SIGNER's."""
    return ecdsa_sd_2023.is_proof_valid(credential, proof=credential["proof"], key=KEY.public_key)


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield each value below a document's root with its path, leaving out contexts."""
    items: Any = ()
    if isinstance(value, dict):
        items = ((key, item) for key, item in value.items() if key != "@context")
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield (*path, key), item
        yield from walk(item, (*path, key))


def to_pointer(path: Path) -> str:
    """Write a path as a JSON pointer."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def changed(document: Json, path: Path, value: Any = None, *, remove: bool = False) -> Json:
    """Return a copy with one value replaced or removed."""
    result = copy.deepcopy(document)
    target: Any = result
    for part in path[:-1]:
        target = target[part]
    if remove:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return result
