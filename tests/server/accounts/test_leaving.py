"""Take everything along, or leave: what goes, what stays, and what leads nowhere afterwards."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from psycopg import sql

from guildmark.server.accounts import operations, personal_data
from guildmark.server.accounts.models import Person
from guildmark.server.accounts.operations import create_token, erase_account
from guildmark.server.audit.models import Record
from guildmark.server.audit.queries import verify_chain
from guildmark.server.issuance.models import Award, Credential
from guildmark.server.messages.models import Message
from guildmark.server.messages.operations import queue_rendered_mail
from guildmark.server.organizations.models import Invitation
from guildmark.server.organizations.operations import grant_role, invite_member
from guildmark.server.organizations.permissions import OWNER, SYSTEM
from guildmark.server.publication.models import StatusIndex
from guildmark.server.verification.operations import check
from guildmark.server.wallet import operations as wallet
from tests.server.wallet.samples import NOTES, PLAN, RECORD, Awarded, as_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner_client(awarded: Awarded) -> Client:
    """Return the learner's browser."""
    client = Client()
    client.force_login(awarded.learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_everything_comes_in_one_archive(awarded: Awarded, learner_client: Client) -> None:
    """JSON for programs, the files as they were handed in, the credentials as they were signed."""
    create_token(
        person_id=awarded.learner.id, actor_id=awarded.learner.actor_id, name="Reports",
        scopes=["wallet.read"], days=1,
    )  # fmt: skip
    answer = learner_client.post("/account/export/")
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    assert len(files) == len(set(files))
    account = json.loads(files["account.json"])
    assert (account["name"], account["email"]) == ("Amina Yusuf", "amina@example.org")
    assert awarded.credential.document.encode() in files.values()
    for content in (RECORD, PLAN, NOTES):
        assert content in files.values()
    submission = next(
        json.loads(content) for name, content in files.items() if name.endswith("submission.json")
    )
    assert submission["attempts"][0]["answers"] == {"q1": "The press in hall 4."}
    tokens = json.loads(files["account/tokens.json"])
    assert tokens[0]["name"] == "Reports"
    assert json.loads(files["account/addresses.json"])[0]["address"] == "amina@example.org"
    mails = json.loads(files["account/mails.json"])
    assert any("Control hazardous energy" in mail["subject"] + mail["text"] for mail in mails)
    facts = {entry["what"] for entry in json.loads(files["account/record.json"])}
    assert "assessment.SubmissionHandedIn" in facts
    for name, content in files.items():
        if name.endswith(".json"):
            json.loads(content)
        assert ".." not in name
        assert not name.startswith("/")


def test_downloading_is_written_down(awarded: Awarded, learner_client: Client) -> None:
    """GET does nothing; POST leaves a record with a pseudonym."""
    assert learner_client.get("/account/export/").status_code == 405
    learner_client.post("/account/export/")
    record = Record.objects.get(fact="accounts.DataExported")
    assert record.actor == record.subject_id == awarded.learner.actor_id


def test_the_archive_has_nobody_elses_data(awarded: Awarded) -> None:
    """The assessor's archive has what they decided, not the learner's name or files."""
    from django.utils import timezone

    archive = zipfile.ZipFile(
        io.BytesIO(operations.export_everything(person_id=awarded.assessor.id, now=timezone.now()))
    )
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"amina@example.org" not in everything
    assert b"Amina" not in everything
    assert NOTES not in everything


def test_the_page_says_what_goes_and_what_stays(learner_client: Client) -> None:
    """Before it asks to type the address; a wrong address erases nothing."""
    text = learner_client.get("/account/erase/").content.decode()
    for words in (
        "What goes", "What stays", "Your account", "Mails sent to you", "Files of evidence",
        "Signed credentials kept here", "copies you gave to others can still be checked",
        "a number that then leads nowhere",
    ):  # fmt: skip
        assert words in text, words
    wrong = learner_client.post("/account/erase/", {"confirm": "ben@example.org"})
    assert wrong.status_code == 422
    assert "amina@example.org" in wrong.content.decode()
    assert Person.objects.filter(email="amina@example.org").exists()


def test_a_last_owner_is_told_what_leaving_does(awarded: Awarded) -> None:
    """The organization could be run by nobody."""
    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.assessor.id,
        role=OWNER,
    )  # fmt: skip
    why = [item.why for item in operations.describe_data(awarded.assessor.id)]
    assert any("Harbor Technical College" in each for each in why)
    grant_role(
        actor=SYSTEM, organization_id=awarded.organization_id, person_id=awarded.learner.id,
        role=OWNER,
    )  # fmt: skip
    why = [item.why for item in operations.describe_data(awarded.assessor.id)]
    assert not any("Harbor Technical College" in each for each in why)


@pytest.fixture
def traces(awarded: Awarded) -> Awarded:
    """Leave traces of the learner in every room."""
    owner = as_actor(awarded.assessor, awarded.organization_id, OWNER)
    invite_member(
        actor=owner, organization_id=awarded.organization_id, email="amina@example.org",
        role="viewer",
    )  # fmt: skip
    # Before there was an account, mails were to an address alone.
    queue_rendered_mail(
        person_id=None, to="amina@example.org", language="en", kind="x", subject="Hello Amina",
        text="Amina Yusuf", dedupe_key="earlier",
    )  # fmt: skip
    create_token(
        person_id=awarded.learner.id, actor_id=awarded.learner.actor_id, name="Amina's laptop",
        scopes=["wallet.read"], days=1,
    )  # fmt: skip
    wallet.make_link(
        actor=awarded.actor, held_id=awarded.held_id, share=wallet.ShareInput(label="For Amina")
    )
    return awarded


def rows_that_name(*needles: str) -> list[str]:
    """Return the tables with a row in which one of the texts stands, whatever the column."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for needle in needles:
                cursor.execute(
                    sql.SQL("SELECT count(*) FROM {} AS row WHERE row::text ILIKE %s").format(
                        sql.Identifier(table)
                    ),
                    [f"%{needle}%"],
                )
                if (cursor.fetchone() or [0])[0]:
                    found.append(f"{table}: {needle}")
    return found


def test_after_erasing_no_table_names_the_person(
    traces: Awarded,
    run_jobs: Callable[[], list[str]],
    learner_client: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Not by name, not by address, not by file name; the chain of the record is whole."""
    person_id, actor_id = traces.learner.id, traces.learner.actor_id
    assert rows_that_name("amina@example.org", "Amina Yusuf")
    files = list_files()
    with django_capture_on_commit_callbacks(execute=True):
        learner_client.post("/account/erase/", {"confirm": "amina@example.org"})
    run_jobs()
    connection.check_constraints()
    # Jobs that are done carry ids alone; ids lead nowhere once the person's row is gone.
    assert rows_that_name("amina", "The press in hall 4", "plan.txt") == []
    assert not Person.objects.filter(pk=person_id).exists()
    assert not Person.objects.filter(actor_id=actor_id).exists()
    assert Record.objects.filter(actor=actor_id).exists()
    assert verify_chain().is_whole
    assert len(list_files()) == len(files) - 3


def list_files() -> list[str]:
    """Return the files of evidence that are stored."""
    from pathlib import Path

    location = Path(str(storages["evidence"].location))  # type: ignore[attr-defined]
    return [str(path) for path in location.rglob("*") if path.is_file()]


def test_after_erasing_the_award_stays_without_a_person(traces: Awarded) -> None:
    """Copies that others hold can still be checked, and say whether they were revoked."""
    document = traces.credential.document
    erase_account(person_id=traces.learner.id)
    award = Award.objects.get(pk=traces.credential.award_id)
    assert (award.learner_id, award.recipient_name, award.submission_id) == (None, "", None)
    credential = Credential.objects.get()
    assert credential.document == ""
    assert bytes(credential.sha256) == traces.credential.sha256
    assert StatusIndex.objects.filter(credential_id=credential.id).count() == 1
    assert check(document).verdict == "valid"
    assert Client().get(f"/credentials/{credential.id}/").status_code == 404
    assert not Invitation.objects.exists()
    assert not Message.objects.filter(to="amina@example.org").exists()


def test_after_erasing_nobody_is_signed_in(traces: Awarded, learner_client: Client) -> None:
    """The page that erases signs out; other browsers and tokens are strangers from then on."""
    other = Client()
    other.force_login(traces.learner, backend=settings.AUTHENTICATION_BACKENDS[0])
    done = learner_client.post("/account/erase/", {"confirm": " AMINA@example.org "}, follow=True)
    assert "Your account is erased" in done.content.decode()
    for client in (learner_client, other):
        assert client.get("/account/").headers["Location"].startswith("/accounts/login/")


def test_a_room_that_fails_erases_nothing(traces: Awarded, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it or nothing."""
    lowest = personal_data.sections()[-1]

    def broken(person_id: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(type(lowest), "erase", lambda _self, person_id: broken(person_id))
    with pytest.raises(OSError, match="disk"):
        erase_account(person_id=traces.learner.id)
    assert Person.objects.filter(pk=traces.learner.id).exists()
    assert Credential.objects.get().document == traces.credential.document


def test_an_assessor_who_leaves_takes_nothing_from_learners(traces: Awarded) -> None:
    """Decisions stay with the learners they were made on; the name is off."""
    erase_account(person_id=traces.assessor.id)
    assert rows_that_name("ben@example.org", "Ben Okafor") == []
    assert Award.objects.get().recipient_name == "Amina Yusuf"
    assert check(traces.credential.document).verdict == "valid"
    assert verify_chain().is_whole


def test_every_room_with_a_link_to_people_says_what_it_holds() -> None:
    """A room whose tables point at a person has registered a section."""
    person = apps.get_model("accounts", "Person")
    rooms = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.startswith("guildmark.")
        and any(field.related_model is person for field in model._meta.get_fields())
    }
    # Mails are exported and erased by the account's own section.
    said = {type(section).__module__.split(".")[2] for section in personal_data.sections()}
    assert rooms - {"guildmark_messages"} <= said
