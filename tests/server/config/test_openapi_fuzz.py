"""Whatever is sent to the REST API, no answer is a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guildmark.server.accounts.operations import SCOPES, create_token
from guildmark.server.base.scope import scoped
from guildmark.server.config.openapi import build_openapi
from guildmark.server.organizations.operations import grant_role
from guildmark.server.organizations.permissions import SYSTEM
from tests.architecture.scene import Scene, build_scene
from tests.server.catalog.samples import new_organization
from tests.server.wallet.samples import new_person

pytestmark = pytest.mark.django_db

SCHEMA = schemathesis.openapi.from_dict(json.loads(build_openapi()))
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in SCHEMA.get_all_operations()
}
# Names of path parameters in the scene, where they differ.
ALIASES = {"number": 1, "criterion_id": "c1", "role": "viewer"}


@pytest.fixture
def scene(run_jobs: Callable[[], list[str]]) -> Scene:
    """Return objects that the addresses can name."""
    return build_scene(run_jobs)


def send(client: Client, case: Any) -> Any:
    """Send one case and undo what it did."""
    body = case.body
    path = case.formatted_path
    query = {name: value for name, value in (case.query or {}).items() if value is not None}
    media = case.media_type or "application/json"
    with transaction.atomic():
        with scoped():
            if isinstance(body, schemathesis.core.NotSet):
                response = client.generic(case.method, path, query_params=query)
            elif media == "multipart/form-data":
                fields = {
                    name: value if isinstance(value, str | bytes | list) else json.dumps(value)
                    for name, value in (body if isinstance(body, dict) else {}).items()
                    if value is not None
                }
                response = client.post(path, fields, query_params=query)
            else:
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                response = client.generic(
                    case.method, path, data, content_type="application/json", query_params=query
                )
        transaction.set_rollback(True)
    return response


def check(response: Any, where: str) -> None:
    """No fault; a refusal is a problem document that says what happened."""
    assert response.status_code < 500, where
    if response.status_code >= 400:
        problem = json.loads(response.content)
        assert response.headers["Content-Type"] == "application/problem+json", where
        assert problem["status"] == response.status_code
        assert problem["code"]
        assert problem["detail"]


def test_generated_requests_make_no_fault(scene: Scene) -> None:
    """A few well-formed and malformed requests to each operation, with an owner's token."""
    client = Client(
        raise_request_exception=False,
        headers={"authorization": f"Bearer {scene.tokens['owner']}"},
    )
    objects = {**scene.objects, **ALIASES}
    assert len(OPERATIONS) > 30
    for operation in OPERATIONS.values():

        @settings(
            max_examples=4,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(
            case=st.one_of(
                operation.as_strategy(),
                operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
                if operation.body or operation.query
                else operation.as_strategy(),
            )
        )
        def try_it(case: Any) -> None:
            for name in list(case.path_parameters or {}):
                case.path_parameters[name] = str(objects.get(name, objects["nothing"]))
            check(send(client, case), f"{case.method} {case.path}: {case.query} {case.body!r:.300}")

        try_it()


@dataclass(frozen=True)
class Office:
    """An organization and a program with all scopes that acts for its owner."""

    organization_id: UUID
    program: Client


@pytest.fixture
def office(db: None) -> Office:
    """Return a small one: it is made for each case."""
    organization_id = new_organization()
    person = new_person("owner@example.org")
    grant_role(actor=SYSTEM, organization_id=organization_id, person_id=person.id, role="owner")
    token = create_token(
        person_id=person.id, actor_id=person.actor_id, name="x", scopes=list(SCOPES), days=1
    )
    headers = {"authorization": f"Bearer {token}"}
    return Office(organization_id, Client(raise_request_exception=False, headers=headers))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_request"),
        (b"{", "json_syntax"),
        (b'{"email": "a@b.example", "email": "c@d.example", "role": "viewer"}', "json_"),
        (b'{"email": NaN}', "json_"),
        (b'{"email": "\\ud800"}', "json_"),
        (b'{"email": "\\u0000"}', "json_null_character"),
        (b'{"email": "' + b"\xff" + b'"}', "json_"),
        (b"[" * 100 + b"]" * 100, "json_"),
        (b"[]", "invalid_input"),
        (b'"x"', "invalid_input"),
        (b"{}", "invalid_input"),
        (b'{"email": 5, "role": null}', "invalid_input"),
    ],
)
def test_an_unreadable_body_is_named(office: Office, body: bytes, code: str) -> None:
    """What is wrong with it, and nothing is mailed."""
    from guildmark.server.organizations.models import Invitation

    before = Invitation.objects.count()
    answer = office.program.post(
        f"/api/v1/organizations/{office.organization_id}/invitations",
        body, content_type="application/json",
    )  # fmt: skip
    assert 400 <= answer.status_code < 500
    problem = answer.json()
    if body:
        assert problem["code"].startswith(code), problem
    assert Invitation.objects.count() == before


@pytest.mark.parametrize(
    "path",
    [
        "catalogue?q=%00", "catalogue?page=99999999999999999999", "catalogue?page=-1",
        "catalogue?max_hours=1e400", "catalogue?max_cost=NaN", "skills?q=%00", "skills?q=%ff",
        "achievements/{id}/versions/99999999999999999999",
        "organizations/{id}/awards?q=%00&state=%00",
        "organizations/{id}/awards?page=99999999999999999999",
    ],
)  # fmt: skip
def test_odd_queries_make_no_fault(office: Office, path: str) -> None:
    """Null characters, numbers beyond any column, what is no number."""
    response = office.program.get("/api/v1/" + path.format(id=office.organization_id))
    assert response.status_code < 500
