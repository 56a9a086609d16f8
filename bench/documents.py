"""The credential of the benchmarks, many learners of it, and the same in shapes never seen."""

from __future__ import annotations

import copy
import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guildmark.credentials.keys import KeySigner, PrivateKey

Document = dict[str, Any]

# 4 KB, 107 statements, 11 unnamed nodes.
CREDENTIAL: Document = json.loads((Path(__file__).parent / "credential.json").read_bytes())
CREATED = datetime(2026, 11, 22, 10, tzinfo=UTC)
# A key for measuring only.
KEY = PrivateKey("Ed25519", bytes(range(32)))
METHOD = f"{CREDENTIAL['issuer']['id']}#key-1"

# What differs from learner to learner: 15 texts.
VARIABLES = (
    "/id",
    "/awardedDate",
    "/credentialSubject/id",
    "/credentialSubject/activityEndDate",
    "/credentialSubject/narrative",
    "/credentialSubject/identifier/0/identityHash",
    "/credentialSubject/identifier/0/salt",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/1/value",
    "/evidence/0/id",
    "/evidence/0/name",
    "/evidence/0/description",
    "/evidence/1/narrative",
    "/credentialStatus/id",
    "/credentialStatus/statusListIndex",
)


def signer() -> KeySigner:
    """Return what signs in the measurements."""
    return KeySigner(KEY, verification_method=METHOD)


def learner(number: int) -> dict[str, str]:
    """Return one learner's texts."""
    return {
        "/id": f"urn:uuid:7c5f4d0e-8f2b-4a56-9d11-{number:012x}",
        "/awardedDate": f"2026-11-{1 + number % 28:02}T16:20:00Z",
        "/credentialSubject/id": f"did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEG{number:06}",
        "/credentialSubject/activityEndDate": f"2026-10-{1 + number % 28:02}T12:00:00Z",
        "/credentialSubject/narrative": f"Cleaned the records of gauge {number} with a partner.",
        "/credentialSubject/identifier/0/identityHash": f"sha256${number:064x}",
        "/credentialSubject/identifier/0/salt": f"{number:012x}",
        "/credentialSubject/result/0/value": "ABC"[number % 3],
        "/credentialSubject/result/1/value": str(50 + number % 50),
        "/evidence/0/id": f"https://portfolio.example.net/{number}/data-cleaning",
        "/evidence/0/name": f"River gauge {number}",
        "/evidence/0/description": 'Tables, scripts and "the log".',
        "/evidence/1/narrative": f"A film of {2 + number % 7} minutes about a hard decision.",
        "/credentialStatus/id": f"https://badges.example.edu/status/3#{number}",
        "/credentialStatus/statusListIndex": str(number),
    }


def credential_of(number: int) -> Document:
    """Return one learner's credential, unsigned."""
    document = copy.deepcopy(CREDENTIAL)
    for pointer, text in learner(number).items():
        value: Any = document
        *path, last = pointer.split("/")[1:]
        for key in path:
            value = value[int(key)] if isinstance(value, list) else value[key]
        value[last] = text
    return document


def unseen_shapes() -> Iterator[Document]:
    """Yield the credential with its keys in another order each time: shapes never seen before."""
    achievement = CREDENTIAL["credentialSubject"]["achievement"]
    for keys in itertools.permutations(achievement):
        document = copy.deepcopy(CREDENTIAL)
        document["credentialSubject"]["achievement"] = {
            key: copy.deepcopy(achievement[key]) for key in reversed(keys)
        }
        yield document
