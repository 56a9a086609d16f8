"""API tokens: shown once, kept as a digest, narrowed to scopes, ended by time or by hand."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from guildmark.server.accounts import queries
from guildmark.server.accounts.models import ApiToken, Person
from guildmark.server.accounts.operations import (
    SCOPES,
    check_name,
    create_person,
    create_token,
    revoke_token,
)
from guildmark.server.audit.models import Record
from guildmark.server.base.errors import InvalidInput, NotFound
from guildmark.server.config.api import api
from tests.server.wallet.samples import new_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """Return somebody."""
    return new_person("amina@example.org")


def make(person: Person, *scopes: str, days: int = 1) -> str:
    """Make a token."""
    return create_token(
        person_id=person.id, actor_id=person.actor_id, name="Reports",
        scopes=list(scopes or SCOPES), days=days,
    )  # fmt: skip


def ask(token: str, path: str = "organizations") -> int:
    """Return the status with which the API answers."""
    return Client(headers={"authorization": f"Bearer {token}"}).get(f"/api/v1/{path}").status_code


def test_only_a_digest_is_kept(person: Person) -> None:
    """Neither the row, nor the record, nor the list that pages show has the secret."""
    token = make(person)
    row = ApiToken.objects.get()
    assert bytes(row.digest) == hashlib.sha256(token.encode()).digest()
    assert row.prefix == token[:10]
    assert len(token) > 40
    assert token not in str(list(ApiToken.objects.values())) + str(queries.tokens(person.id))
    assert token not in str(list(Record.objects.values_list("data", flat=True)))


def test_a_token_opens_what_its_scope_names(person: Person) -> None:
    """One with another scope is 403 with the scope's name; a wrong or no token is 401."""
    assert ask(make(person, "organizations.read")) == 200
    other = make(person, "wallet.read")
    answer = Client(headers={"authorization": f"Bearer {other}"}).get("/api/v1/organizations")
    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"
    assert "organizations.read" in answer.json()["detail"]
    assert ask("gm_" + "x" * 43) == 401
    refused = Client().get("/api/v1/organizations")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_a_session_is_no_token(person: Person, client: Client) -> None:
    """The API heeds no cookie, so that no other site can use a signed-in browser."""
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get("/api/v1/organizations").status_code == 401


def test_a_token_ends(person: Person) -> None:
    """By time, by being withdrawn, and when its person may no longer sign in."""
    expired, withdrawn, alive = make(person), make(person), make(person)
    ids = {row.digest.tobytes() if hasattr(row.digest, "tobytes") else bytes(row.digest): row.id
           for row in ApiToken.objects.all()}  # fmt: skip
    ApiToken.objects.filter(pk=ids[queries.token_digest(expired)]).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )
    for _ in range(2):  # withdrawing twice is no error
        revoke_token(
            person_id=person.id, actor_id=person.actor_id,
            token_id=ids[queries.token_digest(withdrawn)],
        )  # fmt: skip
    assert [ask(token) for token in (expired, withdrawn, alive)] == [401, 401, 200]
    assert Record.objects.filter(fact="accounts.TokenRevoked").count() == 1
    assert [row.is_live for row in queries.tokens(person.id)].count(True) == 1
    Person.objects.update(is_active=False)
    assert ask(alive) == 401


def test_nobody_withdraws_anothers_token(person: Person) -> None:
    """It is not there for them."""
    make(person)
    with pytest.raises(NotFound):
        revoke_token(person_id=uuid4(), actor_id=uuid4(), token_id=ApiToken.objects.get().id)
    assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
    ],
)
def test_what_cannot_be_used_is_named(
    person: Person, changes: dict[str, object], field: str
) -> None:
    """The field, and nothing is made."""
    wanted = {"name": "Reports", "scopes": ["wallet.read"], "days": 9, **changes}
    with pytest.raises(InvalidInput) as refused:
        create_token(person_id=person.id, actor_id=person.actor_id, **wanted)  # type: ignore[arg-type]
    assert [finding.field for finding in refused.value.findings] == [field]
    assert not ApiToken.objects.exists()


def test_the_page_shows_the_secret_once(person: Person, client: Client) -> None:
    """And never again; withdrawing is one press."""
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.post(
        "/account/tokens/", {"name": "Reports", "scopes": ["wallet.read"], "days": "30"}
    )
    found = re.search(r"gm_[\w-]{43}", page.content.decode())
    assert found
    assert "no-store" in page.headers["Cache-Control"]
    assert found[0] not in client.get("/account/tokens/").content.decode()
    assert client.post("/account/tokens/", {"name": ""}).status_code == 422
    token_id = ApiToken.objects.get().id
    assert client.get(f"/account/tokens/{token_id}/revoke/").status_code == 405
    client.post(f"/account/tokens/{token_id}/revoke/")
    assert ApiToken.objects.get().revoked_at is not None


def test_every_scope_an_endpoint_asks_for_can_be_given() -> None:
    """And every scope that can be given opens something."""
    asked = {
        auth.scope
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for auth in operation.auth_callbacks
        if hasattr(auth, "scope")
    }
    assert asked == set(SCOPES)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("  José   Núñez ", "José Núñez"), ("Jose\u0301", "José"), ("مريم\u200cها", "مريم\u200cها")],
)
def test_names_are_trimmed_and_composed(given: str, kept: str) -> None:
    """The same name is the same letters; joiners that scripts need are kept."""
    assert check_name(given) == kept


def test_an_address_has_one_account() -> None:
    """In whatever case it is written."""
    create_person(email="amina@example.org", name="Amina")
    with pytest.raises(InvalidInput) as refused:
        create_person(email="AMINA@example.org ", name="Other")
    assert [finding.field for finding in refused.value.findings] == ["email"]
