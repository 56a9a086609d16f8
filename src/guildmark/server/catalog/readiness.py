"""Everything that a definition still lacks before it may be published.

Pure: a definition and its organization in, a list of gaps out, each with the editing step and the
field where it is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from guildmark.server.catalog.elements import check_elements
from guildmark.server.catalog.vocabulary import framework_of

if TYPE_CHECKING:
    from guildmark.server.catalog.definition import Criterion, Definition, EvidenceRequirement
    from guildmark.server.organizations.queries import OrganizationRow

LEVELS_AT_LEAST: Final = 2

# Which editing step holds a field; the first part of a field's path decides.
STEP_OF_FIELD: Final = {
    "title": "about",
    "summary": "about",
    "description": "about",
    "language": "about",
    "prerequisites": "about",
    "validity_months": "about",
    "competency": "rubric",
    "criteria": "rubric",
    "overview_questions": "evidence",
    "evidence_requirements": "evidence",
    "alignments": "skills",
    "outcomes": "european",
    "learner_identification": "european",
    "workload_hours": "european",
    "ects_credits": "european",
    "eqf_level": "european",
    "level_note": "european",
    "assessment_type": "european",
    "participation": "european",
    "quality_assurance": "european",
    "awarding_bodies": "european",
    "supervision": "european",
    "stackability": "european",
    "badge": "badge",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One missing thing; `step` is empty when it is not part of the definition."""

    step: str
    field: str
    problem: str
    remedy: str


def find_gaps(definition: Definition, organization: OrganizationRow) -> tuple[Gap, ...]:
    """Return what publication still needs, in the order of the editing steps; empty when ready."""
    return (
        *_gaps_about(definition),
        *_gaps_in_rubric(definition),
        *_gaps_in_evidence(definition),
        *_gaps_in_skills(definition),
        *_gaps_in_elements(definition, organization),
        *_gaps_in_badge(definition),
    )


def _gap(field: str, problem: str, remedy: str) -> Gap:
    step = STEP_OF_FIELD.get(field.partition(".")[0], "")
    return Gap(step=step, field=field, problem=problem, remedy=remedy)


def _gaps_about(definition: Definition) -> Iterator[Gap]:
    if not definition.title:
        yield _gap("title", _("The title is missing."), _("Give it a title."))
    if not definition.summary:
        yield _gap(
            "summary", _("The summary is missing."), _("Say in one sentence what it proves.")
        )
    if not definition.description:
        yield _gap("description", _("The description is missing."), _("Describe who it is for."))


def _gaps_in_rubric(definition: Definition) -> Iterator[Gap]:
    if not definition.competency.statement:
        yield _gap(
            "competency.statement",
            _("The competency is missing."),
            _("Write what the holder can do, in one sentence."),
        )
    if not definition.competency.key_method:
        yield _gap(
            "competency.key_method",
            _("The key method is missing."),
            _("Describe how the competency is put to work."),
        )
    if not definition.criteria:
        yield _gap("criteria", _("The rubric has no criterion."), _("Add at least one criterion."))
    for place, criterion in enumerate(definition.criteria):
        yield from _gaps_in_criterion(criterion, f"criteria.{place}", place + 1)


def _gaps_in_criterion(criterion: Criterion, path: str, number: int) -> Iterator[Gap]:
    name = criterion.name or _("Criterion %(number)d") % {"number": number}
    if not criterion.name:
        yield _gap(
            f"{path}.name",
            _("Criterion %(number)d has no name.") % {"number": number},
            _("Name what is judged."),
        )
    if len(criterion.levels) < LEVELS_AT_LEAST:
        yield _gap(
            f"{path}.levels",
            _("“%(name)s” has fewer than two levels.") % {"name": name},
            _("Add a level, so that meeting it can be told from not meeting it."),
        )
    elif criterion.required_level is None:
        yield _gap(
            f"{path}.required_level",
            _("“%(name)s” has no passing level.") % {"name": name},
            _("Choose the level that passes."),
        )
    for place, level in enumerate(criterion.levels):
        if not level.name and not level.description:
            yield _gap(
                f"{path}.levels.{place}.name",
                _("Level %(level)d of “%(name)s” is not described.")
                % {"level": level.level, "name": name},
                _("Say what is seen at this level."),
            )


def _gaps_in_evidence(definition: Definition) -> Iterator[Gap]:
    requirements = definition.evidence_requirements
    if not any(each.minimum for each in requirements):
        yield _gap(
            "evidence_requirements",
            _("No evidence is required."),
            _("Require at least one artefact from real work."),
        )
    for place, each in enumerate(requirements):
        yield from _gaps_in_requirement(each, f"evidence_requirements.{place}", place + 1)
    for place, question in enumerate(definition.overview_questions):
        if not question.prompt:
            yield _gap(
                f"overview_questions.{place}.prompt",
                _("Overview question %(number)d is empty.") % {"number": place + 1},
                _("Write the question or remove it."),
            )


def _gaps_in_requirement(each: EvidenceRequirement, path: str, number: int) -> Iterator[Gap]:
    name = each.name or _("Evidence %(number)d") % {"number": number}
    if not each.name:
        yield _gap(
            f"{path}.name",
            _("Evidence %(number)d has no name.") % {"number": number},
            _("Name what must be handed in."),
        )
    if not each.kinds:
        yield _gap(
            f"{path}.kinds",
            _("“%(name)s” accepts neither files nor links.") % {"name": name},
            _("Choose what may be handed in."),
        )
    if not each.authenticity:
        yield _gap(
            f"{path}.authenticity",
            _("“%(name)s” does not say how authorship is ensured.") % {"name": name},
            _("Choose how it is made sure that the learner did it."),
        )


def _gaps_in_skills(definition: Definition) -> Iterator[Gap]:
    if not any(framework_of(each.target_url) for each in definition.alignments):
        yield _gap(
            "alignments",
            _("It is aligned to no ESCO or O*NET skill."),
            _("Search for at least one skill and add it."),
        )
    for place, each in enumerate(definition.alignments):
        if not each.target_url or not each.target_name:
            yield _gap(
                f"alignments.{place}.target_name",
                _("Skill %(number)d lacks its name or its address.") % {"number": place + 1},
                _("Fill in both or remove the skill."),
            )


def _gaps_in_elements(definition: Definition, organization: OrganizationRow) -> Iterator[Gap]:
    for state in check_elements(definition, organization):
        # The title was named above already.
        if not state.filled and state.key != "title":
            yield _gap(
                state.field,
                _("European element %(number)d is missing: %(label)s.")
                % {"number": state.number, "label": state.label},
                state.missing_hint,
            )


def _gaps_in_badge(definition: Definition) -> Iterator[Gap]:
    if not definition.badge.top_text:
        yield _gap(
            "badge.top_text",
            _("The badge carries no text."),
            _("Write one or two words for the top of the badge."),
        )
