"""Many credentials of one draft: the bytes that signing one by one would make."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import CredentialError, InvalidDraft, UncoveredData
from guildmark.credentials.issue import bulk as bulk_module
from guildmark.credentials.issue import sign_credential
from guildmark.credentials.issue.bulk import BulkIssuer, BulkSuite
from guildmark.credentials.issue.text_kinds import find_kind
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.proofs import eddsa_jcs_2022, eddsa_rdfc_2022
from tests.credentials.encoding.hostile import ADDRESSES, PLAIN, TEXTS, UNSAFE

Document = dict[str, Any]

DRAFT: Document = json.loads((Path(__file__).parents[3] / "bench" / "credential.json").read_bytes())
KEY = PrivateKey("Ed25519", bytes(range(32)))
SIGNER = KeySigner(KEY, verification_method=f"{DRAFT['issuer']['id']}#key-1")
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
VARIABLES = (
    "/credentialSubject/id",
    "/id",
    "/awardedDate",
    "/credentialSubject/narrative",
    "/credentialSubject/result/0/value",
    "/credentialSubject/result/1/value",
    "/evidence/0/id",
)
SUITES: tuple[BulkSuite, ...] = ("eddsa-rdfc-2022", "eddsa-jcs-2022")


def make(suite: BulkSuite = "eddsa-rdfc-2022", *, more: tuple[str, ...] = ()) -> BulkIssuer:
    """Return an issuer of the badge of the benchmarks."""
    return BulkIssuer(DRAFT, variables=(*VARIABLES, *more), signer=SIGNER, created=NOW, suite=suite)


@pytest.fixture(scope="module")
def issuers() -> dict[str, BulkIssuer]:
    return {suite: make(suite) for suite in SUITES}


def texts_of(number: int, **other: str) -> dict[str, str]:
    """Return one learner's texts; ``other`` by the last part of the pointer's path."""
    texts = {
        "/credentialSubject/id": f"did:key:z{number}",
        "/id": f"urn:uuid:{number}",
        "/awardedDate": "2026-11-02T10:00:00Z",
        "/credentialSubject/narrative": f"Learner {number}",
        "/credentialSubject/result/0/value": "A",
        "/credentialSubject/result/1/value": str(number),
        "/evidence/0/id": f"https://example.org/{number}",
    }
    return {**texts, **other}


def one_by_one(texts: dict[str, str], suite: BulkSuite) -> Document | None:
    """Return what ``sign_credential`` makes; None when it refuses."""
    document = copy.deepcopy(DRAFT)
    for pointer, text in texts.items():
        value: Any = document
        *path, last = pointer.split("/")[1:]
        for key in path:
            value = value[int(key)] if isinstance(value, list) else value[key]
        value[last] = text
    try:
        return sign_credential(document, signer=SIGNER, created=NOW, suite=suite)
    except CredentialError:
        return None


def issued(issuer: BulkIssuer, texts: dict[str, str]) -> Document | None:
    try:
        return parse_json(issuer.issue(texts))
    except CredentialError:
        return None


@pytest.mark.parametrize("suite", SUITES)
def test_what_is_issued_in_bulk_is_what_signing_one_by_one_makes(suite: BulkSuite) -> None:
    """To the letter of the signature, for each learner."""
    issuer = make(suite)
    for number in range(12):
        assert issued(issuer, texts_of(number)) == one_by_one(texts_of(number), suite)
    assert issuer.counts.filled == 12
    assert issuer.counts.mismatches == 0


@pytest.mark.parametrize("suite", SUITES)
@pytest.mark.parametrize("pointer", VARIABLES)
def test_hostile_texts_are_signed_or_refused_as_one_by_one(
    issuers: dict[str, BulkIssuer], suite: BulkSuite, pointer: str
) -> None:
    """Quotes, controls, what looks like a slot, addresses that are none, dates that are none."""
    issuer = issuers[suite]
    for text in (*TEXTS[::3], *UNSAFE[:4], *ADDRESSES[::4], *PLAIN[::4]):
        texts = texts_of(1, **{pointer: text})
        assert issued(issuer, texts) == one_by_one(texts, suite)
    assert issuer.counts.mismatches == 0


@settings(max_examples=40, deadline=None)
@given(st.text(), st.text(max_size=4), st.sampled_from(SUITES))
def test_any_text_is_signed_or_refused_as_one_by_one(
    narrative: str, value: str, suite: BulkSuite
) -> None:
    """Whatever a learner wrote."""
    texts = texts_of(1)
    texts["/credentialSubject/narrative"] = narrative
    texts["/credentialSubject/result/0/value"] = value
    assert issued(_SHARED[suite], texts) == one_by_one(texts, suite)
    assert _SHARED[suite].counts.mismatches == 0


_SHARED = {suite: make(suite) for suite in SUITES}


@pytest.mark.parametrize("suite", SUITES)
def test_the_proofs_hold(suite: BulkSuite) -> None:
    """By the suite's own check."""
    module = eddsa_rdfc_2022 if suite == "eddsa-rdfc-2022" else eddsa_jcs_2022
    document = parse_json(make(suite).issue(texts_of(7)))
    assert module.is_proof_valid(document, proof=document["proof"], key=KEY.public_key)
    document["credentialSubject"]["narrative"] += "."
    assert not module.is_proof_valid(document, proof=document["proof"], key=KEY.public_key)


def test_two_results_that_say_the_same_are_signed_the_long_way() -> None:
    """Unnamed nodes that look alike have no numbers of their own."""
    pointers = tuple(f"/credentialSubject/result/{n}/resultDescription" for n in (0, 1))
    issuer = make(more=pointers)
    texts = texts_of(1)
    texts["/credentialSubject/result/1/value"] = "A"
    texts |= dict.fromkeys(pointers, "urn:uuid:same")
    assert issued(issuer, texts) == one_by_one(texts, "eddsa-rdfc-2022")
    assert (issuer.counts.filled, issuer.counts.fell_back) == (0, 1)


def test_validity_that_ends_before_it_begins_is_refused() -> None:
    """A place that must fit another one is checked with the whole credential."""
    issuer = make(more=("/validUntil",))
    assert issuer.issue({**texts_of(1), "/validUntil": DRAFT["validUntil"]})
    assert issuer.counts.filled == 1
    with pytest.raises(InvalidDraft):
        issuer.issue({**texts_of(1), "/validUntil": "2020-01-01T00:00:00Z"})
    assert issuer.issue({**texts_of(1), "/validUntil": "2040-01-01T00:00:00Z"})
    assert issuer.counts.fell_back == 2


def test_a_sample_that_signing_one_by_one_makes_differently_stops_the_filling(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The long way's credential is handed out, and all others go that way."""
    issuer = make()
    monkeypatch.setattr(issuer, "_options_hash", bytes(32))
    assert parse_json(issuer.issue(texts_of(1))) == one_by_one(texts_of(1), "eddsa-rdfc-2022")
    assert issuer.counts.mismatches == 1
    assert parse_json(issuer.issue(texts_of(2))) == one_by_one(texts_of(2), "eddsa-rdfc-2022")
    assert issuer.counts.filled == 1


def test_one_in_a_thousand_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the first."""
    issuer = make()
    signed: list[Document] = []

    def sign(*arguments: Any, **named: Any) -> Document:
        signed.append(sign_credential(*arguments, **named))
        return signed[-1]

    monkeypatch.setattr(bulk_module, "sign_credential", sign)
    for number in range(1_001):
        issuer.issue(texts_of(number))
    assert len(signed) == 2


REFUSED: dict[str, tuple[str, ...]] = {
    "no such place": ("/nothing",),
    "an object": ("/issuer",),
    "the issuer": ("/issuer/id",),
    "a type": ("/type/0",),
    "a context": ("/@context/0",),
    "no pointer": ("id",),
    "the same place twice": ("/id", "/id"),
    "past the end of an array": ("/evidence/9/id",),
}


@pytest.mark.parametrize("variables", REFUSED.values(), ids=REFUSED)
def test_pointers_to_what_may_not_vary_are_refused(variables: tuple[str, ...]) -> None:
    """Types, contexts and the issuer are the draft's."""
    with pytest.raises(InvalidDraft):
        BulkIssuer(DRAFT, variables=variables, signer=SIGNER, created=NOW)


def test_a_draft_that_can_not_be_signed_is_refused_at_once() -> None:
    """Before the first learner."""
    with pytest.raises(InvalidDraft):
        BulkIssuer({**DRAFT, "validFrom": "soon"}, variables=["/id"], signer=SIGNER, created=NOW)
    with pytest.raises(UncoveredData):
        BulkIssuer({**DRAFT, "unknown": "x"}, variables=["/id"], signer=SIGNER, created=NOW)
    other = KeySigner(KEY, verification_method="did:web:other.example#key-1")
    with pytest.raises(InvalidDraft):
        BulkIssuer(DRAFT, variables=["/id"], signer=other, created=NOW)


def test_texts_must_be_for_exactly_the_variables() -> None:
    """One missing, one too many, one that is no text."""
    issuer = make()
    texts = texts_of(1)
    with pytest.raises(ValueError, match="exactly these keys"):
        issuer.issue({**texts, "/name": "x"})
    del texts["/id"]
    with pytest.raises(ValueError, match="exactly these keys"):
        issuer.issue(texts)
    with pytest.raises(InvalidDraft):
        issuer.issue({**texts_of(1), "/id": 5})  # type: ignore[dict-item]


def test_places_tell_what_may_stand_in_them() -> None:
    """By trying."""

    def kind_of(*path: str) -> str:
        def draft_with(text: str) -> Document:
            document = copy.deepcopy(DRAFT)
            value: Any = document
            for key in path[:-1]:
                value = value[key]
            value[path[-1]] = text
            return document

        return find_kind(draft_with)

    assert kind_of("name") == "any text"
    assert kind_of("id") == "address"
    assert kind_of("awardedDate") == "moment"
    assert kind_of("validUntil") == "only this"
    assert kind_of("credentialSubject", "achievement", "inLanguage") == "only this"
