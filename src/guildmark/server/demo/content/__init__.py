"""The content of the demo, as plain values: organizations, people, definitions, offers, stories.

Everything is invented and written for Guildmark; only the ESCO and O*NET identifiers are real.

    >>> from guildmark.server.demo.content import STORIES, artefact_bytes
    >>> artefact_bytes(STORIES[0].attempts[0].artefacts[0].file)[:5]
    b'%PDF-'

Not here: how it gets into the database (`guildmark.server.demo`, through each room's operations).
"""

from __future__ import annotations

from guildmark.server.demo.content.model import (
    DemoDefinition,
    Offer,
    Organization,
    Person,
    RoleProfile,
    RoleSkill,
    Sample,
    SampleArtefact,
    SampleMark,
    Story,
    StoryArtefact,
    StoryAttempt,
)
from guildmark.server.demo.content.offers import OFFERS
from guildmark.server.demo.content.organizations import EMPLOYERS, PROVIDERS
from guildmark.server.demo.content.people import LEARNERS, PEOPLE, STAFF
from guildmark.server.demo.content.roles import ROLE_PROFILES
from guildmark.server.demo.content.stories import DEFINITIONS, STORIES, artefact_bytes

MAIN_STORY = next(story for story in STORIES if story.main_job)

__all__ = [
    "DEFINITIONS",
    "EMPLOYERS",
    "LEARNERS",
    "MAIN_STORY",
    "OFFERS",
    "PEOPLE",
    "PROVIDERS",
    "ROLE_PROFILES",
    "STAFF",
    "STORIES",
    "DemoDefinition",
    "Offer",
    "Organization",
    "Person",
    "RoleProfile",
    "RoleSkill",
    "Sample",
    "SampleArtefact",
    "SampleMark",
    "Story",
    "StoryArtefact",
    "StoryAttempt",
    "artefact_bytes",
]
