"""What a micro-credential is, as a value: competency, rubric, evidence, skills, European elements.

A definition may be incomplete: a draft is one too, and `readiness.py` says what publication still
needs. What is never accepted, not even in a draft: unknown keys, wrong types, control characters,
over-long text, repeated ids, a required level that the criterion does not have.

    >>> definition = Definition.from_json({"title": "Lock out a machine", "language": "en"})
    >>> definition.to_json()["title"]
    'Lock out a machine'

Source: Council Recommendation 2022/C 243/02, Annex I; Open Badges 3.0, Achievement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from guildmark.server.base.errors import Finding, InvalidInput
from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.reading import ObjectReader
from guildmark.server.ui.badge_icons import BADGE_ICONS
from guildmark.server.ui.badges import BADGE_SHAPES, BadgeDesign, check_design

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

# Generous for people, small enough that a page and a credential stay readable.
TITLE_LENGTH: Final = 200
LINE_LENGTH: Final = 300
TEXT_LENGTH: Final = 4000
BADGE_TOP_LENGTH: Final = 24
BADGE_BOTTOM_LENGTH: Final = 20
LEVELS_AT_MOST: Final = 6
CRITERIA_AT_MOST: Final = 20
LIST_AT_MOST: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """The one thing that is certified, and the method its holder uses to do it."""

    statement: str = ""
    key_method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewQuestion:
    """A question every learner answers about their evidence; `word_limit` None means no limit."""

    id: str
    prompt: str = ""
    word_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One column of a criterion; levels count from 1, the lowest."""

    level: int
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of the rubric; it is met at `required_level` or above."""

    id: str
    name: str = ""
    description: str = ""
    required_level: int | None = None
    levels: tuple[Level, ...] = ()

    @property
    def standard(self) -> Level | None:
        """Return the lowest level that passes; None while it is not chosen."""
        return next((each for each in self.levels if each.level == self.required_level), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequirement:
    """What must be handed in: how many artefacts, of which kinds, and how authorship is ensured.

    `minimum` 0 means that it is optional. `kinds` and `authenticity` hold codes of `vocabulary`.
    """

    id: str
    name: str = ""
    description: str = ""
    kinds: tuple[str, ...] = ()
    minimum: int = 1
    authenticity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """One skill of a framework that this proves; `level` is 1 to 8 (EQF-like) or not stated."""

    framework: str = ""
    target_url: str = ""
    target_name: str = ""
    target_code: str = ""
    target_type: str = "ceasn:Competency"
    description: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """How the badge is drawn (`ui.badges`); `top_text` stands on its band, `bottom_text` below.

    `colour` is a key of the guild colours or `#rrggbb`.
    """

    shape: str = "hexagon"
    colour: str = "guild"
    icon: str = "star"
    top_text: str = ""
    bottom_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One micro-credential's whole content; empty fields are not filled in yet."""

    title: str = ""
    summary: str = ""
    description: str = ""
    language: str = "en"
    competency: Competency = field(default_factory=Competency)
    overview_questions: tuple[OverviewQuestion, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    evidence_requirements: tuple[EvidenceRequirement, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    outcomes: tuple[str, ...] = ()
    learner_identification: str = ""
    workload_hours: Decimal | None = None
    ects_credits: Decimal | None = None
    eqf_level: int | None = None
    level_note: str = ""
    assessment_type: str = ""
    participation: str = ""
    quality_assurance: str = ""
    awarding_bodies: tuple[str, ...] = ()
    prerequisites: str = ""
    supervision: str = ""
    stackability: str = ""
    validity_months: int | None = None
    badge: Badge = field(default_factory=Badge)

    @classmethod
    def from_json(cls, value: object) -> Definition:
        """Read a definition from parsed JSON; missing keys read as not filled in.

        Raises:
            InvalidInput: with one finding for each fault, named by its dotted path.
        """
        findings: list[Finding] = []
        reader = ObjectReader(value, known=_names(cls), findings=findings)
        definition = _read_definition(reader)
        if findings:
            raise InvalidInput(findings=findings)
        return definition

    def to_json(self) -> dict[str, Any]:
        """Return the JSON shape: every field present, numbers as numbers, lists as lists."""
        return _object_to_json(self)

    def criterion(self, criterion_id: str) -> Criterion | None:
        """Return the criterion of that id, if there is one."""
        return next((each for each in self.criteria if each.id == criterion_id), None)

    def requirement(self, requirement_id: str) -> EvidenceRequirement | None:
        """Return the evidence requirement of that id, if there is one."""
        return next(
            (each for each in self.evidence_requirements if each.id == requirement_id), None
        )


def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _object_to_json(value: DataclassInstance) -> dict[str, Any]:
    return {each.name: _to_json(getattr(value, each.name)) for each in fields(value)}


def _to_json(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _object_to_json(value)
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def _read_definition(reader: ObjectReader) -> Definition:
    badge = reader.part("badge", known=_names(Badge))
    competency = reader.part("competency", known=_names(Competency))
    return Definition(
        title=reader.text("title", at_most=TITLE_LENGTH),
        summary=reader.text("summary", at_most=LINE_LENGTH),
        description=reader.text("description", at_most=TEXT_LENGTH, lines=True),
        language=reader.choice("language", among=vocabulary.LANGUAGES) or "en",
        competency=Competency(
            statement=competency.text("statement", at_most=600, lines=True),
            key_method=competency.text("key_method", at_most=TEXT_LENGTH, lines=True),
        ),
        overview_questions=_read_questions(reader),
        criteria=_read_criteria(reader),
        evidence_requirements=_read_requirements(reader),
        alignments=_read_alignments(reader),
        outcomes=reader.texts("outcomes", at_most=LINE_LENGTH, items_at_most=LIST_AT_MOST),
        learner_identification=reader.choice(
            "learner_identification", among=vocabulary.LEARNER_IDENTIFICATION
        ),
        workload_hours=reader.decimal("workload_hours", least=0, most=5000, places=1),
        ects_credits=reader.decimal("ects_credits", least=0, most=180, places=2),
        eqf_level=reader.integer("eqf_level", least=1, most=8),
        level_note=reader.text("level_note", at_most=LINE_LENGTH),
        assessment_type=reader.choice("assessment_type", among=vocabulary.ASSESSMENT_TYPES),
        participation=reader.choice("participation", among=vocabulary.PARTICIPATION),
        quality_assurance=reader.text("quality_assurance", at_most=1000, lines=True),
        awarding_bodies=reader.texts("awarding_bodies", at_most=200, items_at_most=LIST_AT_MOST),
        prerequisites=reader.text("prerequisites", at_most=1000, lines=True),
        supervision=reader.choice("supervision", among=vocabulary.SUPERVISION),
        stackability=reader.choice("stackability", among=vocabulary.STACKABILITY),
        validity_months=reader.integer("validity_months", least=1, most=600),
        badge=_read_badge(badge),
    )


def _read_badge(reader: ObjectReader) -> Badge:
    standard = Badge()
    badge = Badge(
        shape=reader.choice("shape", among=BADGE_SHAPES) or standard.shape,
        colour=reader.text("colour", at_most=20) or standard.colour,
        icon=reader.choice("icon", among=BADGE_ICONS) or standard.icon,
        top_text=reader.text("top_text", at_most=BADGE_TOP_LENGTH),
        bottom_text=reader.text("bottom_text", at_most=BADGE_BOTTOM_LENGTH),
    )
    # Only the colour is judged here: the texts were read above and may still be empty in a draft.
    if problem := check_design(BadgeDesign(title="-", colour=badge.colour)).get("colour"):
        reader.refuse("colour", problem, _("Choose one of the colours offered."))
    return badge


def _read_questions(reader: ObjectReader) -> tuple[OverviewQuestion, ...]:
    questions = tuple(
        OverviewQuestion(
            id=each.slug("id"),
            prompt=each.text("prompt", at_most=600, lines=True),
            word_limit=each.integer("word_limit", least=10, most=5000),
        )
        for each in reader.objects(
            "overview_questions", known=_names(OverviewQuestion), items_at_most=LIST_AT_MOST
        )
    )
    reader.refuse_repeats("overview_questions", field="id", values=(each.id for each in questions))
    return questions


def _read_criteria(reader: ObjectReader) -> tuple[Criterion, ...]:
    criteria = tuple(
        _read_criterion(each)
        for each in reader.objects(
            "criteria", known=_names(Criterion), items_at_most=CRITERIA_AT_MOST
        )
    )
    reader.refuse_repeats("criteria", field="id", values=(each.id for each in criteria))
    return criteria


def _read_criterion(reader: ObjectReader) -> Criterion:
    levels = tuple(
        Level(
            level=each.integer("level", least=1, most=LEVELS_AT_MOST) or 0,
            name=each.text("name", at_most=100),
            description=each.text("description", at_most=1000, lines=True),
        )
        for each in reader.objects("levels", known=_names(Level), items_at_most=LEVELS_AT_MOST)
    )
    reader.check_counting("levels", field="level", values=[each.level for each in levels])
    return Criterion(
        id=reader.slug("id"),
        name=reader.text("name", at_most=TITLE_LENGTH),
        description=reader.text("description", at_most=1000, lines=True),
        required_level=reader.integer("required_level", least=1, most=max(len(levels), 1)),
        levels=levels,
    )


def _read_requirements(reader: ObjectReader) -> tuple[EvidenceRequirement, ...]:
    requirements = tuple(
        EvidenceRequirement(
            id=each.slug("id"),
            name=each.text("name", at_most=TITLE_LENGTH),
            description=each.text("description", at_most=1000, lines=True),
            kinds=each.choices("kinds", among=vocabulary.EVIDENCE_KINDS),
            minimum=1 if (least := each.integer("minimum", least=0, most=20)) is None else least,
            authenticity=each.choice("authenticity", among=vocabulary.AUTHENTICITY),
        )
        for each in reader.objects(
            "evidence_requirements", known=_names(EvidenceRequirement), items_at_most=LIST_AT_MOST
        )
    )
    ids = (each.id for each in requirements)
    reader.refuse_repeats("evidence_requirements", field="id", values=ids)
    return requirements


def _read_alignments(reader: ObjectReader) -> tuple[Alignment, ...]:
    alignments = tuple(
        Alignment(
            framework=each.text("framework", at_most=40),
            target_url=each.web_address("target_url"),
            target_name=each.text("target_name", at_most=LINE_LENGTH),
            target_code=each.text("target_code", at_most=100),
            target_type=each.choice("target_type", among=vocabulary.TARGET_TYPES)
            or Alignment().target_type,
            description=each.text("description", at_most=2000, lines=True),
            level=each.integer("level", least=1, most=8),
        )
        for each in reader.objects(
            "alignments", known=_names(Alignment), items_at_most=LIST_AT_MOST
        )
    )
    urls = (each.target_url for each in alignments)
    reader.refuse_repeats("alignments", field="target_url", values=urls)
    return alignments


def blank_definition(*, title: str, language: str) -> Mapping[str, Any]:
    """Return the draft a new micro-credential starts with: one criterion of three levels."""
    return Definition(
        title=title,
        language=language,
        learner_identification="account",
        criteria=(blank_criterion("c1"),),
        evidence_requirements=(EvidenceRequirement(id="e1", kinds=("file", "link")),),
    ).to_json()


def blank_criterion(criterion_id: str) -> Criterion:
    """Return an empty criterion with three levels, of which the second passes."""
    levels = tuple(Level(level=number) for number in (1, 2, 3))
    return Criterion(id=criterion_id, required_level=2, levels=levels)
