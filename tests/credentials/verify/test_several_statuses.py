"""Several lists, words of the issuer, and entries that nothing honest has (row 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.proofs import eddsa_jcs_2022
from guildmark.credentials.status import Bitstring, build_status_list_credential
from guildmark.credentials.verify import Report, verify_credential
from guildmark.testing import IssuerSimulator
from tests.credentials.judging import NOW
from tests.credentials.verify.recording import RecordingSources

ORIGIN = "https://guild.example"


def _entry(purpose: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{ORIGIN}/{purpose}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": "7",
        "statusListCredential": f"{ORIGIN}/{purpose}",
    } | changes


def _judge(issuer: IssuerSimulator, entries: Any, *, bits: tuple[str, ...] = ()) -> Report:
    documents = {}
    for purpose in ("revocation", "suspension", "refresh"):
        unsigned = build_status_list_credential(
            id=f"{ORIGIN}/{purpose}",
            issuer=issuer.did,
            purpose=purpose,
            bitstring=Bitstring.empty().with_bit(7, purpose in bits),
            valid_from=NOW,
            valid_until=NOW + timedelta(days=1),
            ttl=timedelta(minutes=5),
        )
        documents[f"{ORIGIN}/{purpose}"] = issuer.sign(unsigned)
    # JCS signs entries as an attacker with a key of his own would write them.
    # An Open Badge has one status at most; a credential may have several.
    draft = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": issuer.did,
        "credentialSubject": {"id": "did:example:ada"},
        "credentialStatus": entries,
    }
    signed = eddsa_jcs_2022.add_proof(draft, signer=issuer.signer, created=NOW)
    return verify_credential(signed, sources=RecordingSources(documents), now=NOW)


def test_each_of_several_lists_is_asked(issuer: IssuerSimulator) -> None:
    """Revoked by the second is revoked, whatever the first says."""
    entries = [_entry("suspension"), _entry("revocation")]
    assert _judge(issuer, entries).verdict == "valid"
    for purpose, check_id in (
        ("revocation", "status.revocation"),
        ("suspension", "status.suspension"),
    ):
        for order in (entries, entries[::-1]):
            report = _judge(issuer, order, bits=(purpose,))
            assert report.verdict == "not valid"
            assert [check.id for check in report.failures] == [check_id]


def test_one_list_that_can_not_answer_leaves_it_open(issuer: IssuerSimulator) -> None:
    """A pass of another for the same purpose does not cover it; a revocation does."""
    gone = _entry("revocation", statusListCredential=f"{ORIGIN}/gone")
    for order in ([gone, _entry("revocation")], [_entry("revocation"), gone]):
        open_report = _judge(issuer, order)
        assert open_report.verdict == "cannot tell"
        assert open_report.check("status.revocation").code == "STATUS_RETRIEVAL_ERROR"
        assert _judge(issuer, order, bits=("revocation",)).verdict == "not valid"


@pytest.mark.parametrize(("count", "verdict"), [(16, "valid"), (17, "cannot tell")])
def test_more_lists_than_anything_honest_has_leave_it_open(
    issuer: IssuerSimulator, count: int, verdict: str
) -> None:
    """Sixteen are asked; what the seventeenth would say is not known."""
    report = _judge(issuer, [_entry("revocation")] * count)
    assert report.verdict == verdict
    if count > 16:
        assert report.check("status.revocation").code == "too_many_statuses"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        (["BitstringStatusListEntry"], "pass"),
        (["BitstringStatusListEntry", "Other"], "could not run"),
        ([], "could not run"),
        (["Other"], "could not run"),
        ("Other", "could not run"),
    ],
)
def test_the_kind_of_an_entry_is_one_that_is_known(
    issuer: IssuerSimulator, kind: Any, outcome: str
) -> None:
    """One name, alone or alone in a list; anything else may mean revoked."""
    document = issuer.draft(credentialStatus=_entry("revocation", type=kind))
    from guildmark.credentials.verify.received import Received
    from guildmark.credentials.verify.status import check_statuses
    from guildmark.credentials.verify.status.asked import Asking

    listed = build_status_list_credential(
        id=f"{ORIGIN}/revocation",
        issuer=issuer.did,
        purpose="revocation",
        bitstring=Bitstring.empty(),
        valid_from=NOW,
        valid_until=NOW + timedelta(days=1),
        ttl=timedelta(minutes=5),
    )
    sources = RecordingSources({f"{ORIGIN}/revocation": issuer.sign(listed)})
    found = check_statuses(
        Received("json", document, None), asking=Asking(document, issuer.did, sources, NOW)
    )
    assert found.checks[0].outcome == outcome
    assert found.checks[0].code == ("" if outcome == "pass" else "other_status_type")


@pytest.mark.parametrize("is_set", [False, True])
def test_a_newer_version_is_announced_in_words(issuer: IssuerSimulator, is_set: bool) -> None:
    """It says nothing about whether this one is valid."""
    report = _judge(issuer, [_entry("refresh")], bits=("refresh",) if is_set else ())
    assert report.verdict == "valid"
    check = report.check("status.message")
    assert check.outcome == "pass"
    assert len(report.status_messages) == is_set
    assert ("newer version of this credential" in check.reason) == is_set


def test_a_purpose_that_nobody_knows_is_not_asked_for(issuer: IssuerSimulator) -> None:
    """It can not mean revoked: the standard has a name for that."""
    report = _judge(issuer, [_entry("somethingElse"), _entry("revocation")])
    assert report.verdict == "valid"
    assert "status.message" not in {check.id for check in report.checks}
