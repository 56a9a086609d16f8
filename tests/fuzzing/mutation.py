"""Change JSON values the way a forger or a faulty program would: small, at random, repeatably.

The same changes feed the fuzzer (``make fuzz``) and the comparison with other libraries, so that
both see documents that are nearly right, which is where readers disagree.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any, Final

__all__ = ["mutate", "places_of"]

Json = Any
Place = tuple[Any, ...]

# What has broken readers elsewhere: other kinds, other spellings, edges of ranges, other scripts.
ODD_VALUES: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 - 1, 1.5, 1e-7, 1e21, "", " ", "x", "0", "-1", "٣",
    "\u0000", "\u202e", "é", "e\u0301", "\ufeff", "😀", "a" * 300, [], {}, [[]], [{}], [None],
    {"id": "x"}, {"@value": "x"}, {"@id": "urn:x"}, {"@list": ["x"]}, {"@type": "x"}, "@id",
    "@context", "@type", "_:b0", "urn:x", "did:key:z", "did:web:", "https://", "https://[::1]/",
    "http://x.example/", "data:,x", "../x", "#", "2026-02-29T00:00:00Z", "2026-01-01",
    "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z", "2026-01-01T00:00:00+99:99", "u", "z", "uAAAA",
    "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1",
    "https://w3id.org/security/data-integrity/v2", "VerifiableCredential", "DataIntegrityProof",
    "eddsa-jcs-2022", "ecdsa-sd-2023", "Ed25519Signature2020",
)  # fmt: skip
ODD_NAMES: Final = (
    "id", "type", "@id", "@type", "@context", "@graph", "@included", "@reverse", "@vocab", "proof",
    "issuer", "holder", "name", "description", "validFrom", "validUntil", "issuanceDate",
    "expirationDate", "credentialSubject", "credentialStatus", "credentialSchema", "evidence",
    "refreshService", "termsOfUse", "endorsement", "endorsementJwt", "verifiableCredential",
    "achievement", "result", "previousProof", "challenge", "domain", "expires", "created",
    "proofValue", "cryptosuite", "verificationMethod", "constructor", "__proto__", "nickname",
    "https://x.example/#term", "", "É",
)  # fmt: skip


def places_of(value: Json, place: Place = ()) -> list[Place]:
    """Return where each value inside a value stands, containers included, the whole left out."""
    found: list[Place] = []
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        found.append((*place, key))
        found.extend(places_of(item, (*place, key)))
    return found


def mutate(value: Json, *, rng: random.Random, changes: int = 1) -> Json:
    """Return a copy with so many random changes; the value itself stays as it was."""
    changed = copy.deepcopy(value)
    for _ in range(changes):
        places = places_of(changed)
        if not places:
            return copy.deepcopy(rng.choice(ODD_VALUES))
        place = rng.choice(places)
        rng.choice(_CHANGES)(changed, place, rng)
    return changed


def _parent(value: Json, place: Place) -> Any:
    for key in place[:-1]:
        value = value[key]
    return value


def _replace(value: Json, place: Place, rng: random.Random) -> None:
    _parent(value, place)[place[-1]] = copy.deepcopy(rng.choice(ODD_VALUES))


def _remove(value: Json, place: Place, _rng: random.Random) -> None:
    del _parent(value, place)[place[-1]]


def _add(value: Json, place: Place, rng: random.Random) -> None:
    at = _parent(value, place)
    item = copy.deepcopy(rng.choice(ODD_VALUES))
    if isinstance(at, dict):
        at[rng.choice(ODD_NAMES)] = item
    else:
        at.insert(rng.randrange(len(at) + 1), item)


def _rename(value: Json, place: Place, rng: random.Random) -> None:
    at = _parent(value, place)
    if isinstance(at, dict):
        at[rng.choice(ODD_NAMES)] = at.pop(place[-1])


def _wrap(value: Json, place: Place, rng: random.Random) -> None:
    at = _parent(value, place)
    at[place[-1]] = [at[place[-1]]] if rng.random() < 0.5 else {"@value": at[place[-1]]}


def _unwrap(value: Json, place: Place, _rng: random.Random) -> None:
    at = _parent(value, place)
    item = at[place[-1]]
    if isinstance(item, list) and item:
        at[place[-1]] = item[0]


def _repeat(value: Json, place: Place, _rng: random.Random) -> None:
    at = _parent(value, place)
    item = at[place[-1]]
    at[place[-1]] = [copy.deepcopy(item), item]


def _swap(value: Json, place: Place, rng: random.Random) -> None:
    other = rng.choice(places_of(value))
    if other[: len(place)] == place or place[: len(other)] == other:
        return  # one inside the other
    here, there = _parent(value, place), _parent(value, other)
    here[place[-1]], there[other[-1]] = there[other[-1]], here[place[-1]]


def _edit_text(value: Json, place: Place, rng: random.Random) -> None:
    at = _parent(value, place)
    text = at[place[-1]]
    if not isinstance(text, str) or not text:
        return
    where = rng.randrange(len(text))
    piece = rng.choice(
        ["", text[where] * 2, text[where].swapcase(), rng.choice("\u0000 /#.~é\u202e0Zz")]
    )
    at[place[-1]] = text[:where] + piece + text[where + 1 :]


_CHANGES: Final[tuple[Callable[[Json, Place, random.Random], None], ...]] = (
    _replace, _replace, _remove, _add, _rename, _wrap, _unwrap, _repeat, _swap, _edit_text,
    _edit_text,
)  # fmt: skip
