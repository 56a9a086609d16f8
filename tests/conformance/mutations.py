"""Every small lie that can be told with a signed credential: one change each, with a name.

Leaves are changed, members removed, members added, and the proof's own fields replaced. Changes
that mean the same in JSON-LD (the order of a set, a value against a list of one) are no lies.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]


def mutate(credential: Json) -> Iterator[tuple[str, Json]]:
    """Yield (name, changed copy) for each lie; the credential itself stays as it is."""
    for path in _paths(credential):
        if path[0] == "@context":
            continue
        value = _at(credential, path)
        if not isinstance(value, (dict, list)):
            yield f"changed {_text(path)}", _with(credential, path, _other(value))
        yield f"removed {_text(path)}", _without(credential, path)
    yield from _contexts(credential)
    yield from _additions(credential)
    yield from _proofs(credential)


def replace_each(
    document: Json, intruders: Sequence[Any], *, each: int
) -> Iterator[tuple[str, Json]]:
    """Yield (path, copy) with an intruder in the place of each value, contexts included.

    Each place gets `each` of the intruders, in turn, so that all of them are met many times.
    """
    turn = cycle(intruders)
    for path in _paths(document):
        for intruder in islice(turn, each):
            if _at(document, path) != intruder:
                yield _text(path), _with(document, path, intruder)


def _contexts(credential: Json) -> Iterator[tuple[str, Json]]:
    contexts = credential["@context"]
    inline = {"name": "https://example.org/another-name"}
    for name, value in {
        "the badge context removed": [contexts[0], *contexts[2:]],
        "an in-line context that redefines a name": [*contexts, inline],
        "an unknown context": [*contexts, "https://example.org/context"],
    }.items():
        yield name, credential | {"@context": value}
    vocabulary = [*contexts, {"@vocab": "https://example.org/#"}]
    yield "a vocabulary and a new term", credential | {"@context": vocabulary, "nickname": "Ada"}


def _additions(credential: Json) -> Iterator[tuple[str, Json]]:
    for path, member, value in (
        ((), "description", "Added afterwards."),
        ((), "nickname", "A term that no context defines."),
        ((), "validUntil", "2099-01-01T00:00:00Z"),
        (("credentialSubject",), "nickname", "A term that no context defines."),
        (("credentialSubject", "achievement"), "tag", ["added"]),
        (("issuer",), "email", "added@example.org"),
    ):
        yield f"added {_text((*path, member))}", _with(credential, (*path, member), value)


def _proofs(credential: Json) -> Iterator[tuple[str, Json]]:
    proof = credential["proof"]
    value = proof["proofValue"]
    for name, changes in {
        "another suite": {"cryptosuite": "eddsa-jcs-2022"},
        "no suite at all": {"cryptosuite": "none"},
        "another purpose": {"proofPurpose": "authentication"},
        "an older type of proof": {"type": "Ed25519Signature2020"},
        "an expired proof": {"expires": "2020-01-01T00:00:00Z"},
        "a shortened signature": {"proofValue": value[:-1]},
        "a lengthened signature": {"proofValue": value + "1"},
        "a signature in another base": {"proofValue": "u" + value[1:]},
        "an empty signature": {"proofValue": "z"},
        "a key in the proof": {"verificationMethod": "https://example.org/key"},
    }.items():
        yield f"{name} (proof)", credential | {"proof": proof | changes}
    yield "no proof", {name: member for name, member in credential.items() if name != "proof"}
    yield "an empty list of proofs", credential | {"proof": []}


def _paths(value: Any, prefix: Path = ()) -> Iterator[Path]:
    items: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, child in items:
        yield (*prefix, key)
        yield from _paths(child, (*prefix, key))


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    return f"{value}x"


def _at(document: Any, path: Path) -> Any:
    for key in path:
        document = document[key]
    return document


def _with(document: Json, path: Path, value: Any) -> Json:
    changed = copy.deepcopy(document)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(document: Json, path: Path) -> Json:
    changed = copy.deepcopy(document)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _text(path: Path) -> str:
    return ".".join(map(str, path))
