"""A whole verification: what holds, what does not, and what can not be told."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import to_base64url, to_multibase_base58
from guildmark.credentials.keys import (
    KeySigner,
    PrivateKey,
    VerificationMethod,
    build_did_document,
    did_key,
    verification_method_of,
)
from guildmark.credentials.proofs.eddsa_rdfc_2022 import add_proof, build_hash_data
from guildmark.credentials.verify import OfflineSources, Report, verify_credential
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW, judge, outcomes
from tests.credentials.verify.recording import RecordingSources

ORIGIN = "https://guild.example"


@pytest.fixture
def web_issuer(clock: Clock) -> IssuerSimulator:
    """An issuer known by a did:web."""
    return IssuerSimulator(clock=clock, origin=ORIGIN)


def test_a_good_badge_is_valid(issuer: IssuerSimulator) -> None:
    """With each check said, and nothing claimed about the holder."""
    report = judge(json.dumps(issuer.award()).encode(), trust=issuer.trust())
    assert report.verdict == "valid"
    assert outcomes(report) == {
        "format": "pass",
        "schema": "pass",
        "schema.json": "could not run",
        "contexts": "pass",
        "proof": "pass",
        "issuer": "pass",
        "refresh": "not applicable",
        "status.revocation": "pass",
        "status.suspension": "not applicable",
        "dates": "pass",
        "recipient": "not applicable",
        "endorsements": "not applicable",
        "evidence": "not applicable",
        "holder": "not applicable",
    }
    assert report.issuer.name == "Wheelwrights' Guild"
    assert report.issuer.recognised == "not asked"
    assert report.credential is not None


def test_recognition_is_another_question(issuer: IssuerSimulator) -> None:
    """A list that does not know the issuer says so; the document stays genuine."""
    known = judge(issuer.award(), trust=issuer.trust(recognised_by=["Chamber of Wheels"]))
    unknown = judge(issuer.award(), trust=issuer.trust(recognised_by=[]))
    assert (known.issuer.recognised, known.issuer.by) == (True, ("Chamber of Wheels",))
    assert (unknown.issuer.recognised, unknown.issuer.by) == (False, ())
    assert known.verdict == unknown.verdict == "valid"


def test_a_forger_does_not_borrow_recognition(issuer: IssuerSimulator) -> None:
    """A document that only claims a recognised issuer gets no name of a list beside it."""
    forged = issuer.award()
    forged["name"] = "Doctor of Wheels"
    report = judge(forged, trust=issuer.trust(recognised_by=["Chamber of Wheels"]))
    assert report.verdict == "not valid"
    assert report.issuer.recognised == "not asked"


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [place for key, item in value.items() for place in _places(item, (*path, key))]
    if isinstance(value, list):
        return [place for key, item in enumerate(value) for place in _places(item, (*path, key))]
    return [path]


def _parent(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        document = document[key]
    return document


def test_a_badge_with_any_value_changed_is_not_valid(issuer: IssuerSimulator) -> None:
    """Each text, number and address, in each part, proof included; never "cannot tell"."""
    credential, trust = issuer.award(), issuer.trust()
    places = _places(credential)
    assert len(places) > 55
    for place in places:
        changed = copy.deepcopy(credential)
        value = _parent(changed, place)[place[-1]]
        _parent(changed, place)[place[-1]] = value + ("x" if isinstance(value, str) else 1)
        assert judge(changed, trust=trust).verdict == "not valid", place


def test_a_badge_with_anything_taken_away_is_not_valid(issuer: IssuerSimulator) -> None:
    """Each value, proof included."""
    credential, trust = issuer.award(), issuer.trust()
    for place in _places(credential):
        changed = copy.deepcopy(credential)
        del _parent(changed, place)[place[-1]]
        assert judge(changed, trust=trust).verdict == "not valid", place


@pytest.mark.parametrize(
    ("key", "value"),
    [("description", "more"), ("nickname", "x"), ("validUntil", "2099-01-01T00:00:00Z"), ("x", 1)],
)
def test_a_badge_with_something_added_is_not_valid(
    issuer: IssuerSimulator, key: str, value: Any
) -> None:
    """Known terms break the signature; unknown ones would stay outside it, and are refused."""
    trust = issuer.trust()
    for part in ("", "credentialSubject", "issuer", "proof", "credentialStatus"):
        changed = issuer.award()
        place = changed[part] if part else changed
        place[key] = value
        assert judge(changed, trust=trust).verdict == "not valid", part


@pytest.fixture
def award(issuer: IssuerSimulator) -> tuple[dict[str, Any], dict[str, Any]]:
    """One badge, and what its issuer published."""
    return issuer.award(), issuer.trust()


_PROPERTY = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_PROPERTY
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_badge_with_one_bit_turned_over_never_verifies(
    award: tuple[dict[str, Any], dict[str, Any]], place: float
) -> None:
    """Anywhere in its bytes: it is unreadable, not valid or cannot be told."""
    credential, trust = award
    text = bytearray(json.dumps(credential, ensure_ascii=False).encode())
    bit = int(place * len(text) * 8)
    text[bit // 8] ^= 1 << bit % 8
    assert judge(bytes(text), trust=trust).verdict != "valid"


CONTEXT_ATTACKS: dict[str, Any] = {
    "an unknown context": "https://evil.example/context.json",
    "an in-line context": {"name": "https://evil.example/#name"},
    "a vocabulary": {"@vocab": "https://evil.example/#"},
    "no contexts from here": None,
}


@pytest.mark.parametrize("name", CONTEXT_ATTACKS)
def test_contexts_put_in_afterwards_make_it_not_valid(issuer: IssuerSimulator, name: str) -> None:
    """The reason says why; nothing is fetched (row 1)."""
    credential = issuer.award()
    credential["@context"].append(CONTEXT_ATTACKS[name])
    sources = RecordingSources(issuer.documents())
    report = verify_credential(credential, sources=sources, now=NOW)
    assert report.verdict == "not valid"
    assert report.check("contexts").outcome == "fail"
    assert report.check("contexts").code in {"unknown_context", "inline_context"}
    assert sources.asked == []


def test_undefined_terms_are_named(issuer: IssuerSimulator) -> None:
    """The reader learns which part the signature can not cover."""
    credential = issuer.award()
    credential["credentialSubject"]["salary"] = 7
    check = judge(credential, trust=issuer.trust()).check("contexts")
    assert check.outcome == "fail"
    assert "$.credentialSubject.salary" in check.reason


def test_nothing_is_fetched_for_a_badge_whose_proof_fails(web_issuer: IssuerSimulator) -> None:
    """But the issuer's own key; the status list it points at could be anybody's (row 5)."""
    credential = web_issuer.award()
    credential["credentialStatus"]["statusListCredential"] = "https://internal.example/"
    sources = RecordingSources(web_issuer.documents(), by=("Chamber",))
    report = verify_credential(credential, sources=sources, now=NOW)
    assert report.verdict == "not valid"
    assert report.check("status.revocation").outcome == "could not run"
    assert sources.asked == [web_issuer.did]


def test_the_key_of_somebody_else_is_not_even_asked_for(web_issuer: IssuerSimulator) -> None:
    """Issuer and key must belong together before anything is fetched."""
    credential = web_issuer.award()
    credential["proof"]["verificationMethod"] = "did:web:evil.example#key-1"
    sources = RecordingSources(web_issuer.documents())
    report = verify_credential(credential, sources=sources, now=NOW)
    assert report.check("issuer").outcome == "fail"
    assert report.verdict == "not valid"
    assert sources.asked == []


def test_a_proof_by_another_key_than_the_issuers_is_not_valid(issuer: IssuerSimulator) -> None:
    """Though that key is real and its signature true."""
    key = PrivateKey.generate("Ed25519")
    did = did_key(key.public_multikey)
    signer = KeySigner(key, verification_method=verification_method_of(did))
    report = judge(add_proof(issuer.draft(), signer=signer, created=NOW))
    assert report.check("proof").outcome == "pass"
    assert report.check("issuer").code == "key_not_of_issuer"
    assert report.verdict == "not valid"


def _with_document(issuer: IssuerSimulator, document: dict[str, Any] | None) -> Report:
    documents = issuer.documents() | ({issuer.did: document} if document is not None else {})
    if document is None:
        del documents[issuer.did]
    return verify_credential(issuer.award(), sources=RecordingSources(documents), now=NOW)


def _method(issuer: IssuerSimulator, **facts: Any) -> VerificationMethod:
    return VerificationMethod(f"{issuer.did}#key-1", issuer.key.public_key, **facts)


def test_a_did_web_issuer_is_checked_by_its_document(web_issuer: IssuerSimulator) -> None:
    """The document lists the key for signing."""
    assert _with_document(web_issuer, web_issuer.did_document).verdict == "valid"


def test_without_its_did_document_a_badge_can_not_be_told(web_issuer: IssuerSimulator) -> None:
    """Neither yes nor no, and nothing more is fetched."""
    report = _with_document(web_issuer, None)
    assert report.verdict == "cannot tell"
    assert report.check("proof").outcome == "could not run"
    assert report.check("issuer").outcome == "could not run"
    assert report.check("status.revocation").outcome == "could not run"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"revoked": NOW - timedelta(days=1)}, "key_revoked"),
        ({"relationships": frozenset()}, "key_not_asserting"),
        ({"expires": NOW - timedelta(hours=1)}, "key_expired"),
    ],
)
def test_a_key_that_may_not_sign_makes_it_not_valid(
    web_issuer: IssuerSimulator, facts: dict[str, Any], code: str
) -> None:
    """Revoked, not listed for signing, or over."""
    document = build_did_document(did=web_issuer.did, methods=[_method(web_issuer, **facts)])
    report = _with_document(web_issuer, document)
    assert report.check("proof").outcome == "pass"
    assert report.check("issuer").code == code
    assert report.verdict == "not valid"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"id": "did:web:other.example"}, "not valid"),
        ({"verificationMethod": []}, "not valid"),
        ({"verificationMethod": [{"id": "#key-1", "type": "JsonWebKey"}]}, "cannot tell"),
    ],
)
def test_a_did_document_that_does_not_list_the_key(
    web_issuer: IssuerSimulator, change: dict[str, Any], verdict: str
) -> None:
    """Another's document or no such key is a no; a form that is not read is a gap."""
    assert _with_document(web_issuer, {**web_issuer.did_document, **change}).verdict == verdict


def test_a_key_of_another_controller_makes_it_not_valid(web_issuer: IssuerSimulator) -> None:
    """Listed in the document, but somebody else's (row 4)."""
    document = copy.deepcopy(web_issuer.did_document)
    document["verificationMethod"][0]["controller"] = "did:web:evil.example"
    report = _with_document(web_issuer, document)
    assert report.check("issuer").code == "key_controller"
    assert report.verdict == "not valid"


def test_the_key_of_another_algorithm_never_verifies(web_issuer: IssuerSimulator) -> None:
    """The key decides the algorithm, not the document (row 3)."""
    method = VerificationMethod(f"{web_issuer.did}#key-1", PrivateKey.generate("P-256").public_key)
    report = _with_document(web_issuer, build_did_document(did=web_issuer.did, methods=[method]))
    assert report.check("proof").code == "key_algorithm"
    assert report.verdict == "not valid"


PROOFS: dict[str, tuple[dict[str, Any] | None, str, str]] = {
    "another suite": ({"cryptosuite": "ecdsa-rdfc-2019"}, "fail", "not valid"),
    "the same over JCS": ({"cryptosuite": "eddsa-jcs-2022"}, "fail", "not valid"),
    "an older kind": ({"type": "Ed25519Signature2020"}, "fail", "not valid"),
    "a suite that is not read": ({"cryptosuite": "bbs-2023"}, "could not run", "cannot tell"),
    "a kind that is not read": ({"type": "RsaSignature2018"}, "could not run", "cannot tell"),
    "a made-up suite": ({"cryptosuite": "rot13-2024"}, "fail", "not valid"),
    "a made-up kind": ({"type": "Seal"}, "fail", "not valid"),
    "another purpose": ({"proofPurpose": "authentication"}, "fail", "not valid"),
    "no key": ({"verificationMethod": ""}, "fail", "not valid"),
    "a key without fragment": ({"verificationMethod": "did:key:z6Mk"}, "fail", "not valid"),
    "another date": ({"created": "2020-01-01T00:00:00Z"}, "fail", "not valid"),
    "no date at all": ({"created": "soon"}, "fail", "not valid"),
    "a domain added": ({"domain": "evil.example"}, "fail", "not valid"),
    "another context": ({"@context": ["https://www.w3.org/ns/did/v1"]}, "fail", "not valid"),
    "no value": ({"proofValue": ""}, "fail", "not valid"),
    "a chain to nowhere": ({"previousProof": "urn:uuid:1"}, "fail", "not valid"),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_changed_proof(issuer: IssuerSimulator, name: str) -> None:
    """What is known but not read here can not be told; all else is a no."""
    change, outcome, verdict = PROOFS[name]
    credential = issuer.award()
    credential["proof"].update(change)
    report = judge(credential, trust=issuer.trust())
    assert report.check("proof").outcome == outcome
    assert report.verdict in {verdict, "not valid"}
    assert report.verdict == verdict or report.check("issuer").outcome == "fail"


@pytest.mark.parametrize("proof", [None, "signed", 7, {}, []])
def test_a_document_without_a_proof_is_not_valid(issuer: IssuerSimulator, proof: Any) -> None:
    """Anybody could have written it."""
    credential = issuer.award()
    del credential["proof"]
    if proof is not None:
        credential["proof"] = proof
    report = judge(credential, trust=issuer.trust())
    assert report.verdict == "not valid"
    assert report.check("proof").outcome == "fail"


def test_a_proof_may_have_an_end(issuer: IssuerSimulator) -> None:
    """Signed with it; over is over, with a minute of leeway. Source: Data Integrity 1.0, 4.4."""
    credential = issuer.draft()
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T10:00:00Z",
        "expires": "2026-11-22T11:00:00Z",
        "verificationMethod": issuer.signer.verification_method,
        "proofPurpose": "assertionMethod",
    }
    signature = issuer.key.sign(build_hash_data(credential, proof=proof))
    signed = {**credential, "proof": {**proof, "proofValue": to_multibase_base58(signature)}}
    assert judge(signed, now=NOW + timedelta(hours=1, seconds=59)).verdict == "valid"
    late = judge(signed, now=NOW + timedelta(hours=1, seconds=61))
    assert (late.verdict, late.check("proof").code) == ("not valid", "proof_expired")


def test_a_copied_part_is_noticed(issuer: IssuerSimulator) -> None:
    """In RDF two objects with one id are one: a copy would not touch the signature."""
    credential, trust = issuer.award(), issuer.trust()
    credential["evidence"].append(copy.deepcopy(credential["evidence"][0]))
    report = judge(credential, trust=trust)
    assert report.verdict == "not valid"
    assert report.check("contexts").code == "repeated_id"


_MINUTE = timedelta(seconds=60)


@pytest.mark.parametrize(
    ("moment", "outcome", "code"),
    [
        (NOW - _MINUTE, "pass", ""),
        (NOW - _MINUTE - timedelta(seconds=1), "fail", "not_yet_valid"),
        (NOW + timedelta(days=1) + _MINUTE, "pass", ""),
        (NOW + timedelta(days=1, seconds=61), "fail", "expired"),
    ],
)
def test_dates_have_a_minute_of_leeway(
    issuer: IssuerSimulator, moment: Any, outcome: str, code: str
) -> None:
    """At both ends, for clocks that differ (row 29)."""
    credential = issuer.sign(issuer.draft(validUntil="2026-11-23T10:00:00Z"))
    report = judge(credential, now=moment)
    assert report.check("dates").outcome == outcome
    assert report.check("dates").code == code
    assert (report.verdict == "valid") == (outcome == "pass")


OTHER_DOCUMENTS: dict[str, Any] = {
    "Open Badges 1": {"@context": "https://w3id.org/openbadges/v1", "type": "Assertion"},
    "Open Badges 2.0": {"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass"},
    "Open Badges 2.0 (signed)": {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "badge": {},
        "verification": {"type": "signed"},
    },
    "Verifiable Presentation": {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": "VerifiablePresentation",
    },
}


@pytest.mark.parametrize("profile", OTHER_DOCUMENTS)
def test_what_is_no_credential_of_its_own_can_not_be_told(profile: str) -> None:
    """Known, named, and never passed."""
    report = judge(OTHER_DOCUMENTS[profile])
    assert report.verdict == "cannot tell"
    assert report.profile == profile
    assert {check.outcome for check in report.checks} == {"could not run"}


def test_a_token_without_a_credential_is_unreadable() -> None:
    """Signed or not, there is nothing in it to judge."""
    jwt = ".".join(to_base64url(part) for part in (b'{"alg":"EdDSA"}', b'{"vc":{}}', b"s" * 64))
    for document in (jwt, jwt.encode() + b"\n"):
        assert judge(document).verdict == "unreadable"


@pytest.mark.parametrize(
    "document",
    [b"", b"hello", b"{", b"[]", b"7", b"null", b"{}", b'{"a": 1}', b"\xff\xfe", b'{"a":1,"a":2}',
     b"\x89PNG\r\n\x1a\n", "<svg/>", b"." * 100, {"a": object()}, b"[" * 50_000],
)  # fmt: skip
def test_what_is_no_credential_is_unreadable(document: Any) -> None:
    """With a reason, and never a crash."""
    report = judge(document)
    assert report.verdict == "unreadable"
    assert [check.id for check in report.checks] == ["format"]
    assert report.checks[0].reason
    assert report.to_json()["issuer"]["id"] is None


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": 7},
        {"issuer": []},
        {"issuer": {"id": 7}},
        {"type": 7},
        {"@context": 7},
        {"@context": {}},
        {"credentialSubject": "Ada"},
        {"credentialStatus": "revoked"},
        {"credentialStatus": []},
        {"evidence": 7},
        {"validFrom": 7},
        {"validFrom": {"a": 1}},
        {"proof": {"type": ["DataIntegrityProof"], "cryptosuite": ["x"]}},
        {"proof": {"verificationMethod": {}}},
        {"proof": [[]]},
    ],
)
def test_nonsense_in_any_place_is_a_result(issuer: IssuerSimulator, change: dict[str, Any]) -> None:
    """Never an exception, never valid."""
    report = judge({**issuer.award(), **change}, trust=issuer.trust())
    assert report.verdict in {"not valid", "cannot tell"}


@_PROPERTY
@given(
    place=st.integers(0, 200),
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=6,
    ),
)
def test_any_json_in_any_place_is_a_result(
    award: tuple[dict[str, Any], dict[str, Any]], place: int, value: Any
) -> None:
    """Whatever is put in place of a value: no exception, and never valid."""
    credential, trust = copy.deepcopy(award[0]), award[1]
    places = _places(credential)
    path = places[place % len(places)]
    original = _parent(credential, path)[path[-1]]
    if value == original or value == [original]:
        return
    _parent(credential, path)[path[-1]] = value
    assert judge(credential, trust=trust).verdict != "valid"


def test_a_poisoned_credential_is_refused(issuer: IssuerSimulator) -> None:
    """As a result with a reason (row 2)."""
    alignment = {"type": ["Alignment"], "targetName": "x", "targetUrl": "https://x.example/"}
    credential = issuer.award()
    credential["credentialSubject"]["result"] = [
        {"type": ["Result"], "value": "1", "alignment": [alignment] * 6} for _ in range(2)
    ]
    report = judge(credential, trust=issuer.trust())
    assert report.verdict == "not valid"
    assert report.check("contexts").code == "too_complex"


def test_a_plain_credential_is_checked_by_the_data_model(issuer: IssuerSimulator) -> None:
    """Not every credential is a badge."""
    credential = issuer.sign(
        {
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiableCredential"],
            "issuer": issuer.did,
            "credentialSubject": {"id": "did:example:ada", "name": "Ada"},
        }
    )
    report = judge(credential)
    assert (report.verdict, report.profile) == ("valid", "VC Data Model 2.0")


def test_a_timer_times_each_check(issuer: IssuerSimulator) -> None:
    """In milliseconds; without one nothing is timed, for the engine has no clock."""
    ticks = count()
    report = verify_credential(
        issuer.award(), sources=OfflineSources(), now=NOW, timer=lambda: next(ticks) / 1000
    )
    assert all(check.duration_ms is not None and check.duration_ms > 0 for check in report.checks)
    assert all(check.duration_ms is None for check in judge(issuer.award()).checks)


def test_the_callers_document_stays_as_it_was(issuer: IssuerSimulator) -> None:
    """Verifying changes nothing."""
    credential = issuer.award()
    before = copy.deepcopy(credential)
    judge(credential, trust=issuer.trust())
    assert credential == before


def test_loading_the_verifier_loads_no_framework() -> None:
    """Nor the JSON-LD engine, until it is needed: the command line must start at once."""
    names = ("verify", "issue", "baking", "status", "keys", "model", "encoding")
    program = (
        "import sys\n"
        + "\n".join(f"import guildmark.credentials.{name}" for name in names)
        + "\nprint([m for m in ('django', 'httpx', 'httpcore', 'pyld', 'psycopg', 'requests', "
        "'cryptography', 'pyoxigraph', 'lxml', 'asyncio') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=True
    )
    assert done.stdout.strip() == "[]"
