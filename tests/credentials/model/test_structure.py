"""Guildmark's own structural check agrees with the official JSON Schema."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema
import pytest

from guildmark.credentials.model import check_structure
from guildmark.credentials.model.shapes import SHAPES
from guildmark.testing import IssuerSimulator
from tests.credentials.model.test_model import build_award

# Path and value; None takes the property away.
BROKEN: dict[str, tuple[str, Any]] = {
    "no id": ("id", None),
    "no issuer": ("issuer", None),
    "an issuer without id": ("issuer.id", None),
    "an issuer of another type": ("issuer.type", ["Organization"]),
    "no validFrom": ("validFrom", None),
    "a validFrom without zone": ("validFrom", "2026-11-22T10:00:00"),
    "a validUntil that is no date": ("validUntil", "never"),
    "an awardedDate that is no date": ("awardedDate", "2026-11-22"),
    "no subject": ("credentialSubject", None),
    "two subjects": ("credentialSubject", [{}, {}]),
    "a subject of another type": ("credentialSubject.type", ["Person"]),
    "no achievement": ("credentialSubject.achievement", None),
    "an achievement without name": ("credentialSubject.achievement.name", None),
    "an achievement without criteria": ("credentialSubject.achievement.criteria", None),
    "an achievement without description": ("credentialSubject.achievement.description", None),
    "an achievement type that is made up": (
        "credentialSubject.achievement.achievementType",
        "Medal",
    ),
    "credits as text": ("credentialSubject.achievement.creditsAvailable", "3"),
    "a language that is none": ("credentialSubject.achievement.inLanguage", "English"),
    "an alignment without address": (
        "credentialSubject.achievement.alignment.0.targetUrl",
        None,
    ),
    "a result description without type": (
        "credentialSubject.achievement.resultDescription.0.resultType",
        None,
    ),
    "a rubric level without name": (
        "credentialSubject.achievement.resultDescription.0.rubricCriterionLevel.0.name",
        None,
    ),
    "an identity that is not said to be hashed": (
        "credentialSubject.identifier.0.hashed",
        "yes",
    ),
    "an identity with more": ("credentialSubject.identifier.0.name", "Ada"),
    "an image with more": ("credentialSubject.achievement.image.width", 7),
    "two statuses": ("credentialStatus", [{"type": "a"}, {"type": "b"}]),
    "a status without type": ("credentialStatus.type", None),
    "a schema without id": ("credentialSchema.0.id", None),
    "evidence of another type": ("evidence.0.type", ["File"]),
    "another first context": ("@context.0", "https://www.w3.org/2018/credentials/v1"),
    "no Open Badges context": (
        "@context",
        ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/did/v1"],
    ),
    "no VerifiableCredential": ("type", ["OpenBadgeCredential"]),
}


def _break(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    broken = copy.deepcopy(document)
    place: Any = broken
    *parents, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in parents:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return broken


@pytest.mark.parametrize("name", BROKEN)
def test_both_refuse(
    issuer: IssuerSimulator, achievement_schema: dict[str, Any], name: str
) -> None:
    """What the official schema refuses, our table refuses, and names the place."""
    path, value = BROKEN[name]
    document = _break(build_award(issuer.did).to_json(), path, value)
    validator = jsonschema.Draft201909Validator(
        achievement_schema, format_checker=jsonschema.Draft201909Validator.FORMAT_CHECKER
    )
    assert not validator.is_valid(document)
    findings = check_structure(document)
    assert findings
    assert all(finding.path.startswith("$") and finding.problem for finding in findings)


def test_both_accept_an_award(issuer: IssuerSimulator, achievement_schema: dict[str, Any]) -> None:
    """With all that Guildmark writes."""
    document = build_award(issuer.did).to_json()
    assert jsonschema.Draft201909Validator(achievement_schema).is_valid(document)
    assert check_structure(document) == ()


def test_the_table_knows_the_properties_of_the_official_schema(
    achievement_schema: dict[str, Any],
) -> None:
    """Each class and each property that the schema defines, with what is required."""
    for name, official in achievement_schema["$defs"].items():
        if name not in SHAPES or name == "EndorsementCredential":
            continue
        ours = SHAPES[name].fields
        theirs = set(official["properties"]) - {"type", "proof", "@context"}
        assert theirs <= ours.keys(), name
        required = {field for field, rule in ours.items() if rule.required}
        assert required == set(official["required"]) - {"type"}, name


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("credentialSubject.achievement.achievementType", "ext:Medal"),
        ("credentialSubject.achievement.alignment.0.targetType", "ext:Skill"),
        ("evidence", []),
        ("somethingElse", {"a": 1}),
    ],
)
def test_extensions_are_allowed(issuer: IssuerSimulator, path: str, value: Any) -> None:
    """Lists that the standard leaves open, and properties for the contexts to judge."""
    assert check_structure(_break(build_award(issuer.did).to_json(), path, value)) == ()


def test_a_learner_must_be_named_somehow(issuer: IssuerSimulator) -> None:
    """An id or an identity; the schema leaves this to prose. Source: Open Badges 3.0, B.1.4."""
    document = _break(build_award(issuer.did).to_json(), "credentialSubject.identifier", None)
    findings = [str(finding) for finding in check_structure(document)]
    assert findings == ["$.credentialSubject: must have id or identifier"]


@pytest.mark.parametrize(
    "document", [{}, {"type": 7}, {"type": ["VerifiableCredential"]}, {"type": []}]
)
def test_nonsense_is_a_finding_and_no_crash(document: dict[str, Any]) -> None:
    """Whatever is in it."""
    assert check_structure(document)
