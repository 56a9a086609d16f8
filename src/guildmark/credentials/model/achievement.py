"""What can be achieved: the definition that all awards of it share.

Source: Open Badges 3.0, B.1.2 (Achievement), B.1.5 (Alignment), B.1.6 (Criteria), B.1.21
(ResultDescription), B.1.22 (RubricCriterionLevel).
"""

# ruff: noqa: RUF009  part(), parts() and texts() are dataclass fields, made anew for each class

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guildmark.credentials.model.node import Node, part, parts, required_part, texts
from guildmark.credentials.model.profile import IdentifierEntry, Image, Profile

__all__ = [
    "Achievement",
    "Alignment",
    "Criteria",
    "Related",
    "ResultDescription",
    "RubricCriterionLevel",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Node):
    """A link to a node of a skill or education framework (ESCO, O*NET, CASE, EQF …).

    Attributes:
        target_name: the node's name.
        target_url: its absolute address.
        target_framework: the framework's name.
        target_code: its short code there.
        target_type: a term of the standard's list, for example ``CFItem``, or ``ext:…``.
    """

    TYPE: ClassVar[str | None] = "Alignment"

    target_name: str
    target_url: str
    target_framework: str | None = None
    target_code: str | None = None
    target_description: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Node):
    """How it is earned: a web page (``id``), Markdown (``narrative``), or both."""

    id: str | None = None
    narrative: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCriterionLevel(Node):
    """One level of one criterion of a rubric.

    Attributes:
        id: absolute IRI to which ``Result.achieved_level`` points.
        level: its place, as text.
        points: points it gives, as text.
    """

    TYPE: ClassVar[str | None] = "RubricCriterionLevel"

    id: str
    name: str
    description: str | None = None
    level: str | None = None
    points: str | None = None
    alignment: tuple[Alignment, ...] = parts(Alignment)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDescription(Node):
    """One result that an award may report, for a rubric one criterion.

    Attributes:
        id: absolute IRI to which ``Result.result_description`` points.
        result_type: a term of the standard's list, for example ``RubricCriterionLevel``.
        required_level: id of the level that passes.
        allowed_value: values in order, lowest first.
    """

    TYPE: ClassVar[str | None] = "ResultDescription"

    id: str
    name: str
    result_type: str
    required_level: str | None = None
    required_value: str | None = None
    value_min: str | None = None
    value_max: str | None = None
    allowed_value: tuple[str, ...] = texts()
    rubric_criterion_level: tuple[RubricCriterionLevel, ...] = parts(RubricCriterionLevel)
    alignment: tuple[Alignment, ...] = parts(Alignment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Node):
    """Another achievement, for example the same in another language."""

    TYPE: ClassVar[str | None] = "Related"

    id: str
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Node):
    """The definition of a micro-credential.

    Attributes:
        id: one stable IRI shared by all awards of it, whatever the version.
        version: which version of the definition.
        achievement_type: a term of the standard's list; ``MicroCredential`` by default.
        credits_available: credits it gives, a number.
        in_language: BCP 47 tag of its texts, such as ``en`` or ``es-ES``.
    """

    TYPE: ClassVar[str | None] = "Achievement"

    id: str
    name: str
    description: str
    criteria: Criteria = required_part(Criteria)
    achievement_type: str | None = "MicroCredential"
    version: str | None = None
    in_language: str | None = None
    human_code: str | None = None
    field_of_study: str | None = None
    specialization: str | None = None
    credits_available: float | int | None = None
    image: Image | None = part(Image)
    creator: Profile | None = part(Profile)
    tag: tuple[str, ...] = texts()
    alignment: tuple[Alignment, ...] = parts(Alignment)
    result_description: tuple[ResultDescription, ...] = parts(ResultDescription)
    related: tuple[Related, ...] = parts(Related)
    other_identifier: tuple[IdentifierEntry, ...] = parts(IdentifierEntry)
