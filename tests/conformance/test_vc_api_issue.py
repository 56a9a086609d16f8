"""What the conformance endpoints issue and refuse to issue, over https to a started server.

Source: VC Data Model 2.0, 4 and 5; VC API 0.3 (issue credential); Data Integrity 1.0, 2.1.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from guildmark.credentials.encoding import from_base64url, from_multibase, parse_json
from tests.conformance.vc_api_documents import (
    DATA_INTEGRITY,
    ISSUABLE,
    ISSUABLE_1,
    REFUSED,
    REFUSED_1,
    V1,
    V2,
    credential,
    credential_1,
)
from tests.conformance.vc_api_server import ConformanceServer

pytestmark = pytest.mark.xdist_group("vc_api")

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# Kind → cryptosuite, beginning of the key, bytes of the signature (None where it is CBOR).
_KINDS: dict[str, tuple[str, str, int | None]] = {
    "eddsa-rdfc-2022": ("eddsa-rdfc-2022", "z6Mk", 64),
    "eddsa-jcs-2022": ("eddsa-jcs-2022", "z6Mk", 64),
    "ecdsa-rdfc-2019-p256": ("ecdsa-rdfc-2019", "zDna", 64),
    "ecdsa-rdfc-2019-p384": ("ecdsa-rdfc-2019", "z82L", 96),
    "ecdsa-jcs-2019-p256": ("ecdsa-jcs-2019", "zDna", 64),
    "ecdsa-jcs-2019-p384": ("ecdsa-jcs-2019", "z82L", 96),
    "ecdsa-sd-2023": ("ecdsa-sd-2023", "zDna", None),
    "bitstring": ("eddsa-rdfc-2022", "z6Mk", 64),
}


@pytest.mark.parametrize("case", ISSUABLE)
def test_what_the_data_model_allows_is_issued(vc_api: ConformanceServer, case: str) -> None:
    """201 with the credential in the member that the VC-API names."""
    reply = vc_api.issue("eddsa-rdfc-2022", ISSUABLE[case])
    assert reply.status == 201, reply.data
    assert reply.media_type == "application/json"
    assert reply.json["verifiableCredential"]["proof"]["proofValue"].startswith("z")


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_data_model_forbids_is_refused(vc_api: ConformanceServer, case: str) -> None:
    """400 with the place of what is wrong; never an error of the server's."""
    reply = vc_api.issue("eddsa-rdfc-2022", REFUSED[case])
    assert reply.status == 400, reply.data
    problems = reply.json["problemDetails"]
    assert problems and all(problem["detail"].startswith("$") for problem in problems)


@pytest.mark.parametrize("kind", [*_KINDS, "vc-jwt"])
def test_each_kind_refuses_what_one_refuses(vc_api: ConformanceServer, kind: str) -> None:
    """Also suites that sign bytes refuse what nobody could understand alike."""
    for case in (
        "no issuer",
        "a type that no context maps",
        "an unmapped property of the subject",
        "an end before the beginning",
        "a context that redefines a type",
        "a relative id",
    ):
        assert vc_api.issue(kind, REFUSED[case]).status == 400, case


@pytest.mark.parametrize("case", ISSUABLE_1)
def test_what_data_model_1_allows_is_issued(vc_api: ConformanceServer, case: str) -> None:
    """Also contexts that give a meaning to what only the newer model fixes."""
    for kind in ("eddsa-rdfc-2022", "ecdsa-jcs-2019-p384", "ecdsa-sd-2023"):
        reply = vc_api.issue(kind, ISSUABLE_1[case])
        assert reply.status == 201, reply.data


@pytest.mark.parametrize("case", REFUSED_1)
def test_what_data_model_1_forbids_is_refused(vc_api: ConformanceServer, case: str) -> None:
    """The older model has its own dates."""
    assert vc_api.issue("eddsa-rdfc-2022", REFUSED_1[case]).status == 400


@pytest.mark.parametrize("kind", _KINDS)
def test_a_proof_has_the_members_that_the_specification_asks_for(
    vc_api: ConformanceServer, kind: str
) -> None:
    """Types, dates, key and value in their forms."""
    suite, prefix, size = _KINDS[kind]
    proof = vc_api.issued(kind, credential())["proof"]
    assert (proof["type"], proof["cryptosuite"]) == ("DataIntegrityProof", suite)
    assert proof["proofPurpose"] == "assertionMethod"
    assert _STAMP.fullmatch(proof["created"])
    did, _, fragment = proof["verificationMethod"].partition("#")
    assert did == vc_api.issuer(kind)["id"] == f"did:key:{fragment}"
    assert fragment.startswith(prefix)
    if size is None:
        assert from_multibase(proof["proofValue"])[:3] == b"\xd9\x5d\x00"
        assert proof["proofValue"].startswith("u")
    else:
        assert len(from_multibase(proof["proofValue"])) == size
        assert proof["proofValue"].startswith("z")


@pytest.mark.parametrize("kind", ["eddsa-rdfc-2022", "ecdsa-jcs-2019-p256", "ecdsa-sd-2023"])
def test_what_was_given_is_kept(vc_api: ConformanceServer, kind: str) -> None:
    """Id, order of types, subject and even another's issuer stay; only a proof is added."""
    given = credential(
        id="urn:uuid:7f8b9c4e-6a57-4d0e-8f2e-0c1f5a3a9b11",
        type=["https://example.org/#T", "VerifiableCredential"],
    )
    signed = vc_api.issued(kind, given)
    assert signed.pop("proof")
    assert signed == given


@pytest.mark.parametrize(
    "kind", [kind for kind in _KINDS if kind not in ("bitstring", "ecdsa-sd-2023")]
)
def test_data_model_1_is_issued_with_a_context_for_its_proof(
    vc_api: ConformanceServer, kind: str
) -> None:
    """The issuer adds the context where it is missing, and leaves it where it is."""
    assert vc_api.issued(kind, credential_1())["@context"][:2] == [V1, DATA_INTEGRITY]
    bare = credential_1(**{"@context": [V1]}, credentialSubject={"id": "did:example:a"})
    assert vc_api.issued(kind, bare)["@context"] == [V1, DATA_INTEGRITY]


def test_a_kind_that_knows_one_data_model_refuses_the_other(vc_api: ConformanceServer) -> None:
    """What the announcement says is what is done."""
    assert vc_api.issuer("vc-jwt")["supports"]["vc"] == ["2.0"]
    assert vc_api.issue("vc-jwt", credential_1()).status == 400


def test_an_enveloped_credential_is_the_credential_itself(vc_api: ConformanceServer) -> None:
    """A plain type, a data: URL, and a payload without a claim around it."""
    enveloped = vc_api.issued("vc-jwt", credential())
    assert enveloped["@context"] == V2
    assert enveloped["type"] == "EnvelopedVerifiableCredential"
    media_type, _, token = enveloped["id"].partition(",")
    assert media_type == "data:application/vc+jwt"
    header, payload, _ = (from_base64url(part) for part in [*token.split(".")[:2], "AA"])
    assert parse_json(header)["typ"] == "vc+jwt"
    body = parse_json(payload)
    assert "vc" not in body
    assert {key: body[key] for key in credential()} == credential()


@pytest.mark.parametrize(
    "options",
    [
        {"mandatoryPointers": value}
        for value in ("/issuer", [1], {"a": 1}, ["no pointer"], ["/none"])
    ],
)
def test_mandatory_pointers_that_are_none_are_refused(
    vc_api: ConformanceServer, options: dict[str, Any]
) -> None:
    """Anything but a list of JSON Pointers to something that is there."""
    assert vc_api.issue("ecdsa-sd-2023", credential(), **options).status == 400


def test_options_that_nobody_knows_are_ignored(vc_api: ConformanceServer) -> None:
    """Suites of other versions send more."""
    reply = vc_api.issue("eddsa-rdfc-2022", credential(), unheard=True, mandatoryPointers=[])
    assert reply.status == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verifiableCredential": credential()},
        [],
        "x",
        None,
        {"credential": credential(), "options": 1},
    ],
)
def test_a_request_of_another_shape_is_refused(vc_api: ConformanceServer, body: Any) -> None:
    """The credential is in the member that is called so."""
    reply = vc_api.request("POST", "/issuers/eddsa-rdfc-2022/credentials/issue", body)
    assert reply.status == 400


def test_a_proof_is_added_to_those_that_are_there(vc_api: ConformanceServer) -> None:
    """Issuing what is issued already makes a set of proofs."""
    signed = vc_api.issued("eddsa-rdfc-2022", credential())
    twice = vc_api.issued("ecdsa-rdfc-2019-p256", signed)
    assert [proof["cryptosuite"] for proof in twice["proof"]] == [
        "eddsa-rdfc-2022",
        "ecdsa-rdfc-2019",
    ]
    assert twice["proof"][0] == signed["proof"]


@pytest.mark.parametrize("alias", ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"])
def test_a_suite_that_leaves_the_curve_open_has_an_issuer(
    vc_api: ConformanceServer, alias: str
) -> None:
    """It signs with P-256."""
    signed = vc_api.issued(alias, credential())
    assert signed["proof"]["verificationMethod"].startswith("did:key:zDna")


def test_an_issuer_that_is_not_offered_is_not_found(vc_api: ConformanceServer) -> None:
    """404, whatever the body."""
    assert vc_api.issue("rsa-2048", credential()).status == 404
