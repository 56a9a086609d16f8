"""The eleven elements that every European micro-credential states, and how many are filled in.

Elements 3 and 4 come from the organization, 5 (and the name in 1) are filled in by themselves when
a credential is awarded; all others are fields of the definition.

Source: Council Recommendation of 16 June 2022, 2022/C 243/02, Annex I, mandatory elements.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_countries import countries

from guildmark.server.catalog import vocabulary

if TYPE_CHECKING:
    from guildmark.server.catalog.definition import Definition
    from guildmark.server.organizations.queries import OrganizationRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One of the eleven; `field` names the definition's field it is written in, if there is one."""

    number: int
    key: str
    label: Promise
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementState:
    """Whether one element is filled in for one definition, with its value in words.

    `automatic` says in words what fills in by itself; empty when the author writes all of it.
    """

    number: int
    key: str
    label: str
    field: str
    filled: bool
    value: str
    missing_hint: str
    automatic: str = ""


ELEMENTS: Final = (
    Element(
        number=1,
        key="learner",
        label=gettext_lazy("Identification of the learner"),
        field="learner_identification",
    ),
    Element(
        number=2, key="title", label=gettext_lazy("Title of the micro-credential"), field="title"
    ),
    Element(number=3, key="countries", label=gettext_lazy("Country or region of the issuer")),
    Element(
        number=4,
        key="awarding_bodies",
        label=gettext_lazy("Awarding body or bodies"),
        field="awarding_bodies",
    ),
    Element(number=5, key="issued", label=gettext_lazy("Date of issuing")),
    Element(number=6, key="outcomes", label=gettext_lazy("Learning outcomes"), field="outcomes"),
    Element(
        number=7, key="workload", label=gettext_lazy("Notional workload"), field="workload_hours"
    ),
    Element(
        number=8,
        key="level",
        label=gettext_lazy("Level of the learning experience"),
        field="eqf_level",
    ),
    Element(
        number=9,
        key="assessment",
        label=gettext_lazy("Type of assessment"),
        field="assessment_type",
    ),
    Element(
        number=10,
        key="participation",
        label=gettext_lazy("Form of participation"),
        field="participation",
    ),
    Element(
        number=11,
        key="quality",
        label=gettext_lazy("Type of quality assurance"),
        field="quality_assurance",
    ),
)


def check_elements(
    definition: Definition, organization: OrganizationRow
) -> tuple[ElementState, ...]:
    """Return the state of each of the eleven elements, in their order."""
    return tuple(
        ElementState(
            number=element.number,
            key=element.key,
            label=str(element.label),
            field=element.field,
            filled=bool(value := _VALUES[element.key](definition, organization)),
            value=value,
            missing_hint=_hint(element.key),
            automatic=_automatic(element.key),
        )
        for element in ELEMENTS
    )


def count_filled(states: Sequence[ElementState]) -> int:
    """Return how many of the eleven are filled in."""
    return sum(state.filled for state in states)


def _learner(definition: Definition, _organization: OrganizationRow) -> str:
    return label_of(vocabulary.LEARNER_IDENTIFICATION, definition.learner_identification)


def _title(definition: Definition, _organization: OrganizationRow) -> str:
    return definition.title


def _countries(_definition: Definition, organization: OrganizationRow) -> str:
    return ", ".join(str(countries.name(code)) or code for code in organization.countries)


def _awarding_bodies(definition: Definition, organization: OrganizationRow) -> str:
    return ", ".join(definition.awarding_bodies or (organization.name,))


def _issued(_definition: Definition, _organization: OrganizationRow) -> str:
    return _("Written into each credential when it is awarded")


def _outcomes(definition: Definition, _organization: OrganizationRow) -> str:
    return "; ".join(definition.outcomes)


def _workload(definition: Definition, _organization: OrganizationRow) -> str:
    return describe_workload(definition.workload_hours, definition.ects_credits)


def _level(definition: Definition, _organization: OrganizationRow) -> str:
    if definition.eqf_level is None:
        return definition.level_note
    level = _("EQF level %(level)d") % {"level": definition.eqf_level}
    return f"{level}. {definition.level_note}" if definition.level_note else level


def _assessment(definition: Definition, _organization: OrganizationRow) -> str:
    return label_of(vocabulary.ASSESSMENT_TYPES, definition.assessment_type)


def _participation(definition: Definition, _organization: OrganizationRow) -> str:
    return label_of(vocabulary.PARTICIPATION, definition.participation)


def _quality(definition: Definition, _organization: OrganizationRow) -> str:
    return definition.quality_assurance


_VALUES: Final[dict[str, Callable[[Definition, OrganizationRow], str]]] = {
    "learner": _learner,
    "title": _title,
    "countries": _countries,
    "awarding_bodies": _awarding_bodies,
    "issued": _issued,
    "outcomes": _outcomes,
    "workload": _workload,
    "level": _level,
    "assessment": _assessment,
    "participation": _participation,
    "quality": _quality,
}


def label_of(choices: vocabulary.Choices, code: str) -> str:
    """Return the words for a code in the reader's language; empty for no code."""
    return str(choices[code]) if code in choices else code


def describe_workload(hours: Decimal | None, ects: Decimal | None) -> str:
    """Return "12 hours · 0.5 ECTS" in the reader's language; empty without hours."""
    if not hours:
        return ""
    text = ngettext("%(hours)s hour", "%(hours)s hours", 1 if hours == 1 else 2) % {
        "hours": _number(hours)
    }
    if ects:
        return f"{text} · " + _("%(credits)s ECTS") % {"credits": _number(ects)}
    return text


def _number(number: Decimal) -> str:
    whole = number == number.to_integral_value()
    return number_format(int(number) if whole else number.normalize())


def _hint(key: str) -> str:
    return {
        "learner": _("Say how learners are identified."),
        "title": _("Give it a title."),
        "countries": _("Add the country in your organization's settings."),
        "awarding_bodies": _("Name who awards it."),
        "issued": "",
        "outcomes": _("Write at least one learning outcome."),
        "workload": _("State the workload in hours."),
        "level": _("Choose the EQF level, or say why none applies."),
        "assessment": _("Choose the type of assessment."),
        "participation": _("Choose the form of participation."),
        "quality": _("Describe the quality assurance."),
    }[key]


def _automatic(key: str) -> str:
    return {
        "learner": _("The learner's name is added to each credential by itself."),
        "countries": _("Taken from your organization."),
        "awarding_bodies": _("Your organization, unless you name others."),
        "issued": _("The date is added to each credential by itself."),
    }.get(key, "")
