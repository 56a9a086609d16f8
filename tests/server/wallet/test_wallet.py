"""What a learner may do with what they hold, and what nobody else may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client

from guildmark.server.accounts.models import Person
from guildmark.server.audit.models import Record
from guildmark.server.base.clock import clock_at, now
from guildmark.server.base.errors import Conflict, InvalidInput, NotFound
from guildmark.server.issuance.events import AwardIssued
from guildmark.server.issuance.operations import revoke_award
from guildmark.server.messages.models import Message
from guildmark.server.organizations.permissions import SYSTEM, VISITOR, Actor
from guildmark.server.wallet import operations, queries, tasks
from guildmark.server.wallet.models import HeldCredential, ShareLink
from guildmark.server.wallet.operations import ShareInput
from tests.server.wallet.samples import Awarded, as_actor, new_person


def wallet_facts() -> list[str]:
    """Return the names of the wallet's facts in the record, in their order."""
    names = Record.objects.order_by("sequence").values_list("fact", flat=True)
    return [name for name in names if name.startswith("wallet.")]


def test_an_award_arrives_private_and_new(awarded: Awarded) -> None:
    """Nobody but the learner sees it, and they have not accepted it yet."""
    row = queries.held(actor=awarded.actor, held_id=awarded.held_id)
    assert (row.visibility, row.accepted_at, row.hidden_at) == ("private", None, None)
    assert [held.id for held in queries.held_credentials(awarded.learner.id)] == [row.id]
    assert queries.shown_credential(awarded.credential.id) is None


def test_the_same_fact_delivered_twice_makes_one_credential_and_one_mail(
    awarded: Awarded, run_jobs: Callable[[], list[str]]
) -> None:
    """Jobs run at least once; the learner must not notice."""
    tasks.receive_award(
        AwardIssued(
            subject_id=awarded.credential.award_id,
            credential_id=awarded.credential.id,
            version_id=awarded.credential.version_id,
            credential_sha256=awarded.credential.sha256.hex(),
        )
    )
    run_jobs()
    assert HeldCredential.objects.count() == 1
    assert ShareLink.objects.count() == 1
    assert Message.objects.filter(kind="award_issued").count() == 1
    assert wallet_facts() == ["wallet.CredentialReceived"]


def test_the_mail_leads_to_the_badge_without_an_account(awarded: Awarded, client: Client) -> None:
    """One tap from the mail to the badge; a second one to accept it."""
    mail = Message.objects.get(kind="award_issued")
    assert mail.to == "amina@example.org"
    assert "Control hazardous energy" in mail.subject
    assert "See the badge:" in mail.text
    (link,) = [word for word in mail.text.split() if "/s/" in word]
    assert link in mail.html
    page = client.get(link.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert "Control hazardous energy" in page.content.decode()
    assert f"/wallet/{awarded.held_id}/" in page.content.decode()


def test_the_learner_is_told_of_a_revocation_and_why(
    awarded: Awarded, run_jobs: Callable[[], list[str]]
) -> None:
    """The reason goes to the learner, not to the world."""
    reason = "The record was of another machine."
    revoke_award(actor=awarded.issuer, award_id=awarded.credential.award_id, reason=reason)
    run_jobs()
    mail = Message.objects.get(kind="award_revoked")
    assert reason in mail.text
    assert reason in mail.html


def test_mails_are_written_in_the_language_of_the_learner(
    awarded: Awarded, run_jobs: Callable[[], list[str]]
) -> None:
    """The language of the account decides, not that of the job."""
    Person.objects.filter(pk=awarded.learner.id).update(language="es")
    revoke_award(actor=awarded.issuer, award_id=awarded.credential.award_id, reason="Otra.")
    run_jobs()
    mail = Message.objects.get(kind="award_revoked")
    assert mail.language == "es"
    assert 'lang="es"' in mail.html


DEEDS: dict[str, Callable[[Actor, UUID], object]] = {
    "accept": lambda actor, held: operations.accept(actor=actor, held_id=held),
    "hide": lambda actor, held: operations.hide(actor=actor, held_id=held),
    "unhide": lambda actor, held: operations.unhide(actor=actor, held_id=held),
    "choose who sees it": lambda actor, held: operations.choose_visibility(
        actor=actor, held_id=held, visibility="public", shows_name=True
    ),
    "share": lambda actor, held: operations.make_link(
        actor=actor, held_id=held, share=ShareInput()
    ),
    "withdraw a link": lambda actor, held: operations.withdraw_link(
        actor=actor, held_id=held, link_id=uuid4()
    ),
    "see": lambda actor, held: queries.held(actor=actor, held_id=held),
    "see its links": lambda actor, held: queries.share_links(actor=actor, held_id=held),
}


def test_another_persons_wallet_does_not_exist(awarded: Awarded) -> None:
    """Not for a stranger, the issuer, an operator, the system or a visitor; nor an id made up."""
    operator = Actor(person_id=uuid4(), actor_id=uuid4(), is_operator=True)
    stranger = as_actor(new_person("eve@example.org", "Eve"))
    # One award serves the whole table: each deed is refused and leaves it as it was.
    for deed in DEEDS.values():
        for actor in (stranger, awarded.issuer, operator, SYSTEM, VISITOR):
            with pytest.raises(NotFound):
                deed(actor, awarded.held_id)
        with pytest.raises(NotFound):
            deed(awarded.actor, uuid4())
    assert wallet_facts() == ["wallet.CredentialReceived"]


def test_only_the_system_puts_something_into_a_wallet(awarded: Awarded) -> None:
    """Nobody receives on somebody's behalf."""
    with pytest.raises(NotFound):
        operations.receive(actor=awarded.actor, credential_id=awarded.credential.id)
    with pytest.raises(NotFound):
        operations.receive(actor=SYSTEM, credential_id=uuid4())


def test_accepting_leaves_it_private(awarded: Awarded) -> None:
    """Taking it and showing it are two decisions."""
    for _time in range(2):
        operations.accept(actor=awarded.actor, held_id=awarded.held_id)
    row = queries.held(actor=awarded.actor, held_id=awarded.held_id)
    assert row.accepted_at is not None
    assert row.visibility == "private"
    assert wallet_facts().count("wallet.CredentialAccepted") == 1


def test_hiding_closes_every_way_in(awarded: Awarded) -> None:
    """The page becomes private and links stop, also after it is taken back into the list."""
    actor, held_id = awarded.actor, awarded.held_id
    operations.choose_visibility(actor=actor, held_id=held_id, visibility="public", shows_name=True)
    url = operations.make_link(actor=actor, held_id=held_id, share=ShareInput())
    token = url.split("/s/")[1].strip("/")
    assert queries.shared_credential(token) is not None
    operations.hide(actor=actor, held_id=held_id)
    assert queries.held_credentials(awarded.learner.id) == []
    assert len(queries.held_credentials(awarded.learner.id, hidden=True)) == 1
    assert queries.shown_credential(awarded.credential.id) is None
    assert queries.shared_credential(token) is None
    with pytest.raises(Conflict):
        operations.choose_visibility(
            actor=actor, held_id=held_id, visibility="public", shows_name=True
        )
    with pytest.raises(Conflict):
        operations.make_link(actor=actor, held_id=held_id, share=ShareInput())
    operations.unhide(actor=actor, held_id=held_id)
    assert queries.shown_credential(awarded.credential.id) is None
    assert queries.shared_credential(token) is None


def test_only_the_three_choices_of_visibility_are_taken(awarded: Awarded) -> None:
    """Anything else is refused at its field, and nothing changes."""
    with pytest.raises(InvalidInput) as refused:
        operations.choose_visibility(
            actor=awarded.actor, held_id=awarded.held_id, visibility="friends", shows_name=True
        )
    assert refused.value.findings[0].field == "visibility"
    assert queries.held(actor=awarded.actor, held_id=awarded.held_id).visibility == "private"


def test_a_link_shows_what_it_was_made_for_until_it_expires(awarded: Awarded) -> None:
    """Private stays private at its own address; the link opens it for its days, not longer."""
    share = ShareInput(label="Interview", days=7, shows_name=False)
    url = operations.make_link(actor=awarded.actor, held_id=awarded.held_id, share=share)
    token = url.split("/s/")[1].strip("/")
    shown = queries.shared_credential(token)
    assert shown is not None
    assert (shown.via, shown.recipient_name, shown.is_public) == ("link", "", False)
    assert queries.shown_credential(awarded.credential.id) is None
    assert queries.shown_credential(awarded.credential.id, token=token) is not None
    assert queries.shown_credential(uuid4(), token=token) is None
    with clock_at(now() + timedelta(days=6, hours=23)):
        assert queries.shared_credential(token) is not None
    with clock_at(now() + timedelta(days=7, seconds=1)):
        assert queries.shared_credential(token) is None
        links = queries.share_links(actor=awarded.actor, held_id=awarded.held_id)
        assert {link.state for link in links if not link.made_for_mail} == {"expired"}


def test_a_withdrawn_link_shows_nothing_at_once(awarded: Awarded) -> None:
    """Withdrawing twice is no error and one record."""
    url = operations.make_link(actor=awarded.actor, held_id=awarded.held_id, share=ShareInput())
    link = queries.share_links(actor=awarded.actor, held_id=awarded.held_id)[0]
    assert link.url == url
    for _time in range(2):
        operations.withdraw_link(actor=awarded.actor, held_id=awarded.held_id, link_id=link.id)
    assert queries.shared_credential(url.split("/s/")[1].strip("/")) is None
    assert wallet_facts().count("wallet.ShareLinkWithdrawn") == 1


def test_the_link_of_the_mail_works_for_thirty_days(awarded: Awarded) -> None:
    """A mail may wait over a holiday; an old mailbox opens nothing."""
    token = operations.mail_link_url(awarded.held_id).split("/s/")[1].strip("/")
    with clock_at(now() + timedelta(days=29)):
        assert queries.shared_credential(token) is not None
    with clock_at(now() + timedelta(days=31)):
        assert queries.shared_credential(token) is None


def test_evidence_opens_only_as_far_as_its_class_and_the_link_say(awarded: Awarded) -> None:
    """Public for all, on request where the link names it, for assessors only never."""
    plain = operations.make_link(actor=awarded.actor, held_id=awarded.held_id, share=ShareInput())
    named = operations.make_link(
        actor=awarded.actor,
        held_id=awarded.held_id,
        share=ShareInput(artefact_ids=[awarded.requested_artefact]),
    )
    shown = queries.shared_credential(plain.split("/s/")[1].strip("/"))
    assert shown is not None
    assert shown.open_artefacts == {awarded.public_artefact}
    shown = queries.shared_credential(named.split("/s/")[1].strip("/"))
    assert shown is not None
    assert shown.open_artefacts == {awarded.public_artefact, awarded.requested_artefact}


def test_evidence_for_assessors_only_cannot_be_put_into_a_link(awarded: Awarded) -> None:
    """Nor somebody else's evidence; nothing is made."""
    for artefact_id in (awarded.closed_artefact, uuid4()):
        with pytest.raises(InvalidInput) as refused:
            operations.make_link(
                actor=awarded.actor,
                held_id=awarded.held_id,
                share=ShareInput(artefact_ids=[artefact_id]),
            )
        assert refused.value.findings[0].field == "artefacts"
    assert ShareLink.objects.filter(made_for_mail=False).count() == 0


def test_a_link_with_a_wrong_field_is_not_made(awarded: Awarded) -> None:
    """The finding names the field."""
    for share, field in (
        (ShareInput(days=0), "days"),
        (ShareInput(days=366), "days"),
        (ShareInput(label="x" * 101), "label"),
        (ShareInput(label="a\u0000b"), "label"),
        (ShareInput(label="a\u202eb"), "label"),
    ):
        with pytest.raises(InvalidInput) as refused:
            operations.make_link(actor=awarded.actor, held_id=awarded.held_id, share=share)
        assert [item.field for item in refused.value.findings] == [field]
    assert ShareLink.objects.filter(made_for_mail=False).count() == 0


def test_tokens_cannot_be_guessed_and_are_never_recorded(awarded: Awarded) -> None:
    """256 random bits; the audit record has the link's id only."""
    url = operations.make_link(actor=awarded.actor, held_id=awarded.held_id, share=ShareInput())
    token = url.split("/s/")[1].strip("/")
    assert len(token) == 43
    assert not any(token in str(row.data) for row in Record.objects.all())
