"""Say a published version in Open Badges 3.0: the Achievement that credentials carry.

Pure. The id is the achievement's stable address, shared by all its awards; `version` tells them
apart. Ids of rubric criteria and levels lie under the version's own address, because a later
version may word a criterion differently. Labels are written in the definition's own language.

Source: Open Badges 3.0, Achievement, ResultDescription, RubricCriterionLevel, Alignment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from guildmark.credentials import model
from guildmark.credentials.model import (
    Achievement,
    Criteria,
    Image,
    Profile,
    ResultDescription,
    RubricCriterionLevel,
)
from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.elements import describe_workload, label_of

if TYPE_CHECKING:
    from guildmark.server.catalog.definition import Criterion, Definition
    from guildmark.server.catalog.queries import VersionRow

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
# Members of Open Badges' ResultStatusType: an award's overall result is always `PASSED_STATUS`.
PASSED_STATUS: Final = "Completed"
FAILED_STATUS: Final = "Failed"
# The European Qualifications Framework's levels in the EU's own vocabulary.
_EQF_LEVEL: Final = "http://data.europa.eu/snb/eqf/{level}"


def version_url(achievement_url: str, number: int) -> str:
    """Return the address of one version's page, under its achievement's address."""
    return f"{achievement_url.rstrip('/')}/versions/{number}/"


def criterion_result_id(achievement_url: str, *, number: int, criterion_id: str) -> str:
    """Return the id of the ResultDescription for one criterion of version `number`."""
    return f"{version_url(achievement_url, number)}#criterion-{criterion_id}"


def level_result_id(achievement_url: str, *, number: int, criterion_id: str, level: int) -> str:
    """Return the id of one RubricCriterionLevel; a Result's `achievedLevel` names it."""
    base = criterion_result_id(achievement_url, number=number, criterion_id=criterion_id)
    return f"{base}-level-{level}"


def overall_result_id(achievement_url: str, *, number: int) -> str:
    """Return the id of the ResultDescription (type Status) for the result as a whole."""
    return f"{version_url(achievement_url, number)}#overall"


def achievement_json(
    version: VersionRow, *, url: str, creator: Mapping[str, Any], image_url: str
) -> dict[str, Any]:
    """Build the Open Badges 3.0 Achievement of a version, without `@context`.

    Args:
        version: what was published.
        url: the achievement's stable address; becomes its id.
        creator: the issuer as an Open Badges Profile object (`id`, `type`, `name` at least).
        image_url: where the badge's picture is served.
    """
    definition = version.definition
    with translation.override(definition.language):
        achievement = Achievement(
            id=url,
            version=str(version.number),
            in_language=definition.language,
            name=definition.title,
            description=_description(definition),
            criteria=Criteria(
                id=version_url(url, version.number), narrative=build_narrative(definition)
            ),
            creator=Profile.from_json(creator),
            image=Image(
                id=image_url,
                caption=_("Badge of “%(title)s”") % {"title": definition.title},
            ),
            credits_available=_credits(definition),
            alignment=tuple(_alignments(definition)),
            result_description=tuple(_result_descriptions(version, url)),
            tag=tuple(each.target_name for each in definition.alignments),
        )
    return achievement.to_json()


def achievement_document(
    version: VersionRow, *, url: str, creator: Mapping[str, Any], image_url: str
) -> dict[str, Any]:
    """Build the Achievement as a document of its own, with its JSON-LD contexts."""
    body = achievement_json(version, url=url, creator=creator, image_url=image_url)
    return {"@context": list(CONTEXTS), **body}


def build_narrative(definition: Definition) -> str:
    """Say in Markdown what a holder did and showed: competency, standard, evidence, assessment."""
    parts = [definition.competency.statement, definition.competency.key_method]
    rubric = [_criterion_line(each) for each in definition.criteria]
    parts.append(_("The standard, criterion by criterion:") + "\n" + "\n".join(rubric))
    evidence = [
        f"- {each.name}: {label_of(vocabulary.AUTHENTICITY, each.authenticity)}"
        for each in definition.evidence_requirements
    ]
    if evidence:
        parts.append(_("Evidence that was required:") + "\n" + "\n".join(evidence))
    if facts := "\n".join(f"- {label}: {value}" for label, value in _facts(definition) if value):
        parts.append(_("About the assessment:") + "\n" + facts)
    return "\n\n".join(part for part in parts if part)


def _facts(definition: Definition) -> tuple[tuple[str, str], ...]:
    workload = describe_workload(definition.workload_hours, definition.ects_credits)
    return (
        (
            _("Type of assessment"),
            label_of(vocabulary.ASSESSMENT_TYPES, definition.assessment_type),
        ),
        (_("Supervision"), label_of(vocabulary.SUPERVISION, definition.supervision)),
        (_("Form of participation"), label_of(vocabulary.PARTICIPATION, definition.participation)),
        (_("Notional workload"), workload),
        (_("Quality assurance"), definition.quality_assurance),
        (_("Stackability"), label_of(vocabulary.STACKABILITY, definition.stackability)),
    )


def _description(definition: Definition) -> str:
    return "\n\n".join(part for part in (definition.summary, definition.description) if part)


def _credits(definition: Definition) -> float | int | None:
    ects = definition.ects_credits
    if not ects:
        return None
    return int(ects) if ects == ects.to_integral_value() else float(ects)


def _criterion_line(criterion: Criterion) -> str:
    required = criterion.standard
    if required is None:
        return f"- {criterion.name}"
    wording = required.description or required.name
    standard = _("level %(level)d of %(levels)d or above") % {
        "level": required.level,
        "levels": len(criterion.levels),
    }
    return f"- {criterion.name} ({standard}): {wording}"


def _alignments(definition: Definition) -> Iterator[model.Alignment]:
    for each in definition.alignments:
        yield model.Alignment(
            target_type=each.target_type,
            target_url=each.target_url,
            target_name=each.target_name,
            target_description=each.description or None,
            target_framework=each.framework or None,
            target_code=each.target_code or None,
        )
    if definition.eqf_level is not None:
        yield model.Alignment(
            target_type="ext:EQFLevel",
            target_url=_EQF_LEVEL.format(level=definition.eqf_level),
            target_name=_("EQF level %(level)d") % {"level": definition.eqf_level},
            target_framework=_("European Qualifications Framework"),
            target_code=str(definition.eqf_level),
        )


def _result_descriptions(version: VersionRow, url: str) -> Iterator[ResultDescription]:
    for criterion in version.definition.criteria:
        yield _criterion_result(criterion, number=version.number, url=url)
    yield ResultDescription(
        id=overall_result_id(url, number=version.number),
        name=_("Overall result"),
        result_type="Status",
        allowed_value=(FAILED_STATUS, PASSED_STATUS),
        required_value=PASSED_STATUS,
    )


def _criterion_result(criterion: Criterion, *, number: int, url: str) -> ResultDescription:
    def level_id(level: int) -> str:
        return level_result_id(url, number=number, criterion_id=criterion.id, level=level)

    required = criterion.required_level
    return ResultDescription(
        id=criterion_result_id(url, number=number, criterion_id=criterion.id),
        name=criterion.name,
        result_type="RubricCriterionLevel",
        required_level=None if required is None else level_id(required),
        rubric_criterion_level=tuple(
            RubricCriterionLevel(
                id=level_id(each.level),
                level=str(each.level),
                name=each.name or str(each.level),
                description=each.description or None,
            )
            for each in criterion.levels
        ),
    )
