"""The npm libraries and our endpoints, in both directions, over https.

What we issue they verify, what they issue we verify, and a change in between is refused by both.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import CONTEXTS, conformance_contexts
from guildmark.credentials.keys import PrivateKey, did_key
from tests.conformance.vc_api_documents import V2, credential, credential_1, presentation
from tests.conformance.vc_api_server import ConformanceServer
from tests.oracles.judge import Oracle
from tests.oracles.selective import SelectiveOracle
from tests.oracles.suites import SuitesOracle

pytestmark = pytest.mark.xdist_group("vc_api")

Json = dict[str, Any]
_CREATED = "2026-01-01T00:00:00Z"
# Kind → suite and sort of key.
_KINDS: dict[str, tuple[str, str]] = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022", "Ed25519"),
    "eddsa-jcs-2022": ("eddsa-jcs-2022", "Ed25519"),
    "ecdsa-rdfc-2019-p256": ("ecdsa-rdfc-2019", "P-256"),
    "ecdsa-rdfc-2019-p384": ("ecdsa-rdfc-2019", "P-384"),
    "ecdsa-jcs-2019-p256": ("ecdsa-jcs-2019", "P-256"),
    "ecdsa-jcs-2019-p384": ("ecdsa-jcs-2019", "P-384"),
    "ed25519-signature-2020": ("Ed25519Signature2020", "Ed25519"),
}
_KEYS = {name: PrivateKey.generate(name) for name in ("Ed25519", "P-256", "P-384")}

# A driver's licence without ids, with a JSON literal inside, as the W3C's suite has one.
_LICENCE: Json = {
    "@context": [V2, "https://w3id.org/vdl/v1", "https://w3id.org/vdl/aamva/v1"],
    "type": ["VerifiableCredential", "Iso18013DriversLicenseCredential"],
    "issuer": "https://issuer.example/issuers/1",
    "validFrom": "2026-01-01T00:00:00Z",
    "credentialSubject": {
        "type": "LicensedDriver",
        "driversLicense": {
            "type": "Iso18013DriversLicense",
            "document_number": "542426814",
            "family_name": "TURNER",
            "portrait": "data:image/jpeg;base64,/9j/4AAQSkZJR",
            "birth_date": "1998-08-28",
            "sex": 2,
            "driving_privileges": [
                {"codes": [{"code": "D"}], "issue_date": "2019-01-01", "weight": 1.5}
            ],
            "aamva_organ_donor": 1,
        },
    },
}
_DOCUMENTS: dict[str, Json] = {
    "a small one": credential(),
    "one of data model 1.1": credential_1(),
    "texts with directions": credential(
        name=[
            {"@value": "Wheel", "@language": "en", "@direction": "ltr"},
            {"@value": "عجلة", "@language": "ar-EG", "@direction": "rtl"},
            {"@value": "Rad", "@language": "DE"},
        ]
    ),
    "a JSON literal": _LICENCE,
    "a context written out": credential(
        **{"@context": [V2, {"wheels": {"@id": "https://example.org/#wheels"}}]},
        credentialSubject={"id": "did:example:subject", "wheels": [1, 2.5, "three"]},
    ),
}


@pytest.fixture(scope="module")
def suites(oracle_modules: Path) -> Iterator[SuitesOracle]:
    """The libraries' suites, which know the contexts that the endpoints know."""
    assert oracle_modules.is_dir()
    with conformance_contexts():
        known = dict(CONTEXTS)
    with SuitesOracle(known) as running:
        yield running


@pytest.fixture(scope="module")
def selective(oracle_modules: Path) -> Iterator[SelectiveOracle]:
    """The library for ecdsa-sd-2023."""
    assert oracle_modules.is_dir()
    with conformance_contexts():
        known = dict(CONTEXTS)
    with SelectiveOracle(known) as running:
        yield running


def _cases() -> list[tuple[str, str]]:
    return [(kind, name) for kind in _KINDS for name in _DOCUMENTS]


# The library compares a proof's contexts with the document's by identity, so that with a context
# written out it does not verify what it has issued itself.
_NOT_THEIRS = {
    (kind, name)
    for kind, name in _cases()
    if "jcs" in kind and any(isinstance(each, dict) for each in _DOCUMENTS[name]["@context"])
}


@pytest.mark.parametrize(("kind", "name"), [case for case in _cases() if case not in _NOT_THEIRS])
def test_what_we_issue_they_verify(
    vc_api: ConformanceServer, suites: SuitesOracle, kind: str, name: str
) -> None:
    """And they refuse it once it was changed."""
    suite, _ = _KINDS[kind]
    issued = vc_api.issued(kind, _DOCUMENTS[name])
    assert suites.is_verified(issued, suite=suite)
    issued["issuer"] = "https://issuer.example/issuers/2"
    assert not suites.is_verified(issued, suite=suite)


@pytest.mark.parametrize(("kind", "name"), _cases())
def test_what_they_issue_we_verify(
    vc_api: ConformanceServer, suites: SuitesOracle, kind: str, name: str
) -> None:
    """And we refuse it once it was changed."""
    suite, algorithm = _KINDS[kind]
    given = copy.deepcopy(_DOCUMENTS[name])
    if suite == "Ed25519Signature2020":
        given["@context"].append("https://w3id.org/security/suites/ed25519-2020/v1")
    signed = suites.add_proof(given, suite=suite, key=_KEYS[algorithm], created=_CREATED)
    reply = vc_api.verify(signed)
    assert reply.status == 200, reply.data
    signed["issuer"] = "https://issuer.example/issuers/2"
    assert vc_api.verify(signed).status == 400


def test_a_presentation_of_theirs_verifies(vc_api: ConformanceServer, suites: SuitesOracle) -> None:
    """Credential and presentation signed by the library, for a challenge and a domain."""
    key = _KEYS["Ed25519"]
    holder = did_key(key.public_multikey)
    inner = suites.add_proof(
        credential(issuer=holder), suite="eddsa-rdfc-2022", key=key, created=_CREATED
    )
    asked = {"challenge": "uY2hhbGxlbmdl", "domain": "verifier.example"}
    shown = suites.add_proof(
        presentation(inner, holder=holder),
        suite="eddsa-rdfc-2022",
        key=key,
        created=_CREATED,
        **asked,
    )
    assert vc_api.verify_presentation(shown, **asked).status == 200
    assert vc_api.verify_presentation(shown, challenge="another").status == 400


@pytest.mark.parametrize("deriver", ["ours", "theirs"])
@pytest.mark.parametrize("issuer", ["ours", "theirs"])
@pytest.mark.parametrize("name", ["a small one", "a JSON literal", "texts with directions"])
def test_selective_disclosure_crosses(
    vc_api: ConformanceServer, selective: SelectiveOracle, issuer: str, deriver: str, name: str
) -> None:
    """Whoever issues and whoever derives, both verify."""
    mandatory = ["/issuer", "/validFrom"]
    # The library does not verify what it derives itself where a JSON literal is disclosed.
    pointer = (
        "/credentialSubject/driversLicense/family_name"
        if name == "a JSON literal"
        else "/credentialSubject"
    )
    if issuer == "ours":
        base = vc_api.issued("ecdsa-sd-2023", _DOCUMENTS[name], mandatoryPointers=mandatory)
    else:
        base = selective.base(
            _DOCUMENTS[name], key=_KEYS["P-256"], created=_CREATED, mandatory=mandatory
        )
    if deriver == "ours":
        body = {"verifiableCredential": base, "options": {"selectivePointers": [pointer]}}
        reply = vc_api.request("POST", "/credentials/derive", body)
        assert reply.status == 201, reply.data
        derived = reply.json["verifiableCredential"]
    else:
        derived = selective.derive(base, selective=[pointer])
    assert selective.is_verified(derived)
    assert vc_api.verify(derived).status == 200
    derived["issuer"] = "https://issuer.example/issuers/2"
    assert vc_api.verify(derived).status == 400


def test_our_list_says_the_same_to_them(vc_api: ConformanceServer, oracle_modules: Path) -> None:
    """Their status library reads the bit that was set over https."""
    assert oracle_modules.is_dir()
    given = credential(
        **{"@context": [V2]},
        issuer=vc_api.issuer("bitstring")["id"],
        credentialSubject={"id": "did:example:subject"},
    )
    issued = vc_api.issued("bitstring", given)
    url = issued["credentialStatus"]["statusListCredential"]
    with Oracle(CONTEXTS) as oracle:
        before = {url: vc_api.request("GET", url).json}
        assert oracle.verify(issued, documents=before).good
        body = {"credentialStatus": issued["credentialStatus"], "status": True}
        assert vc_api.request("POST", "/credentials/status", body).status == 200
        after = {url: vc_api.request("GET", url).json}
        judged = oracle.verify(issued, documents=after)
    assert judged.verified
    assert judged.statuses == {"revocation": True}


def test_a_json_literal_is_disclosed_as_a_whole(vc_api: ConformanceServer) -> None:
    """It is one statement, which its holder shows or keeps."""
    base = vc_api.issued("ecdsa-sd-2023", _LICENCE, mandatoryPointers=["/issuer"])
    for pointer in (
        "/credentialSubject/driversLicense/driving_privileges",
        "/credentialSubject/driversLicense/document_number",
    ):
        body = {"verifiableCredential": base, "options": {"selectivePointers": [pointer]}}
        derived = vc_api.request("POST", "/credentials/derive", body).json["verifiableCredential"]
        assert vc_api.verify(derived).status == 200
        shown = derived["credentialSubject"]["driversLicense"]
        name = pointer.rpartition("/")[2]
        assert shown[name] == _LICENCE["credentialSubject"]["driversLicense"][name]
        assert set(shown) == {"type", name}
