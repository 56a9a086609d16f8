"""Learner records, endorsements, refresh, older lists and messages: each with its own answer."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.encoding import format_datetime
from guildmark.credentials.model.clr import build_clr
from guildmark.credentials.model.endorsement import build_endorsement
from guildmark.credentials.proofs import eddsa_rdfc_2022, vc_jwt
from guildmark.credentials.status import Bitstring, build_status_entry, build_status_list_credential
from guildmark.credentials.verify import Policy, Report, verify_credential
from tests.credentials.judging import NOW
from tests.credentials.verify.formats import DID, LIST, ORIGIN, STRANGER, Issuer, draft
from tests.credentials.verify.recording import RecordingSources

Json = dict[str, Any]
_PROFILE = {"id": DID, "type": ["Profile"], "name": "Wheelwrights' Guild"}
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"


def _sign(document: Json, issuer: Issuer | None = None) -> Json:
    signer = (issuer or Issuer()).signer("Ed25519")
    return eddsa_rdfc_2022.add_proof(document, signer=signer, created=NOW)


def _judge(document: Any, documents: Json | None = None, **policy: Any) -> tuple[Report, list[str]]:
    published = Issuer().documents() | {STRANGER: Issuer(STRANGER).did_document}
    sources = RecordingSources(published | (documents or {}))
    text = document if isinstance(document, str) else json.dumps(document)
    report = verify_credential(text, sources=sources, now=NOW, policy=Policy(**policy))
    return report, sources.asked


def _record(*credentials: Json) -> Json:
    return _sign(
        build_clr(
            id="urn:uuid:3f1d8c52-6a52-4c0a-9a1a-2f0a3b9a1c15",
            issuer=_PROFILE,
            name="Ada's record",
            valid_from=NOW,
            credentials=credentials,
            learner="did:example:ada",
        )
    )


def test_each_credential_in_a_record_has_its_own_report() -> None:
    """And the record is valid when each is."""
    report, _ = _judge(_record(_sign(draft()), _sign(draft(id="urn:uuid:2"), Issuer())))
    assert (report.verdict, report.profile) == ("valid", "Comprehensive Learner Record 2.0")
    assert [each.verdict for each in report.credentials] == ["valid", "valid"]
    assert [each["verdict"] for each in report.to_json()["credentials"]] == ["valid", "valid"]


def test_a_forged_credential_makes_its_record_not_valid() -> None:
    """Though the record itself is signed by its issuer."""
    forged = {**_sign(draft()), "name": "Doctor"}
    report, _ = _judge(_record(forged))
    assert (report.verdict, report.check("credentials").code) == ("not valid", "inner_not_valid")
    assert report.check("proof").outcome == "pass"


def test_an_expired_credential_stays_a_part_of_the_record() -> None:
    """It says what was true once."""
    ended = _sign(draft(validUntil=format_datetime(NOW - timedelta(days=1))))
    report, _ = _judge(_record(ended))
    assert (report.verdict, report.check("credentials").code) == ("valid", "inner_expired")


def _endorsement(endorsed: str, issuer: Issuer) -> Json:
    return build_endorsement(
        id="urn:uuid:5f1d8c52-6a52-4c0a-9a1a-2f0a3b9a1c15",
        issuer={"id": issuer.did, "type": ["Profile"], "name": "Chamber"},
        name="Endorsement",
        valid_from=NOW,
        endorsed=endorsed,
        comment="We hire by it.",
    )


def _endorsed(endorsement: Json | str) -> Json:
    document = draft()
    name = "endorsementJwt" if isinstance(endorsement, str) else "endorsement"
    document["credentialSubject"]["achievement"][name] = [endorsement]
    return _sign(document)


ACHIEVEMENT = f"{ORIGIN}/achievements/wheel-truing"


def test_endorsements_are_verified_by_themselves() -> None:
    """Embedded or as a token; by somebody else's keys, asked for only beside a proven award."""
    chamber = Issuer(STRANGER)
    embedded = _sign(_endorsement(ACHIEVEMENT, chamber), chamber)
    token = vc_jwt.sign(_endorsement(ACHIEVEMENT, chamber), signer=chamber.signer("P-256"))
    for endorsement in (embedded, token):
        report, _ = _judge(_endorsed(endorsement))
        assert (report.verdict, report.check("endorsements").outcome) == ("valid", "pass")
        assert report.endorsements[0].issuer.id == STRANGER
    changed = _endorsed(embedded) | {"name": "Doctor"}
    assert STRANGER not in _judge(changed)[1]


def test_a_bad_endorsement_is_shown_and_leaves_the_award_alone() -> None:
    """Forged, or about something else."""
    chamber = Issuer(STRANGER)
    forged = {**_sign(_endorsement(ACHIEVEMENT, chamber), chamber), "name": "Praise"}
    elsewhere = _sign(_endorsement(f"{ORIGIN}/achievements/other", chamber), chamber)
    for endorsement in (forged, elsewhere):
        report, _ = _judge(_endorsed(endorsement))
        assert (report.verdict, report.check("endorsements").outcome) == ("valid", "fail")
        assert report.endorsements[0].verdict == "not valid"


REFRESH = f"{ORIGIN}/refresh/1"


def _refreshable(**changes: Any) -> Json:
    contexts = [*draft()["@context"], EXTENSIONS]
    service = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    return _sign(draft(refreshService=service, **{"@context": contexts}, **changes))


def test_a_newer_version_is_judged_in_place_of_the_old_one() -> None:
    """Asked for once, and only after the proof held."""
    old = _refreshable()
    new = _refreshable(name="Wheel truing, revised", validFrom=format_datetime(NOW))
    report, asked = _judge(old, {REFRESH: new})
    assert (report.verdict, report.check("refresh").code) == ("valid", "refreshed")
    assert report.credential is not None
    assert report.credential["name"] == "Wheel truing, revised"
    assert asked.count(REFRESH) == 1
    assert asked.index(DID) < asked.index(REFRESH) < asked.index(LIST)


@pytest.mark.parametrize(
    "newer",
    [
        {"id": "urn:uuid:another"},
        {"issuer": STRANGER},
        {"credentialSubject": {"id": "did:example:eve"}},
        {"validFrom": "2001-01-01T00:00:00Z"},
        {"name": "unsigned change"},
    ],
)
def test_what_is_no_newer_version_is_not_taken(newer: Json) -> None:
    """The one at hand stays, and the report says why."""
    answer = {**copy.deepcopy(_refreshable()), **newer}
    report, _ = _judge(_refreshable(), {REFRESH: answer})
    assert (report.verdict, report.check("refresh").outcome) == ("valid", "could not run")
    assert report.credential is not None
    assert report.credential["name"] == "Wheel truing"


def test_nobody_is_asked_for_a_newer_version_without_need() -> None:
    """Not of a forged one, and not where a policy says no."""
    forged = {**_refreshable(), "name": "Doctor"}
    assert REFRESH not in _judge(forged)[1]
    report, asked = _judge(_refreshable(), refresh=False)
    assert (report.check("refresh").code, REFRESH in asked) == ("not_asked", False)


@pytest.mark.parametrize(
    ("listed", "verdict"), [([], "valid"), ([{"id": draft()["id"]}], "not valid")]
)
def test_a_plain_revocation_list_counts_at_its_issuers_address(
    listed: list[Any], verdict: str
) -> None:
    """Nobody signs it, so elsewhere it is not believed."""
    contexts = [*draft()["@context"], EXTENSIONS]
    for url, expected in (
        (f"{ORIGIN}/revoked", verdict),
        ("https://other.example/revoked", "cannot tell"),
    ):
        status = {"id": url, "type": "1EdTechRevocationList"}
        document = _sign(draft(credentialStatus=status, **{"@context": contexts}))
        answer = {"id": url, "issuer": DID, "revokedCredentials": listed}
        report, _ = _judge(document, {url: answer})
        assert report.verdict == expected


def test_a_message_is_told_and_decides_nothing() -> None:
    """Words of the issuer's, beside the checks."""
    url = f"{ORIGIN}/status/message"
    entry = build_status_entry(
        list_url=url, index=7, purpose="message", messages=("As awarded.", "Under review.")
    )
    unsigned = build_status_list_credential(
        id=url,
        issuer=DID,
        purpose="message",
        bitstring=Bitstring.empty().with_bit(7, True),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )
    report, _ = _judge(_sign(draft(credentialStatus=entry)), {url: _sign(unsigned)})
    assert report.verdict == "valid"
    assert report.status_messages == ("Under review.",)


@pytest.mark.parametrize(("who", "outcome"), [("did:example:ada", "pass"), ("did:x:eve", "fail")])
def test_whom_it_is_for_is_asked_by_did_too(who: str, outcome: str) -> None:
    """A failure makes it not valid for this question."""
    report, _ = _judge(_sign(draft()), recipient=who)
    assert report.check("recipient").outcome == outcome
    assert (report.verdict == "valid") == (outcome == "pass")
