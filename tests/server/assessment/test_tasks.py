"""Mails that follow from what happened."""

from __future__ import annotations

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations, tasks
from guildmark.server.assessment.events import SubmissionReturned
from guildmark.server.assessment.models import Decision
from guildmark.server.audit.models import Record
from guildmark.server.base.facts import fact_class
from guildmark.server.messages.models import Message
from tests.server.assessment.conftest import World, fill_in, hand_in, pass_it, return_it


def deliver(name: str) -> None:
    """Deliver the latest fact of that name to this room's listeners, twice."""
    row = Record.objects.filter(fact=f"assessment.{name}").latest("sequence")
    fact = fact_class(row.fact).from_json(row.data)
    listener = {
        "SubmissionHandedIn": tasks.tell_assessors,
        "SubmissionReturned": tasks.tell_returned,
        "SubmissionPassed": tasks.tell_passed,
    }[name]
    listener(fact)  # type: ignore[arg-type]
    listener(fact)  # type: ignore[arg-type]


def test_every_assessor_is_told_once_without_the_learners_name(world: World) -> None:
    """The mail leads to the queue and names nobody."""
    submission_id = hand_in(world)
    deliver("SubmissionHandedIn")
    mails = Message.objects.filter(kind="submission_handed_in")
    assert sorted(mail.to for mail in mails) == ["ben@example.org", "carla@example.org"]
    for mail in mails:
        assert "Control hazardous energy" in mail.subject
        assert "Amina" not in mail.text + mail.html
        assert str(submission_id) not in mail.text
        assert "/marking/" in mail.text


def test_an_assessor_is_not_told_of_their_own_evidence(world: World) -> None:
    """They cannot mark it anyway."""
    own = operations.start_submission(actor=world.assessor, version_id=world.version_id)
    fill_in(world.assessor, own)
    operations.submit(actor=world.assessor, submission_id=own)
    deliver("SubmissionHandedIn")
    mails = Message.objects.filter(kind="submission_handed_in")
    assert [mail.to for mail in mails] == ["carla@example.org"]


def test_a_returned_submission_brings_one_mail_in_the_learners_language(world: World) -> None:
    """With the way to the feedback, not the feedback itself."""
    Person.objects.filter(id=world.learner.person_id).update(language="es", name="Aminá <b>")
    submission_id = hand_in(world)
    return_it(world, submission_id)
    deliver("SubmissionReturned")
    mail = Message.objects.get(kind="submission_returned")
    assert mail.language == "es"
    assert f"/submissions/{submission_id}/" in mail.text
    assert "Aminá <b>" in mail.text
    assert "&lt;b&gt;" in mail.html
    assert "gravity" not in mail.text


def test_a_passed_submission_brings_one_mail(world: World) -> None:
    """The credential's own mail follows from the award."""
    pass_it(world, hand_in(world))
    deliver("SubmissionPassed")
    mail = Message.objects.get(kind="submission_passed")
    assert mail.to == "amina@example.org"
    assert mail.html.count("<h1") <= 1


def test_nobody_is_told_when_the_account_is_gone(world: World) -> None:
    """A job that runs after the erasure does nothing."""
    return_it(world, hand_in(world))
    decision = Decision.objects.get()
    tasks.tell_returned(
        SubmissionReturned(
            submission_id=decision.attempt.submission_id,
            version_id=world.version_id,
            organization_id=world.organization_id,
            learner_id=decision.id,
            attempt=1,
            decision_id=decision.id,
        )
    )
    assert not Message.objects.filter(kind="submission_returned").exists()
