"""An organization with a member for each role, a learner with an award, people from elsewhere."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.utils import timezone

from guildmark.server.accounts.models import Person
from guildmark.server.accounts.operations import SCOPES, create_token
from guildmark.server.assessment import operations as assessment
from guildmark.server.catalog import operations as catalog
from guildmark.server.organizations.models import Invitation
from guildmark.server.organizations.operations import (
    OrganizationInput,
    create_organization,
    grant_role,
)
from guildmark.server.organizations.permissions import ROLES, SYSTEM, Actor
from guildmark.server.organizations.queries import actor_of, organization
from guildmark.server.publication.models import StatusList
from guildmark.server.wallet import operations as wallet
from guildmark.server.wallet.queries import share_links
from guildmark.server.workforce.operations import create_role
from tests.server.catalog.samples import complete_definition
from tests.server.wallet.samples import Awarded, make_award

# Everybody who may knock, in the order of the table.
VISITOR, LEARNER, STRANGER, FOREIGN = "visitor", "learner", "stranger", "foreign owner"
ACTORS = (VISITOR, LEARNER, STRANGER, FOREIGN, *ROLES)


@dataclass(slots=True)
class Scene:
    """Objects by the names that addresses use, and a browser and a token for each actor."""

    objects: dict[str, Any] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)


def build_scene(run_jobs: Callable[[], list[str]]) -> Scene:
    """Make everything by the rooms' own operations."""
    awarded = make_award(run_jobs)
    elsewhere = create_organization(actor=SYSTEM, data=OrganizationInput(name="Elsewhere"))
    people = {LEARNER: awarded.learner, STRANGER: _person("stranger"), FOREIGN: _person("foreign")}
    grant_role(actor=SYSTEM, organization_id=elsewhere, person_id=people[FOREIGN].id, role="owner")
    for role in ROLES:
        people[role] = _person(role)
        grant_role(
            actor=SYSTEM,
            organization_id=awarded.organization_id,
            person_id=people[role].id,
            role=role,
        )
    scene = Scene(objects=_objects(awarded, people))
    scene.browsers[VISITOR] = Client(raise_request_exception=True)
    for name, person in people.items():
        scene.browsers[name] = Client(raise_request_exception=True)
        scene.browsers[name].force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        scene.tokens[name] = create_token(
            person_id=person.id, actor_id=person.actor_id, name=name, scopes=list(SCOPES), days=1
        )
    return scene


def _person(name: str) -> Person:
    return Person.objects.create_user(f"{name}@matrix.example", name=name.title())


def _objects(awarded: Awarded, people: dict[str, Person]) -> dict[str, Any]:
    organization_id = awarded.organization_id
    row = organization(organization_id)
    assert row is not None
    learner, assessor = actor_of(people[LEARNER].id), actor_of(people["assessor"].id)
    waiting = _waiting_submission(organization_id, learner)
    draft = assessment.start_submission(
        actor=learner, version_id=_publish(organization_id, "A third one")
    )
    claimed = _waiting_submission(organization_id, learner, title="A second one")
    assessment.claim(actor=assessor, submission_id=claimed)
    wallet.make_link(actor=learner, held_id=awarded.held_id, share=wallet.ShareInput(label="x"))
    link = share_links(actor=learner, held_id=awarded.held_id)[0]
    invitation = Invitation.objects.create(
        organization_id=organization_id,
        email="invited@matrix.example",
        role="viewer",
        digest=hashlib.sha256(b"invitation-token").digest(),
        invited_by=people["owner"].actor_id,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return {
        "slug": row.slug,
        "organization_id": organization_id,
        "achievement_id": _draft(organization_id),
        "published_id": catalog_id_of(awarded),
        "version_id": awarded.credential.version_id,
        "submission_id": draft,
        "waiting_id": waiting,
        "claimed_id": claimed,
        "artefact_id": awarded.closed_artefact,
        "award_id": awarded.credential.award_id,
        "credential_id": awarded.credential.id,
        "held_id": awarded.held_id,
        "link_id": link.id,
        "token": link.url.rstrip("/").rpartition("/")[2],
        "invitation_token": "invitation-token",
        "invitation_id": invitation.id,
        "viewer_id": people["viewer"].id,
        "list_id": StatusList.objects.get(organization_id=organization_id).id,
        "role_id": create_role(
            actor=_author(organization_id),
            organization_id=organization_id,
            profile={"title": "Mechanic"},
        ),
        "nothing": UUID(int=1),
    }


def catalog_id_of(awarded: Awarded) -> UUID:
    """Return the achievement of an award."""
    from guildmark.server.catalog.queries import version

    found = version(awarded.credential.version_id)
    assert found is not None
    return found.achievement_id


def _author(organization_id: UUID) -> Actor:
    return Actor(
        person_id=UUID(int=5), actor_id=UUID(int=6), roles={organization_id: frozenset({"author"})}
    )


def _draft(organization_id: UUID) -> UUID:
    return catalog.create_achievement(
        actor=_author(organization_id), organization_id=organization_id, title="Still a draft"
    )


def _publish(organization_id: UUID, title: str) -> UUID:
    author = _author(organization_id)
    achievement_id = catalog.create_achievement(
        actor=author, organization_id=organization_id, title=title
    )
    catalog.save_draft(
        actor=author,
        achievement_id=achievement_id,
        definition=complete_definition(title=title),
    )
    return catalog.publish(actor=author, achievement_id=achievement_id).id


def _waiting_submission(organization_id: UUID, learner: Actor, title: str = "Another one") -> UUID:
    submission_id = assessment.start_submission(
        actor=learner, version_id=_publish(organization_id, title)
    )
    assessment.add_file(
        actor=learner, submission_id=submission_id, requirement_id="e1",
        upload_name="record.txt", content=io.BytesIO(b"Locked and tried.\n"),
        visibility="assessors", owner_note="Mine", declared=True,
    )  # fmt: skip
    assessment.save_answers(
        actor=learner, submission_id=submission_id, answers={"q1": "At the press."},
        reflection="", ai_use="None.",
    )  # fmt: skip
    assessment.submit(actor=learner, submission_id=submission_id)
    return submission_id
