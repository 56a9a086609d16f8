"""Many at once: one award for a submission, one index for a credential."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import connections

from guildmark.server.audit.models import Record
from guildmark.server.audit.queries import verify_chain
from guildmark.server.base.errors import Conflict
from guildmark.server.base.scope import scoped
from guildmark.server.issuance.models import Award, Credential
from guildmark.server.issuance.operations import issue_award, revoke_award
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.publication.models import StatusIndex, StatusList
from tests.server.issuance.passing import pass_another
from tests.server.wallet.samples import make_award, new_person

pytestmark = pytest.mark.django_db(transaction=True)

Value = TypeVar("Value")


def at_once(calls: list[Callable[[], Value]]) -> list[Value]:
    """Make all calls in threads of their own and return what they returned, in order."""

    def run(call: Callable[[], Value]) -> Value:
        try:
            with scoped(system=True):
                return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        return list(threads.map(run, calls))


def test_fifty_calls_for_one_submission_make_one_award(
    run_jobs: Callable[[], list[str]],
) -> None:
    """All fifty return the same award; it has one index and one record."""
    awarded = make_award(run_jobs)
    submission_id = pass_another(awarded)
    made = at_once([lambda: issue_award(actor=SYSTEM, submission_id=submission_id)] * 50)
    assert len(set(made)) == 1
    assert Award.objects.filter(submission_id=submission_id).count() == 1
    credential = Credential.objects.get(award_id=made[0])
    assert StatusIndex.objects.filter(credential_id=credential.id).count() == 1
    assert StatusIndex.objects.count() == 2
    assert Record.objects.filter(fact="issuance.AwardIssued", subject_id=made[0]).count() == 1
    assert verify_chain().is_whole


def test_awards_of_different_submissions_get_different_indexes(
    run_jobs: Callable[[], list[str]],
) -> None:
    """They take turns at one list, also when there is no list yet; revoking loses no bit."""
    awarded = make_award(run_jobs)
    StatusIndex.objects.all().delete()
    StatusList.objects.all().delete()
    submissions = [
        pass_another(awarded, learner=new_person(f"l{number}@example.org"), title=f"No. {number}")
        for number in range(8)
    ]

    def issue(submission_id: UUID) -> Callable[[], UUID]:
        return lambda: issue_award(actor=SYSTEM, submission_id=submission_id)

    made = at_once([issue(submission_id) for submission_id in submissions])
    assert len(set(made)) == 8
    assert StatusList.objects.count() == 1
    indexes = StatusIndex.objects.values_list("index", flat=True)
    assert len(set(indexes)) == 8

    def revoke(award_id: UUID) -> Callable[[], str]:
        def run() -> str:
            try:
                revoke_award(actor=awarded.issuer, award_id=award_id, reason="All of them.")
            except Conflict as error:
                return error.code
            return "revoked"

        return run

    # Each is revoked by two people at once.
    outcomes = at_once([revoke(award_id) for award_id in made for _ in range(2)])
    assert sorted(outcomes) == ["already_revoked"] * 8 + ["revoked"] * 8
    bits = bytes(StatusList.objects.get().bits)
    assert sum(byte.bit_count() for byte in bits) == 8
    assert verify_chain().is_whole
