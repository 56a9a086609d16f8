"""Whatever stands in the place of a member, we answer: never an exception, never "valid"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from guildmark.credentials.verify import OfflineSources, TrustFile, verify_credential
from guildmark.testing import Clock, IssuerSimulator
from tests.conformance.mutations import Json, replace_each

_deep: list[Any] = []
for _ in range(27):
    _deep = [_deep]

# Each of another kind than what honest documents have in most places.
_INTRUDERS: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5,
    "",
    "\x00",
    "9" * 30,
    "did:web:a b",
    "https://[::1",
    [],
    [[]],
    [{}],
    {},
    {"@id": "x"},
    _deep,
)

Judge = Callable[[Json, Json, Json], str]


@pytest.fixture
def judge() -> Judge:
    """Return the verdict on a credential, given status lists and DID documents."""
    now = datetime.now(UTC)

    def verdict(credential: Json, lists: Json, dids: Json) -> str:
        trust = TrustFile(status_lists=lists, did_documents=dids)
        return verify_credential(credential, sources=OfflineSources(trust), now=now).verdict

    return verdict


@pytest.fixture
def issuer() -> IssuerSimulator:
    """A did:web issuer, so that its DID document is read too."""
    return IssuerSimulator(clock=Clock(datetime.now(UTC)), origin="https://guild.example")


def test_in_a_credential(judge: Judge, issuer: IssuerSimulator) -> None:
    """Every member, at every depth."""
    credential = issuer.award(validUntil="2999-01-01T00:00:00Z")
    lists = {issuer.status_list_url(): issuer.status_list()}
    dids = {issuer.did: issuer.did_document}
    assert judge(credential, lists, dids) == "valid"

    passed = [
        name
        for name, changed in _each_intrusion(credential)
        if judge(changed, lists, dids) == "valid"
    ]

    assert passed == []


def test_in_a_status_list(judge: Judge, issuer: IssuerSimulator) -> None:
    """A list that is not what it should be cannot clear anybody."""
    credential = issuer.award()
    url, dids = issuer.status_list_url(), {issuer.did: issuer.did_document}

    verdicts = {
        judge(credential, {url: changed}, dids)
        for _, changed in _each_intrusion(issuer.status_list())
    }

    assert verdicts == {"cannot tell"}


def test_in_a_did_document(judge: Judge, issuer: IssuerSimulator) -> None:
    """But for the two members that say nothing about who may sign."""
    credential = issuer.award()
    lists = {issuer.status_list_url(): issuer.status_list()}

    passed = [
        name
        for name, changed in _each_intrusion(issuer.did_document)
        if judge(credential, lists, {issuer.did: changed}) == "valid"
    ]

    assert {name.partition(".")[0] for name in passed} == {"@context", "authentication"}


def _each_intrusion(document: Json, *, each: int = 3) -> Iterator[tuple[str, Json]]:
    return replace_each(document, _INTRUDERS, each=each)
