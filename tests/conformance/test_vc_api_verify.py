"""What the conformance endpoints verify and refuse, over https to a started server.

Source: Data Integrity 1.0, 2 and 4; EdDSA and ECDSA Cryptosuites 1.0; VC API 0.3 (verify).
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    conformance_contexts,
    from_multibase,
    to_multibase_base58,
    to_multibase_base64url,
)
from guildmark.credentials.keys import KeySigner, PrivateKey, did_key, verification_method_of
from guildmark.credentials.proofs import eddsa_rdfc_2022, proof_sets
from guildmark.credentials.proofs.suite import signing_suite
from tests.conformance.vc_api_documents import EXAMPLES, V2, credential, credential_1
from tests.conformance.vc_api_server import ConformanceServer, Reply

pytestmark = pytest.mark.xdist_group("vc_api")

Json = dict[str, Any]
_KEY = PrivateKey.generate("Ed25519")
_DID = did_key(_KEY.public_multikey)
_SIGNER = KeySigner(_KEY, verification_method=verification_method_of(_DID))
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_WHOLE = (
    "eddsa-rdfc-2022",
    "eddsa-jcs-2022",
    "ecdsa-rdfc-2019-p256",
    "ecdsa-rdfc-2019-p384",
    "ecdsa-jcs-2019-p256",
    "ecdsa-jcs-2019-p384",
    "ed25519-signature-2020",
)
_ALL = (*_WHOLE, "ecdsa-sd-2023")


def _issued(server: ConformanceServer, kind: str, document: Json | None = None) -> Json:
    """Return a credential that a verifier may be shown: derived where the suite asks for it."""
    given = document or credential()
    if kind != "ecdsa-sd-2023":
        return server.issued(kind, given)
    base = server.issued(kind, given, mandatoryPointers=["/issuer", "/validFrom"])
    return _derived(server, base, "/credentialSubject/id")


def _derived(server: ConformanceServer, base: Json, *pointers: str) -> Json:
    body = {"verifiableCredential": base, "options": {"selectivePointers": list(pointers)}}
    reply = server.request("POST", "/credentials/derive", body)
    assert reply.status == 201, reply.data
    derived: Json = reply.json["verifiableCredential"]
    return derived


def _signed(document: Json | None = None, **members: Any) -> Json:
    """Return a credential whose true proof has members added, or (with ...) left out."""
    given = document or credential()
    proof: Json = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-01-01T00:00:00Z",
        "verificationMethod": _SIGNER.verification_method,
        "proofPurpose": "assertionMethod",
    } | members
    proof = {key: value for key, value in proof.items() if value is not ...}
    with conformance_contexts():
        data = eddsa_rdfc_2022.build_hash_data(given, proof=proof)
    return {**given, "proof": {**proof, "proofValue": to_multibase_base58(_KEY.sign(data))}}


def _assert_refused(reply: Reply) -> None:
    assert reply.status == 400, reply.data
    assert reply.json["verified"] is False
    assert reply.json["problemDetails"] and reply.json["errors"]


@pytest.mark.parametrize("kind", _ALL)
@pytest.mark.parametrize("checks", [["proof"], ["proof", "credentialStatus"], None])
def test_what_was_issued_here_verifies(
    vc_api: ConformanceServer, kind: str, checks: list[str] | None
) -> None:
    """200, and no list of errors that a suite would take for a failure."""
    body: Json = {"verifiableCredential": _issued(vc_api, kind)}
    if checks is not None:
        body["options"] = {"checks": checks}
    reply = vc_api.request("POST", "/credentials/verify", body)
    assert reply.status == 200, reply.data
    assert reply.json["verified"] is True
    assert reply.json["problemDetails"] == []
    assert not reply.json.get("errors")


@pytest.mark.parametrize("kind", _WHOLE)
def test_data_model_1_verifies(vc_api: ConformanceServer, kind: str) -> None:
    """Also with a context written out."""
    assert vc_api.verify(vc_api.issued(kind, credential_1())).status == 200


def test_an_enveloped_credential_verifies(vc_api: ConformanceServer) -> None:
    """Its type may stand alone or in a list."""
    enveloped = vc_api.issued("vc-jwt", credential())
    assert vc_api.verify(enveloped).status == 200
    assert vc_api.verify(enveloped | {"type": [enveloped["type"]]}).status == 200


def _enveloped(**changes: Any) -> Callable[[Json], Json]:
    return lambda document: {
        key: value for key, value in (document | changes).items() if value is not ...
    }


def _with_token(change: Callable[[str], str]) -> Callable[[Json], Json]:
    return lambda document: document | {"id": change(document["id"])}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_enveloped(**{"@context": []}), id="no context"),
        pytest.param(_enveloped(**{"@context": ...}), id="context missing"),
        pytest.param(_enveloped(**{"@context": "https://example.org/v1"}), id="foreign context"),
        pytest.param(_enveloped(type="VerifiableCredential"), id="another type"),
        pytest.param(_enveloped(type=...), id="no type"),
        pytest.param(_enveloped(id=...), id="no id"),
        pytest.param(_enveloped(id="https://example.org/1"), id="an id that is no data URL"),
        pytest.param(_with_token(lambda text: text[:-8] + "AAAAAAAA"), id="another signature"),
        pytest.param(_with_token(lambda text: text.replace("vc+jwt", "jpeg")), id="another kind"),
        pytest.param(_with_token(lambda text: text.rpartition(".")[0] + "."), id="no signature"),
        pytest.param(_with_token(lambda text: text.partition(",")[0] + ","), id="nothing inside"),
    ],
)
def test_an_envelope_that_is_wrong_is_refused(
    vc_api: ConformanceServer, change: Callable[[Json], Json]
) -> None:
    """Each part of it counts."""
    _assert_refused(vc_api.verify(change(vc_api.issued("vc-jwt", credential()))))


def test_a_key_that_is_not_the_issuers_is_no_matter_here(vc_api: ConformanceServer) -> None:
    """The W3C's vectors are signed so; a person's verifier would refuse them."""
    assert credential()["issuer"] != _DID
    assert vc_api.verify(_signed()).status == 200


def test_what_has_expired_still_has_a_true_proof(vc_api: ConformanceServer) -> None:
    """Only the proof was asked about."""
    expired = credential(validFrom="2020-01-01T00:00:00Z", validUntil="2021-01-01T00:00:00Z")
    assert vc_api.verify(_signed(expired)).status == 200


@pytest.mark.parametrize("vector", [None, "array"])
def test_the_published_vectors_verify(vc_api: ConformanceServer, vector: str | None) -> None:
    """All of the W3C's that are whole; as a set of one proof too."""
    folder = Path(__file__).parents[3] / "shared" / "vectors" / "w3c"
    if not folder.is_dir():
        pytest.skip("the shared vectors are not here")
    found = [*folder.glob("**/signed*.json"), *folder.glob("**/derivedRevealDocument.json")]
    assert len(found) >= 16
    for path in found:
        document = json.loads(path.read_bytes())
        if vector and isinstance(document["proof"], dict):
            document["proof"] = [document["proof"]]
        reply = vc_api.verify(document)
        assert reply.status == 200, (path.name, reply.data)


def _without(*path: str) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        for name in path[:-1]:
            document = document[name]
        document.pop(path[-1])

    return change


def _with(value: Any, *path: str) -> Callable[[Json], None]:
    def change(document: Json) -> None:
        for name in path[:-1]:
            document = document[name]
        document[path[-1]] = value

    return change


def _proof_value(change: Callable[[str], str]) -> Callable[[Json], None]:
    def apply(document: Json) -> None:
        document["proof"]["proofValue"] = change(document["proof"]["proofValue"])

    return apply


_BREAKS: dict[str, Callable[[Json], None]] = {
    "proof missing": _without("proof"),
    "proof null": _with(None, "proof"),
    "proof a text": _with("proof", "proof"),
    "proof an empty list": _with([], "proof"),
    "proof a list with a text": _with(["proof"], "proof"),
    "proof an empty object": _with({}, "proof"),
    **{
        f"proof.{name} {how}": change
        for name in ("type", "verificationMethod", "proofPurpose", "proofValue")
        for how, change in (
            ("missing", _without("proof", name)),
            ("null", _with(None, "proof", name)),
            ("empty", _with("", "proof", name)),
            ("a number", _with(4, "proof", name)),
            ("a list", _with([], "proof", name)),
        )
    },
    "another type": _with("UnknownProofType", "proof", "type"),
    "another key": _with("did:key:invalidVm", "proof", "verificationMethod"),
    "a key without fragment": _with(_DID, "proof", "verificationMethod"),
    "a key of another": _with(_SIGNER.verification_method, "proof", "verificationMethod"),
    "another purpose": _with("invalidPurpose", "proof", "proofPurpose"),
    "the purpose authentication": _with("authentication", "proof", "proofPurpose"),
    "no multibase letter": _proof_value(lambda text: text[1:]),
    "another multibase letter": _proof_value(lambda text: "f" + text[1:]),
    "not base58": _proof_value(lambda text: text + "0OIl"),
    "a value cut short": _proof_value(lambda text: text[:-4]),
    "created no date": _with("invalidDate", "proof", "created"),
    "created another date": _with("2020-01-01T00:00:00Z", "proof", "created"),
    "expires added": _with("2099-01-01T00:00:00Z", "proof", "expires"),
    "expired": _with("2020-01-01T00:00:00Z", "proof", "expires"),
    "previousProof of nothing": _with("urn:uuid:none", "proof", "previousProof"),
    "previousProof a number": _with(4, "proof", "previousProof"),
    "subject changed": _with("did:example:another", "credentialSubject", "id"),
    "issuer changed": _with("did:example:another", "issuer"),
    "a term added": _with("https://example.org/added", "relatedLink"),
    "a type added": _with(["VerifiableCredential", "AddedLater"], "type"),
    "no type": _with([], "type"),
    "no context": _without("@context"),
}


@pytest.mark.parametrize("case", _BREAKS)
@pytest.mark.parametrize("kind", ["eddsa-rdfc-2022", "ecdsa-jcs-2019-p384", "ecdsa-sd-2023"])
def test_a_proof_that_is_broken_is_refused(vc_api: ConformanceServer, kind: str, case: str) -> None:
    """400 for each way to break it, never an error of the server's."""
    document = _issued(vc_api, kind)
    _BREAKS[case](document)
    _assert_refused(vc_api.verify(document))


@pytest.mark.parametrize("kind", [kind for kind in _ALL if kind != "ed25519-signature-2020"])
@pytest.mark.parametrize("value", [None, "", "UnknownCryptosuite", 4, [], ...])
def test_a_cryptosuite_that_is_none_is_refused(
    vc_api: ConformanceServer, kind: str, value: Any
) -> None:
    """It must be the text of a suite that is known."""
    document = _issued(vc_api, kind)
    document["proof"]["cryptosuite"] = value
    if value is ...:
        del document["proof"]["cryptosuite"]
    _assert_refused(vc_api.verify(document))


@pytest.mark.parametrize("kind", _ALL)
def test_the_cryptosuite_of_another_is_refused(vc_api: ConformanceServer, kind: str) -> None:
    """A name chooses the rules; the proof does not fit them."""
    document = _issued(vc_api, kind)
    suites = {"eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023"}
    for name in suites - {document["proof"].get("cryptosuite")}:
        document["proof"]["cryptosuite"] = name
        _assert_refused(vc_api.verify(document))


@pytest.mark.parametrize("kind", ["eddsa-rdfc-2022", "ecdsa-rdfc-2019-p256", "ecdsa-sd-2023"])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_with("dropped", "unmapped"), id="a term"),
        pytest.param(_with("dropped", "credentialSubject", "unmapped"), id="a term deep inside"),
        pytest.param(_with(["VerifiableCredential", "Unmapped"], "type"), id="a type"),
        pytest.param(_with("relative/address", "id"), id="a relative id"),
        pytest.param(_with([V2, {"@base": "https://example.org/"}], "@context"), id="another base"),
    ],
)
def test_what_json_ld_would_drop_is_refused(
    vc_api: ConformanceServer, kind: str, change: Callable[[Json], None]
) -> None:
    """The signature is still true of what is left; the document is not what was signed."""
    document = _issued(
        vc_api,
        kind,
        credential(**{"@context": [V2]}, credentialSubject={"id": "did:example:subject"}),
    )
    assert vc_api.verify(document).status == 200
    change(document)
    _assert_refused(vc_api.verify(document))


def test_old_proofs_must_say_when_they_were_made(vc_api: ConformanceServer) -> None:
    """Ed25519Signature2020 requires created; Data Integrity does not."""
    document = vc_api.issued("ed25519-signature-2020", credential())
    del document["proof"]["created"]
    _assert_refused(vc_api.verify(document))
    assert vc_api.verify(_signed(created=...)).status == 200


def test_dates_of_a_proof_without_offset_are_utc(vc_api: ConformanceServer) -> None:
    """Incorrect, and read all the same, as the standard says."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    assert vc_api.verify(_signed(created="2026-01-01T00:00:00")).status == 200
    assert vc_api.verify(_signed(expires=soon.strftime("%Y-%m-%dT%H:%M:%S"))).status == 200
    _assert_refused(vc_api.verify(_signed(expires="2025-01-01T00:00:00")))
    _assert_refused(vc_api.verify(_signed(created="invalidDate")))


def test_challenge_and_domain_are_compared(vc_api: ConformanceServer) -> None:
    """Where a verifier asks for them."""
    signed = _signed(challenge="1235abcd6789", domain="domain.example")
    assert vc_api.verify(signed).status == 200
    assert vc_api.verify(signed, challenge="1235abcd6789", domain="domain.example").status == 200
    _assert_refused(vc_api.verify(signed, challenge="another"))
    _assert_refused(vc_api.verify(signed, domain="another.example"))
    _assert_refused(vc_api.verify(_signed(), challenge="1235abcd6789"))


def test_another_purpose_can_be_asked_for(vc_api: ConformanceServer) -> None:
    """A credential's proof is for assertions."""
    assert vc_api.verify(_signed(), expectedProofPurpose="assertionMethod").status == 200
    _assert_refused(vc_api.verify(_signed(), expectedProofPurpose="authentication"))


def test_each_proof_of_a_set_must_hold(vc_api: ConformanceServer) -> None:
    """Two suites side by side; one broken spoils both."""
    twice = vc_api.issued("ecdsa-rdfc-2019-p256", vc_api.issued("eddsa-rdfc-2022", credential()))
    assert vc_api.verify(twice).status == 200
    for index in (0, 1):
        broken = copy.deepcopy(twice)
        broken["proof"][index]["created"] = "2020-01-01T00:00:00Z"
        _assert_refused(vc_api.verify(broken))


def _chain(*, previous: str | list[str]) -> Json:
    suite = signing_suite("eddsa-rdfc-2022")
    assert suite is not None
    with conformance_contexts():
        first = suite.add_proof(
            credential(), signer=_SIGNER, created=_CREATED, proof_id="urn:uuid:first"
        )
        return proof_sets.add_proof(
            first, suite=suite, signer=_SIGNER, created=_CREATED, previous_proof=previous
        )


def test_a_chain_of_proofs_verifies(vc_api: ConformanceServer) -> None:
    """The proof before may be named alone or in a list."""
    for previous in ("urn:uuid:first", ["urn:uuid:first"]):
        chain = _chain(previous=previous)
        assert vc_api.verify(chain).status == 200
        broken = copy.deepcopy(chain)
        broken["proof"][1]["previousProof"] = "urn:uuid:another"
        _assert_refused(vc_api.verify(broken))
        broken["proof"][1]["previousProof"] = ["urn:uuid:first", "urn:uuid:another"]
        _assert_refused(vc_api.verify(broken))
        del broken["proof"][0]
        _assert_refused(vc_api.verify(broken))


def test_a_base_proof_is_not_for_verifiers(vc_api: ConformanceServer) -> None:
    """It would let whoever has it disclose anything."""
    _assert_refused(vc_api.verify(vc_api.issued("ecdsa-sd-2023", credential())))


@pytest.mark.parametrize("header", [b"\xd9\x5d\x00", b"\xd9\x5d\x05", b"\x00\x00\x00"])
def test_a_derived_proof_has_its_header(vc_api: ConformanceServer, header: bytes) -> None:
    """0xd95d01, and no other."""
    document = _issued(vc_api, "ecdsa-sd-2023")
    value = from_multibase(document["proof"]["proofValue"])
    assert value[:3] == b"\xd9\x5d\x01"
    document["proof"]["proofValue"] = to_multibase_base64url(header + value[3:])
    _assert_refused(vc_api.verify(document))


def test_a_derived_credential_with_less_or_more_is_refused(vc_api: ConformanceServer) -> None:
    """There are as many signatures as statements that are not mandatory."""
    given = credential(credentialSubject={"id": "did:example:subject", "name": "Ada", "age": 36})
    base = vc_api.issued("ecdsa-sd-2023", given, mandatoryPointers=["/issuer"])
    derived = _derived(vc_api, base, "/credentialSubject/name", "/credentialSubject/age")
    assert vc_api.verify(derived).status == 200
    less, more = copy.deepcopy(derived), copy.deepcopy(derived)
    del less["credentialSubject"]["age"]
    more["credentialSubject"]["height"] = 170
    _assert_refused(vc_api.verify(less))
    _assert_refused(vc_api.verify(more))


@pytest.mark.parametrize("given", [credential(), credential_1()], ids=["2.0", "1.1"])
def test_a_derived_credential_may_withhold_issuer_and_dates(
    vc_api: ConformanceServer, given: Json
) -> None:
    """Where its issuer made nothing mandatory; what it is about is never withheld."""
    base = vc_api.issued("ecdsa-sd-2023", given)
    derived = _derived(vc_api, base, "/credentialSubject/id")
    assert "issuer" not in derived
    assert vc_api.verify(derived).status == 200
    about_nobody = copy.deepcopy(derived)
    del about_nobody["credentialSubject"]
    _assert_refused(vc_api.verify(about_nobody))
    plain = vc_api.issued("eddsa-rdfc-2022", given)
    del plain["issuer"]
    _assert_refused(vc_api.verify(plain))


@pytest.mark.parametrize("pointers", ["/issuer", [1], ["issuer"], ["/none"]])
def test_pointers_that_select_nothing_are_refused(vc_api: ConformanceServer, pointers: Any) -> None:
    """A holder is told, instead of showing less than was meant."""
    base = vc_api.issued("ecdsa-sd-2023", credential(), mandatoryPointers=["/issuer"])
    body = {"verifiableCredential": base, "options": {"selectivePointers": pointers}}
    assert vc_api.request("POST", "/credentials/derive", body).status == 400


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verifiableCredential": None},
        {"verifiableCredential": "text"},
        {"verifiableCredential": []},
        {"verifiableCredential": {}},
        {"credential": {}},
        {"verifiableCredential": {"type": ["NonconformingDocument"]}},
        {"verifiableCredential": _signed(), "options": {"checks": "proof"}},
        {"verifiableCredential": _signed(), "options": []},
        [],
        None,
    ],
)
def test_a_request_of_another_shape_is_refused(vc_api: ConformanceServer, body: Any) -> None:
    """400, whatever stands there."""
    assert vc_api.request("POST", "/credentials/verify", body).status == 400


def test_a_suite_that_nobody_offers_is_refused(vc_api: ConformanceServer) -> None:
    """That it could not be checked is no reason to say yes."""
    document = _signed()
    document["proof"]["cryptosuite"] = "mldsa44-jcs-2024"
    _assert_refused(vc_api.verify(document))


def test_an_unknown_context_is_refused_and_not_fetched(vc_api: ConformanceServer) -> None:
    """Also behind those that are known."""
    document = _signed()
    document["@context"] = [V2, EXAMPLES, "https://example.org/unknown/v1"]
    _assert_refused(vc_api.verify(document))
