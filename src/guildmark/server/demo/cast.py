"""Bring the demo's organizations, people and definitions to life through the rooms' operations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID

from guildmark.server.accounts.operations import create_person
from guildmark.server.accounts.queries import person_by_email
from guildmark.server.assessment import operations as assessment
from guildmark.server.assessment.queries import ArtefactRow, own_submission
from guildmark.server.base.clock import now
from guildmark.server.catalog import operations as catalog
from guildmark.server.catalog.queries import VersionRow
from guildmark.server.demo.content import artefact_bytes
from guildmark.server.demo.content.model import (
    DemoDefinition,
    Offer,
    Organization,
    Person,
    StoryArtefact,
    StoryAttempt,
)
from guildmark.server.keystore.operations import create_key
from guildmark.server.organizations.operations import (
    OrganizationInput,
    create_organization,
    grant_role,
)
from guildmark.server.organizations.permissions import SYSTEM, Actor
from guildmark.server.organizations.queries import actor_of, organization_by_slug


@dataclass(slots=True)
class Cast:
    """Who and what the demo has made so far, by the keys of its content.

    Attributes:
        run: 1 in a fresh database; a later run of the main job has people and an organization of
            its own, told apart by this number.
    """

    run: int = 1
    organizations: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    achievements: dict[str, UUID] = field(default_factory=dict)
    versions: dict[str, VersionRow] = field(default_factory=dict)
    offers: set[Offer] = field(default_factory=set)

    def slug(self, key: str) -> str:
        """Return an organization's short name in this run."""
        return key if self.run == 1 else f"{key}-{self.run}"

    def actor(self, key: str) -> Actor:
        """Return a person of the cast as the one who acts."""
        return actor_of(self.people[key])

    def make_organization(self, organization: Organization) -> UUID:
        """Create an organization with a signing key; once."""
        if organization.key in self.organizations:
            return self.organizations[organization.key]
        suffix = "" if self.run == 1 else f" {self.run}"
        organization_id = create_organization(
            actor=SYSTEM,
            slug=self.slug(organization.key),
            data=OrganizationInput(
                name=organization.name + suffix,
                kind=organization.kind,
                description=organization.description,
                url=organization.url,
                email=organization.email,
                countries=organization.countries,
            ),
        )
        if organization.kind == "provider":
            create_key(actor=SYSTEM, organization_id=organization_id)
        self.organizations[organization.key] = organization_id
        return organization_id

    def make_person(self, person: Person) -> UUID:
        """Create an account, and give its roles in organizations that exist; once."""
        if person.key not in self.people:
            email = person.email
            if self.run > 1:
                email = email.replace("@", f"+{self.run}@")
            known = person_by_email(email)
            self.people[person.key] = (
                known.id
                if known
                else create_person(
                    email=email, name=person.name, language=person.language, email_verified=True
                ).id
            )
        for organization_key, role in person.roles:
            if organization_key in self.organizations:
                grant_role(
                    actor=SYSTEM,
                    organization_id=self.organizations[organization_key],
                    person_id=self.people[person.key],
                    role=role,
                )
        return self.people[person.key]

    def define(self, definition: DemoDefinition, *, author: str) -> UUID:
        """Write a definition as a draft; once."""
        if definition.key in self.achievements:
            return self.achievements[definition.key]
        actor = self.actor(author)
        achievement_id = catalog.create_achievement(
            actor=actor,
            organization_id=self.organizations[definition.provider],
            title=str(definition.definition["title"]),
        )
        catalog.save_draft(
            actor=actor, achievement_id=achievement_id, definition=definition.definition
        )
        self.achievements[definition.key] = achievement_id
        return achievement_id

    def publish(self, key: str, *, author: str) -> VersionRow:
        """Publish a definition of the cast; once."""
        if key not in self.versions:
            self.versions[key] = catalog.publish(
                actor=self.actor(author), achievement_id=self.achievements[key]
            )
        return self.versions[key]

    def offer(self, offer: Offer, *, author: str) -> None:
        """Make an offer of a definition of the cast; once."""
        if offer in self.offers:
            return
        self.offers.add(offer)
        catalog.save_offer(
            actor=self.actor(author),
            achievement_id=self.achievements[offer.definition],
            offer=catalog.OfferInput(
                provider_id=self.organizations[offer.provider],
                price_amount=None if offer.price is None else Decimal(offer.price),
                price_currency=offer.currency,
                participation=offer.participation,
                language=offer.language,
                place=offer.place,
                starts_on=None if offer.starts_in_days is None else days_from(offer.starts_in_days),
                seats=offer.seats,
            ),
        )

    def start(self, learner: str, definition: str) -> UUID:
        """Begin a submission."""
        return assessment.start_submission(
            actor=self.actor(learner), version_id=self.versions[definition].id
        )

    def work(self, learner: str, submission_id: UUID, attempt: StoryAttempt) -> list[UUID]:
        """Answer the questions and add the evidence of one attempt; return the new artefacts.

        In a later attempt only what is new or changed is added: the rest was carried over.
        """
        actor = self.actor(learner)
        carried = own_submission(submission_id, actor=actor).current.artefacts
        assessment.save_answers(
            actor=actor,
            submission_id=submission_id,
            answers=attempt.answers,
            reflection=attempt.reflection,
            ai_use=attempt.ai_use,
        )
        made = []
        for artefact in attempt.artefacts:
            common: Mapping[str, Any] = {
                "actor": actor,
                "submission_id": submission_id,
                "requirement_id": artefact.requirement,
                "visibility": artefact.visibility,
                "owner_note": artefact.owner_note,
                "declared": True,
                "description": artefact.description,
            }
            content = artefact_bytes(artefact.file) if artefact.file else b""
            before = next((old for old in carried if _is_same_place(old, artefact)), None)
            if before and (not artefact.file or before.sha256_hex == sha256(content).hexdigest()):
                continue
            if before:
                assessment.remove_artefact(
                    actor=actor, submission_id=submission_id, artefact_id=before.id
                )
            if artefact.file:
                made.append(
                    assessment.add_file(
                        upload_name=artefact.upload_name, content=BytesIO(content), **common
                    )
                )
            else:
                made.append(assessment.add_link(url=artefact.url, name=artefact.name, **common))
        return made

    def mark(self, assessor: str, submission_id: UUID, attempt: StoryAttempt) -> None:
        """Save the marks of one attempt; the assessor has claimed it."""
        for mark in attempt.marks:
            assessment.save_mark(
                actor=self.actor(assessor),
                submission_id=submission_id,
                criterion_id=mark.criterion,
                level=mark.level,
                comment=mark.comment,
                rests_on=mark.rests_on,
            )

    def decide(self, assessor: str, submission_id: UUID, attempt: StoryAttempt) -> None:
        """Decide one attempt as its story says."""
        assessment.decide(
            actor=self.actor(assessor),
            submission_id=submission_id,
            outcome=attempt.outcome,
            feedback=attempt.feedback,
        )


def _is_same_place(old: ArtefactRow, new: StoryArtefact) -> bool:
    return old.requirement_id == new.requirement and (
        old.url == new.url if new.url else old.name == new.upload_name
    )


def next_run(key: str) -> int:
    """Return the number that tells this run of the main job from earlier ones."""
    run = 1
    while organization_by_slug(key if run == 1 else f"{key}-{run}"):
        run += 1
    return run


def days_from(days: int) -> Any:
    """Return the date so many days from now."""
    from datetime import timedelta

    return (now() + timedelta(days=days)).date()
