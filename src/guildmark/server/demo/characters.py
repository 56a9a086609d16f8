"""Whom a visitor of the demo can enter as: one person for each role."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guildmark.server.accounts.queries import PersonRow, person_by_email
from guildmark.server.demo.content import PEOPLE, STORIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One role to play: what it is called, what waits there, and where it begins."""

    role: str
    label: str | Promise
    detail: str | Promise
    person_key: str
    start: str


def _member(organization: str, role: str) -> str:
    return next(person.key for person in PEOPLE if (organization, role) in person.roles)


def _learner() -> str:
    return next(story.learner for story in STORIES if story.main_job)


def characters() -> tuple[Character, ...]:
    """Return the characters in the order of the chain."""
    return (
        Character(
            role="learner",
            label=_("Learner"),
            detail=_("Hand in evidence, read feedback, hold and share a credential."),
            person_key=_learner(),
            start="/home/",
        ),
        Character(
            role="author",
            label=_("Author"),
            detail=_("Define a micro-credential with its rubric and publish it."),
            person_key=_member("harbor", "author"),
            start="/organizations/harbor/micro-credentials/",
        ),
        Character(
            role="assessor",
            label=_("Assessor"),
            detail=_("Mark evidence against the rubric, criterion by criterion."),
            person_key=_member("harbor", "assessor"),
            start="/organizations/harbor/marking/",
        ),
        Character(
            role="issuer",
            label=_("Issuer"),
            detail=_("Run the provider: awards and revoking, keys, members, the record."),
            person_key=_member("harbor", "owner"),
            start="/organizations/harbor/awards/",
        ),
        Character(
            role="employer",
            label=_("Employer"),
            detail=_("Look at what roles need and verify a credential."),
            person_key=_member("meridian", "owner"),
            start="/organizations/meridian/",
        ),
    )


def character(role: str) -> Character | None:
    """Return one character by its role."""
    return next((each for each in characters() if each.role == role), None)


def account_of(found: Character) -> PersonRow | None:
    """Return the account that plays a character; None until the demo has made it."""
    email = next(person.email for person in PEOPLE if person.key == found.person_key)
    return person_by_email(email)
