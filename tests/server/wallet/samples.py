"""A whole chain behind one award, by the real operations of every room."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from guildmark.server.accounts.models import Person
from guildmark.server.assessment import operations as assessment
from guildmark.server.catalog import operations as catalog
from guildmark.server.issuance.queries import CredentialRow, credential_of_submission
from guildmark.server.keystore.operations import create_key
from guildmark.server.organizations.operations import OrganizationInput, create_organization
from guildmark.server.organizations.permissions import (
    ASSESSOR,
    AUTHOR,
    ISSUER,
    OWNER,
    SYSTEM,
    Actor,
)
from guildmark.server.wallet.queries import held_of_credential
from tests.server.catalog.samples import complete_definition

RECORD = b"Isolation record 17: breaker A4 opened, locked, tagged, tried.\n"
PLAN = b"Plan of the press line, not for everybody.\n"
NOTES = b"Notes of my supervisor, for the assessors only.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """One award with everybody around it."""

    organization_id: UUID
    learner: Person
    assessor: Person
    submission_id: UUID
    credential: CredentialRow
    held_id: UUID
    public_artefact: UUID
    requested_artefact: UUID
    closed_artefact: UUID

    @property
    def actor(self) -> Actor:
        """The learner, acting."""
        return as_actor(self.learner)

    @property
    def issuer(self) -> Actor:
        """A member who may revoke."""
        return as_actor(self.assessor, self.organization_id, ISSUER)


def new_person(email: str, name: str = "Amina Yusuf", **fields: Any) -> Person:
    """Make a person who can sign in with the password "a long password"."""
    return Person.objects.create_user(email, "a long password", name=name, **fields)


def as_actor(person: Person, organization_id: UUID | None = None, *roles: str) -> Actor:
    """Return the person acting, with roles in an organization if one is named."""
    held = {} if organization_id is None else {organization_id: frozenset(roles)}
    return Actor(person_id=person.id, actor_id=person.actor_id, name=person.name, roles=held)


def make_award(
    run_jobs: Callable[[], list[str]],
    *,
    learner_name: str = "Amina Yusuf",
    organization_name: str = "Harbor Technical College",
    **definition: Any,
) -> Awarded:
    """Walk the chain: organization, key, definition, evidence, marks, award, wallet."""
    learner = new_person("amina@example.org", learner_name)
    assessor = new_person("ben@example.org", "Ben Okafor")
    organization_id = create_organization(
        actor=SYSTEM,
        data=OrganizationInput(
            name=organization_name, url="https://harbor.example/", countries=("NL",)
        ),
    )
    staff = as_actor(assessor, organization_id, OWNER, AUTHOR, ASSESSOR, ISSUER)
    create_key(actor=staff, organization_id=organization_id)
    version_id = _publish(staff, organization_id, complete_definition(**definition))
    me = as_actor(learner)
    submission_id = assessment.start_submission(actor=me, version_id=version_id)
    artefacts = [
        assessment.add_file(
            actor=me,
            submission_id=submission_id,
            requirement_id="e1",
            upload_name=name,
            content=io.BytesIO(content),
            visibility=visibility,
            owner_note="My own work",
            declared=True,
            description=f"About {name}",
        )
        for name, content, visibility in (
            ("record.txt", RECORD, "public"),
            ("plan.txt", PLAN, "on_request"),
            ("notes.txt", NOTES, "assessors"),
        )
    ]
    assessment.save_answers(
        actor=me,
        submission_id=submission_id,
        answers={"q1": "The press in hall 4."},
        reflection="Try the start twice.",
        ai_use="None.",
    )
    assessment.submit(actor=me, submission_id=submission_id)
    assessment.claim(actor=staff, submission_id=submission_id)
    for criterion_id, level in (("c1", 3), ("c2", 1)):
        assessment.save_mark(
            actor=staff,
            submission_id=submission_id,
            criterion_id=criterion_id,
            level=level,
            comment="Seen in the record; a comment for the learner alone.",
            rests_on="record.txt",
        )
    assessment.decide(actor=staff, submission_id=submission_id, outcome="passed", feedback="Good.")
    run_jobs()
    credential = credential_of_submission(submission_id)
    assert credential is not None
    held_id = held_of_credential(credential.id, person_id=learner.id)
    assert held_id is not None
    return Awarded(
        organization_id=organization_id,
        learner=learner,
        assessor=assessor,
        submission_id=submission_id,
        credential=credential,
        held_id=held_id,
        public_artefact=artefacts[0],
        requested_artefact=artefacts[1],
        closed_artefact=artefacts[2],
    )


def _publish(actor: Actor, organization_id: UUID, definition: dict[str, Any]) -> UUID:
    achievement_id = catalog.create_achievement(
        actor=actor, organization_id=organization_id, title=definition["title"]
    )
    catalog.save_draft(actor=actor, achievement_id=achievement_id, definition=definition)
    return catalog.publish(actor=actor, achievement_id=achievement_id).id
