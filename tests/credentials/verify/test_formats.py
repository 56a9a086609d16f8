"""The matrix: each form, good and bad in each way, has exactly one answer (rows 3 to 6, 35)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.encoding import format_datetime
from guildmark.credentials.proofs import ecdsa_sd_2023
from guildmark.credentials.proofs.proof_sets import add_proof
from guildmark.credentials.proofs.suite import signing_suite
from guildmark.credentials.verify import PROOF_ONLY, Policy, Report, verify_credential
from tests.credentials.judging import NOW
from tests.credentials.verify.formats import (
    DID,
    FORMS,
    LIST,
    STRANGER,
    TOKEN_LIST,
    Form,
    Issuer,
)
from tests.credentials.verify.recording import RecordingSources

_ENDED = format_datetime(NOW - timedelta(days=1))
_WITH_STATUS = [name for name, form in FORMS.items() if form.has_status]


def _text(handed_over: Any) -> str:
    return handed_over if isinstance(handed_over, str) else json.dumps(handed_over)


def _judge(
    handed_over: Any, documents: dict[str, Any] | None = None, **policy: Any
) -> tuple[Report, list[str]]:
    published = Issuer().documents() if documents is None else documents
    sources = RecordingSources(published)
    asked = Policy(**policy) if policy else Policy()
    report = verify_credential(_text(handed_over), sources=sources, now=NOW, policy=asked)
    return report, sources.asked


def _good(form: Form, **changes: Any) -> Any:
    return form.issue(Issuer(), form.draft(**changes))


@pytest.mark.parametrize("name", FORMS)
def test_a_good_one_is_valid_and_its_profile_is_named(name: str) -> None:
    """Key first, then the list, then nothing but who recognises the issuer."""
    form = FORMS[name]
    report, asked = _judge(_good(form))
    assert (report.verdict, report.profile) == ("valid", form.profile)
    assert report.issuer.id == DID
    assert asked[0] == DID
    assert set(asked) <= {DID, LIST, TOKEN_LIST, f"recognitions {DID}"}


@pytest.mark.parametrize("name", FORMS)
def test_a_changed_one_is_not_valid_and_nothing_but_the_key_is_asked_for(name: str) -> None:
    """The status list that it points at could be anybody's by then."""
    form = FORMS[name]
    report, asked = _judge(form.tamper(_good(form)))
    assert report.verdict == "not valid"
    assert report.check("proof").outcome == "fail"
    assert report.check("proof").code in {"signature", "claims"}
    assert set(asked) <= {DID}
    assert report.check("status.revocation").outcome == "could not run"
    assert report.issuer.recognised == "not asked"


@pytest.mark.parametrize("name", FORMS)
def test_one_signed_by_a_stranger_is_not_valid_and_the_stranger_is_not_asked(name: str) -> None:
    """His signature is true, but the issuer it names has not made it."""
    form = FORMS[name]
    report, asked = _judge(form.issue(Issuer(STRANGER), form.draft()))
    assert report.verdict == "not valid"
    assert report.check("issuer").code == "key_not_of_issuer"
    assert not any(STRANGER in name for name in asked)


@pytest.mark.parametrize("name", FORMS)
def test_one_with_the_strangers_signature_in_the_issuers_name_is_not_valid(name: str) -> None:
    """The key's name is the issuer's, the signature is not."""
    form = FORMS[name]
    liar = Issuer(DID + ".example")  # another key
    signed = form.issue(liar, form.draft())
    text = _text(signed)
    if name.startswith(("VC-JWT", "vc+", "SD-JWT", "an envelope", "COSE")):
        # The header is signed, so a liar writes the issuer's key id from the start.
        signer_of = Issuer.signer

        class Liar(Issuer):
            def signer(self, algorithm: Any) -> Any:
                signer = signer_of(self, algorithm)
                signer.verification_method = f"{DID}#{algorithm.lower()}"
                return signer

        text = _text(form.issue(Liar(DID + ".example"), form.draft()))
    else:
        text = text.replace(f"{DID}.example#", f"{DID}#")
    report, _ = _judge(json.loads(text) if text.startswith("{") else text)
    assert report.verdict == "not valid"
    assert report.check("proof").code == "signature"


@pytest.mark.parametrize("name", FORMS)
def test_an_expired_one_is_not_valid_by_its_dates_alone(name: str) -> None:
    """All else passes."""
    report, _ = _judge(_good(FORMS[name], validUntil=_ENDED))
    assert report.verdict == "not valid"
    assert [check.id for check in report.failures] == ["dates"]
    assert report.check("dates").code == "expired"


@pytest.mark.parametrize("name", _WITH_STATUS)
def test_a_revoked_one_is_not_valid_by_its_status_alone(name: str) -> None:
    """The issuer said so, on a list of its own."""
    form = FORMS[name]
    report, _ = _judge(_good(form), Issuer(revoked=True).documents())
    assert report.verdict == "not valid"
    assert [(check.id, check.code) for check in report.failures] == [
        ("status.revocation", "revoked")
    ]


@pytest.mark.parametrize("name", _WITH_STATUS)
def test_without_its_list_one_can_not_be_told(name: str) -> None:
    """Neither a yes nor a no."""
    documents = {DID: Issuer().did_document}
    report, _ = _judge(_good(FORMS[name]), documents)
    assert report.verdict == "cannot tell"
    assert report.check("status.revocation").code == "STATUS_RETRIEVAL_ERROR"


@pytest.mark.parametrize("name", FORMS)
def test_without_the_issuers_keys_one_can_not_be_told(name: str) -> None:
    """And the list is not asked for either."""
    report, asked = _judge(_good(FORMS[name]), {})
    assert report.verdict == "cannot tell"
    assert report.check("proof").outcome == "could not run"
    assert set(asked) == {DID}


@pytest.mark.parametrize("name", FORMS)
def test_whoever_signed_it_the_signature_alone_can_be_asked_for(name: str) -> None:
    """As conformance suites do: with no binding, no status and no dates."""
    form = FORMS[name]
    stranger = Issuer(STRANGER)
    sources = RecordingSources({STRANGER: stranger.did_document, DID: Issuer().did_document})
    text = _text(form.issue(stranger, form.draft(validUntil=_ENDED)))
    report = verify_credential(text, sources=sources, now=NOW, policy=PROOF_ONLY)
    if form.profile == "SD-JWT VC":
        # Its key id is the issuer's by definition, so there is nobody else to ask.
        assert report.verdict != "valid"
        return
    assert report.verdict == "valid"
    assert report.check("issuer").code == "not_asked"
    assert report.issuer.recognised == "not asked"
    assert set(sources.asked) == {STRANGER}
    changed = verify_credential(
        _text(form.tamper(form.issue(stranger, form.draft()))),
        sources=sources,
        now=NOW,
        policy=PROOF_ONLY,
    )
    assert changed.verdict == "not valid"


_BYTES = [name for name in FORMS if "jcs" in name or name.startswith(("VC-JWT", "vc+"))]


@pytest.mark.parametrize("name", _BYTES)
def test_a_signed_word_without_a_meaning_can_not_be_told(name: str) -> None:
    """The signature covers it, but nobody says what it means: never a silent pass."""
    form = FORMS[name]
    report, _ = _judge(_good(form, nickname="Spoke"))
    assert report.check("proof").outcome == "pass"
    assert (report.check("contexts").outcome, report.check("contexts").code) == (
        "could not run",
        "undefined_term",
    )
    assert report.verdict == "cannot tell"


@pytest.mark.parametrize("name", _BYTES)
def test_a_signed_unknown_context_can_not_be_told(name: str) -> None:
    """It may say anything; it is not fetched."""
    form = FORMS[name]
    contexts = [*form.draft()["@context"], "https://evil.example/context.json"]
    report, asked = _judge(_good(form, **{"@context": contexts}))
    assert report.check("contexts").code == "unknown_context"
    assert report.verdict == "cannot tell"
    assert not any("evil" in name for name in asked)


def _two(first: Issuer, second: Issuer) -> Any:
    signed = FORMS["eddsa-rdfc-2022"].issue(first, FORMS["eddsa-rdfc-2022"].draft())
    suite = signing_suite("ecdsa-rdfc-2019")
    assert suite is not None
    return add_proof(signed, suite=suite, signer=second.signer("P-256"), created=NOW)


def test_a_second_signer_is_named_and_asked_for_after_the_issuer() -> None:
    """His proof must hold too, and it may not stand for the issuer's."""
    both = _two(Issuer(), Issuer(STRANGER))
    documents = Issuer().documents() | {STRANGER: Issuer(STRANGER).did_document}
    report, asked = _judge(both, documents)
    assert report.verdict == "valid"
    assert STRANGER in report.check("issuer").reason
    assert asked.index(DID) < asked.index(STRANGER)
    missing, _ = _judge(both)
    assert missing.verdict == "cannot tell"


def test_one_wrong_proof_of_two_makes_it_not_valid() -> None:
    """Nobody could tell which of the two the issuer meant."""
    both = _two(Issuer(), Issuer())
    both["proof"][1]["proofValue"] = both["proof"][1]["proofValue"][:-4] + "zzzz"
    report, _ = _judge(both)
    assert (report.verdict, report.check("proof").code) == ("not valid", "signature")


def test_strangers_are_not_asked_for_beside_a_forged_proof() -> None:
    """A second proof must not send us anywhere."""
    both = {**_two(Issuer(), Issuer(STRANGER)), "name": "Doctor"}
    report, asked = _judge(both)
    assert (report.verdict, asked) == ("not valid", [DID])


def test_the_holders_own_copy_is_not_for_showing() -> None:
    """A base proof would let anybody disclose everything."""
    signer = Issuer().signer("P-256")
    form = FORMS["ecdsa-sd-2023, derived"]
    base = ecdsa_sd_2023.add_base_proof(form.draft(), signer=signer, created=NOW)
    report, _ = _judge(base)
    assert (report.verdict, report.check("proof").code) == ("not valid", "base_proof")
