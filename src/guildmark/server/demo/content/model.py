"""What the demo is made of, as values. Nothing here touches the database.

Times are days before the demo is made, so that a demo made next year looks as fresh as today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

ArtefactClass = Literal["public", "on_request", "assessors"]
StoryState = Literal["draft", "submitted", "in_assessment", "returned", "passed", "withdrawn"]
AwardState = Literal["none", "valid", "expiring", "suspended", "revoked"]
DefinitionState = Literal["draft", "published", "retired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A provider or an employer. `countries` are ISO 3166-1 alpha-2 codes."""

    key: str
    kind: Literal["provider", "employer"]
    name: str
    description: str
    url: str
    email: str
    countries: tuple[str, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account; `roles` are (organization key, role), none for a learner."""

    key: str
    name: str
    email: str
    language: str = "en"
    country: str = ""
    workplace: str = ""
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArtefact:
    """A piece of evidence that this definition's learners hand in.

    `file` ends in .pdf, .png, .csv or .txt; `body` says what is in it: lines of a document, rows
    of a table, or the name of a scene for a picture. `first_body` is what a first, returned try
    held; left empty, that try lacks the last lines of the last such file. A link has `url`
    instead. Texts may hold {name}, {initials}, {workplace}, {thing}, {key} and {number}.
    """

    requirement: str
    name: str
    description: str
    file: str = ""
    body: tuple[str, ...] = ()
    first_body: tuple[str, ...] = ()
    url: str = ""
    visibility: ArtefactClass = "assessors"
    owner_note: str = "My own work; my employer allowed me to show it to assessors."


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleMark:
    """A level on one criterion, why, and where in the evidence it rests."""

    criterion: str
    level: int
    comment: str
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What good work for a definition looks like, and what assessors said about it.

    `things` are the machines, people or tables that the learners worked on; each story takes one.
    `returned` replaces some marks of `passed` in an attempt that was sent back.
    """

    things: tuple[str, ...]
    answers: Mapping[str, str]
    evidence: tuple[SampleArtefact, ...]
    passed: tuple[SampleMark, ...]
    returned: tuple[SampleMark, ...] = ()
    feedback_passed: str = ""
    feedback_returned: str = ""
    reflection: str = ""
    ai_use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDefinition:
    """One micro-credential: whose it is, its definition as JSON, and sample work for it."""

    key: str
    provider: str
    definition: Mapping[str, Any]
    sample: Sample | None = None
    state: DefinitionState = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A chance to earn a definition. `price` None: ask; `starts_in_days` None: any time."""

    definition: str
    provider: str
    price: str | None
    currency: str
    participation: Literal["online", "onsite", "blended", "workplace"]
    language: str
    place: str = ""
    starts_in_days: int | None = None
    seats: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSkill:
    """A skill that a job needs, at a level from 1 to 8 (as EQF counts)."""

    framework: str
    target_url: str
    target_name: str
    level: int
    critical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleProfile:
    """What one job of the employer needs."""

    key: str
    employer: str
    title: str
    description: str
    occupation_url: str
    skills: tuple[RoleSkill, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryArtefact:
    """One artefact of one learner: either a file (`artefact_bytes(file)`) or a link."""

    requirement: str
    name: str
    description: str
    visibility: ArtefactClass
    owner_note: str
    file: str = ""
    url: str = ""

    @property
    def upload_name(self) -> str:
        """Return the file name as the learner's computer would send it."""
        return self.file.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryAttempt:
    """One try of a learner. `outcome` "" means that nobody has decided yet."""

    answers: Mapping[str, str]
    artefacts: tuple[StoryArtefact, ...]
    reflection: str
    ai_use: str
    submitted_days_ago: int
    marks: tuple[SampleMark, ...] = ()
    outcome: Literal["", "returned", "passed"] = ""
    feedback: str = ""
    decided_days_ago: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """How far one learner has come with one micro-credential.

    `attempts` are in order; the last one of a draft is not handed in yet. `assessor` is set as soon
    as somebody has claimed it. `award_reason` is why the award was revoked or suspended.
    """

    key: str
    learner: str
    definition: str
    state: StoryState
    attempts: tuple[StoryAttempt, ...]
    assessor: str = ""
    award: AwardState = "none"
    award_reason: str = ""
    shared: bool = False
    main_job: bool = field(default=False)
