"""Why was this awarded? The result of an assessment, put beside the standard it was judged by.

Pure: from the published version and what was decided, to rows that a page shows. Comments of
assessors and answers of the learner stay out; evidence shows its digest, and its name only to whom
the learner opens it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from guildmark.server.assessment.queries import ArtefactRow, ResultRow
from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.definition import Criterion, Definition
from guildmark.server.catalog.elements import label_of

__all__ = ["CriterionLine", "EvidenceItem", "Reasons", "build_reasons"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionLine:
    """One criterion: the level reached, of how many, and the level that was asked for."""

    name: str
    reached: int
    reached_name: str
    reached_description: str
    levels: int
    required: int
    required_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceItem:
    """One artefact by its digest; `is_open` tells whether this viewer may open it.

    `label` is what was required, which is in the signed document too; `name` and `url` are empty
    unless it is open.
    """

    id: UUID
    label: str
    kind: str
    sha256: str
    authenticity: str
    is_open: bool
    name: str
    description: str
    url: str
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasons:
    """The whole answer; texts in the reader's language, or the definition's own words."""

    statement: str
    key_method: str
    criteria: tuple[CriterionLine, ...]
    evidence: tuple[EvidenceItem, ...]
    marker_count: int
    attempts: int
    quality_assurance: str
    assessment_type: str
    supervision: str
    ai_use: str


def build_reasons(
    definition: Definition, *, result: ResultRow, open_artefacts: frozenset[UUID]
) -> Reasons:
    """Put each mark beside its criterion, and each artefact beside what was required."""
    return Reasons(
        statement=definition.competency.statement,
        key_method=definition.competency.key_method,
        criteria=tuple(_criteria(definition, result)),
        evidence=tuple(
            _evidence(artefact, definition=definition, is_open=artefact.id in open_artefacts)
            for artefact in result.artefacts
        ),
        marker_count=result.marker_count,
        attempts=result.attempts,
        quality_assurance=definition.quality_assurance,
        assessment_type=label_of(vocabulary.ASSESSMENT_TYPES, definition.assessment_type),
        supervision=label_of(vocabulary.SUPERVISION, definition.supervision),
        ai_use=result.ai_use,
    )


def _criteria(definition: Definition, result: ResultRow) -> Iterator[CriterionLine]:
    marks = {mark.criterion_id: mark.level for mark in result.marks}
    for criterion in definition.criteria:
        if criterion.id in marks:
            yield _line(criterion, reached=marks[criterion.id])


def _line(criterion: Criterion, *, reached: int) -> CriterionLine:
    names = {level.level: level for level in criterion.levels}
    required = criterion.required_level or 0
    return CriterionLine(
        name=criterion.name,
        reached=reached,
        reached_name=names[reached].name if reached in names else "",
        reached_description=names[reached].description if reached in names else "",
        levels=len(criterion.levels),
        required=required,
        required_name=names[required].name if required in names else "",
    )


def _evidence(artefact: ArtefactRow, *, definition: Definition, is_open: bool) -> EvidenceItem:
    requirement = definition.requirement(artefact.requirement_id)
    return EvidenceItem(
        id=artefact.id,
        label=requirement.name if requirement else artefact.requirement_id,
        kind=artefact.kind,
        sha256=artefact.sha256.hex(),
        authenticity=label_of(vocabulary.AUTHENTICITY, requirement.authenticity)
        if requirement
        else "",
        is_open=is_open,
        name=artefact.name if is_open else "",
        description=artefact.description if is_open else "",
        url=artefact.url if is_open else "",
        size_bytes=artefact.size_bytes if is_open else 0,
    )
