"""Presentations: signed for one occasion or just put together; each credential by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guildmark.credentials.errors import InvalidDraft, InvalidKey
from guildmark.credentials.issue import build_presentation, sign_presentation
from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.proofs import sd_jwt_vc, vc_jose
from guildmark.credentials.verify import (
    PresentationReport,
    is_presentation,
    verify_credential,
    verify_presentation,
)
from tests.credentials.judging import NOW
from tests.credentials.verify.formats import FORMS, Issuer, claims, draft
from tests.credentials.verify.recording import RecordingSources

HOLDER = KeySigner.of_did_key(PrivateKey.generate("Ed25519"))


def _credential(**changes: Any) -> dict[str, Any]:
    form = FORMS["eddsa-rdfc-2022"]
    signed: dict[str, Any] = form.issue(Issuer(), draft(**changes))
    return signed


def _judge(shown: Any, **asked: Any) -> tuple[PresentationReport, list[str]]:
    sources = RecordingSources(asked.pop("documents", None) or Issuer().documents())
    text = shown if isinstance(shown, str) else json.dumps(shown)
    assert is_presentation(text) or "challenge" in asked
    return verify_presentation(text, sources=sources, now=NOW, **asked), sources.asked


def _signed(*credentials: Any, **occasion: Any) -> dict[str, Any]:
    built = build_presentation(credentials or [_credential()], holder=HOLDER.did)
    return sign_presentation(built, signer=HOLDER, created=NOW, **occasion)


def test_one_signed_for_this_occasion_holds() -> None:
    """With challenge and domain; whether the holder is the subject is another answer."""
    shown = _signed(challenge="n-1", domain="employer.example")
    report, _ = _judge(shown, challenge="n-1", domain="employer.example")
    assert (report.verdict, report.holder) == ("valid", HOLDER.did)
    assert report.is_holder_proven
    assert report.is_holder_subject is False
    assert [each.verdict for each in report.credentials] == ["valid"]


def test_the_holder_may_be_the_one_it_was_awarded_to() -> None:
    """Then the answer is yes, twice."""
    subject = draft()["credentialSubject"] | {"id": HOLDER.did}
    report, _ = _judge(_signed(_credential(credentialSubject=subject)))
    assert (report.is_holder_proven, report.is_holder_subject) == (True, True)
    assert report.check("recipient").outcome == "pass"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"challenge": "n-2"}, "challenge"),
        ({"challenge": "n-1", "domain": "other.example"}, "domain"),
    ],
)
def test_one_signed_for_another_occasion_is_not_valid(asked: dict[str, str], code: str) -> None:
    """And nothing inside is looked at."""
    shown = _signed(challenge="n-1", domain="employer.example")
    report, requests = _judge(shown, **asked)
    assert (report.verdict, report.check("proof").code) == ("not valid", code)
    assert (report.credentials, requests) == ((), [])


def test_a_bundle_without_a_signature_proves_no_holder() -> None:
    """Its credentials may well be valid; asked for a challenge it is not."""
    bundle = build_presentation([_credential()], holder=HOLDER.did)
    report, _ = _judge(bundle)
    assert (report.verdict, report.is_holder_proven) == ("valid", False)
    assert report.check("proof").code == "unsigned"
    assert _judge(bundle, challenge="n-1")[0].verdict == "not valid"


def test_one_changed_after_signing_is_not_valid() -> None:
    """Another credential put in its place."""
    shown = _signed()
    shown["verifiableCredential"] = [_credential(name="Doctor")]
    report, requests = _judge(shown)
    assert (report.verdict, report.check("proof").code) == ("not valid", "signature")
    assert requests == []


def test_one_by_somebody_else_than_its_holder_is_not_valid() -> None:
    """The signature is true, the name is not."""
    shown = build_presentation([_credential()])
    signed = sign_presentation(shown, signer=HOLDER, created=NOW)
    signed["holder"] = "did:web:ada.example"
    assert _judge(signed)[0].verdict == "not valid"
    thief = KeySigner.of_did_key(PrivateKey.generate("Ed25519"))
    with pytest.raises(InvalidDraft):
        sign_presentation(build_presentation([], holder=HOLDER.did), signer=thief, created=NOW)


def test_a_revoked_credential_inside_makes_it_not_valid() -> None:
    """The others stay what they are."""
    report, _ = _judge(_signed(), documents=Issuer(revoked=True).documents())
    assert report.verdict == "not valid"
    assert report.is_holder_proven
    assert report.check("credentials").code == "inner_not_valid"


@pytest.mark.parametrize(
    "change",
    [
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"@context": ["https://evil.example/", "https://www.w3.org/ns/credentials/v2"]},
        {"verifiableCredential": ["https://guild.example/credentials/1"]},
        {"verifiableCredential": [{"type": "Letter"}]},
        {"holder": "Ada"},
        {"holder": {"name": "Ada"}},
        {"id": "not an address"},
    ],
)
def test_one_of_another_build_is_refused(change: dict[str, Any]) -> None:
    """Source: VC Data Model 2.0, 4.13."""
    bundle = {**build_presentation([_credential()]), **change}
    report, requests = _judge(bundle)
    assert report.verdict == "not valid"
    assert requests == []


def test_a_token_and_its_envelope_hold_alike() -> None:
    """``vp+jwt``, with its nonce and audience."""
    inside = vc_jose.envelop(FORMS["vc+jwt, EdDSA"].issue(Issuer(), draft()))
    bundle = build_presentation([], holder=HOLDER.did) | {"verifiableCredential": [inside]}
    token = vc_jose.sign_presentation(bundle, signer=HOLDER, nonce="n-1", audience="e")
    for shown in (token, vc_jose.envelop(token)):
        report, _ = _judge(shown, challenge="n-1", domain="e")
        assert (report.verdict, report.is_holder_proven) == ("valid", True)
        assert _judge(shown, challenge="n-2")[0].verdict == "not valid"


def test_a_selective_token_is_bound_to_its_holders_key() -> None:
    """The holder signs what is shown, for one audience and one nonce."""
    key = PrivateKey.generate("P-256")
    body = claims()
    token = sd_jwt_vc.issue(
        {name: value for name, value in body.items() if name != "vct"},
        vct=body["vct"],
        signer=Issuer().signer("P-256"),
        holder_jwk=key.public_key.to_jwk(),
    )
    shown = sd_jwt_vc.present(
        token,
        disclose=None,
        holder_signer=KeySigner(key, verification_method="did:example:ada#1"),
        audience="employer",
        nonce="n-1",
        now=NOW,
    )
    report, _ = _judge(shown, challenge="n-1", domain="employer")
    assert (report.verdict, report.is_holder_proven) == ("valid", True)
    other, _ = _judge(shown, challenge="n-2", domain="employer")
    assert (other.verdict, other.is_holder_proven) == ("not valid", False)


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "eyJhbGciOiJub25lIn0.e30.c2ln"])
def test_what_is_no_presentation_is_unreadable(text: str) -> None:
    """With a reason, and never a crash."""
    report = verify_presentation(text, sources=RecordingSources({}), now=NOW)
    assert report.verdict == "unreadable"
    assert report.to_json()["holder"] == {"id": None, "proven": False, "isSubject": None}


def test_a_presentation_is_no_credential() -> None:
    """Asked as one it can not be told."""
    report = verify_credential(_signed(), sources=RecordingSources({}), now=NOW)
    assert (report.verdict, report.profile) == ("cannot tell", "Verifiable Presentation")


def test_it_is_built_of_what_may_be_shown_only() -> None:
    """Any other text is no token; a kind of key without a suite signs none."""
    with pytest.raises(InvalidDraft):
        build_presentation(["hello"])
    with pytest.raises(InvalidKey):
        sign_presentation(build_presentation([]), signer=Issuer().signer("RSA"), created=NOW)
