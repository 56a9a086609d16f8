"""Status: a list that can not be relied on is never taken for a good one (row 6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from guildmark.credentials.status import (
    Bitstring,
    build_status_entry,
    build_status_list_credential,
)
from guildmark.credentials.verify import Report, verify_credential
from guildmark.testing import Clock, IssuerSimulator
from tests.credentials.judging import NOW, judge, outcomes
from tests.credentials.verify.recording import RecordingSources

URL = "https://guild.example/status/revocation"


def _list(issuer: IssuerSimulator, bits: Bitstring | None = None, **changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": URL,
        "issuer": issuer.did,
        "purpose": "revocation",
        "bitstring": bits or Bitstring.empty(),
        "valid_from": NOW,
        "valid_until": NOW + timedelta(days=1),
        "ttl": timedelta(minutes=5),
    }
    return build_status_list_credential(**{**facts, **changes})


def _award(issuer: IssuerSimulator, index: int = 7, **entry: Any) -> dict[str, Any]:
    status = build_status_entry(list_url=URL, index=index, purpose="revocation")
    return issuer.award(credentialStatus={**status, **entry})


def _report(issuer: IssuerSimulator, credential: dict[str, Any], signed: Any) -> Report:
    documents = {URL: signed} if signed is not None else {}
    return verify_credential(credential, sources=RecordingSources(documents), now=NOW)


@pytest.mark.parametrize("index", [0, 1, 7, 8, 131_071])
def test_a_revoked_badge_is_not_valid(issuer: IssuerSimulator, index: int) -> None:
    """At the first, the last and any other place; its neighbours stay valid."""
    signed = issuer.sign(_list(issuer, Bitstring.empty().with_bit(index, True)))
    revoked = _report(issuer, _award(issuer, index), signed)
    assert revoked.verdict == "not valid"
    assert revoked.check("status.revocation").code == "revoked"
    neighbour = _report(issuer, _award(issuer, index ^ 1), signed)
    assert neighbour.verdict == "valid"


def test_suspension_is_said_as_such_and_may_end(issuer: IssuerSimulator) -> None:
    """Each purpose has its own check."""
    credential = issuer.award(purpose="suspension")
    issuer.revoke(credential)
    suspended = judge(credential, trust=issuer.trust())
    issuer.reinstate(credential)
    assert outcomes(suspended)["status.suspension"] == "fail"
    assert outcomes(suspended)["status.revocation"] == "not applicable"
    assert suspended.verdict == "not valid"
    assert judge(credential, trust=issuer.trust()).verdict == "valid"


def test_a_badge_without_status_can_not_be_revoked(issuer: IssuerSimulator) -> None:
    """And is valid without asking anybody."""
    report = judge(issuer.sign(issuer.draft()))
    assert outcomes(report)["status.revocation"] == "not applicable"
    assert report.verdict == "valid"


def test_a_list_that_can_not_be_had_leaves_it_open(issuer: IssuerSimulator) -> None:
    """Not valid, not invalid: cannot tell."""
    report = _report(issuer, _award(issuer), None)
    assert report.verdict == "cannot tell"
    assert report.check("status.revocation").code == "STATUS_RETRIEVAL_ERROR"


def _by_another(issuer: IssuerSimulator) -> Any:
    other = IssuerSimulator(clock=Clock(NOW), seed=2)
    return other.sign(_list(other))


def _claimed_by_another(issuer: IssuerSimulator) -> Any:
    other = IssuerSimulator(clock=Clock(NOW), seed=2)
    return {**other.sign(_list(other)), "issuer": issuer.did}


def _with_bit_cleared(issuer: IssuerSimulator) -> Any:
    signed = issuer.sign(_list(issuer, Bitstring.empty().with_bit(7, True)))
    signed["credentialSubject"]["encodedList"] = Bitstring.empty().encode()
    return signed


def _encoded(issuer: IssuerSimulator, text: str) -> Any:
    unsigned = _list(issuer)
    unsigned["credentialSubject"]["encodedList"] = text
    return issuer.sign(unsigned)


UNRELIABLE: dict[str, tuple[Callable[[IssuerSimulator], Any], str]] = {
    "unsigned": (_list, "STATUS_VERIFICATION_ERROR"),
    "signed by another issuer": (_by_another, "STATUS_VERIFICATION_ERROR"),
    "signed by another in our name": (_claimed_by_another, "STATUS_VERIFICATION_ERROR"),
    "changed after signing": (_with_bit_cleared, "STATUS_VERIFICATION_ERROR"),
    "another list of the issuer": (
        lambda issuer: issuer.sign(_list(issuer, id=URL + "2")),
        "STATUS_VERIFICATION_ERROR",
    ),
    "for another purpose": (
        lambda issuer: issuer.sign(_list(issuer, purpose="suspension")),
        "STATUS_VERIFICATION_ERROR",
    ),
    "over": (
        lambda issuer: issuer.sign(
            _list(
                issuer,
                valid_from=NOW - timedelta(days=2),
                valid_until=NOW - timedelta(seconds=61),
            )
        ),
        "STATUS_LIST_OUT_OF_DATE",
    ),
    "not begun": (
        lambda issuer: issuer.sign(_list(issuer, valid_from=NOW + timedelta(seconds=61))),
        "STATUS_LIST_OUT_OF_DATE",
    ),
    "too short": (
        lambda issuer: _encoded(issuer, "uH4sIAAAAAAAC_2MAAI3vAtIBAAAA"),
        "STATUS_LIST_LENGTH_ERROR",
    ),
    "no gzip": (lambda issuer: _encoded(issuer, "uAAAA"), "STATUS_VERIFICATION_ERROR"),
    "a badge": (lambda issuer: issuer.award(), "STATUS_VERIFICATION_ERROR"),
    "nothing": (lambda _issuer: {}, "STATUS_VERIFICATION_ERROR"),
    "an array": (lambda _issuer: [], "STATUS_VERIFICATION_ERROR"),
    "text": (lambda _issuer: "valid", "STATUS_VERIFICATION_ERROR"),
}


@pytest.mark.parametrize("name", UNRELIABLE)
def test_a_list_that_is(issuer: IssuerSimulator, name: str) -> None:
    """It can not answer, so the verdict is "cannot tell"; the code says why."""
    build, code = UNRELIABLE[name]
    report = _report(issuer, _award(issuer), build(issuer))
    check = report.check("status.revocation")
    assert (check.outcome, check.code) == ("could not run", code)
    assert report.verdict == "cannot tell"
    assert check.reason.startswith("The status list can not be relied on")


ENTRIES: dict[str, tuple[dict[str, Any], str]] = {
    "an index outside": ({"statusListIndex": "131072"}, "RANGE_ERROR"),
    "an index that is no number": ({"statusListIndex": "x"}, "MALFORMED_VALUE_ERROR"),
    "several bits": ({"statusSize": 2}, "MALFORMED_VALUE_ERROR"),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_with(issuer: IssuerSimulator, name: str) -> None:
    """Signed as such by the issuer: which bit is meant can not be told."""
    change, code = ENTRIES[name]
    report = _report(issuer, _award(issuer, **change), issuer.sign(_list(issuer)))
    assert report.check("status.revocation").code == code
    assert report.verdict == "cannot tell"


def test_a_status_of_another_kind_can_not_be_told(issuer: IssuerSimulator) -> None:
    """It may well mean revoked."""
    status = {"id": f"{URL}#1", "type": "1EdTechCredentialRefresh"}
    report = judge(issuer.award(credentialStatus=status))
    assert report.check("status.revocation").code == "other_status_type"
    assert report.verdict == "cannot tell"


def test_other_purposes_say_nothing_about_validity(issuer: IssuerSimulator) -> None:
    """A message or refresh entry is no revocation."""
    report = _report(issuer, _award(issuer, statusPurpose="refresh"), None)
    assert outcomes(report)["status.revocation"] == "not applicable"
    assert report.verdict == "valid"
