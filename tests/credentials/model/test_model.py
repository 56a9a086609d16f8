"""The model's classes: they build what the standard asks for and lose nothing."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import jsonschema
import pytest

from guildmark.credentials.encoding import canonicalize_rdfc, sha256_multibase
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.issue import sign_credential
from guildmark.credentials.model import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    Address,
    Alignment,
    Criteria,
    Evidence,
    IdentifierEntry,
    IdentityObject,
    Image,
    Profile,
    Related,
    Result,
    ResultDescription,
    RubricCriterionLevel,
    check_structure,
)
from guildmark.credentials.status import build_status_entry
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW, judge


def build_award(issuer: str) -> AchievementCredential:
    """Return an award with everything that the main job writes."""
    achievement = Achievement(
        id="https://guild.example/achievements/wheels",
        name="Wheel truing",
        description="Trues a spoked wheel.",
        criteria=Criteria(id="https://guild.example/achievements/wheels#how", narrative="Three."),
        version="2",
        in_language="en",
        credits_available=1.5,
        human_code="WT-1",
        tag=("wheels", "spokes"),
        image=Image(id="https://guild.example/wheels.png", caption="A wheel"),
        creator=Profile(id=issuer, name="Guild"),
        alignment=(
            Alignment(
                target_name="maintain wheels",
                target_url="http://data.europa.eu/esco/skill/1",
                target_framework="ESCO 1.2",
                target_code="S1",
                target_type="ceasn:Competency",
            ),
        ),
        result_description=(
            ResultDescription(
                id="urn:uuid:1d1e0f5a-0000-4000-8000-000000000001",
                name="Runs true",
                result_type="RubricCriterionLevel",
                required_level="urn:uuid:1d1e0f5a-0000-4000-8000-000000000002",
                rubric_criterion_level=(
                    RubricCriterionLevel(
                        id="urn:uuid:1d1e0f5a-0000-4000-8000-000000000002",
                        name="Half a millimetre",
                        level="2",
                        points="4",
                    ),
                ),
            ),
            ResultDescription(
                id="urn:uuid:1d1e0f5a-0000-4000-8000-000000000003",
                name="Grade",
                result_type="LetterGrade",
                allowed_value=("C", "B", "A"),
            ),
        ),
        related=(Related(id="https://guild.example/achievements/ruedas", in_language="es"),),
        other_identifier=(IdentifierEntry(identifier="ce-1", identifier_type="ext:ctid"),),
    )
    return AchievementCredential(
        id="urn:uuid:0f5a1d1e-0000-4000-8000-000000000001",
        issuer=Profile(id=issuer, name="Guild", address=Address(address_country="ES")),
        name="Wheel truing",
        valid_from="2026-11-22T10:00:00Z",
        awarded_date="2026-11-22T10:00:00Z",
        valid_until="2031-11-22T10:00:00Z",
        credential_subject=AchievementSubject(
            achievement=achievement,
            identifier=(
                IdentityObject.hash_value(
                    "ada@example.org", identity_type="emailAddress", salt="0123456789abcdef"
                ),
            ),
            credits_earned=1.5,
            result=(
                Result(
                    result_description="urn:uuid:1d1e0f5a-0000-4000-8000-000000000001",
                    achieved_level="urn:uuid:1d1e0f5a-0000-4000-8000-000000000002",
                ),
                Result(
                    result_description="urn:uuid:1d1e0f5a-0000-4000-8000-000000000003", value="A"
                ),
            ),
        ),
        evidence=(
            Evidence(
                id="https://guild.example/evidence/1",
                name="Film",
                genre="Film",
                media_type="video/mp4",
                digest_multibase=(sha256_multibase(b"film"),),
            ),
        ),
        credential_status=build_status_entry(
            list_url="https://guild.example/status/1", index=77, purpose="revocation"
        ),
        credential_schema=(
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
                "ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            },
        ),
    )


def test_an_award_satisfies_the_official_schema(
    issuer: IssuerSimulator, achievement_schema: dict[str, Any]
) -> None:
    """Signed, with formats checked. Source: Open Badges 3.0, F (JSON Schema)."""
    signed = sign_credential(build_award(issuer.did).to_json(), signer=issuer.signer, created=NOW)
    validator = jsonschema.Draft201909Validator(
        achievement_schema, format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(signed)] == []


def test_an_award_is_covered_and_holds(issuer: IssuerSimulator) -> None:
    """Every property is a term of the contexts; the digest is among what is signed."""
    unsigned = build_award(issuer.did).to_json()
    assert check_structure(unsigned) == ()
    canonical = canonicalize_rdfc(unsigned)
    assert sha256_multibase(b"film").encode() in canonical
    assert b'"1.5E0"^^<https://www.w3.org/2001/XMLSchema#float>' in canonical
    signed = sign_credential(unsigned, signer=issuer.signer, created=NOW)
    report = judge(signed)
    assert report.check("proof").outcome == "pass"
    assert report.check("evidence").reason.startswith("It names 1 pieces of evidence, 1 of them")


def test_what_is_written_is_read_as_the_same_value(issuer: IssuerSimulator) -> None:
    """And written again as the same JSON."""
    award = build_award(issuer.did)
    written = award.to_json()
    assert AchievementCredential.from_json(written) == award
    assert AchievementCredential.from_json(written).to_json() == written


def test_unknown_properties_are_kept(issuer: IssuerSimulator) -> None:
    """In the credential and deep inside; the proof too."""
    document = issuer.award()
    document["extra"] = {"deep": [1, {"a": None}]}
    document["credentialSubject"]["achievement"]["criteria"]["more"] = "x"
    document["credentialSubject"]["result"][0]["type"] = ["Result", "ext:Special"]
    # A single value where several may stand is written as an array of one, which means the same.
    document["evidence"][0]["digestMultibase"] = [document["evidence"][0]["digestMultibase"]]
    before = copy.deepcopy(document)
    read = AchievementCredential.from_json(document)
    assert read.to_json() == document == before
    assert read.other["proof"]["type"] == "DataIntegrityProof"


def test_absent_properties_stay_absent(issuer: IssuerSimulator) -> None:
    """A default for building is not invented when reading."""
    document = issuer.draft()
    del document["credentialSubject"]["achievement"]["achievementType"]
    read = AchievementCredential.from_json(document)
    assert read.credential_subject.achievement.achievement_type is None
    assert "achievementType" not in read.to_json()["credentialSubject"]["achievement"]


def test_a_bare_issuer_stays_bare(issuer: IssuerSimulator) -> None:
    """An issuer may be an id alone."""
    document = issuer.draft(issuer=issuer.did)
    assert AchievementCredential.from_json(document).issuer == issuer.did
    assert AchievementCredential.from_json(document).to_json()["issuer"] == issuer.did


def test_a_missing_required_property_is_named() -> None:
    """By its name in the JSON."""
    with pytest.raises(UnreadableInput, match="targetUrl"):
        Alignment.from_json({"type": ["Alignment"], "targetName": "x"})
    with pytest.raises(UnreadableInput, match="Criteria"):
        Achievement.from_json({"id": "a", "name": "b", "description": "c", "criteria": 7})


def test_a_hashed_identity_tells_only_those_who_know() -> None:
    """sha256$ and the hex of value and salt. Source: Open Badges 3.0, IdentityHash."""
    identity = IdentityObject.hash_value(
        "a@example.com", identity_type="emailAddress", salt="Kosher"
    )
    assert identity.identity_hash == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )
    assert identity.is_about("a@example.com")
    assert not identity.is_about("b@example.com")
    assert IdentityObject(identity_hash="Ada", identity_type="name", hashed=False).is_about("Ada")


def test_evidence_knows_its_file() -> None:
    """By its digest."""
    digest = "sha256$" + hashlib.sha256(b"x").hexdigest()
    assert Evidence(digest_multibase=(sha256_multibase(b"film"),)).is_of(b"film")
    assert not Evidence(digest_multibase=(sha256_multibase(b"film"), digest)).is_of(b"other")
