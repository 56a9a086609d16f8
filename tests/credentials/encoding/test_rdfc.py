"""Canonical N-Quads: published ones byte for byte, and refusal of what would be dropped."""

from __future__ import annotations

import copy
import json
import time
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    CLR_CONTEXT,
    CREDENTIALS_V2_CONTEXT,
    OPEN_BADGES_CONTEXT,
    OPEN_BADGES_EXTENSIONS_CONTEXT,
    canonicalize_nquads,
    canonicalize_rdfc,
)
from guildmark.credentials.errors import UncoveredData, WorkLimitExceeded
from guildmark.testing import IssuerSimulator

TEAMWORK_BADGE: dict[str, Any] = {
    "@context": [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT],
    "id": "http://example.com/credentials/3527",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {
        "id": "https://example.edu/issuers/565049",
        "type": ["Profile"],
        "name": "Example Corp",
        "url": "https://www.imsglobal.org",
    },
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Teamwork Badge",
    "credentialSubject": {
        "id": "did:example:ebfeb1f712ebc6f1c276e12ec21",
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://example.com/achievements/21st-century-skills/teamwork",
            "type": ["Achievement"],
            "criteria": {
                "narrative": "Team members are nominated for this badge by their peers and "
                "recognized upon review by Example Corp management."
            },
            "description": "This badge recognizes the development of the capacity to collaborate "
            "within a group environment.",
            "name": "Teamwork",
        },
    },
}
_UNIVERSITY = {
    "id": "https://example.edu/issuers/565049",
    "type": ["Profile"],
    "name": "Example University",
}
_SUBJECT = "did:example:ebfeb1f712ebc6f1c276e12ec21"


def _clr_achievement(number: int, identifier: str) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{identifier}",
        "type": ["Achievement"],
        "creator": {"id": "https://example.edu/issuers/565049", "type": ["Profile"]},
        "name": f"Achievement {number}",
        "criteria": {"id": f"https://example.edu/achievements/{identifier}/criteria"},
        "description": f"Achievement {number}",
        "image": {"id": "https://example.edu/achievements/sample.png", "type": "Image"},
    }


_FIRST = "a7467ef6-56cb-11ec-bf63-0242ac130002"
_SECOND = "dd887f0a-56cb-11ec-bf63-0242ac130002"
_PROOF = {
    "type": "DataIntegrityProof",
    "created": "2010-01-01T19:23:24Z",
    "cryptosuite": "eddsa-rdfc-2022",
    "verificationMethod": "https://example.edu/issuers/565049#"
    "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "proofPurpose": "assertionMethod",
}


def _schema(standard: str, version: str, name: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"https://purl.imsglobal.org/spec/{standard}/{version}/schema/json/"
            f"{standard}_{version}_{name}_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ]


TRANSCRIPT: dict[str, Any] = {
    "@context": [
        CREDENTIALS_V2_CONTEXT,
        CLR_CONTEXT,
        OPEN_BADGES_CONTEXT,
        OPEN_BADGES_EXTENSIONS_CONTEXT,
    ],
    "id": "http://example.edu/credentials/3732",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": _UNIVERSITY,
    "validFrom": "2010-01-01T00:00:00Z",
    "name": "Sample Transcript",
    "credentialSubject": {
        "id": _SUBJECT,
        "type": ["ClrSubject"],
        "verifiableCredential": [
            {
                "@context": [
                    CREDENTIALS_V2_CONTEXT,
                    OPEN_BADGES_CONTEXT,
                    OPEN_BADGES_EXTENSIONS_CONTEXT,
                ],
                "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
                "type": ["VerifiableCredential", "OpenBadgeCredential"],
                "issuer": _UNIVERSITY,
                "validFrom": "2010-01-01T00:00:00Z",
                "name": "Example University Degree",
                "credentialSubject": {
                    "id": _SUBJECT,
                    "type": ["AchievementSubject"],
                    "achievement": _clr_achievement(1, _FIRST),
                },
                "credentialSchema": _schema("ob", "v3p0", "achievementcredential"),
                "proof": [
                    {
                        **_PROOF,
                        "proofValue": "z45QnLySMt2mWuW787G6cf3SLkP97ZkMZxLeXH5yaaTQPCtTup4GCV95t"
                        "U8HEnQJSyGCokSj3AvUhmJtvveTmN4Vu",
                    }
                ],
            }
        ],
        "achievement": [_clr_achievement(1, _FIRST), _clr_achievement(2, _SECOND)],
        "association": [
            {
                "type": "Association",
                "associationType": "isParentOf",
                "sourceId": f"urn:uuid:{_FIRST}",
                "targetId": f"urn:uuid:{_SECOND}",
            }
        ],
    },
    "credentialSchema": _schema("clr", "v2p0", "clrcredential"),
}


@pytest.mark.parametrize(
    ("folder", "document"), [("obv3p0", TEAMWORK_BADGE), ("clrv2p0", TRANSCRIPT)]
)
def test_it_reproduces_the_official_canonical_form(
    vectors: Path, folder: str, document: dict[str, Any]
) -> None:
    """1EdTech's own canonical N-Quads of the specification's examples, byte for byte."""
    expected = (vectors / "ob3/canonical" / folder / "document-canon.txt").read_bytes()
    assert canonicalize_rdfc(document) == expected


@pytest.mark.parametrize("folder", ["obv3p0", "clrv2p0"])
def test_it_reproduces_the_official_canonical_proof_options(vectors: Path, folder: str) -> None:
    """So are the options of their proof."""
    expected = (vectors / "ob3/canonical" / folder / "proof-canon.txt").read_bytes()
    assert canonicalize_rdfc({**_PROOF, "@context": [CREDENTIALS_V2_CONTEXT]}) == expected


def test_it_reproduces_the_canonicalization_suite(vectors: Path) -> None:
    """Test 063 of the W3C's suite, byte for byte."""
    folder = vectors / "rdfc"
    expected = (folder / "test063-rdfc10.nq").read_bytes()
    assert canonicalize_nquads((folder / "test063-in.nq").read_bytes()) == expected


def test_lines_sort_by_code_point_not_by_utf16() -> None:
    """U+FB33 comes before an emoji; by UTF-16 units it would come after."""
    document = copy.deepcopy(TEAMWORK_BADGE)
    document["credentialSubject"]["achievement"]["tag"] = ["\U0001f600", "\ufb33"]
    lines = [line for line in canonicalize_rdfc(document).splitlines() if b"keywords" in line]
    assert "\ufb33".encode() in lines[0]
    assert "\U0001f600".encode() in lines[1]


def test_the_original_stays_as_it_was() -> None:
    """Canonicalizing changes nothing of the caller's."""
    document = copy.deepcopy(TEAMWORK_BADGE)
    canonicalize_rdfc(document)
    assert document == TEAMWORK_BADGE


def _changed(path: str, value: Any) -> dict[str, Any]:
    """Return the badge with one place set: keys and indexes, separated by dots."""
    document = copy.deepcopy(TEAMWORK_BADGE)
    place: Any = document
    *parents, last = path.split(".")
    for key in parents:
        place = place[int(key)] if key.isdigit() else place[key]
    place[last] = value
    return document


_EVIL = {"name": "https://evil.example/#name"}
UNCOVERED = {
    "a term that no context defines": ("credentialSubject.nickname", "Ada", "undefined_term"),
    "a number under an undefined term": ("credentialSubject.score", 7, "undefined_term"),
    "a boolean under an undefined term": ("paid", True, "undefined_term"),
    "an object under an undefined term": ("extra", {"name": "x"}, "undefined_term"),
    "a term in the wrong place": ("issuer.creditsAvailable", 3, "undefined_term"),
    "a type that no context defines": (
        "type",
        ["VerifiableCredential", "OpenBadgeCredential", "Diploma"],
        "undefined_type",
    ),
    "an undefined type deep inside": (
        "credentialSubject.achievement.type",
        ["Achievement", "Medal"],
        "undefined_type",
    ),
    "a type that only the extensions context has": (
        "credentialSchema",
        {"id": "https://s.example/s", "type": "1EdTechJsonSchemaValidator2019"},
        "undefined_type",
    ),
    "a relative id": ("credentialSubject.achievement.id", "achievements/1", "relative_iri"),
    "an id that looks like a path": ("id", "/credentials/1", "relative_iri"),
    "an empty id": ("id", "", "relative_iri"),
    "an id with a space": ("id", "https://example.com/a b", "relative_iri"),
    "an id that closes its bracket": ("id", "https://e.example/> <urn:x> <urn:y", "relative_iri"),
    "an image by a relative address": ("image", "badge.png", "relative_iri"),
    "an unknown context": (
        "@context",
        [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, "https://evil.example/c.json"],
        "unknown_context",
    ),
    "a context with another spelling": (
        "@context",
        "http://www.w3.org/ns/credentials/v2",
        "unknown_context",
    ),
    "a context written inside": (
        "@context",
        [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, _EVIL],
        "inline_context",
    ),
    "a vocabulary for everything": (
        "@context",
        [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, {"@vocab": "https://evil.example/#"}],
        "inline_context",
    ),
    "a redefined id": (
        "@context",
        [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, {"id": "https://evil.example/#id"}],
        "inline_context",
    ),
    "a scheme redefined as a prefix": (
        "@context",
        [CREDENTIALS_V2_CONTEXT, OPEN_BADGES_CONTEXT, {"did": "https://evil.example/"}],
        "inline_context",
    ),
    "a context inside a part": ("credentialSubject.@context", _EVIL, "inline_context"),
    "no context at all inside a part": ("credentialSubject.@context", None, "inline_context"),
    "a direction that is none": (
        "name",
        {"@value": "Teamwork", "@language": "ar", "@direction": "up"},
        "json_ld",
    ),
    "a graph": ("@graph", [{"id": "urn:x:y", "name": "x"}], "keyword"),
    "a reversal": ("@reverse", {"issuer": {"id": "urn:x:y"}}, "keyword"),
    "an inclusion": ("@included", [{"id": "urn:x:y", "name": "x"}], "keyword"),
    "an index": ("credentialSubject.@index", "hidden", "keyword"),
    "a second id": ("@id", "urn:x:y", "keyword"),
    "a second type": ("@type", "https://evil.example/#Type", "keyword"),
    "null": ("description", None, "null"),
    "an array in an array": ("credentialSubject.achievement.tag", [["a"]], "nested_array"),
    "more digits than are written": (
        "credentialSubject.achievement.creditsAvailable",
        0.12345678901234568,
        "number_digits",
    ),
    "two parts with one id": (
        "evidence",
        [
            {"id": "https://e.example/1", "type": ["Evidence"], "name": "A"},
            {"id": "https://e.example/1", "type": ["Evidence"], "description": "B"},
        ],
        "repeated_id",
    ),
    "a NUL": ("name", "Team\0work", "control_character"),
    "a backspace": ("name", "Team\bwork", "control_character"),
    "an escape": ("name", "\x1b[31mTeamwork", "control_character"),
    "DEL": ("name", "Team\x7fwork", "control_character"),
    "U+FFFE": ("name", "Team\ufffework", "control_character"),
    "U+FFFF": ("name", "Team\uffffwork", "control_character"),
    "a control character in a key": ("na\x01me", "x", "control_character"),
    "a blank node as a property": ("_:p", "x", "undefined_term"),
    "no context": ("@context", [], "undefined_term"),
}


@pytest.mark.parametrize("name", UNCOVERED)
def test_it_refuses_what_a_signature_would_not_cover(name: str) -> None:
    """Each with a stable code and the JSON path of the place."""
    path, value, code = UNCOVERED[name]
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(_changed(path, value))
    assert refusal.value.code == code
    assert refusal.value.path.startswith("$")


def test_the_refusal_names_the_place() -> None:
    """A reader finds it without looking."""
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(_changed("credentialSubject.achievement.medal", "gold"))
    assert refusal.value.path == "$.credentialSubject.achievement.medal"
    assert "medal" in refusal.value.message


def test_a_document_without_context_is_refused() -> None:
    """Without contexts no term means anything."""
    document = {key: value for key, value in TEAMWORK_BADGE.items() if key != "@context"}
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(document)
    assert refusal.value.code == "no_context"


@pytest.mark.parametrize(
    "text", ["a\tb\nc\rd", 'quo"te', "back\\slash", "עברית", "👩🏽‍🔧", "%s {0}", "\u2028"]
)
def test_texts_in_any_script_are_covered(text: str) -> None:
    """Tab, newline, return, quotes and any script are signed as they are."""
    assert canonicalize_rdfc(_changed("name", text)) != canonicalize_rdfc(TEAMWORK_BADGE)


def test_each_text_and_number_changes_the_canonical_form(issuer: IssuerSimulator) -> None:
    """What Guildmark issues is covered to the last value."""
    draft = issuer.draft()
    before = canonicalize_rdfc(draft)
    places = list(_leaves(draft))
    assert len(places) > 40
    for place in places:
        changed = copy.deepcopy(draft)
        target: Any = changed
        for key in place[:-1]:
            target = target[key]
        value = target[place[-1]]
        target[place[-1]] = value + ("x" if isinstance(value, str) else 1)
        try:
            assert canonicalize_rdfc(changed) != before, place
        except UncoveredData:
            continue


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in _leaves(item, (*path, key))]
    if isinstance(value, list):
        return [leaf for key, item in enumerate(value) for leaf in _leaves(item, (*path, key))]
    return [path]


@pytest.mark.parametrize("number", ["4", "6", "8"])
def test_a_poisoned_credential_is_refused_at_once(vectors: Path, number: str) -> None:
    """Parts that can not be told apart would keep canonicalization busy (row 2)."""
    canonicalize_rdfc(TEAMWORK_BADGE)  # the first call loads the JSON-LD engine
    document = json.loads((vectors / f"attacks/rdf-poison-{number}.json").read_bytes())
    started = time.perf_counter()
    with pytest.raises(WorkLimitExceeded) as refusal:
        canonicalize_rdfc(document)
    assert time.perf_counter() - started < 1
    assert refusal.value.code == "too_complex"


@pytest.mark.parametrize("test", ["test044-in.nq", "test074-in.nq"])
def test_a_poisoned_graph_is_refused_at_once(vectors: Path, test: str) -> None:
    """Test 074 of the W3C's suite took 533 seconds elsewhere; it is not even started here."""
    data = (vectors / "rdfc" / test).read_bytes()
    started = time.perf_counter()
    with pytest.raises(WorkLimitExceeded):
        canonicalize_nquads(data)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("size", [5, 8, 30])
def test_a_clique_is_refused_at_once(size: int) -> None:
    """Every node points at every other."""
    data = "".join(
        f"_:n{a} <urn:p> _:n{b} .\n" for a in range(size) for b in range(size) if a != b
    ).encode()
    started = time.perf_counter()
    with pytest.raises(WorkLimitExceeded):
        canonicalize_nquads(data)
    assert time.perf_counter() - started < 1


def _ring(start: int, size: int) -> str:
    return "".join(f"_:n{start + n} <urn:p> _:n{start + (n + 1) % size} .\n" for n in range(size))


def _torus(size: int) -> str:
    return "".join(
        f"_:n{a}_{b} <urn:p> _:n{(a + 1) % size}_{b} .\n"
        f"_:n{a}_{b} <urn:q> _:n{a}_{(b + 1) % size} .\n"
        for a in range(size)
        for b in range(size)
    )


@pytest.mark.parametrize(
    ("graph", "accepted"),
    [
        (_ring(0, 101), False),
        (_ring(0, 80) + _ring(80, 80) + _ring(160, 80), False),
        (_torus(20), False),
        (_torus(10), True),
        (_ring(0, 100) + _ring(100, 100), True),
    ],
)
def test_what_the_guard_lets_through_is_quick(graph: str, accepted: bool) -> None:
    """Even at its limits, with nothing to permute and everything alike."""
    started = time.process_time()
    if accepted:
        assert canonicalize_nquads(graph.encode())
    else:
        with pytest.raises(WorkLimitExceeded):
            canonicalize_nquads(graph.encode())
    assert time.process_time() - started < 2


def test_twins_without_id_are_fine_where_they_cost_nothing() -> None:
    """Two equal results, and two equal lists of allowed values, are honest and quick."""
    document = copy.deepcopy(TEAMWORK_BADGE)
    subject = document["credentialSubject"]
    subject["result"] = [{"type": ["Result"], "value": "1"}, {"type": ["Result"], "value": "1"}]
    subject["achievement"]["resultDescription"] = [
        {
            "id": f"urn:x:{number}",
            "type": ["ResultDescription"],
            "name": "Grade",
            "resultType": "LetterGrade",
            "allowedValue": list("FEDCBA"),
        }
        for number in range(4)
    ]
    started = time.perf_counter()
    assert canonicalize_rdfc(document).count(b"rdf-syntax-ns#first") == 24
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(("name", "tags"), [("many in one array", [str(n) for n in range(1_001)])])
def test_more_values_than_any_credential_has_are_refused(name: str, tags: list[str]) -> None:
    """Work grows with the square of one array's length."""
    with pytest.raises(WorkLimitExceeded):
        canonicalize_rdfc(_changed("credentialSubject.achievement.tag", tags))


def test_a_wide_document_is_refused() -> None:
    """Many values in small objects are too many too."""
    evidence = [
        {"type": ["Evidence"], "id": f"urn:x:{number}", "name": "n", "description": "d"}
        for number in range(1_000)
    ]
    document = _changed("evidence", evidence)
    document["credentialSubject"]["achievement"]["alignment"] = [
        {"type": ["Alignment"], "targetName": f"n{number}", "targetUrl": f"urn:x:{number}",
         "targetCode": "c", "targetFramework": "f", "targetDescription": "d"}
        for number in range(1_000)
    ]  # fmt: skip
    started = time.perf_counter()
    with pytest.raises(WorkLimitExceeded):
        canonicalize_rdfc(document)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_direction_of_a_text_is_covered(direction: str) -> None:
    """It is a part of the datatype. Source: JSON-LD 1.1, 10.2 (the i18n namespace)."""
    name = {"@value": "Teamwork", "@language": "AR-eg", "@direction": direction}
    nquads = canonicalize_rdfc({**TEAMWORK_BADGE, "name": name}).decode()
    assert f'"Teamwork"^^<https://www.w3.org/ns/i18n#ar-eg_{direction}>' in nquads


def _schema_credential(schema: Any) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2_CONTEXT],
        "type": ["VerifiableCredential", "JsonSchemaCredential"],
        "issuer": "https://example.edu/issuers/565049",
        "credentialSubject": {"type": "JsonSchema", "jsonSchema": schema},
    }


def test_a_json_literal_is_covered_as_one_text() -> None:
    """In its canonical form, whatever order it was written in."""
    schema = {
        "type": "object",
        "$id": "urn:x:y",
        "properties": {"n": {"maximum": 1.50, "enum": []}},
    }
    nquads = canonicalize_rdfc(_schema_credential(schema)).decode()
    assert (
        r'"{\"$id\":\"urn:x:y\",\"properties\":{\"n\":{\"enum\":[],\"maximum\":1.5}},'
        r'\"type\":\"object\"}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON>'
    ) in nquads
    backwards = dict(reversed(schema.items()))
    assert canonicalize_rdfc(_schema_credential(backwards)).decode() == nquads
    assert canonicalize_rdfc(_schema_credential({**schema, "type": "array"})).decode() != nquads


@pytest.mark.parametrize("schema", [{"a": None}, {"a": [[1]]}, {"a": "\x00"}, {"@id": "urn:x:y"}])
def test_a_json_literal_has_no_more_freedom_than_the_rest(schema: Any) -> None:
    """What other engines might write differently is refused there too."""
    with pytest.raises(UncoveredData):
        canonicalize_rdfc(_schema_credential(schema))


def test_the_text_of_a_json_literal_covers_nothing_else() -> None:
    """A string that looks like one does not stand for an object that was dropped."""
    hidden = {"unmapped": {"a": "b"}}
    document = {**TEAMWORK_BADGE, "name": json.dumps(hidden["unmapped"]), **hidden}
    with pytest.raises(UncoveredData):
        canonicalize_rdfc(document)
