"""Who may do what with a submission: pure functions of an actor and the submission's owners.

Two doors lead to a submission: its learner's own, and the marking desk of the organization that
assesses it. Whoever has neither is told that it does not exist.
"""

from __future__ import annotations

from uuid import UUID

from guildmark.server.organizations.permissions import ASSESSOR, OWNER, Actor


def marker_of(actor: Actor) -> UUID:
    """Return the pseudonym under which an assessor's marks are kept.

    Who has none (the system, a visitor) never passes `may_mark`, and gets the nil id.
    """
    return actor.actor_id or UUID(int=0)


def may_edit(actor: Actor, *, learner_id: UUID) -> bool:
    """Tell whether this is the learner's own submission; nobody edits another's evidence."""
    return actor.person_id is not None and actor.person_id == learner_id


def may_see_desk(actor: Actor, *, organization_id: UUID) -> bool:
    """Tell whether the actor may open the organization's marking desk."""
    return actor.has_role(organization_id, ASSESSOR)


def may_mark(actor: Actor, *, organization_id: UUID, learner_id: UUID) -> bool:
    """Tell whether the actor may judge this evidence: an assessor there, and never one's own."""
    return may_see_desk(actor, organization_id=organization_id) and actor.person_id != learner_id


def may_release_for_others(actor: Actor, *, organization_id: UUID) -> bool:
    """Tell whether the actor may put another's claimed submission back: an owner there."""
    return actor.has_role(organization_id, OWNER)


def may_see_evidence(actor: Actor, *, organization_id: UUID, learner_id: UUID) -> bool:
    """Tell whether the actor may open the files: the learner, or who may mark them."""
    return may_edit(actor, learner_id=learner_id) or may_mark(
        actor, organization_id=organization_id, learner_id=learner_id
    )
