"""The place to play: providers, people, micro-credentials in several states, work in progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from uuid import UUID

from guildmark.server.assessment import operations as assessment
from guildmark.server.base.clock import now
from guildmark.server.catalog import operations as catalog
from guildmark.server.demo.cast import Cast
from guildmark.server.demo.content import (
    DEFINITIONS,
    EMPLOYERS,
    OFFERS,
    PEOPLE,
    PROVIDERS,
    ROLE_PROFILES,
    STORIES,
)
from guildmark.server.demo.content.model import RoleProfile, Story, StoryAttempt
from guildmark.server.demo.timeline import Timeline
from guildmark.server.issuance import operations as issuance
from guildmark.server.issuance.queries import credential_of_submission
from guildmark.server.organizations.permissions import SYSTEM
from guildmark.server.organizations.queries import organization
from guildmark.server.publication.queries import issuer_did
from guildmark.server.verification import operations as verification
from guildmark.server.wallet import operations as wallet
from guildmark.server.workforce import operations as workforce

# Before the first story, so that everything in it existed already.
_LEAD_DAYS = 30
_MINUTE = 1 / 1440


def staff(organization: str, role: str) -> str:
    """Return the key of somebody who holds a role in an organization."""
    return next(
        person.key
        for person in PEOPLE
        if any(where == organization and held in {role, "owner"} for where, held in person.roles)
    )


def build_world(cast: Cast, *, on_progress: Callable[[int, int], None]) -> None:
    """Build everything that the main job has not built already."""
    stories = [story for story in STORIES if not story.main_job]
    timeline = Timeline(now())
    first = max(
        (attempt.submitted_days_ago for story in stories for attempt in story.attempts), default=0
    )
    beginning = first + _LEAD_DAYS
    for each in (*PROVIDERS, *EMPLOYERS):
        timeline.add(days_ago=beginning + 2, event=partial(cast.make_organization, each))
    for person in PEOPLE:
        timeline.add(days_ago=beginning + 1, event=partial(cast.make_person, person))
    for definition in DEFINITIONS:
        author = staff(definition.provider, "author")
        timeline.add(days_ago=beginning, event=partial(cast.define, definition, author=author))
        if definition.state != "draft":
            timeline.add(
                days_ago=beginning,
                minutes=30,
                event=partial(cast.publish, definition.key, author=author),
            )
        if definition.state == "retired":
            timeline.add(
                days_ago=5, event=partial(_retire, cast, key=definition.key, author=author)
            )
    for offer in OFFERS:
        # Their dates count from the day they are made; one that is retired takes no new ones.
        timeline.add(
            days_ago=6,
            event=partial(cast.offer, offer, author=staff(offer.provider, "author")),
        )
    for profile in ROLE_PROFILES:
        timeline.add(days_ago=10, event=partial(_make_role, cast, profile))
    for story in stories:
        _tell(story, cast=cast, timeline=timeline)
    timeline.add(days_ago=0, event=partial(recognize, cast, "harbor", "alba"))
    total = len(timeline)
    timeline.run(on_progress=lambda done: on_progress(done, total))


def _tell(story: Story, *, cast: Cast, timeline: Timeline) -> None:
    """Note the events of one story."""
    submission: dict[str, UUID] = {}

    def begin() -> None:
        submission["id"] = cast.start(story.learner, story.definition)

    def work(attempt: StoryAttempt) -> None:
        cast.work(story.learner, submission["id"], attempt)

    def mark(attempt: StoryAttempt) -> None:
        cast.mark(story.assessor, submission["id"], attempt)

    def decide(attempt: StoryAttempt) -> None:
        cast.decide(story.assessor, submission["id"], attempt)

    started = story.attempts[0].submitted_days_ago + 2 if story.attempts else 2
    timeline.add(days_ago=started, event=begin)
    for number, attempt in enumerate(story.attempts):
        last = number == len(story.attempts) - 1
        days = attempt.submitted_days_ago
        if number:
            timeline.add(
                days_ago=days + 0.2,
                event=lambda: assessment.resume(
                    actor=cast.actor(story.learner), submission_id=submission["id"]
                ),
            )
        timeline.add(
            days_ago=days + 0.1,
            event=partial(work, attempt),
        )
        if last and story.state == "draft":
            continue
        timeline.add(
            days_ago=days,
            event=lambda: assessment.submit(
                actor=cast.actor(story.learner), submission_id=submission["id"]
            ),
        )
        if not story.assessor or (last and story.state == "submitted"):
            continue
        decided = attempt.decided_days_ago if attempt.outcome else max(days - 1, 0)
        timeline.add(
            days_ago=decided + 0.05,
            event=lambda: assessment.claim(
                actor=cast.actor(story.assessor), submission_id=submission["id"]
            ),
        )
        timeline.add(
            days_ago=decided + 0.02,
            event=partial(mark, attempt),
        )
        if attempt.outcome:
            timeline.add(
                days_ago=decided,
                event=partial(decide, attempt),
            )
            if attempt.outcome == "passed":
                timeline.add(
                    days_ago=decided - _MINUTE,
                    event=lambda: _award(story, cast=cast, submission_id=submission["id"]),
                )
                if story.award == "revoked":
                    timeline.add(
                        days_ago=max(decided - 3, 0),
                        event=lambda: _revoke(story, cast=cast, submission_id=submission["id"]),
                    )
    if story.state == "withdrawn":
        timeline.add(
            days_ago=1,
            event=lambda: assessment.withdraw(
                actor=cast.actor(story.learner), submission_id=submission["id"]
            ),
        )


def _award(story: Story, *, cast: Cast, submission_id: UUID) -> None:
    """Make the award at its moment; the job that the decision queued will find it made."""
    issuance.issue_award(actor=SYSTEM, submission_id=submission_id)
    found = credential_of_submission(submission_id)
    held_id = wallet.receive(actor=SYSTEM, credential_id=found.id) if found else None
    if held_id and story.shared:
        actor = cast.actor(story.learner)
        wallet.accept(actor=actor, held_id=held_id)
        wallet.choose_visibility(actor=actor, held_id=held_id, visibility="public", shows_name=True)


def _revoke(story: Story, *, cast: Cast, submission_id: UUID) -> None:
    found = credential_of_submission(submission_id)
    if found is None:
        return
    provider = next(each.provider for each in DEFINITIONS if each.key == story.definition)
    issuance.revoke_award(
        actor=cast.actor(staff(provider, "issuer")),
        award_id=found.award_id,
        reason=story.award_reason,
    )


def _retire(cast: Cast, *, key: str, author: str) -> None:
    catalog.retire(actor=cast.actor(author), achievement_id=cast.achievements[key])


def _make_role(cast: Cast, profile: RoleProfile) -> None:
    workforce.create_role(
        actor=cast.actor(staff(profile.employer, "owner")),
        organization_id=cast.organizations[profile.employer],
        profile={
            "title": profile.title,
            "description": profile.description,
            "occupation_url": profile.occupation_url,
            "skills": [asdict(skill) for skill in profile.skills],
        },
    )


def recognize(cast: Cast, *keys: str) -> None:
    """Put providers on a register, so that pages can say by whom an issuer is recognised."""
    for key in keys:
        organization_id = cast.organizations[key]
        row = organization(organization_id)
        verification.recognize_issuer(
            actor=SYSTEM,
            list_name="Demo register of training providers",
            issuer_id=issuer_did(organization_id),
            name=row.name if row else key,
        )
