"""Issuers named by an https address: which keys are theirs, and which may be a neighbour's."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.keys import KeySigner, PrivateKey
from guildmark.credentials.proofs import vc_jwt
from guildmark.credentials.verify import Report, verify_credential
from tests.credentials.judging import NOW
from tests.credentials.verify.formats import Issuer, draft
from tests.credentials.verify.recording import RecordingSources

TENANT = "https://badges.example/issuers/a"
KEY = PrivateKey.generate("P-256")


def _judge(key_id: str, documents: dict[str, Any]) -> tuple[Report, list[str]]:
    document = draft(issuer={"id": TENANT, "type": ["Profile"], "name": "A"}, credentialStatus=None)
    token = vc_jwt.sign(document, signer=KeySigner(KEY, verification_method=key_id))
    sources = RecordingSources(documents)
    return verify_credential(token, sources=sources, now=NOW), sources.asked


def _listing(**changes: Any) -> dict[str, Any]:
    method = {
        "id": f"{TENANT}#key",
        "type": "JsonWebKey",
        "controller": TENANT,
        "publicKeyJwk": KEY.public_key.to_jwk(),
    }
    return {
        "id": TENANT,
        "verificationMethod": [method],
        "assertionMethod": [f"{TENANT}#key"],
    } | changes


def test_a_key_that_the_issuers_own_document_lists_is_its_own() -> None:
    """Asked for at the issuer's id, and nowhere else."""
    report, asked = _judge(f"{TENANT}#key", {TENANT: _listing()})
    assert report.verdict == "valid"
    assert asked == [TENANT, f"recognitions {TENANT}"]
    unlisted, _ = _judge(f"{TENANT}#key", {TENANT: _listing(assertionMethod=[])})
    assert unlisted.check("issuer").code == "key_not_asserting"


def test_a_bare_key_below_the_issuers_address_is_its_own() -> None:
    """Open Badges 3.0, 8.5, lets a key be served alone."""
    key_id = f"{TENANT}/keys/1"
    report, _ = _judge(key_id, {key_id: KEY.public_key.to_jwk()})
    assert report.verdict == "valid"


@pytest.mark.parametrize(
    "key_id", ["https://badges.example/issuers/b/keys/1", "https://badges.example/issuers/ab/key"]
)
def test_a_bare_key_elsewhere_on_the_host_may_be_a_neighbours(key_id: str) -> None:
    """Neither a yes nor a no (row 4: another tenant's key)."""
    report, _ = _judge(key_id, {key_id: KEY.public_key.to_jwk()})
    assert (report.verdict, report.check("issuer").code) == ("cannot tell", "key_of_nobody")


def test_a_key_on_another_host_is_not_even_asked_for() -> None:
    """It is not the issuer's, whatever it says."""
    key_id = f"https://evil.example/key?of={TENANT}"
    report, asked = _judge(key_id, {key_id: KEY.public_key.to_jwk()})
    assert (report.verdict, report.check("issuer").code) == ("not valid", "key_not_of_issuer")
    assert asked == []


def test_a_key_in_the_header_only_picks_one_that_is_listed() -> None:
    """Else anybody could bring his own (row 3)."""
    document = draft(credentialStatus=None)
    mine = Issuer()
    signer, public = mine.signer("P-256"), mine.signer("P-256")._private_key.public_key
    sources = RecordingSources(mine.documents())
    good = vc_jwt.sign(document, signer=signer, public_key=public)
    assert verify_credential(good, sources=sources, now=NOW).verdict == "valid"
    foreign = vc_jwt.sign(
        document,
        signer=KeySigner(KEY, verification_method="did:example:x#1"),
        public_key=KEY.public_key,
    )
    report = verify_credential(foreign, sources=sources, now=NOW)
    assert (report.verdict, report.check("proof").code) == ("not valid", "key_not_of_issuer")
