"""The same steps by the REST API: same rules, same refusals, as problem+json."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guildmark.server.accounts.operations import create_token
from guildmark.server.assessment.models import Artefact, Submission
from guildmark.server.organizations.permissions import Actor
from tests.server.assessment.conftest import World, hand_in, png

SCOPES = ["assessment.read", "assessment.write"]


def program(actor: Actor, *scopes: str) -> Client:
    """Return a program that carries a token of the actor's."""
    assert actor.person_id and actor.actor_id
    token = create_token(
        person_id=actor.person_id,
        actor_id=actor.actor_id,
        name="tests",
        scopes=list(scopes or SCOPES),
        days=1,
    )
    return Client(headers={"Authorization": f"Bearer {token}", "Accept": "application/json"})


def send(client: Client, method: str, path: str, data: Any = None) -> Any:
    """Send JSON to an endpoint."""
    call = getattr(client, method)
    return call(f"/api/v1{path}", data if data is not None else {}, "application/json")


def test_a_program_walks_from_start_to_pass(world: World) -> None:
    """Learner and assessor, each with their own token."""
    learner, assessor = program(world.learner), program(world.assessor)
    made = send(learner, "post", "/submissions", {"version_id": str(world.version_id)})
    assert made.status_code == 201
    here = f"/submissions/{made.json()['id']}"
    refused = send(learner, "post", f"{here}/submit")
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    fields = [finding["field"] for finding in refused.json()["findings"]]
    assert fields == ["answer-q1", "evidence-record", "ai_use"]
    answers = {"answers": {"q1": "Press line 4."}, "reflection": "", "ai_use": "None"}
    assert send(learner, "put", f"{here}/answers", answers).status_code == 204
    added = learner.post(
        f"/api/v1{here}/files",
        {
            "requirement_id": "record",
            "visibility": "assessors",
            "declared": "true",
            "file": SimpleUploadedFile("lock.png", png()),
        },
    )
    assert added.status_code == 201
    assert send(learner, "post", f"{here}/submit").status_code == 204
    queue = assessor.get(f"/api/v1/organizations/{world.organization_id}/marking")
    assert [row["id"] for row in queue.json()] == [made.json()["id"]]
    assert "Amina" not in queue.content.decode()
    assert send(assessor, "post", f"{here}/claim").status_code == 204
    for criterion_id in ("c1", "c2"):
        mark = {"level": 2, "comment": "", "rests_on": ""}
        answer = send(assessor, "put", f"{here}/marks/{criterion_id}", mark)
        assert answer.status_code == 204
    decision = {"outcome": "passed", "feedback": "Well done."}
    assert send(assessor, "post", f"{here}/decision", decision).status_code == 204
    read = learner.get(f"/api/v1{here}").json()
    assert read["state"] == "passed"


def test_a_file_over_the_limit_is_named_to_a_program(world: World, settings: object) -> None:
    """Not "missing": too large, with the limit."""
    settings.EVIDENCE_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    learner = program(world.learner)
    made = send(learner, "post", "/submissions", {"version_id": str(world.version_id)})
    answer = learner.post(
        f"/api/v1/submissions/{made.json()['id']}/files",
        {
            "requirement_id": "record",
            "visibility": "assessors",
            "declared": "true",
            "file": SimpleUploadedFile("film.mp4", b"x" * 500_000),
        },
    )
    assert answer.status_code == 422
    (finding,) = answer.json()["findings"]
    assert finding["field"] == "file"
    assert "larger than" in finding["problem"]
    assert not Artefact.objects.exists()


@pytest.mark.parametrize(
    ("method", "rest"),
    [
        ("get", ""),
        ("put", "/answers"),
        ("post", "/submit"),
        ("post", "/withdraw"),
        ("post", "/resume"),
        ("post", "/claim"),
        ("post", "/release"),
        ("put", "/marks/c1"),
        ("post", "/decision"),
    ],
)
def test_another_organizations_program_finds_nothing(world: World, method: str, rest: str) -> None:
    """404 on every endpoint, as for an id that does not exist."""
    submission_id = hand_in(world)
    body = {
        "answers": {},
        "reflection": "",
        "ai_use": "",
        "level": 2,
        "comment": "",
        "rests_on": "",
        "outcome": "passed",
        "feedback": "",
    }
    stranger = program(world.stranger)
    for each in (submission_id, uuid.uuid4()):
        assert send(stranger, method, f"/submissions/{each}{rest}", body).status_code == 404
    assert Submission.objects.get().state == "submitted"


def test_a_token_without_the_scope_is_refused(world: World) -> None:
    """Reading is not writing."""
    reader = program(world.learner, "assessment.read")
    answer = send(reader, "post", "/submissions", {"version_id": str(world.version_id)})
    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"
