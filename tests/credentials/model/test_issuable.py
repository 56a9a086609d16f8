"""What an issuer refuses to sign, by the list in the Recommendations."""

from __future__ import annotations

import copy
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import sha256_multibase, to_base64url
from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.model import check_issuable
from guildmark.credentials.model.related_resource import does_resource_fit, parse_digest

_V2 = "https://www.w3.org/ns/credentials/v2"
_V1 = "https://www.w3.org/2018/credentials/v1"
_RAW = bytes.fromhex("59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734")
_SRI = "sha384-l/HrjlBCNWyAX91hr6LFV2Y3heB5Tcr6IeE4/Tje8YyzYBM8IhqjHWiWpr8+ZbYU"


def _draft(**changes: Any) -> dict[str, Any]:
    draft: dict[str, Any] = {
        "@context": [_V2],
        "type": ["VerifiableCredential"],
        "issuer": "did:example:issuer",
        "credentialSubject": {"id": "did:example:subject"},
    }
    for name, value in changes.items():
        if value is None:
            del draft[name.replace("context", "@context")]
        else:
            draft[name.replace("context", "@context") if name == "context" else name] = value
    return draft


def _old(**changes: Any) -> dict[str, Any]:
    return _draft(context=[_V1], **{"issuanceDate": "2026-11-22T10:00:00Z", **changes})


REFUSED: dict[str, dict[str, Any]] = {
    "no context": _draft(context=None),
    "a context that is no list": _draft(context=_V2),
    "an empty list of contexts": _draft(context=[]),
    "another first context": _draft(context=["https://www.w3.org/ns/did/v1", _V2]),
    "a context that is a number": _draft(context=[_V2, 7]),
    "a context inside a list": _draft(context=[_V2, [_V2]]),
    "no type": _draft(type=None),
    "a type that is no list": _draft(type="VerifiableCredential"),
    "a type that is a number": _draft(type=["VerifiableCredential", 7]),
    "no VerifiableCredential": _draft(type=["Other"]),
    "no issuer": _draft(issuer=None),
    "an issuer that is a number": _draft(issuer=7),
    "an issuer that is no address": _draft(issuer="not an address"),
    "an issuer without id": _draft(issuer={"name": "Guild"}),
    "an issuer in a list": _draft(issuer=["did:example:issuer"]),
    "no subject": _draft(credentialSubject=None),
    "an empty subject": _draft(credentialSubject={}),
    "no subject in the list": _draft(credentialSubject=[]),
    "an empty subject in the list": _draft(credentialSubject=[{"id": "did:x:y"}, {}]),
    "a subject that is text": _draft(credentialSubject="did:example:subject"),
    "a subject with an id that is none": _draft(credentialSubject={"id": "me"}),
    "two ids": _draft(id=["did:example:a", "did:example:b"]),
    "an id that is no address": _draft(id="1"),
    "a start without zone": _draft(validFrom="2026-11-22T10:00:00"),
    "a start that is a day": _draft(validFrom="2026-11-22"),
    "an end before the start": _draft(
        validFrom="2026-11-22T10:00:00Z", validUntil="2026-11-22T10:59:59+01:00"
    ),
    "a status without type": _draft(credentialStatus={"id": "https://a.example/1"}),
    "a status with an id that is none": _draft(credentialStatus={"type": "A", "id": "1"}),
    "a refresh service without type": _draft(refreshService={"id": "https://a.example/1"}),
    "terms without type": _draft(termsOfUse=[{"id": "https://a.example/1"}]),
    "terms with an id that is none": _draft(termsOfUse={"type": "A", "id": "1"}),
    "evidence without type": _draft(evidence={"name": "A"}),
    "evidence with an id that is none": _draft(evidence={"type": "A", "id": "1"}),
    "a schema without type": _draft(credentialSchema={"id": "https://a.example/1"}),
    "a schema without id": _draft(credentialSchema={"type": "JsonSchema"}),
    "a name that is a number": _draft(name=7),
    "a name with more": _draft(name={"@value": "A", "url": "https://a.example/"}),
    "a name without value": _draft(name={"@language": "en"}),
    "a name with a direction that is none": _draft(name={"@value": "A", "@direction": "up"}),
    "a description in a list of texts": _draft(description=["A"]),
    "an issuer's name that is a list of numbers": _draft(issuer={"id": "did:x:y", "name": [7]}),
    "resources as texts": _draft(relatedResource=["https://a.example/1"]),
    "a resource without id": _draft(relatedResource={"digestSRI": _SRI}),
    "a resource without digest": _draft(relatedResource=[{"id": "https://a.example/1"}]),
    "a resource twice": _draft(
        relatedResource=[{"id": "https://a.example/1", "digestSRI": _SRI}] * 2
    ),
    "a digest that is too long": _draft(
        relatedResource={
            "id": "https://a.example/1",
            "digestMultibase": "uZTQ0MjM1NiAgcmVwb3J0cc5j",
        }
    ),
    "another resource's digest": _draft(
        relatedResource={"id": _V2, "digestSRI": _SRI.replace("HrjlBC", "HrjlBD")}
    ),
    "another resource's digest, in multibase": _draft(
        relatedResource={"id": _V2, "digestMultibase": sha256_multibase(b"")}
    ),
    "1.1 without issuanceDate": _draft(context=[_V1]),
    "1.1 with an issuanceDate that is none": _old(issuanceDate="yesterday"),
    "1.1 that ends before it starts": _old(expirationDate="2026-11-21T10:00:00Z"),
}
ACCEPTED: dict[str, dict[str, Any]] = {
    "the least": _draft(),
    "the least of 1.1": _old(),
    "an issuer with names": _draft(
        issuer={
            "id": "did:example:issuer",
            "name": [{"@value": "Gilde", "@language": "de"}, {"@value": "Guild"}],
            "description": {"@value": "نقابة", "@language": "ar", "@direction": "rtl"},
        }
    ),
    "several subjects": _draft(credentialSubject=[{"id": "did:x:a"}, {"name": "Ada"}]),
    "milliseconds and an offset": _draft(
        validFrom="2026-11-22T10:00:00.123Z", validUntil="2026-11-22T11:00:00.123+01:00"
    ),
    "a resource with each digest": _draft(
        relatedResource=[
            {"id": _V2, "digestSRI": _SRI, "mediaType": "application/ld+json"},
            {"id": "https://a.example/1", "digestMultibase": sha256_multibase(b"")},
        ]
    ),
    "a bare SHA-256": _draft(
        relatedResource={"id": _V2, "digestMultibase": "u" + to_base64url(_RAW)}
    ),
    "several of everything": _draft(
        credentialStatus=[{"type": "A"}, {"type": ["B"], "id": "urn:x:y"}],
        termsOfUse=[{"type": "A"}],
        evidence=[{"type": ["A", "B"]}],
        refreshService={"type": "A"},
        credentialSchema=[{"type": "JsonSchema", "id": "https://a.example/schema"}],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str) -> None:
    """Each with a place and what belongs there."""
    findings = check_issuable(REFUSED[name])
    assert findings
    assert all(finding.path.startswith("$") and finding.problem for finding in findings)


@pytest.mark.parametrize("name", ACCEPTED)
def test_it_accepts(name: str) -> None:
    """What the data models allow, and leaves the draft alone."""
    before = copy.deepcopy(ACCEPTED[name])
    assert check_issuable(ACCEPTED[name]) == ()
    assert ACCEPTED[name] == before


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(_draft() | _old() | {"relatedResource": 1, "name": 1})), _JSON)
def test_any_value_anywhere_is_a_finding_or_fine_but_no_crash(name: str, value: Any) -> None:
    """Whatever JSON stands in the place of a property."""
    assert isinstance(check_issuable({**_draft(), name: value}), tuple)
    assert isinstance(check_issuable({**_old(), name: value}), tuple)


@given(st.binary(max_size=64))
def test_a_digest_fits_its_bytes_and_no_others(data: bytes) -> None:
    """In each of the forms."""
    raw = "u" + to_base64url(hashlib.sha256(data).digest())
    for text in (raw, sha256_multibase(data)):
        assert does_resource_fit({"digestMultibase": text}, data)
        assert not does_resource_fit({"digestMultibase": [text]}, data + b"\0")


@pytest.mark.parametrize(
    "text", ["", "sha384-", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "md5-AA==", _SRI[:-2]]
)
def test_a_digest_in_another_form_is_refused(text: str) -> None:
    """Weak or cut digests prove nothing."""
    with pytest.raises(UnreadableInput) as caught:
        parse_digest("digestSRI", text)
    assert caught.value.code == "digest"
    with pytest.raises(UnreadableInput):
        does_resource_fit({}, b"")
