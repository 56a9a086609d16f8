"""Mail: queued with what caused it, sent once, tried again, erased with its reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.template.loader import get_template

import guildmark.server
from guildmark.server.messages import operations, queries
from guildmark.server.messages.models import Message
from guildmark.server.messages.operations import queue_mail, queue_rendered_mail
from tests.server.wallet.samples import new_person

pytestmark = pytest.mark.django_db

RunJobs = Callable[[], list[str]]

INVITATION = {
    "organization": "Harbor <& Sons>", "role": "Assessor",
    "link": "https://awards.example/invitations/x/",
}  # fmt: skip


def queue(key: str = "invitation:1", language: str = "en", **context: str) -> None:
    """Queue an invitation."""
    queue_mail(
        person_id=None, to="new@example.org", language=language, template="invitation",
        context={**INVITATION, **context}, dedupe_key=key,
    )  # fmt: skip


def test_a_mail_has_text_and_html(run_jobs: RunJobs) -> None:
    """Both say the same; HTML is escaped, text is not."""
    queue()
    assert mail.outbox == []
    assert run_jobs() == ["messages.send"]
    (sent,) = mail.outbox
    assert "Harbor <& Sons>" in sent.body
    assert "&lt;" not in sent.subject + str(sent.body)
    html = sent.alternatives[0].content  # type: ignore[attr-defined]
    assert "Harbor &lt;&amp; Sons&gt;" in html
    assert "https://awards.example/invitations/x/" in html
    assert "<script" not in html
    row = Message.objects.get()
    assert row.sent_at is not None


def test_a_mail_is_in_the_language_of_its_reader(run_jobs: RunJobs) -> None:
    """Whoever causes it may use another."""
    queue()
    queue("invitation:2", language="es")
    run_jobs()
    assert mail.outbox[0].subject != mail.outbox[1].subject


def test_the_same_cause_mails_once(run_jobs: RunJobs) -> None:
    """A job that ran twice queued one mail."""
    for _ in range(3):
        queue()
    assert run_jobs() == ["messages.send"]
    operations.send(Message.objects.get().id)
    assert len(mail.outbox) == 1


def test_a_mail_is_lost_with_what_caused_it(run_jobs: RunJobs) -> None:
    """What was rolled back is not mailed."""
    with pytest.raises(RuntimeError), transaction.atomic():
        queue()
        raise RuntimeError("rolled back")
    assert run_jobs() == []
    assert not Message.objects.exists()


def test_a_server_that_does_not_take_it_is_tried_again(
    run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error is the job's, which waits and runs again; nothing counts as sent."""
    queue()

    def refuse(*_: object) -> int:
        raise OSError("connection refused")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError, match="refused"):
            operations.send(Message.objects.get().id)
    assert Message.objects.get().sent_at is None
    operations.send(Message.objects.get().id)
    assert len(mail.outbox) == 1


def test_a_line_break_cannot_add_a_header(run_jobs: RunJobs) -> None:
    """Names come from people; a subject is one line whatever they hold."""
    queue(organization="Harbor\r\nBcc: everybody@example.org")
    run_jobs()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["new@example.org"]


def test_a_long_name_makes_no_subject_too_long(run_jobs: RunJobs) -> None:
    """It is cut for the eye; the text has it whole."""
    queue(organization="x" * 400)
    run_jobs()
    assert len(mail.outbox[0].subject) <= 300
    assert "x" * 400 in mail.outbox[0].body


def test_an_erased_reader_gets_nothing(run_jobs: RunJobs) -> None:
    """The mail goes with the account, and the job that would have sent it does nothing."""
    person = new_person("amina@example.org")
    queue_rendered_mail(
        person_id=person.id, to=person.email, language="en", kind="x", subject="s", text="t",
        dedupe_key="1",
    )  # fmt: skip
    assert [row.subject for row in queries.messages_of(person.id)] == ["s"]
    operations.erase_mails(person_id=person.id, addresses=[person.email])
    run_jobs()
    operations.send(uuid4())
    assert mail.outbox == []
    assert queries.messages_of(person.id) == []


def test_the_newest_come_first() -> None:
    """For the mailbox of the demo, for everybody or for one address."""
    for number in range(3):
        queue(f"invitation:{number}")
    queue_rendered_mail(
        person_id=None, to="other@example.org", language="en", kind="x", subject="s", text="t",
        dedupe_key="x",
    )  # fmt: skip
    assert [row.to for row in queries.recent(limit=2)] == ["other@example.org", "new@example.org"]
    assert len(queries.recent(to="new@example.org")) == 3
    found = queries.message(queries.recent()[0].id)
    assert found is not None
    assert found.kind == "x"
    assert queries.message(uuid4()) is None


def templates() -> list[str]:
    """Return the names of all mails that rooms have templates for."""
    root = Path(guildmark.server.__path__[0])
    return sorted(
        {path.name.removesuffix(".subject.txt") for path in root.rglob("messages/*.subject.txt")}
    )


@pytest.mark.parametrize("name", templates())
def test_every_mail_has_a_subject_text_and_html(name: str) -> None:
    """Somebody who reads plain text gets all of it."""
    for kind in ("subject.txt", "txt", "html"):
        assert get_template(f"messages/{name}.{kind}")
