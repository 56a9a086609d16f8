"""Which standard a document follows, and Open Badges 3.0 in the dress of VC 1.1."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.model import check_structure, is_vc_1_1, profile_of
from guildmark.testing import IssuerSimulator

_V1 = "https://www.w3.org/2018/credentials/v1"
_V2 = "https://www.w3.org/ns/credentials/v2"
_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"


def _older(issuer: IssuerSimulator, **changes: Any) -> dict[str, Any]:
    """Return a badge as it was written before VC 2.0."""
    badge = issuer.draft()
    badge["@context"] = [_V1, _BADGES, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    badge["issuanceDate"] = badge.pop("validFrom")
    if "validUntil" in badge:
        badge["expirationDate"] = badge.pop("validUntil")
    badge.update(changes)
    return {name: value for name, value in badge.items() if value is not None}


def test_a_badge_in_older_dress_is_accepted(issuer: IssuerSimulator) -> None:
    """Displayers must. Source: Open Badges 3.0, 1.2 and 8.3."""
    badge = _older(issuer)
    assert check_structure(badge) == ()
    assert profile_of(badge) == "Open Badges 3.0 (VC Data Model 1.1)"
    assert is_vc_1_1(badge)
    assert check_structure({**badge, "validFrom": badge["issuanceDate"]}) == ()


BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no issuanceDate": ({"issuanceDate": None}, "$.issuanceDate"),
    "an issuanceDate without zone": ({"issuanceDate": "2026-11-22T10:00:00"}, "$.issuanceDate"),
    "an expirationDate that is none": ({"expirationDate": "never"}, "$.expirationDate"),
    "an end before the start": ({"expirationDate": "2001-01-01T00:00:00Z"}, "$.expirationDate"),
    "no context of badges": ({"@context": [_V1]}, "$.@context"),
    "the base context behind another": ({"@context": [_BADGES, _V1]}, "$.@context"),
    "no achievement": (
        {"credentialSubject": {"id": "did:x:y", "type": ["AchievementSubject"]}},
        "$.credentialSubject.achievement",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_badge_in_older_dress_is_refused(issuer: IssuerSimulator, name: str) -> None:
    """At the place that is wrong."""
    changes, path = BROKEN[name]
    assert [finding.path for finding in check_structure(_older(issuer, **changes))] == [path]


def test_newer_dress_does_not_take_older_dates(issuer: IssuerSimulator) -> None:
    """A badge by VC 2.0 has validFrom."""
    badge = issuer.draft()
    badge["issuanceDate"] = badge.pop("validFrom")
    assert [finding.path for finding in check_structure(badge)] == ["$.validFrom"]


PROFILES: dict[str, tuple[Any, Any, str | None]] = {
    "a badge": ([_V2, _BADGES], ["VerifiableCredential", "OpenBadgeCredential"], "Open Badges 3.0"),
    "a badge by its other name": (
        [_V2, _BADGES],
        ["VerifiableCredential", "AchievementCredential"],
        "Open Badges 3.0",
    ),
    "a record": ([_V2], ["ClrCredential"], "Comprehensive Learner Record 2.0"),
    "a record in older dress": (
        [_V1],
        ["ClrCredential"],
        "Comprehensive Learner Record 2.0 (VC Data Model 1.1)",
    ),
    "an endorsement": ([_V2], ["EndorsementCredential"], "Open Badges 3.0 endorsement"),
    "a status list": ([_V2], ["BitstringStatusListCredential"], "Bitstring Status List 1.0"),
    "an older status list": ([_V1], ["StatusList2021Credential"], "Status List 2021"),
    "any credential": ([_V2], ["VerifiableCredential"], "VC Data Model 2.0"),
    "any older credential": ([_V1], "VerifiableCredential", "VC Data Model 1.1"),
    "a presentation": ([_V2], "VerifiablePresentation", "Verifiable Presentation"),
    "an envelope": (_V2, "EnvelopedVerifiableCredential", "VC-JOSE-COSE"),
    "a thing": ([_V2], "Thing", None),
    "both base contexts": ([_V2, _V1], ["VerifiableCredential"], "VC Data Model 2.0"),
}


@pytest.mark.parametrize("name", PROFILES)
def test_the_profile_is_named(name: str) -> None:
    """By contexts and types."""
    contexts, types, profile = PROFILES[name]
    assert profile_of({"@context": contexts, "type": types}) == profile


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.data(), st.sampled_from(["2.0", "1.1"]), _JSON)
def test_any_value_anywhere_in_a_badge_is_a_finding_or_fine(
    data: st.DataObject, dress: str, value: Any
) -> None:
    """No crash, wherever the value stands, and nothing is changed."""
    document = copy.deepcopy(_DOCUMENTS[dress])
    place: Any = document
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            place[key] = value
            break
        place = place[key]
    before = copy.deepcopy(document)
    assert isinstance(check_structure(document), tuple)
    profile_of(document)
    assert document == before


_DOCUMENTS: dict[str, dict[str, Any]] = {
    "2.0": {
        "@context": [_V2, _BADGES],
        "id": "urn:x:y",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "did:x:y", "type": ["Profile"], "image": {"id": "urn:x", "type": "Image"}},
        "validFrom": "2026-11-22T10:00:00Z",
        "validUntil": "2027-11-22T10:00:00Z",
        "relatedResource": [{"id": "urn:x:z", "digestSRI": "sha384-"}],
        "credentialSubject": {
            "id": "did:x:z",
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": True, "identityHash": "sha256$"}],
            "achievement": {
                "id": "urn:x:a",
                "type": ["Achievement"],
                "name": "A",
                "description": "A",
                "criteria": {"narrative": "A"},
                "alignment": [{"type": ["Alignment"], "targetName": "A", "targetUrl": "urn:x:b"}],
            },
        },
    }
}
_DOCUMENTS["1.1"] = {**_DOCUMENTS["2.0"], "@context": [_V1, _BADGES], "issuanceDate": "2026"}
