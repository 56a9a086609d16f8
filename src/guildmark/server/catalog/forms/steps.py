"""The steps of writing a definition: which forms each shows and which fields each saves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildmark.server.base.errors import Finding
from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.forms.path_form import (
    CodeNumberField,
    CodesField,
    LinesField,
    NumberField,
    PathForm,
    PlaceField,
    choices_of,
)
from guildmark.server.ui.badge_icons import BADGE_ICON_NAMES
from guildmark.server.ui.badges import BADGE_SHAPES
from guildmark.server.ui.colour import GUILD_COLOUR_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text
    from django.utils.functional import _StrPromise

_CHOOSE: Final = _("Choose one")


def _text(label: _StrPromise, *, help_text: Text = "", required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=required, strip=False)


def _long(
    label: _StrPromise, *, rows: int = 4, help_text: Text = "", required: bool = True
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, widget=widget, strip=False
    )


class NewForm(PathForm):
    """How a micro-credential begins."""

    title = _text(_("Title"), help_text=_("What the holder can do, in a few words."))
    language = forms.ChoiceField(
        label=_("Language of this micro-credential"), choices=choices_of(vocabulary.LANGUAGES)
    )


class AboutForm(PathForm):
    """Step 1: what it is."""

    title = _text(_("Title"), help_text=_("What the holder can do, in a few words."))
    summary = _text(
        _("Summary"), help_text=_("One sentence for cards and search: what the holder did.")
    )
    description = _long(
        _("Description"), rows=6, help_text=_("Who it is for, what they do, what it leads to.")
    )
    language = forms.ChoiceField(
        label=_("Language of this micro-credential"), choices=choices_of(vocabulary.LANGUAGES)
    )
    prerequisites = _long(_("Prerequisites"), rows=3, required=False)
    validity_months = NumberField(
        label=_("Valid for, in months"),
        help_text=_("Leave empty if it never has to be renewed."),
        required=False,
        whole=True,
    )


class CompetencyForm(PathForm):
    """Step 2: the competency."""

    statement = _long(_("Competency"), rows=2, help_text=_("One sentence: what the holder can do."))
    key_method = _long(
        _("Key method"), rows=4, help_text=_("How it is done: the method that is judged.")
    )


class CriterionForm(PathForm):
    """Step 2: one row of the rubric."""

    id = forms.CharField(widget=forms.HiddenInput())
    name = _text(_("Criterion"), help_text=_("One thing that an assessor can see."))
    description = _long(_("What is looked at"), rows=2, required=False)
    required_level = CodeNumberField(label=_("Passing level"))

    def __init__(self, *args: Any, levels: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["required_level"]
        if isinstance(chosen, forms.ChoiceField):
            numbers = [
                (number, _("Level %(n)d") % {"n": number}) for number in range(1, levels + 1)
            ]
            chosen.choices = [("", _CHOOSE), *numbers]


class LevelForm(PathForm):
    """Step 2: one level of a criterion."""

    level = PlaceField()
    name = _text(_("Name"))
    description = _long(_("What is seen"), rows=2, required=False)


class QuestionForm(PathForm):
    """Step 3: one overview question."""

    id = forms.CharField(widget=forms.HiddenInput())
    prompt = _long(_("Question"), rows=2)
    word_limit = NumberField(label=_("Words at most"), required=False, whole=True)


class RequirementForm(PathForm):
    """Step 3: one kind of evidence."""

    id = forms.CharField(widget=forms.HiddenInput())
    name = _text(_("Evidence"), help_text=_("For example: a filled-in isolation record."))
    description = _long(_("What it must show"), rows=3, required=False)
    kinds = CodesField(
        label=_("Handed in as"),
        choices=choices_of(vocabulary.EVIDENCE_KINDS),
        widget=forms.CheckboxSelectMultiple(),
    )
    minimum = NumberField(
        label=_("How many at least"), help_text=_("0 makes it optional."), whole=True
    )
    authenticity = forms.ChoiceField(
        label=_("How it is made sure that the learner did it"),
        choices=choices_of(vocabulary.AUTHENTICITY, empty=_CHOOSE),
    )


class AlignmentForm(PathForm):
    """Step 4: one skill that was picked; only its level is asked."""

    framework = forms.CharField(widget=forms.HiddenInput(), required=False)
    target_url = forms.CharField(widget=forms.HiddenInput(), required=False)
    target_name = _text(_("Name"))
    target_code = forms.CharField(widget=forms.HiddenInput(), required=False)
    target_type = forms.CharField(widget=forms.HiddenInput(), required=False)
    description = forms.CharField(widget=forms.HiddenInput(), required=False)
    level = CodeNumberField(
        label=_("Level shown"),
        choices=[("", _("Not stated")), *((n, str(n)) for n in range(1, 9))],
        required=False,
    )


class PasteForm(PathForm):
    """Step 4: a skill by its address."""

    address = _text(
        _("Address of the skill"), help_text=_("From ESCO or O*NET, beginning with http.")
    )
    name = _text(
        _("Name of the skill"),
        help_text=_("Only needed if the lists here do not have it."),
        required=False,
    )


class EuropeanForm(PathForm):
    """Step 5: the European elements that are fields of their own."""

    outcomes = LinesField(
        label=_("Learning outcomes (element 6)"),
        help_text=_("One a line: what the holder knows, understands and can do."),
    )
    workload_hours = NumberField(
        label=_("Notional workload in hours (element 7)"),
        help_text=_("Everything counts: learning, practice, assessment."),
    )
    ects_credits = NumberField(
        label=_("ECTS credits"),
        help_text=_("Only if a body that may award them does. 1 credit is 25 to 30 hours."),
        required=False,
    )
    eqf_level = CodeNumberField(
        label=_("EQF level (element 8)"),
        choices=[("", _("None applies")), *((n, str(n)) for n in range(1, 9))],
    )
    level_note = _text(
        _("Note on the level"),
        help_text=_("The national level, or why no EQF level applies."),
        required=False,
    )
    assessment_type = forms.ChoiceField(
        label=_("Type of assessment (element 9)"),
        choices=choices_of(vocabulary.ASSESSMENT_TYPES, empty=_CHOOSE),
    )
    supervision = forms.ChoiceField(
        label=_("Supervision and identity check during assessment"),
        choices=choices_of(vocabulary.SUPERVISION, empty=_CHOOSE),
        required=False,
    )
    participation = forms.ChoiceField(
        label=_("Form of participation (element 10)"),
        choices=choices_of(vocabulary.PARTICIPATION, empty=_CHOOSE),
    )
    quality_assurance = _long(
        _("Type of quality assurance (element 11)"),
        rows=3,
        help_text=_("What underpins the result: internal checks, accreditation, a label."),
    )
    learner_identification = forms.ChoiceField(
        label=_("How learners are identified (element 1)"),
        choices=choices_of(vocabulary.LEARNER_IDENTIFICATION, empty=_CHOOSE),
        help_text=_("The name itself is added to each credential when it is awarded."),
    )
    awarding_bodies = LinesField(
        label=_("Awarding bodies (element 4)"),
        help_text=_("One a line. Leave empty if your organization alone awards it."),
        required=False,
        rows=2,
    )
    stackability = forms.ChoiceField(
        label=_("Integration and stackability"),
        choices=choices_of(vocabulary.STACKABILITY, empty=_CHOOSE),
        required=False,
    )


class BadgeForm(PathForm):
    """Step 6: the badge."""

    top_text = _text(_("Text on the band"), help_text=_("One or two words, at most 24 characters."))
    bottom_text = _text(
        _("Text below the band"), help_text=_("At most 20 characters."), required=False
    )
    shape = forms.ChoiceField(
        label=_("Shape"), choices=choices_of(BADGE_SHAPES), widget=forms.RadioSelect()
    )
    colour = forms.ChoiceField(
        label=_("Colour"),
        choices=choices_of(GUILD_COLOUR_NAMES),
        help_text=_("Light text is readable on each of them."),
    )
    icon = forms.ChoiceField(label=_("Picture"), choices=choices_of(BADGE_ICON_NAMES))


@dataclass(slots=True)
class Entry:
    """One entry of a list: its form, its place, and the entries inside it."""

    form: PathForm
    path: str
    place: int
    is_last: bool
    inner: list[Entry] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return the place counted from 1."""
        return self.place + 1

    @property
    def name(self) -> str:
        """Return what a screen reader calls it: its name, else its number."""
        for field_name in ("name", "prompt", "target_name"):
            if field_name in self.form.fields and (value := self.form[field_name].value()):
                return f"{self.number}, {value}"
        return str(self.number)

    def every_form(self) -> Iterable[PathForm]:
        """Return this form and those inside it, in the order of the page."""
        yield self.form
        for entry in self.inner:
            yield from entry.every_form()


@dataclass(slots=True)
class StepForms:
    """All forms of one step, filled from the draft or from what was sent."""

    main: dict[str, PathForm] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def forms(self) -> list[PathForm]:
        """Return every form in the order of the page; as the summary of errors wants them."""
        entries = [entry for entries in self.lists.values() for entry in entries]
        return [*self.main.values(), *(form for entry in entries for form in entry.every_form())]

    def non_form_errors(self) -> tuple[str, ...]:
        """Return no error of the whole: each is put at a form."""
        return ()

    def read(self) -> dict[str, Any]:
        """Return the fields of the definition that this step saves, as JSON."""
        changes: dict[str, Any] = {}
        for path, form in self.main.items():
            changes.update({path: form.read()} if path else form.read())
        for path, entries in self.lists.items():
            changes[path] = [_read_entry(entry) for entry in entries]
        return changes

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Show each finding at its field; one that belongs to no field goes to the top."""
        forms_here = self.forms
        left = list(findings)
        for form in forms_here:
            left = form.add_findings(left)
        for finding in left:
            if forms_here:
                text = f"{finding.field}: {finding.problem} {finding.remedy}"
                forms_here[0].add_error(None, text)


def _read_entry(entry: Entry) -> dict[str, Any]:
    values = entry.form.read()
    if isinstance(entry.form, CriterionForm):
        values["levels"] = [_read_entry(each) for each in entry.inner]
    return values


Source = Mapping[str, Any] | QueryDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its place in the address, its name, and how its forms are built."""

    slug: str
    label: _StrPromise
    build: Callable[[Mapping[str, Any], QueryDict | None], StepForms]


def _build_about(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    return StepForms(main={"": _form(AboutForm, draft, sent, path="")})


def _build_rubric(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    competency = _form(CompetencyForm, draft["competency"], sent, path="competency")
    criteria = _entries(draft["criteria"], sent, path="criteria", build=_criterion)
    return StepForms(main={"competency": competency}, lists={"criteria": criteria})


def _build_evidence(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    lists = {
        path: _entries(draft[path], sent, path=path, build=_plain(kind))
        for path, kind in (
            ("evidence_requirements", RequirementForm),
            ("overview_questions", QuestionForm),
        )
    }
    return StepForms(lists=lists)


def _build_skills(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    entries = _entries(draft["alignments"], sent, path="alignments", build=_plain(AlignmentForm))
    return StepForms(lists={"alignments": entries})


def _build_european(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    return StepForms(main={"": _form(EuropeanForm, draft, sent, path="")})


def _build_badge(draft: Mapping[str, Any], sent: QueryDict | None) -> StepForms:
    return StepForms(main={"badge": _form(BadgeForm, draft["badge"], sent, path="badge")})


def _form(
    kind: type[PathForm],
    values: Mapping[str, Any],
    sent: QueryDict | None,
    *,
    path: str,
    **more: Any,
) -> PathForm:
    initial = {name: values.get(name) for name in kind.base_fields}
    return kind(sent, initial=initial, prefix=path, **more)


_Builder = Callable[[Mapping[str, Any], QueryDict | None, str, int, int], Entry]


def _entries(
    values: list[Mapping[str, Any]], sent: QueryDict | None, *, path: str, build: _Builder
) -> list[Entry]:
    """Build an entry for each value of the draft, or for each that was sent."""
    count = len(values) if sent is None else _count_sent(sent, path)
    return [
        build(values[place] if place < len(values) else {}, sent, path, place, count)
        for place in range(count)
    ]


def _count_sent(sent: QueryDict, path: str) -> int:
    # No more than two digits: a list is refused long before that, and never built.
    found = re.compile(re.escape(path) + r"\.(\d{1,2})\.")
    places = [int(match[1]) for name in sent if (match := found.match(name))]
    return max(places, default=-1) + 1


def _plain(kind: type[PathForm]) -> _Builder:
    def build(
        value: Mapping[str, Any], sent: QueryDict | None, path: str, place: int, count: int
    ) -> Entry:
        here = f"{path}.{place}"
        form = _form(kind, value, sent, path=here)
        return Entry(form=form, path=here, place=place, is_last=place + 1 == count)

    return build


def _criterion(
    value: Mapping[str, Any], sent: QueryDict | None, path: str, place: int, count: int
) -> Entry:
    here = f"{path}.{place}"
    inner = _entries(value.get("levels", []), sent, path=f"{here}.levels", build=_plain(LevelForm))
    form = _form(CriterionForm, value, sent, path=here, levels=len(inner))
    return Entry(form=form, path=here, place=place, is_last=place + 1 == count, inner=inner)


SKILLS_STEP: Final = Step(slug="skills", label=_("Skills"), build=_build_skills)

STEPS: Final = (
    Step(slug="about", label=_("About"), build=_build_about),
    Step(slug="rubric", label=_("Competency and rubric"), build=_build_rubric),
    Step(slug="evidence", label=_("Evidence"), build=_build_evidence),
    SKILLS_STEP,
    Step(slug="european", label=_("European descriptor"), build=_build_european),
    Step(slug="badge", label=_("Badge"), build=_build_badge),
)


def step_by_slug(slug: str) -> Step | None:
    """Return the step of that name."""
    return next((each for each in STEPS if each.slug == slug), None)
