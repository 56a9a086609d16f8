"""Records and endorsements that are built pass the official JSON Schemas and can be signed."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from guildmark.credentials.encoding import canonicalize_rdfc
from guildmark.credentials.errors import InvalidDraft
from guildmark.credentials.model import (
    Achievement,
    Association,
    AssociationType,
    Criteria,
    IdentityObject,
    Profile,
    build_clr,
    build_endorsement,
    check_associations,
    check_structure,
    profile_of,
)
from guildmark.credentials.model.clr_shapes import ASSOCIATION_TYPES, CLR_SHAPES
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW

_RECORD = "urn:uuid:00000000-0000-4000-8000-000000000009"
_WHOLE = Achievement(
    id="urn:uuid:00000000-0000-4000-8000-000000000001",
    name="Wheelwright",
    description="Builds and trues wheels.",
    criteria=Criteria(narrative="All parts."),
)


@pytest.fixture(scope="session")
def clr_schema(vectors: Path) -> dict[str, Any]:
    """The official JSON Schema of records."""
    return _load(vectors, "clr-2.0/clr_v2p0_clrcredential_schema.json")


@pytest.fixture(scope="session")
def endorsement_schema(vectors: Path) -> dict[str, Any]:
    """The official JSON Schema of endorsements."""
    return _load(vectors, "open-badges-3.0/ob_v3p0_endorsementcredential_schema.json")


def _load(vectors: Path, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((vectors / "schemas" / name).read_bytes())
    return schema


def _is_valid(schema: dict[str, Any], document: dict[str, Any]) -> bool:
    return jsonschema.Draft201909Validator(schema).is_valid(document)


def _build(issuer: IssuerSimulator, **changes: Any) -> dict[str, Any]:
    award = issuer.award()
    part = award["credentialSubject"]["achievement"]["id"]
    arguments: dict[str, Any] = {
        "id": _RECORD,
        "issuer": Profile(id=issuer.did, name=issuer.name),
        "name": "Record of a wheelwright",
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=365),
        "credentials": [award],
        "learner": "did:example:learner",
        "identifiers": [
            IdentityObject.hash_value(
                "ada@example.org", identity_type="emailAddress", salt="0123456789abcdef"
            )
        ],
        "achievements": [_WHOLE],
        "associations": [Association(source=part, type="isPartOf", target=_WHOLE.id)],
        "partial": True,
        "description": "Two of five parts.",
    }
    return build_clr(**(arguments | changes))


def test_a_record_is_what_the_official_schema_asks_for(
    issuer: IssuerSimulator, clr_schema: dict[str, Any]
) -> None:
    """With all that it may carry, also once it is signed."""
    record = _build(issuer)
    signed = issuer.sign(record)
    assert _is_valid(clr_schema, record)
    assert _is_valid(clr_schema, signed)
    assert check_structure(signed) == ()
    assert profile_of(signed) == "Comprehensive Learner Record 2.0"


def test_credentials_inside_stay_as_they_were(issuer: IssuerSimulator) -> None:
    """Byte for byte, proof and contexts included; the caller's own are not touched."""
    award = issuer.award()
    before = copy.deepcopy(award)
    record = _build(issuer, credentials=[award])
    assert record["credentialSubject"]["verifiableCredential"] == [before]
    record["credentialSubject"]["verifiableCredential"][0]["name"] = "changed"
    assert award == before


@pytest.mark.parametrize("kind", get_args(AssociationType))
def test_each_association_reaches_the_signed_statements(
    issuer: IssuerSimulator, clr_schema: dict[str, Any], kind: AssociationType
) -> None:
    """None is dropped by the context."""
    record = _build(issuer)
    record["credentialSubject"]["association"][0]["associationType"] = kind
    assert _is_valid(clr_schema, record)
    assert f'AssociationType> "{kind}"' in canonicalize_rdfc(record).decode()


def test_the_table_has_the_associations_and_properties_of_the_official_schema(
    clr_schema: dict[str, Any],
) -> None:
    """And what is required of each."""
    official = clr_schema["$defs"]["Association"]["properties"]["associationType"]["enum"]
    assert (
        sorted(official) == sorted(ASSOCIATION_TYPES.split()) == sorted(get_args(AssociationType))
    )
    for name in CLR_SHAPES:
        theirs = clr_schema if name == "ClrCredential" else clr_schema["$defs"][name]
        ours = CLR_SHAPES[name].fields
        assert set(theirs["properties"]) - {"type", "proof", "@context"} <= ours.keys()
        required = {field for field, rule in ours.items() if rule.required}
        assert required == set(theirs["required"]) - {"type", "@context"}


BROKEN: dict[str, dict[str, Any]] = {
    "no credential": {"credentials": []},
    "a credential that is none": {"credentials": [{"type": ["Thing"]}]},
    "nobody it is about": {"learner": None, "identifiers": []},
    "an id that is none": {"id": "record"},
    "an achievement without name": {"achievements": [{"id": "urn:x:y", "type": ["Achievement"]}]},
    "an association to nowhere": {
        "associations": [Association(source=_WHOLE.id, type="precedes", target="urn:x:nowhere")]
    },
    "an association with itself": {
        "associations": [Association(source=_WHOLE.id, type="isPeerOf", target=_WHOLE.id)]
    },
    "an end before the start": {"valid_until": NOW - timedelta(days=1)},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_record_that_could_not_stand_is_not_built(issuer: IssuerSimulator, name: str) -> None:
    """Each finding names its place."""
    with pytest.raises(InvalidDraft) as caught:
        _build(issuer, **BROKEN[name])
    assert all(finding.startswith("$") for finding in caught.value.findings)


REFUSED: dict[str, tuple[str, Any]] = {
    "an association that is made up": ("association.0.associationType", "isFriendOf"),
    "an association with more": ("association.0.name", "x"),
    "an association without target": ("association.0.targetId", None),
    "a subject of another type": ("type", ["AchievementSubject"]),
    "no credentials": ("verifiableCredential", []),
}


@pytest.mark.parametrize("name", REFUSED)
def test_both_refuse(issuer: IssuerSimulator, clr_schema: dict[str, Any], name: str) -> None:
    """What the official schema refuses, our table refuses."""
    record = _build(issuer)
    path, value = REFUSED[name]
    place: Any = record["credentialSubject"]
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in parents:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    assert not _is_valid(clr_schema, record)
    assert check_structure(record)


@pytest.mark.parametrize("places", [[0, 2], [0, 2, 1], [1, 0, 2]])
def test_contexts_stand_in_their_order(issuer: IssuerSimulator, places: list[int]) -> None:
    """Base, CLR, Open Badges."""
    record = _build(issuer)
    record["@context"] = [record["@context"][place] for place in places]
    assert any(finding.path == "$.@context" for finding in check_structure(record))


def test_the_structure_of_credentials_inside_counts(issuer: IssuerSimulator) -> None:
    """With the path to the place."""
    record = _build(issuer)
    del record["credentialSubject"]["verifiableCredential"][0]["issuer"]
    paths = [finding.path for finding in check_structure(record)]
    assert paths == ["$.credentialSubject.verifiableCredential[0].issuer"]


def test_associations_of_a_document_that_is_no_record_are_none() -> None:
    """No crash on anything."""
    assert check_associations({}) == ()
    assert check_associations({"credentialSubject": {"association": [7]}}) == ()


def test_an_endorsement_is_what_the_official_schema_asks_for(
    issuer: IssuerSimulator, endorsement_schema: dict[str, Any]
) -> None:
    """Unsigned and signed, by a profile or a bare id."""
    for endorser in (Profile(id=issuer.did, name="Guild"), issuer.did):
        endorsement = build_endorsement(
            id="urn:uuid:00000000-0000-4000-8000-000000000002",
            issuer=endorser,
            name="We hire by this",
            valid_from=NOW,
            valid_until=NOW + timedelta(days=30),
            endorsed="https://guild.example/achievements/wheel-truing",
            comment="Whoever has this can true a wheel.",
            description="An employer's word.",
        )
        signed = issuer.sign(endorsement)
        assert _is_valid(endorsement_schema, endorsement)
        assert _is_valid(endorsement_schema, signed)
        assert check_structure(signed) == ()
        assert profile_of(signed) == "Open Badges 3.0 endorsement"


def test_an_endorsement_of_nothing_is_not_built() -> None:
    """What is endorsed is named by an absolute IRI."""
    with pytest.raises(InvalidDraft) as caught:
        build_endorsement(
            id="urn:x:y", issuer="did:x:y", name="Word", valid_from=NOW, endorsed="wheel"
        )
    assert caught.value.findings[0].startswith("$.credentialSubject.id")


_UNIVERSITY = {
    "id": "https://example.edu/issuers/565049",
    "type": ["Profile"],
    "name": "Example University",
}
_LEARNER = "did:example:ebfeb1f712ebc6f1c276e12ec21"
_SCHEMAS = "https://purl.imsglobal.org/spec/{}/schema/json/{}_schema.json"
_START = datetime(2010, 1, 1, tzinfo=UTC)


def _sample_achievement(number: int, name: str) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{name}",
        "type": ["Achievement"],
        "creator": _UNIVERSITY,
        "name": f"Achievement {number}",
        "description": f"Achievement {number}",
        "criteria": {"id": f"https://example.edu/achievements/{name}/criteria"},
        "image": {"id": "https://example.edu/achievements/sample.png", "type": "Image"},
    }


def test_the_standards_own_record_has_its_canonical_form(vectors: Path) -> None:
    """Built here, statement by statement as 1EdTech published them."""
    first = _sample_achievement(1, "a7467ef6-56cb-11ec-bf63-0242ac130002")
    second = _sample_achievement(2, "dd887f0a-56cb-11ec-bf63-0242ac130002")
    degree = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": "urn:uuid:91537dba-56cb-11ec-bf63-0242ac130002",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": _UNIVERSITY,
        "validFrom": "2010-01-01T00:00:00Z",
        "name": "Example University Degree",
        "credentialSubject": {
            "id": _LEARNER,
            "type": ["AchievementSubject"],
            "achievement": first,
        },
        "credentialSchema": [
            {
                "id": _SCHEMAS.format("ob/v3p0", "ob_v3p0_achievementcredential"),
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
        "proof": [
            {
                "type": "DataIntegrityProof",
                "created": "2010-01-01T19:23:24Z",
                "verificationMethod": "https://example.edu/issuers/565049"
                "#z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
                "cryptosuite": "eddsa-rdfc-2022",
                "proofPurpose": "assertionMethod",
                "proofValue": "z45QnLySMt2mWuW787G6cf3SLkP97ZkMZxLeXH5yaaTQPCtTup4GCV95tU8HEnQJSyG"
                "CokSj3AvUhmJtvveTmN4Vu",
            }
        ],
    }
    record = build_clr(
        id="http://example.edu/credentials/3732",
        issuer=_UNIVERSITY,
        name="Sample Transcript",
        valid_from=_START,
        learner=_LEARNER,
        credentials=[degree],
        achievements=[first, second],
        associations=[Association(source=first["id"], type="isParentOf", target=second["id"])],
    )
    record["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    record["credentialSchema"] = {
        "id": _SCHEMAS.format("clr/v2p0", "clr_v2p0_clrcredential"),
        "type": "1EdTechJsonSchemaValidator2019",
    }
    published = (vectors / "ob3/canonical/clrv2p0/document-canon.txt").read_bytes()
    assert canonicalize_rdfc(record) == published
