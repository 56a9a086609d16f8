"""The people and the definition that the tests of this room share."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations
from guildmark.server.catalog import operations as catalog
from guildmark.server.organizations.models import Membership
from guildmark.server.organizations.permissions import Actor
from guildmark.server.organizations.queries import actor_of
from tests.server.catalog.samples import complete_definition, new_organization

REQUIREMENTS = [
    {
        "id": "record",
        "name": "Isolation record",
        "description": "The record of a real isolation, filled in at work.",
        "kinds": ["file", "link"],
        "minimum": 1,
        "authenticity": "unsupervised",
    },
    {
        "id": "photo",
        "name": "Photo of the locks",
        "description": "",
        "kinds": ["file"],
        "minimum": 0,
        "authenticity": "attested",
    },
]


@dataclass(frozen=True)
class World:
    """One provider with its people, one other provider, one published version."""

    organization_id: UUID
    achievement_id: UUID
    version_id: UUID
    learner: Actor
    assessor: Actor
    second: Actor
    owner: Actor
    stranger: Actor


def person_actor(name: str, *roles: tuple[UUID, str]) -> Actor:
    """Make a person with these roles and return them as an actor."""
    person = Person.objects.create_user(f"{name}@example.org", name=name.capitalize())
    for organization_id, role in roles:
        Membership.objects.create(organization_id=organization_id, person=person, role=role)
    return actor_of(person.id)


def build_world() -> World:
    """Make the provider, its people and a published micro-credential with two criteria."""
    here, elsewhere = new_organization(), new_organization("Ridge Guild")
    author = person_actor("author", (here, "author"))
    achievement_id = catalog.create_achievement(
        actor=author, organization_id=here, title="Control hazardous energy"
    )
    catalog.save_draft(
        actor=author,
        achievement_id=achievement_id,
        definition=complete_definition(evidence_requirements=REQUIREMENTS),
    )
    return World(
        organization_id=here,
        achievement_id=achievement_id,
        version_id=catalog.publish(actor=author, achievement_id=achievement_id).id,
        learner=person_actor("amina"),
        assessor=person_actor("ben", (here, "assessor")),
        second=person_actor("carla", (here, "assessor")),
        owner=person_actor("olga", (here, "owner")),
        stranger=person_actor("stefan", (elsewhere, "owner")),
    )


@pytest.fixture
def world(db: None) -> World:
    """The provider, its people and a published micro-credential."""
    return build_world()


def png(size: tuple[int, int] = (8, 8)) -> bytes:
    """Return the bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def add_file(actor: Actor, submission_id: UUID, **changes: Any) -> UUID:
    """Add a small picture, or what `changes` say, as evidence."""
    content = changes.pop("content", None) or png()
    options: dict[str, Any] = {
        "requirement_id": "record",
        "upload_name": "lock.png",
        "visibility": "assessors",
        "owner_note": "My own work",
        "declared": True,
        "description": "The lock on the main switch.",
        **changes,
    }
    return operations.add_file(
        actor=actor, submission_id=submission_id, content=io.BytesIO(content), **options
    )


def fill_in(actor: Actor, submission_id: UUID) -> None:
    """Write every answer and add one file."""
    operations.save_answers(
        actor=actor,
        submission_id=submission_id,
        answers={"q1": "Press line 4, because its ram stores energy."},
        reflection="I would try the start twice.",
        ai_use="None",
    )
    add_file(actor, submission_id)


def hand_in(world: World) -> UUID:
    """Start, fill in and hand in a submission of the learner."""
    submission_id = operations.start_submission(actor=world.learner, version_id=world.version_id)
    fill_in(world.learner, submission_id)
    operations.submit(actor=world.learner, submission_id=submission_id)
    return submission_id


def mark_all(
    actor: Actor, submission_id: UUID, *, c1: int = 3, c2: int = 2, comment: str = ""
) -> None:
    """Mark both criteria."""
    for criterion_id, level in (("c1", c1), ("c2", c2)):
        operations.save_mark(
            actor=actor,
            submission_id=submission_id,
            criterion_id=criterion_id,
            level=level,
            comment=comment,
            rests_on="lock.png, the left half",
        )


def pass_it(world: World, submission_id: UUID) -> None:
    """Take, mark and pass a submission as the first assessor."""
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id)
    operations.decide(
        actor=world.assessor, submission_id=submission_id, outcome="passed", feedback="Well done."
    )


def return_it(world: World, submission_id: UUID) -> None:
    """Take, mark and return a submission as the first assessor."""
    operations.claim(actor=world.assessor, submission_id=submission_id)
    mark_all(world.assessor, submission_id, c1=1, comment="Show the gravity energy too.")
    operations.decide(
        actor=world.assessor, submission_id=submission_id, outcome="returned", feedback=""
    )


Jobs = Callable[[], list[str]]
