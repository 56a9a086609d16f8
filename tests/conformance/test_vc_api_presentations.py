"""Presentations over https: signed and unsigned, with what may be inside.

Source: VC Data Model 2.0, 4.13; Data Integrity 1.0, 4.4; VC-JOSE-COSE, 3.1.2.
"""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from guildmark.credentials.encoding import conformance_contexts
from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs import eddsa_rdfc_2022, vc_jose
from tests.conformance.vc_api_documents import EXAMPLES, V2, credential, presentation
from tests.conformance.vc_api_server import ConformanceServer, Reply

pytestmark = pytest.mark.xdist_group("vc_api")

Json = dict[str, Any]
_KEY = PrivateKey.generate("Ed25519")
_DID = did_key(_KEY.public_multikey)
_SIGNER = KeySigner(_KEY, verification_method=verification_method_of(_DID))
_DOMAIN = "github.com/w3c/vc-data-model-2.0-test-suite"
_CHALLENGE = "uY2hhbGxlbmdlLW9mLTEyOA"


def _signed(document: Json, **asked: Any) -> Json:
    """Return a presentation that its holder signed for one occasion."""
    asked = {"challenge": _CHALLENGE, "domain": _DOMAIN, "purpose": "authentication"} | asked
    with conformance_contexts():
        return eddsa_rdfc_2022.add_proof(
            document, signer=_SIGNER, created=datetime(2026, 1, 1, tzinfo=UTC), **asked
        )


def _vc(server: ConformanceServer, kind: str = "eddsa-rdfc-2022") -> Json:
    return server.issued(kind, credential())


def _assert_refused(reply: Reply) -> None:
    assert reply.status == 400, reply.data
    assert reply.json["verified"] is False


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize("is_signed", [True, False])
def test_a_presentation_verifies(vc_api: ConformanceServer, count: int, is_signed: bool) -> None:
    """With any number of credentials, with and without a proof of its own."""
    shown = presentation(*(_vc(vc_api) for _ in range(count)))
    if is_signed:
        shown = _signed(shown)
        asked = {"challenge": _CHALLENGE, "domain": _DOMAIN}
        assert vc_api.verify_presentation(shown, **asked).status == 200
    reply = vc_api.verify_presentation(shown, checks=[])
    assert reply.status == 200, reply.data
    assert reply.json["verified"] is True and not reply.json.get("errors")


def test_options_may_be_missing(vc_api: ConformanceServer) -> None:
    """Nothing is asked for then."""
    body = {"verifiablePresentation": _signed(presentation())}
    assert vc_api.request("POST", "/presentations/verify", body).status == 200


@pytest.mark.parametrize(
    "kind", ["eddsa-jcs-2022", "ecdsa-rdfc-2019-p256", "ecdsa-rdfc-2019-p384", "vc-jwt"]
)
def test_credentials_of_any_kind_may_be_inside(vc_api: ConformanceServer, kind: str) -> None:
    """Each is verified by its own rules; an enveloped one too."""
    shown = presentation(_vc(vc_api, kind), _vc(vc_api))
    assert vc_api.verify_presentation(shown).status == 200
    assert vc_api.verify_presentation(_signed(shown)).status == 200


@pytest.mark.parametrize("changes", [{"id": "urn:uuid:7f8b9c4e-6a57-4d0e-8f2e-0c1f5a3a9b11"}, {}])
@pytest.mark.parametrize("holder", [None, "text", "object"])
def test_a_holder_may_be_named(
    vc_api: ConformanceServer, holder: str | None, changes: Json
) -> None:
    """As an address, or as an object with one."""
    named = {"text": _DID, "object": {"id": _DID}}.get(holder or "")
    shown = presentation(_vc(vc_api), **changes, **({"holder": named} if named else {}))
    assert vc_api.verify_presentation(_signed(shown)).status == 200


def test_more_types_are_allowed(vc_api: ConformanceServer) -> None:
    """One of them is VerifiablePresentation."""
    shown = presentation(**{"@context": [V2, EXAMPLES]}, type=["VerifiablePresentation", "Shown"])
    assert vc_api.verify_presentation(_signed(shown)).status == 200


@pytest.mark.parametrize("media_type", ["application/vp+jwt", "application/jwt"])
def test_an_enveloped_presentation_verifies(vc_api: ConformanceServer, media_type: str) -> None:
    """Under the registered media type and under the plain one that is still sent."""
    token = vc_jose.sign_presentation(presentation(_vc(vc_api, "vc-jwt")), signer=_SIGNER)
    envelope = {
        "@context": V2,
        "type": "EnvelopedVerifiablePresentation",
        "id": f"data:{media_type},{token}",
    }
    assert vc_api.verify_presentation(envelope).status == 200
    _assert_refused(vc_api.verify_presentation(envelope | {"id": envelope["id"][:-6] + "AAAAAA"}))
    _assert_refused(vc_api.verify_presentation(envelope | {"@context": []}))
    _assert_refused(vc_api.verify_presentation(envelope | {"type": "VerifiablePresentation"}))


def _unenveloped(vc: Json) -> Json:
    return {key: value for key, value in vc.items() if key != "type"}


_WRONG: dict[str, Json] = {
    "no context": {"@context": []},
    "context null": {"@context": None},
    "another base context": {"@context": [EXAMPLES]},
    "contexts in another order": {"@context": [EXAMPLES, V2]},
    "no type": {"type": []},
    "type null": {"type": None},
    "another type": {"type": ["OtherPresentation"]},
    "a credential that is a text": {"verifiableCredential": ["did:example:vc"]},
    "a credential that is an address": {"verifiableCredential": "https://example.org/vc/1"},
    "a credential that is a number": {"verifiableCredential": [4]},
    "a credential that is null": {"verifiableCredential": [None]},
    "a credential without proof": {"verifiableCredential": [credential()]},
    "a credential without type": {"verifiableCredential": [credential(type=[])]},
    "a credential that is nothing": {"verifiableCredential": [{}]},
    "a holder that is a number": {"holder": 4},
    "a holder that is no address": {"holder": "not-a-url"},
    "a holder without id": {"holder": {"name": "Ada"}},
    "a holder that is a list": {"holder": [_DID]},
    "an id that is no address": {"id": "not a url"},
    "an unmapped term": {"unmapped": "dropped"},
    "a proof that is null": {"proof": None},
    "a proof that is empty": {"proof": []},
}


@pytest.mark.parametrize("case", _WRONG)
@pytest.mark.parametrize("is_signed", [True, False])
def test_a_presentation_that_is_wrong_is_refused(
    vc_api: ConformanceServer, case: str, is_signed: bool
) -> None:
    """Whether somebody signed it or not."""
    shown = presentation(_vc(vc_api))
    if is_signed:
        shown = _signed(shown)
    _assert_refused(vc_api.verify_presentation(shown | _WRONG[case]))


@pytest.mark.parametrize("member", ["@context", "type"])
def test_a_presentation_without_a_member_is_refused(vc_api: ConformanceServer, member: str) -> None:
    """The same as one that says nothing there."""
    shown = presentation(_vc(vc_api))
    del shown[member]
    _assert_refused(vc_api.verify_presentation(shown))


@pytest.mark.parametrize(
    "change",
    [
        {"created": "2020-01-01T00:00:00Z"},
        {"proofPurpose": "assertionMethod"},
        {"challenge": "another"},
        {"domain": "another.example"},
        {"proofValue": "z" + "1" * 88},
        {"cryptosuite": "unknown"},
        {"type": "Unknown"},
        {"verificationMethod": "did:key:zBad#zBad"},
    ],
)
def test_a_proof_that_is_broken_is_refused(vc_api: ConformanceServer, change: Json) -> None:
    """Each member is covered."""
    shown = _signed(presentation(_vc(vc_api)))
    shown["proof"] |= change
    _assert_refused(vc_api.verify_presentation(shown))


def test_challenge_and_domain_are_compared(vc_api: ConformanceServer) -> None:
    """A presentation for somebody else, or for another time, is none for us."""
    shown = _signed(presentation(_vc(vc_api)))
    _assert_refused(vc_api.verify_presentation(shown, challenge="another"))
    _assert_refused(vc_api.verify_presentation(shown, domain="another.example"))
    _assert_refused(vc_api.verify_presentation(presentation(_vc(vc_api)), challenge=_CHALLENGE))


def test_a_broken_credential_spoils_the_presentation(vc_api: ConformanceServer) -> None:
    """However well the rest is signed; also inside an envelope."""
    broken = copy.deepcopy(_vc(vc_api))
    broken["credentialSubject"]["name"] = "Eve"
    _assert_refused(vc_api.verify_presentation(presentation(_vc(vc_api), broken)))
    _assert_refused(vc_api.verify_presentation(_signed(presentation(_vc(vc_api), broken))))
    enveloped = _vc(vc_api, "vc-jwt")
    _assert_refused(vc_api.verify_presentation(presentation(_unenveloped(enveloped))))
    enveloped["id"] = enveloped["id"][:-6] + "AAAAAA"
    _assert_refused(vc_api.verify_presentation(presentation(enveloped)))


@pytest.mark.parametrize("body", [{}, {"verifiablePresentation": "text"}, {"presentation": {}}, []])
def test_a_request_of_another_shape_is_refused(vc_api: ConformanceServer, body: Any) -> None:
    """400, whatever stands there."""
    assert vc_api.request("POST", "/presentations/verify", body).status == 400
