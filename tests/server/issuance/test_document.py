"""The signed document: each member that step 5 of the main job asks for, and nothing personal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from jsonschema import Draft201909Validator

from guildmark.credentials.encoding import from_multibase
from guildmark.server.base.operations import create_installation
from guildmark.server.issuance.document import hashed_identity
from guildmark.server.publication.queries import issuer_did
from guildmark.server.verification.operations import check
from tests.server.wallet.samples import NOTES, PLAN, RECORD, Awarded, make_award

_SCHEMA = Path(__file__).parents[4] / (
    "shared/vectors/schemas/open-badges-3.0/ob_v3p0_achievementcredential_schema.json"
)

RunJobs = Callable[[], list[str]]


@pytest.fixture
def document(awarded: Awarded) -> dict[str, Any]:
    """Return the signed document as data."""
    found: dict[str, Any] = json.loads(awarded.credential.document)
    return found


def test_it_is_an_open_badge_and_a_verifiable_credential(
    document: dict[str, Any], awarded: Awarded
) -> None:
    """Contexts, types, issuer and dates as VC Data Model 2.0 and Open Badges 3.0 name them."""
    assert document["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert document["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3")
    assert set(document["type"]) == {"VerifiableCredential", "OpenBadgeCredential"}
    assert document["id"] == f"{settings.PUBLIC_ORIGIN}/credentials/{awarded.credential.id}"
    assert document["issuer"]["id"] == issuer_did(awarded.organization_id)
    assert document["issuer"]["name"] == "Harbor Technical College"
    assert document["validFrom"] == document["awardedDate"]
    assert document["credentialSchema"][0]["type"] == "1EdTechJsonSchemaValidator2019"


def test_its_proof_is_the_issuers(document: dict[str, Any], awarded: Awarded) -> None:
    """Data Integrity with eddsa-rdfc-2022, by a key that the issuer's DID names."""
    proof = document["proof"][0] if isinstance(document["proof"], list) else document["proof"]
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == "eddsa-rdfc-2022"
    assert proof["proofPurpose"] == "assertionMethod"
    assert proof["verificationMethod"].startswith(issuer_did(awarded.organization_id) + "#")


def test_the_achievement_says_what_was_to_be_shown(
    document: dict[str, Any], awarded: Awarded
) -> None:
    """One stable id with its version, alignment, criteria, and the rubric as resultDescription."""
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == "MicroCredential"
    assert achievement["id"].startswith(f"{settings.PUBLIC_ORIGIN}/achievements/")
    assert str(awarded.credential.version_id) not in achievement["id"]
    assert achievement["version"] == "1"
    assert achievement["criteria"]["narrative"]
    assert achievement["alignment"][0]["targetUrl"].startswith("http://data.europa.eu/esco/skill/")
    assert achievement["creditsAvailable"] == 0.5
    assert document["credentialSubject"]["creditsEarned"] == 0.5
    described = {each["id"]: each for each in achievement["resultDescription"]}
    rubric = [each for each in described.values() if each["resultType"] == "RubricCriterionLevel"]
    assert [each["name"] for each in rubric] == [
        "Identifies every energy source", "Proves zero energy",
    ]  # fmt: skip
    assert [len(each["rubricCriterionLevel"]) for each in rubric] == [3, 2]
    for each in rubric:
        assert each["requiredLevel"] in {level["id"] for level in each["rubricCriterionLevel"]}


def test_the_results_name_levels_of_its_own_rubric(document: dict[str, Any]) -> None:
    """What was achieved refers to what the achievement describes, criterion by criterion."""
    subject = document["credentialSubject"]
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    achieved = {}
    for result in subject["result"]:
        description = described[result["resultDescription"]]
        if "achievedLevel" in result:
            levels = {each["id"]: each for each in description["rubricCriterionLevel"]}
            achieved[description["name"]] = levels[result["achievedLevel"]]["level"]
        else:
            assert result["status"] == "Completed"
    assert achieved == {"Identifies every energy source": "3", "Proves zero energy": "1"}


def test_evidence_is_named_by_digest_alone(document: dict[str, Any]) -> None:
    """Each artefact's SHA-256 as a multihash; names and words of private artefacts stay out."""
    digests = {from_multibase(each["digestMultibase"]) for each in document["evidence"]}
    assert digests == {
        b"\x12\x20" + hashlib.sha256(content).digest() for content in (RECORD, PLAN, NOTES)
    }
    text = json.dumps(document["evidence"])
    assert "plan.txt" not in text
    assert "notes.txt" not in text
    assert "Judged by 1 assessor." in text


def test_no_personal_data_is_in_the_document(awarded: Awarded) -> None:
    """Neither name nor address nor the assessor's comments: a copy tells no stranger who it is."""
    text = awarded.credential.document
    for private in (
        "Amina", "amina@example.org", "Ben Okafor", "ben@example.org", "The press in hall 4",
        "a comment for the learner alone", str(awarded.learner.id), str(awarded.learner.actor_id),
        str(awarded.submission_id),
    ):  # fmt: skip
        assert private not in text


def test_whoever_knows_the_name_can_check_the_hashed_identity(document: dict[str, Any]) -> None:
    """sha256$ and the hash of value and salt (Open Badges 3.0, IdentityHash); salts differ."""
    identities = {
        each["identityType"]: each for each in document["credentialSubject"]["identifier"]
    }
    for kind, value in (("emailAddress", "amina@example.org"), ("name", "Amina Yusuf")):
        found = identities[kind]
        again = hashed_identity(kind, value, salt=found["salt"])
        assert again["identityHash"] == found["identityHash"]
        wrong = hashed_identity(kind, value + "x", salt=found["salt"])
        assert wrong["identityHash"] != found["identityHash"]
    assert identities["name"]["salt"] != identities["emailAddress"]["salt"]
    # The specification's own example.
    assert hashed_identity("emailAddress", "a@example.com", salt="Kosher")["identityHash"] == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


@pytest.mark.skipif(not _SCHEMA.exists(), reason="the shared schemas are not in this checkout")
def test_it_satisfies_the_official_json_schema(document: dict[str, Any]) -> None:
    """1EdTech's own schema of an AchievementCredential finds nothing."""
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    errors = [
        f"{'/'.join(map(str, error.path))}: {error.message[:200]}"
        for error in Draft201909Validator(schema).iter_errors(document)
    ]
    assert errors == []


@pytest.mark.parametrize(
    ("changes", "has_end", "has_credits"),
    [({}, True, True), ({"validity_months": None, "ects_credits": None}, False, False)],
    ids=["with an end and credits", "without an end or credits"],
)
def test_what_the_definition_leaves_out_is_left_out(
    db: None, run_jobs: RunJobs, changes: dict[str, Any], has_end: bool, has_credits: bool
) -> None:
    """validUntil and credits are there when the definition has them; both documents verify."""
    awarded = make_award(run_jobs, **changes)
    document = json.loads(awarded.credential.document)
    assert ("validUntil" in document) is has_end
    assert ("creditsEarned" in document["credentialSubject"]) is has_credits
    assert ("creditsAvailable" in document["credentialSubject"]["achievement"]) is has_credits
    report = check(awarded.credential.document)
    assert report.verdict == "valid", report.checks


def test_validity_counts_calendar_months(awarded: Awarded, document: dict[str, Any]) -> None:
    """30 months after the award's day is the same day two and a half years on."""
    began = datetime.fromisoformat(document["validFrom"])
    ends = datetime.fromisoformat(document["validUntil"])
    assert (ends.year * 12 + ends.month) - (began.year * 12 + began.month) == 30
    assert ends.day <= began.day
    assert awarded.credential.valid_until == ends


def test_the_demo_marks_what_it_signs(db: None, run_jobs: RunJobs) -> None:
    """The name and the description of a demo's award say so first."""
    create_installation(kind="demo", origin=settings.PUBLIC_ORIGIN)
    document = json.loads(make_award(run_jobs).credential.document)
    assert document["name"].startswith("DEMO")
    assert document["credentialSubject"]["achievement"]["description"].startswith("DEMO: ")


def test_a_real_installation_marks_nothing(db: None, run_jobs: RunJobs) -> None:
    """No award that counts can look like play."""
    create_installation(kind="real", origin=settings.PUBLIC_ORIGIN)
    assert "DEMO" not in make_award(run_jobs).credential.document


def test_the_document_is_kept_byte_for_byte(awarded: Awarded) -> None:
    """The digest is of exactly the text that is handed out."""
    assert (
        awarded.credential.sha256 == hashlib.sha256(awarded.credential.document.encode()).digest()
    )


@pytest.mark.parametrize(
    "name", ["José Ñáñez", "王小明", "محمد العلي", 'O\'Neil "Bo" <b>', "Zoë 👩🏽‍🔧"]
)
def test_learners_and_colleges_have_names_in_any_script(
    db: None, run_jobs: RunJobs, name: str
) -> None:
    """What was written is what is signed, and it verifies."""
    awarded = make_award(run_jobs, learner_name=name, organization_name=name)
    document = json.loads(awarded.credential.document)
    assert document["issuer"]["name"] == name
    found = next(
        each
        for each in document["credentialSubject"]["identifier"]
        if each["identityType"] == "name"
    )
    assert (
        found["identityHash"] == (hashed_identity("name", name, salt=found["salt"])["identityHash"])
    )
    assert check(awarded.credential.document).verdict == "valid"
