"""Checking real credentials with this installation's sources, without a network."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from guildmark.server.audit.models import Record
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.issuance.operations import revoke_award
from guildmark.server.organizations.permissions import SYSTEM, VISITOR
from guildmark.server.publication.queries import issuer_did
from guildmark.server.verification.operations import (
    check,
    check_address,
    recognize_issuer,
    withdraw_recognition,
)
from guildmark.server.verification.queries import recognition_lists, recognitions
from tests.server.wallet.samples import Awarded


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test when anything is fetched: our own lists are served from within."""

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("guildmark.fetch.fetcher.Fetcher._get", refuse)


def test_our_own_credential_is_checked_without_a_network_hop(awarded: Awarded) -> None:
    """Keys and status list come from the same operations that serve them to the world."""
    report = check(awarded.credential.document)
    assert report.verdict == "valid", report.checks
    assert report.check("status.revocation").outcome == "pass"
    assert report.check("proof").duration_ms is not None


def test_being_an_issuer_here_recognises_nobody(awarded: Awarded) -> None:
    """Recognition comes from a list that an operator keeps, and from nothing else."""
    assert check(awarded.credential.document).issuer.recognised is False
    did = issuer_did(awarded.organization_id)
    recognize_issuer(actor=SYSTEM, list_name="Ministry", issuer_id=did, name="Harbor")
    issuer = check(awarded.credential.document).issuer
    assert (issuer.recognised, issuer.by) == (True, ("Ministry",))
    withdraw_recognition(actor=SYSTEM, list_name="Ministry", issuer_id=did)
    assert check(awarded.credential.document).issuer.recognised is False


def test_a_revocation_is_seen_at_once(awarded: Awarded) -> None:
    """On this installation no cache stands between the issuer and the check."""
    revoke_award(actor=awarded.issuer, award_id=awarded.credential.award_id, reason="Mistaken.")
    report = check(awarded.credential.document)
    assert report.verdict == "not valid"
    assert report.check("status.revocation").outcome == "fail"


def test_dates_are_judged_by_the_moment_given(awarded: Awarded) -> None:
    """Too early and too late are both not valid."""
    later = timezone.now() + timedelta(days=40 * 31)
    assert check(awarded.credential.document, now=later).check("dates").outcome == "fail"
    earlier = timezone.now() - timedelta(days=1)
    assert check(awarded.credential.document, now=earlier).check("dates").outcome == "fail"


def test_a_list_of_ours_that_does_not_exist_is_cannot_tell(
    awarded: Awarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A status that could not be had is never taken for good."""

    def gone(_list_id: object) -> str:
        raise NotFound

    monkeypatch.setattr(
        "guildmark.server.verification.sources.publication_operations.signed_status_list", gone
    )
    report = check(awarded.credential.document)
    assert report.verdict == "cannot tell"
    assert report.check("status.revocation").outcome == "could not run"


def test_whatever_value_is_changed_it_is_not_valid(awarded: Awarded) -> None:
    """In the achievement, the person, the issuer, a date or the evidence: the proof breaks."""
    for path in (
        ("credentialSubject", "achievement", "name"),
        ("credentialSubject", "achievement", "version"),
        ("credentialSubject", "identifier", 0, "salt"),
        ("issuer", "name"),
        ("evidence", 0, "name"),
    ):
        document = json.loads(awarded.credential.document)
        place = document
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = "7" + place[path[-1]][1:] + "7"
        assert check(json.dumps(document)).verdict == "not valid", path
    document = json.loads(awarded.credential.document)
    document["validFrom"] = "2020-01-01T00:00:00Z"
    assert check(json.dumps(document)).verdict == "not valid"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "not a web address"),
        ("harbor.example/c/1", "not a web address"),
        ("ftp://harbor.example/c", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("javascript:alert(1)", "not a web address"),
        ("https://me:secret@harbor.example/", "user name or password"),
        ("https://[half/", "not a web address"),
        ("https://harbor.example/" + "x" * 2_000, "longer than 2000"),
        ("http://harbor.example/c", "not https"),
        ("https://127.0.0.1/c", "private|not public|address"),
        ("https://[::1]/c", "private|not public|address"),
        ("https://169.254.169.254/latest/meta-data", "private|not public|address"),
    ],
)
def test_addresses_that_are_not_fetched_are_refused_at_the_field(url: str, words: str) -> None:
    """Nothing inside a private network is reached, and a secret in an address is not sent on."""
    with pytest.raises(InvalidInput, match=words) as refused:
        check_address(url)
    assert refused.value.findings[0].field == "url"
    assert "secret" not in str(refused.value)


def test_only_an_operator_keeps_the_lists(db: None) -> None:
    """To anybody else the lists' operations do not exist."""
    with pytest.raises(NotFound):
        recognize_issuer(actor=VISITOR, list_name="L", issuer_id="did:key:z6Mk", name="N")
    with pytest.raises(NotFound):
        withdraw_recognition(actor=VISITOR, list_name="L", issuer_id="did:key:z6Mk")
    with pytest.raises(NotFound):
        withdraw_recognition(actor=SYSTEM, list_name="L", issuer_id="did:key:z6Mk")


def test_every_fault_of_a_recognition_is_named(db: None) -> None:
    """Nothing is written when one field is wrong."""
    with pytest.raises(InvalidInput) as refused:
        recognize_issuer(actor=SYSTEM, list_name=" ", issuer_id="harbor", name="")
    assert {item.field for item in refused.value.findings} == {"list_name", "issuer_id", "name"}
    assert recognition_lists() == ()


def test_the_command_keeps_a_list_and_the_record_knows(db: None) -> None:
    """Doing it twice changes nothing; each change is one record."""
    for _time in range(2):
        call_command(
            "recognize_issuer", "did:web:harbor.example", name="Harbor", list="Ministry",
            stdout=StringIO(),
        )  # fmt: skip
    assert recognitions("did:web:harbor.example") == ("Ministry",)
    assert recognition_lists()[0].issuers[0].name == "Harbor"
    call_command(
        "recognize_issuer", "did:web:harbor.example", list="Ministry", withdraw=True,
        stdout=StringIO(),
    )  # fmt: skip
    assert recognitions("did:web:harbor.example") == ()
    names = list(Record.objects.order_by("sequence").values_list("fact", flat=True))
    assert names[-2:] == ["verification.IssuerRecognized", "verification.RecognitionWithdrawn"]
    with pytest.raises(CommandError, match="nothing here"):
        call_command(
            "recognize_issuer", "did:web:harbor.example", list="Ministry", withdraw=True,
            stdout=StringIO(),
        )  # fmt: skip
