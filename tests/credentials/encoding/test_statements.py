"""Traced statements are the canonical document, and their origins are where JSON says them."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.encoding.statements import Statements, trace_statements
from guildmark.credentials.errors import UncoveredData
from tests.conformance.documents import DOCUMENTS, OB3, V2, achievement, badge
from tests.credentials.proofs.ecdsa_sd_2023.credentials import build_credential

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def stated_at(statements: Statements, *path: str | int) -> list[str]:
    """Return what is stated at one path, without subjects."""
    return [
        line.split(" ", 1)[1].removesuffix(" .\n")
        for line, origins in zip(statements.lines, statements.origins, strict=True)
        if path in origins
    ]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_traced_statements_are_the_canonical_document(name: str) -> None:
    """Byte for byte, and each has an origin."""
    statements = trace_statements(DOCUMENTS[name])
    assert "".join(statements.lines).encode() == canonicalize_rdfc(DOCUMENTS[name])
    assert all(statements.origins)


def test_each_value_is_stated_at_its_path() -> None:
    """Items of arrays one by one; types at their object; links at the path of the value."""
    statements = trace_statements(build_credential())
    subject = ("credentialSubject",)
    tag = "<https://schema.org/keywords>"
    assert stated_at(statements, *subject, "achievement", "tag", 1) == [f'{tag} "truing"']
    assert stated_at(statements, *subject, "achievement", "tag") == []
    evidence = stated_at(statements, "evidence", 2)
    assert any("https://evidence.example/2" in line for line in evidence)
    assert any("ns#type" in line for line in evidence)
    assert stated_at(statements, "evidence", 2, "id") == []
    assert stated_at(statements, "id") == []


def test_lists_are_one_statement_of_many_lines() -> None:
    """Cells and all stand at the list's own path; nothing is below."""
    statements = trace_statements(build_credential())
    path = ("credentialSubject", "achievement", "resultDescription", 0, "allowedValue")
    # A link to the first cell, then two lines for each of four cells.
    assert len(stated_at(statements, *path)) == 9
    assert path in statements.indivisible
    assert not any(
        origin[: len(path)] == path and origin != path
        for origins in statements.origins
        for origin in origins
    )


def test_one_statement_made_twice_has_two_origins() -> None:
    """The issuer who is also the creator."""
    statements = trace_statements(build_credential())
    both = {("issuer",), ("credentialSubject", "achievement", "creator")}
    profile = [
        origins
        for line, origins in zip(statements.lines, statements.origins, strict=True)
        if line.rstrip().endswith("#Profile> .")
    ]
    assert profile == [both]


def test_value_objects_are_stated_as_a_whole() -> None:
    """Text and language are one literal."""
    statements = trace_statements(build_credential())
    assert {("name", 0), ("name", 1)} <= statements.indivisible
    assert stated_at(statements, "name", 1) == ['<https://schema.org/name> "Centrado de ruedas"@es']


def test_directions_and_json_literals_are_stated_as_a_whole() -> None:
    """What engines write in one literal, of whatever shape in JSON."""
    document: dict[str, Any] = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:1",
        "name": {"@value": "شهادة", "@language": "ar", "@direction": "rtl"},
        "credentialSubject": {
            "id": "https://example.org/schema",
            "type": "JsonSchema",
            "jsonSchema": [{"b": [1, 2.5], "a": {"id": "x"}}, "y"],
        },
    }
    statements = trace_statements(document)
    assert "".join(statements.lines).encode() == canonicalize_rdfc(document)
    assert {("name",), ("credentialSubject", "jsonSchema")} <= statements.indivisible


def test_credentials_inside_a_credential_are_graphs_of_their_own() -> None:
    """A learner record's credentials: statements inside them have their paths, too."""
    inner = badge()
    record: dict[str, Any] = {
        "@context": [V2, CLR, OB3],
        "id": "urn:uuid:1",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": inner["issuer"],
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Record",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["ClrSubject"],
            "verifiableCredential": [
                {key: value for key, value in inner.items() if key != "@context"}
            ],
        },
    }
    statements = trace_statements(record)
    assert "".join(statements.lines).encode() == canonicalize_rdfc(record)
    path = ("credentialSubject", "verifiableCredential", 0, "credentialSubject", "achievement")
    (name,) = stated_at(statements, *path, "name")
    assert "Wheel truing" in name


def test_two_keys_for_one_property_are_refused() -> None:
    """Which of them said it could not be told, so it could not be disclosed alone."""
    document = badge(
        credentialSubject={
            "type": ["AchievementSubject"],
            "achievement": achievement(),
            "https://schema.org/name": "x",
            "name": "y",
        }
    )
    with pytest.raises(UncoveredData) as refused:
        trace_statements(document)
    assert refused.value.code == "untraceable"
    assert refused.value.path.startswith("$.credentialSubject.")


def test_what_would_be_dropped_is_refused() -> None:
    """As everywhere."""
    with pytest.raises(UncoveredData) as refused:
        trace_statements(badge(nickname="x"))
    assert refused.value.code == "undefined_term"
