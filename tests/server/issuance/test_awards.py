"""Making an award once, and taking it back for ever."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client, override_settings

from guildmark.credentials.status import read_bitstring
from guildmark.server.assessment import operations as assessment
from guildmark.server.audit.models import Record
from guildmark.server.audit.queries import verify_chain
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.issuance import operations, queries
from guildmark.server.issuance.models import Award, Credential
from guildmark.server.issuance.operations import issue_award, revoke_award
from guildmark.server.keystore.encryption import MasterKeyUnusable, new_master_key
from guildmark.server.keystore.models import SigningKey
from guildmark.server.organizations.permissions import ISSUER, OWNER, SYSTEM, VIEWER, VISITOR, Actor
from guildmark.server.publication.models import StatusIndex
from guildmark.server.publication.operations import signed_status_list
from guildmark.server.verification.operations import check
from tests.server.catalog.samples import member_of, new_organization
from tests.server.issuance.passing import pass_another
from tests.server.wallet.samples import Awarded, as_actor

RunJobs = Callable[[], list[str]]


def issuer_of(awarded: Awarded) -> Actor:
    """Return somebody else who issues there."""
    return member_of(awarded.organization_id, ISSUER)


def test_running_it_again_returns_the_same_award(awarded: Awarded) -> None:
    """A job that is delivered twice makes one award, one index, one record."""
    again = issue_award(actor=SYSTEM, submission_id=awarded.submission_id)
    assert again == awarded.credential.award_id
    assert Award.objects.count() == Credential.objects.count() == 1
    assert StatusIndex.objects.count() == 1
    assert Record.objects.filter(fact="issuance.AwardIssued").count() == 1
    assert verify_chain().is_whole


def test_only_issuers_of_that_organization_award(awarded: Awarded) -> None:
    """To everybody else the submission does not exist."""
    others = (
        VISITOR,
        awarded.actor,
        member_of(awarded.organization_id, VIEWER),
        member_of(new_organization("Elsewhere"), OWNER),
    )
    for actor in others:
        with pytest.raises(NotFound):
            issue_award(actor=actor, submission_id=awarded.submission_id)
    assert issue_award(actor=issuer_of(awarded), submission_id=awarded.submission_id)


def test_a_submission_that_has_not_passed_gets_no_award(awarded: Awarded) -> None:
    """Neither one that is unknown nor one that is still a draft."""
    draft = assessment.start_submission(
        actor=as_actor(awarded.assessor), version_id=awarded.credential.version_id
    )
    for submission_id in (uuid.uuid4(), draft):
        with pytest.raises(NotFound):
            issue_award(actor=SYSTEM, submission_id=submission_id)
    assert Award.objects.count() == 1


def test_nobody_awards_to_themselves(awarded: Awarded) -> None:
    """An issuer who is the learner is refused, and nothing is written."""
    submission_id = pass_another(awarded)
    learner = Award.objects.get(pk=awarded.credential.award_id).learner
    assert learner is not None
    me = as_actor(learner, awarded.organization_id, ISSUER)
    with pytest.raises(Conflict) as refused:
        issue_award(actor=me, submission_id=submission_id)
    assert refused.value.code == "own_award"
    assert not Award.objects.filter(submission_id=submission_id).exists()


def test_without_an_active_key_it_says_so_and_a_later_run_succeeds(
    awarded: Awarded, run_jobs: RunJobs
) -> None:
    """The job fails with what to do, leaves nothing, and works once there is a key."""
    submission_id = pass_another(awarded)
    SigningKey.objects.update(state="retired")
    with pytest.raises(Conflict) as refused:
        issue_award(actor=SYSTEM, submission_id=submission_id)
    assert refused.value.code == "no_key"
    assert "Make one" in refused.value.message
    assert not Award.objects.filter(submission_id=submission_id).exists()
    SigningKey.objects.update(state="active")
    run_jobs()
    assert Award.objects.filter(submission_id=submission_id).count() == 1


def test_a_wrong_master_key_leaves_nothing_half_written(
    awarded: Awarded, run_jobs: RunJobs
) -> None:
    """No award row, no index, no record; with the right key the job does it."""
    submission_id = pass_another(awarded)
    before = (StatusIndex.objects.count(), Record.objects.count())
    with override_settings(MASTER_KEY=new_master_key()), pytest.raises(MasterKeyUnusable) as wrong:
        issue_award(actor=SYSTEM, submission_id=submission_id)
    assert "GUILDMARK_MASTER_KEY" in wrong.value.message
    assert not Award.objects.filter(submission_id=submission_id).exists()
    assert (StatusIndex.objects.count(), Record.objects.count()) == before
    run_jobs()
    assert Award.objects.filter(submission_id=submission_id).count() == 1


def test_no_award_without_its_record(awarded: Awarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the record cannot be written, nothing is signed into the world."""
    submission_id = pass_another(awarded)

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(operations, "record", full)
    with pytest.raises(OSError, match="no space"):
        issue_award(actor=SYSTEM, submission_id=submission_id)
    assert not Award.objects.filter(submission_id=submission_id).exists()
    assert StatusIndex.objects.count() == 1


def test_revoking_sets_the_bit_and_signs_the_list_anew(awarded: Awarded) -> None:
    """The list that anybody fetches says so at once, and the check says not valid."""
    entry = StatusIndex.objects.get(credential_id=awarded.credential.id)
    before = signed_status_list(entry.status_list_id)
    assert not read_bitstring(json.loads(before), purpose="revocation").get(entry.index)
    revoke_award(
        actor=issuer_of(awarded), award_id=awarded.credential.award_id, reason="  Mistaken.  "
    )
    after = signed_status_list(entry.status_list_id)
    assert after != before
    assert read_bitstring(json.loads(after), purpose="revocation").get(entry.index)
    row = queries.credential(awarded.credential.id)
    assert row is not None
    assert (row.state, row.state_reason) == ("revoked", "Mistaken.")
    assert row.document == awarded.credential.document
    report = check(awarded.credential.document)
    assert report.verdict == "not valid"
    assert report.check("status.revocation").outcome == "fail"


def test_the_reason_stays_out_of_the_record_and_the_list(awarded: Awarded) -> None:
    """The reason is for the holder: it may say something about them."""
    revoke_award(
        actor=issuer_of(awarded), award_id=awarded.credential.award_id, reason="Plagiarised it."
    )
    assert "Plagiarised" not in json.dumps(list(Record.objects.values_list("data", flat=True)))
    entry = StatusIndex.objects.get(credential_id=awarded.credential.id)
    assert "Plagiarised" not in signed_status_list(entry.status_list_id)


@pytest.mark.parametrize("reason", ["", "   \n", "x" * 1001])
def test_a_revocation_needs_a_reason_of_sensible_length(awarded: Awarded, reason: str) -> None:
    """The field is named and nothing changes."""
    with pytest.raises(InvalidInput) as refused:
        revoke_award(actor=issuer_of(awarded), award_id=awarded.credential.award_id, reason=reason)
    assert [finding.field for finding in refused.value.findings] == ["reason"]
    assert check(awarded.credential.document).verdict == "valid"


def test_revoking_twice_is_refused(awarded: Awarded) -> None:
    """The first reason stays; one bit, one record."""
    for expected in (None, "already_revoked"):
        try:
            revoke_award(
                actor=issuer_of(awarded), award_id=awarded.credential.award_id, reason="Once."
            )
        except Conflict as error:
            assert error.code == expected
        else:
            assert expected is None
    assert Record.objects.filter(fact="issuance.AwardRevoked").count() == 1
    assert Record.objects.filter(fact="publication.StatusSet").count() == 1


def test_only_issuers_of_that_organization_revoke(awarded: Awarded) -> None:
    """To everybody else the award does not exist; the system revokes nothing by itself."""
    others = (
        VISITOR,
        SYSTEM,
        awarded.actor,
        member_of(awarded.organization_id, VIEWER),
        member_of(new_organization("Elsewhere"), OWNER),
    )
    for actor in others:
        with pytest.raises(NotFound):
            revoke_award(actor=actor, award_id=awarded.credential.award_id, reason="No.")
    with pytest.raises(NotFound):
        revoke_award(actor=issuer_of(awarded), award_id=uuid.uuid4(), reason="No.")
    assert check(awarded.credential.document).verdict == "valid"


@pytest.fixture
def issuer_client(awarded: Awarded) -> Client:
    """Return a browser in which an owner is signed in."""
    from guildmark.server.organizations.operations import grant_role

    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.assessor.id,
        role=OWNER,
    )  # fmt: skip
    client = Client()
    client.force_login(awarded.assessor, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_list_of_awards_can_be_searched(awarded: Awarded, issuer_client: Client) -> None:
    """By title or name, and by state."""
    base = "/organizations/harbor-technical-college/awards/"
    assert "Amina Yusuf" in issuer_client.get(base).content.decode()
    assert "Amina Yusuf" in issuer_client.get(base + "?text=amina").content.decode()
    assert "Amina Yusuf" not in issuer_client.get(base + "?text=nobody").content.decode()
    assert "Amina Yusuf" not in issuer_client.get(base + "?state=revoked").content.decode()
    assert issuer_client.get(base + "?state=nonsense&page=99").status_code == 200
    assert issuer_client.get(base + "?text=%00").status_code in {200, 400}


def test_the_page_asks_before_it_revokes(awarded: Awarded, issuer_client: Client) -> None:
    """What will happen is said first; without a reason the form comes back with the field."""
    page = f"/organizations/harbor-technical-college/awards/{awarded.credential.award_id}/"
    assert "revoke/" in issuer_client.get(page).content.decode()
    asked = issuer_client.get(page + "revoke/")
    assert "cannot be undone" in asked.content.decode()
    assert "within 5 minutes" in asked.content.decode()
    empty = issuer_client.post(page + "revoke/", {"reason": " "})
    assert empty.status_code == 422
    done = issuer_client.post(page + "revoke/", {"reason": "Evidence was another's."}, follow=True)
    assert "Evidence was another&#x27;s." in done.content.decode()
    assert "revoke/" not in done.content.decode()
    again = issuer_client.post(page + "revoke/", {"reason": "Again."}, follow=True)
    assert "revoked already" in again.content.decode()
