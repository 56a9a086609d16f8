"""`guildmark init` sets up an empty database once; what a demo may do stays a demo's."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client

from guildmark.server.accounts.models import Person
from guildmark.server.base.errors import Conflict, InvalidInput, OperationError
from guildmark.server.base.operations import create_installation
from guildmark.server.base.queries import installation
from guildmark.server.config import foundation
from guildmark.server.config.foundation import found_installation
from guildmark.server.demo.play import play
from guildmark.server.keystore.queries import active_key
from guildmark.server.organizations.models import Organization
from guildmark.server.organizations.queries import actor_of, organization_by_slug

pytestmark = pytest.mark.django_db

ORIGIN = "https://awards.example"


def found(**changes: str) -> str:
    """Set up this database."""
    wanted = {"origin": ORIGIN, "admin_email": "admin@example.org",
              "organization": "Harbor Technical College", **changes}  # fmt: skip
    return found_installation(**wanted)


@pytest.fixture
def with_starters() -> None:
    """Ask for the skills that ship with Guildmark."""


@pytest.fixture(autouse=True)
def no_starters(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the skills that ship with Guildmark, which take seconds, but where they matter."""
    if "with_starters" not in request.fixturenames:
        monkeypatch.setattr(foundation, "import_starters", lambda *, actor: None)


def test_an_empty_database_gets_what_it_needs(with_starters: None) -> None:
    """An administrator who owns the first organization, which has a key; and skills to align to."""
    password = found()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM frameworks_skill")
        assert (cursor.fetchone() or [0])[0] > 500
    row = installation()
    assert row is not None
    assert (row.kind, row.origin, row.is_demo) == ("real", ORIGIN, False)
    organization = organization_by_slug("harbor-technical-college")
    assert organization is not None
    assert active_key(organization.id) is not None
    admin = Person.objects.get()
    assert actor_of(admin.id).is_operator
    assert actor_of(admin.id).has_role(organization.id, "owner")
    client = Client()
    answer = client.post("/accounts/login/", {"login": "admin@example.org", "password": password})
    assert answer.headers["Location"] == "/home/"
    assert client.get("/organizations/harbor-technical-college/").status_code == 200


def test_a_second_time_is_refused_and_changes_nothing() -> None:
    """An installation that holds awards cannot be set up over."""
    found()
    with pytest.raises(Conflict) as refused:
        found(admin_email="other@example.org", organization="Other")
    assert refused.value.code == "installation_exists"
    assert Organization.objects.count() == Person.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [{"organization": ""}, {"organization": "Har\u202ebor"}, {"admin_email": "nobody"},
     {"admin_email": "@example.org"}],
)  # fmt: skip
def test_what_cannot_be_used_leaves_the_database_empty(changes: dict[str, str]) -> None:
    """It can be tried again at once."""
    with pytest.raises(InvalidInput):
        found(**changes)
    assert installation() is None
    assert not Person.objects.exists()
    assert found()


def test_the_demo_refuses_a_real_installations_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is made in it."""
    found()
    assert play(build_folder=tmp_path / "demo") == 1
    assert Organization.objects.count() == 1
    assert not (tmp_path / "demo").exists()


def test_a_demo_cannot_be_set_up_as_real_later() -> None:
    """Nor can the row be changed by whoever can write to the database."""
    create_installation(kind="demo", origin=settings.PUBLIC_ORIGIN)
    with pytest.raises(Conflict):
        found()
    for statement in (
        "UPDATE base_installation SET kind = 'real'",
        "DELETE FROM base_installation",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    row = installation()
    assert row is not None
    assert row.is_demo


def test_a_real_installation_has_no_page_of_the_demo(client: Client) -> None:
    """Neither entering as somebody nor anybody's mail, and no sign of them."""
    found()
    for role in ("learner", "author", "assessor", "issuer", "employer"):
        assert client.post(f"/demo/enter/{role}/").status_code == 404
    assert client.get("/demo/mailbox/").status_code == 404
    assert client.get(f"/demo/mailbox/{uuid4()}/").status_code == 404
    text = client.get("/accounts/login/").content.decode() + client.get("/").content.decode()
    assert "/demo/" not in text
    assert "DEMO" not in text


def test_the_origin_is_checked_when_it_is_written_down() -> None:
    """It goes into every credential: a path or another scheme would never work."""
    for origin in ("ftp://awards.example", "https://", "https://awards.example/path", "awards"):
        with pytest.raises(OperationError):
            found(origin=origin)
        assert installation() is None
