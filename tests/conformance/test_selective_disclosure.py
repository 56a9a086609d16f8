"""Base proofs and derived ones cross between us and @digitalbazaar's suite, in every direction.

The suite converts what has a JSON-LD list into invalid JSON-LD, and orders by UTF-16; documents
with either are ours alone, which is tested too.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import CONTEXTS
from guildmark.credentials.errors import CredentialError, UnreadableInput
from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs import ecdsa_sd_2023
from tests.conformance.documents import DOCUMENTS, achievement, badge
from tests.credentials.proofs.ecdsa_sd_2023.credentials import build_credential, to_pointer, walk
from tests.oracles.judge import OracleFailure
from tests.oracles.selective import SelectiveOracle

Json = dict[str, Any]
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
KEY = PrivateKey.generate("P-256")
DID = did_key(KEY.public_multikey)
SIGNER = KeySigner(KEY, verification_method=verification_method_of(DID))
MANDATORY = ["/issuer", "/validFrom"]
WITH_LIST = badge(
    credentialSubject={
        "type": ["AchievementSubject"],
        "id": "did:example:ada",
        "achievement": achievement(
            resultDescription=[
                {
                    "id": "urn:uuid:3f3f0a6c-2b8e-4f0a-9f0b-7b3a3c9d2b01",
                    "type": ["ResultDescription"],
                    "name": "Grade",
                    "resultType": "LetterGrade",
                    "allowedValue": ["A", "B", "C", "B"],
                }
            ]
        ),
    }
)


@pytest.fixture(scope="module")
def oracle(oracle_modules: Path) -> Iterator[SelectiveOracle]:
    """The suite, in a process of its own."""
    assert oracle_modules.is_dir()
    with SelectiveOracle(CONTEXTS) as running:
        yield running


def _add_ours(credential: Json) -> Json:
    return ecdsa_sd_2023.add_base_proof(
        credential, signer=SIGNER, created=CREATED, mandatory_pointers=MANDATORY
    )


def _derive_ours(credential: Json, selective: list[str]) -> Json:
    return ecdsa_sd_2023.derive(credential, selective_pointers=selective)


def _is_ours(credential: Json) -> bool:
    try:
        return ecdsa_sd_2023.is_proof_valid(
            credential, proof=credential["proof"], key=KEY.public_key
        )
    except CredentialError:
        return False


Base = Callable[[Json], Json]
Derive = Callable[[Json, list[str]], Json]
COMPARABLE = [name for name, document in DOCUMENTS.items() if "credentialSubject" in document]


def _pointers_for(document: Json) -> list[str]:
    """Name something inside the subject. The suite can not look into one that has only an id."""
    subject = document["credentialSubject"]
    inside = "/credentialSubject/achievement/name"
    selected = [inside if "achievement" in subject else "/credentialSubject"]
    return [*selected, "/name"] if "name" in document else selected


@pytest.fixture(params=["base by ours", "base by theirs"])
def add_base(request: pytest.FixtureRequest, oracle: SelectiveOracle) -> Base:
    """Adds a base proof."""
    if request.param == "base by ours":
        return _add_ours
    return lambda credential: oracle.base(
        credential, key=KEY, created="2026-01-01T00:00:00Z", mandatory=MANDATORY
    )


@pytest.fixture(params=["derived by ours", "derived by theirs"])
def derive(request: pytest.FixtureRequest, oracle: SelectiveOracle) -> Derive:
    """Derives from a base proof."""
    if request.param == "derived by ours":
        return _derive_ours
    return lambda credential, selective: oracle.derive(credential, selective=selective)


@pytest.mark.parametrize("name", COMPARABLE)
def test_both_verify_what_either_derives_from_the_base_of_either(
    name: str, add_base: Base, derive: Derive, oracle: SelectiveOracle
) -> None:
    """Base by two, derived by two, verified by two; and the documents shown are the same."""
    document = DOCUMENTS[name]
    selective = _pointers_for(document)
    base = add_base(document)
    derived = derive(base, selective)
    assert _is_ours(derived)
    assert oracle.is_verified(derived)
    ours = _derive_ours(base, selective)
    assert ours == derived


def test_both_refuse_what_was_changed_after_deriving(
    derive: Derive, oracle: SelectiveOracle
) -> None:
    """A changed value, an added one, one taken away, another type, another date of the proof."""
    derived = derive(_add_ours(badge()), ["/credentialSubject/achievement", "/name"])
    changes: dict[str, Callable[[Json], object]] = {
        "changed": lambda d: d.update(name="Wheel breaking"),
        "added": lambda d: d.update(description="And more."),
        "taken away": lambda d: d.pop("name"),
        "mandatory, taken away": lambda d: d.pop("validFrom"),
        "mandatory, changed": lambda d: d["issuer"].update(name="Another guild"),
        "another type": lambda d: d["credentialSubject"]["achievement"].update(type=["Profile"]),
        "another date": lambda d: d["proof"].update(created="2026-01-02T00:00:00Z"),
        "another purpose": lambda d: d["proof"].update(proofPurpose="authentication"),
    }
    for what, change in changes.items():
        changed = copy.deepcopy(derived)
        change(changed)
        assert not _is_ours(changed), what
        assert not oracle.is_verified(changed), what


def test_neither_verifies_a_base_proof(add_base: Base, oracle: SelectiveOracle) -> None:
    """It must be derived from first."""
    base = add_base(badge())
    assert not _is_ours(base)
    assert not oracle.is_verified(base)


def test_a_whole_array_and_one_item_are_shown_alike(derive: Derive, add_base: Base) -> None:
    """`/tag` and `/evidence/1`, where the array closes up."""
    document = badge(
        credentialSubject={
            "type": ["AchievementSubject"],
            "id": "did:example:ada",
            "achievement": achievement(tag=["wheel", "truing"]),
        },
        evidence=[
            {"id": f"https://example.org/{n}", "type": ["Evidence"], "name": f"Nº {n}"}
            for n in range(3)
        ],
    )
    base = add_base(document)
    derived = derive(base, ["/credentialSubject/achievement/tag", "/evidence/1"])
    assert derived["evidence"] == [document["evidence"][1]]
    assert derived["credentialSubject"]["achievement"]["tag"] == ["wheel", "truing"]
    assert _is_ours(derived)


def test_lists_work_with_ours_where_the_suite_fails(oracle: SelectiveOracle) -> None:
    """`allowedValue` is a JSON-LD list. The suite gives it an @id, which JSON-LD forbids."""
    derived = _derive_ours(
        _add_ours(WITH_LIST), ["/credentialSubject/achievement/resultDescription/0/allowedValue"]
    )
    descriptions = derived["credentialSubject"]["achievement"]["resultDescription"]
    assert descriptions[0]["allowedValue"] == ["A", "B", "C", "B"]
    assert _is_ours(derived)
    # Verifying skolemizes nothing, so that the suite agrees with what it can not make itself.
    assert oracle.is_verified(derived)
    reordered = copy.deepcopy(derived)
    reordered["credentialSubject"]["achievement"]["resultDescription"][0]["allowedValue"].sort()
    assert not _is_ours(reordered)
    assert not oracle.is_verified(reordered)
    with pytest.raises(OracleFailure, match=r"@list"):
        oracle.base(WITH_LIST, key=KEY, created="2026-01-01T00:00:00Z", mandatory=MANDATORY)
    with pytest.raises(OracleFailure, match=r"@list"):
        oracle.derive(_add_ours(WITH_LIST), selective=["/name"])


def test_texts_that_look_like_nodes_are_left_alone_where_the_suite_changes_them(
    oracle: SelectiveOracle,
) -> None:
    """The suite renames whatever looks like a blank node, also inside of texts.

    So what it signs is not the credential's text, and what we sign it does not verify. Nobody is
    misled: each refuses.
    """
    document = badge(description="The node _:c14n0 and its neighbours")
    ours = _derive_ours(_add_ours(document), ["/description"])
    assert _is_ours(ours)
    assert ours["description"] == document["description"]
    assert not oracle.is_verified(ours)
    theirs = oracle.base(document, key=KEY, created="2026-01-01T00:00:00Z", mandatory=MANDATORY)
    with pytest.raises(UnreadableInput) as refused:
        _derive_ours(theirs, ["/description"])
    assert refused.value.code == "sd_base_mismatch"


@pytest.mark.parametrize("seed", range(4))
def test_any_pointers_cross_in_both_directions(seed: int, oracle: SelectiveOracle) -> None:
    """Random mandatory and selective pointers: what one derives the other verifies.

    Left out is what the suite can not select: parts of texts with a language, parts of an array
    of one and of an object that has only an id, which it sees in another shape.
    """
    draw = random.Random(seed)
    document = build_credential()
    achievement = document["credentialSubject"]["achievement"]
    del achievement["resultDescription"]
    achievement["criteria"]["narrative"] = "Three wheels, marked twice."
    pointers = [
        to_pointer(path)
        for path, _ in walk(document)
        if not {"type", "@value", "@language"} & set(path)
    ]
    for _ in range(8):
        mandatory = draw.sample(pointers, k=draw.randint(0, 3))
        selective = draw.sample(pointers, k=draw.randint(1, 4))
        bases = (
            ecdsa_sd_2023.add_base_proof(
                document, signer=SIGNER, created=CREATED, mandatory_pointers=mandatory
            ),
            oracle.base(document, key=KEY, created="2026-01-01T00:00:00Z", mandatory=mandatory),
        )
        for base in bases:
            ours, theirs = _derive_ours(base, selective), oracle.derive(base, selective=selective)
            # Look-alikes may have each other's labels: the proofs differ, what is shown does not.
            assert {**ours, "proof": None} == {**theirs, "proof": None}
            assert oracle.is_verified(ours)
            assert _is_ours(theirs)
