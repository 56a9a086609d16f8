"""Trust files: what somebody collected beforehand, so that an offline check can be conclusive."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.verify import (
    OfflineSources,
    SourceUnavailable,
    parse_trust,
    verify_credential,
)
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW


def test_a_trust_file_makes_an_offline_check_conclusive(clock: Clock) -> None:
    """For a did:web issuer with status; the report says how old the answers are."""
    issuer = IssuerSimulator(clock=clock, origin="https://guild.example")
    credential = issuer.award()
    trust = parse_trust(json.dumps(issuer.trust(recognised_by=["Chamber"])))
    report = verify_credential(credential, sources=OfflineSources(trust), now=NOW)
    assert report.verdict == "valid"
    assert report.issuer.by == ("Chamber",)
    assert report.notes == (
        "Keys and status were taken from a trust file of 2026-11-22T10:00:00Z, not asked for now.",
    )
    issuer.revoke(credential)
    revoked = parse_trust(json.dumps(issuer.trust()))
    after = verify_credential(credential, sources=OfflineSources(revoked), now=NOW)
    assert after.verdict == "not valid"


def test_what_the_file_does_not_have_is_unavailable() -> None:
    """Not made up."""
    sources = OfflineSources()
    for ask in (sources.did_document, sources.status_list):
        with pytest.raises(SourceUnavailable) as refusal:
            ask("did:web:x.example")
        assert refusal.value.code == "offline"
    assert sources.recognitions("did:web:x.example") is None


def test_it_is_written_as_it_is_read(issuer: IssuerSimulator) -> None:
    """The same content both ways."""
    content = issuer.trust(recognised_by=["A", "B"])
    assert parse_trust(json.dumps(content)).to_json() == content
    assert parse_trust(b"{}").to_json() == {"didDocuments": {}, "statusLists": {}}


@pytest.mark.parametrize(
    "content",
    [
        [],
        7,
        {"didDocuments": []},
        {"didDocuments": {"a": 7}},
        {"statusLists": "x"},
        {"recognised": ["a"]},
        {"recognised": {"a": "b"}},
        {"recognised": {"a": [7]}},
        {"takenAt": "yesterday"},
        {"keys": {}},
    ],
)
def test_another_shape_is_refused(content: Any) -> None:
    """A misspelt part must not silently be missing."""
    with pytest.raises(UnreadableInput):
        parse_trust(json.dumps(content))
