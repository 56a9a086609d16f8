"""The forms of this room; they shape what people type, operations decide about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guildmark.server.assessment.evidence import ACCEPTED
from guildmark.server.assessment.models import Artefact
from guildmark.server.assessment.queries import AttemptRow, DraftMark
from guildmark.server.base.errors import InvalidInput
from guildmark.server.catalog.definition import Criterion, Definition
from guildmark.server.ui.forms import Level, LevelSelect, WordCountTextarea

# What a phone's camera or gallery gives; iPhones turn HEIC into JPEG when it is not listed.
PHOTO_TYPES: Final = "image/jpeg,image/png,image/webp"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice with a plain explanation under it."""

    text: str | Promise
    note: str | Promise

    def __str__(self) -> str:
        return str(self.text)


CLASSES: Final = (
    (
        Artefact.Class.ASSESSORS,
        Choice(
            gettext_lazy("Assessors only"),
            gettext_lazy(
                "Nobody but the assessors opens it. The credential holds its fingerprint, so that "
                "you can prove later what was assessed."
            ),
        ),
    ),
    (
        Artefact.Class.ON_REQUEST,
        Choice(
            gettext_lazy("On request"),
            gettext_lazy("You decide each time who gets a link to it."),
        ),
    ),
    (
        Artefact.Class.PUBLIC,
        Choice(
            gettext_lazy("Public"),
            gettext_lazy("Anybody who sees the credential can open it."),
        ),
    ),
)


class DraftField(forms.CharField):
    """A text that is wanted in the end but may be empty, or too long, while it is written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def validate(self, value: Any) -> None:
        """Accept what is there; handing in checks it."""


class AnswersForm(forms.Form):
    """The overview questions, how AI was used, and a reflection; saved as a draft."""

    use_required_attribute = False

    def __init__(
        self, data: Any = None, *, definition: Definition, attempt: AttemptRow | None = None
    ) -> None:
        super().__init__(data)
        self.definition = definition
        for question in definition.overview_questions:
            self.fields[f"answer-{question.id}"] = DraftField(
                label=question.prompt,
                initial=attempt.answers.get(question.id, "") if attempt else "",
                widget=_text_area(question.word_limit),
            )
        self.fields["ai_use"] = DraftField(
            label=_("What did you use AI for?"),
            help_text=_(
                "Say which tool and for what, or write “None”. Using it is no fault; hiding it is. "
                "What you write is recorded in the credential."
            ),
            initial=attempt.ai_use if attempt else "",
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["reflection"] = forms.CharField(
            label=_("What would you do differently next time?"),
            required=False,
            strip=False,
            initial=attempt.reflection if attempt else "",
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def answers(self) -> dict[str, str]:
        """Return question id → what was typed, for the questions that the form carried."""
        return {
            question.id: self.cleaned_data[f"answer-{question.id}"]
            for question in self.definition.overview_questions
            if f"answer-{question.id}" in self.data
        }


class _EvidenceForm(forms.Form):
    """What is asked about each piece of evidence, besides the piece itself."""

    use_required_attribute = False
    description = forms.CharField(
        label=gettext_lazy("What does it show?"),
        help_text=gettext_lazy("One or two sentences: the assessor reads this first."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=CLASSES,
        widget=forms.RadioSelect,
        initial=Artefact.Class.ASSESSORS,
        help_text=gettext_lazy("You can change this at any time."),
        error_messages={"required": gettext_lazy("Choose who may see it.")},
    )
    owner_note = forms.CharField(
        label=gettext_lazy("Who owns it, or who allowed you to show it?"),
        help_text=gettext_lazy("For example “My own work” or “Press Works, allowed by R. Ito”."),
        required=False,
        max_length=300,
    )
    declared = forms.BooleanField(
        label=gettext_lazy(
            "I own this, or its owner allows me to show it to the people chosen above."
        ),
        required=False,
    )


class FileForm(_EvidenceForm):
    """A file, from a folder or straight from a phone's camera."""

    field_order = ("file", "description", "visibility", "owner_note", "declared")
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("No file is chosen. Choose one, then add it."),
            "missing": gettext_lazy("No file is chosen. Choose one, then add it."),
        },
    )

    def __init__(self, data: Any = None, files: Any = None, *, camera: bool = False) -> None:
        super().__init__(data, files if data is not None else None)
        file = self.fields["file"]
        limit = filesizeformat(settings.EVIDENCE_MAX_BYTES)
        if camera:
            file.label = _("Photo")
            file.widget.attrs |= {"accept": PHOTO_TYPES, "capture": "environment"}
            file.help_text = _("On a phone this opens the camera. At most %s.") % limit
        else:
            file.widget.attrs["accept"] = ",".join(
                ending for kind in ACCEPTED for ending in kind.extensions[:2]
            )
            file.help_text = (
                _(
                    "PDF, picture (JPEG, PNG, WebP, GIF), text, office document (DOCX, XLSX, PPTX, "
                    "ODT), sound or video (MP3, M4A, MP4, WebM). At most %s."
                )
                % limit
            )


class LinkForm(_EvidenceForm):
    """A web address; it is shown as a link and never fetched."""

    field_order = ("url", "name", "description", "visibility", "owner_note", "declared")
    url = forms.CharField(
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy(
            "The assessor must be able to open it. What is behind a link can change: a file is "
            "stronger evidence."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "url"}),
        error_messages={"required": gettext_lazy("No address is given. Paste the whole address.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the page or work"), required=False, max_length=200
    )


class VisibilityForm(forms.Form):
    """Who may see a piece of evidence from now on."""

    use_required_attribute = False
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"), choices=CLASSES, widget=forms.RadioSelect
    )
    declared = _EvidenceForm.base_fields["declared"]


class MarksForm(forms.Form):
    """The whole rubric as one form: level, comment and place for each criterion."""

    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        *,
        definition: Definition,
        marks: Mapping[str, DraftMark] | None = None,
    ) -> None:
        super().__init__(data)
        self.definition = definition
        for criterion in definition.criteria:
            self._add_criterion(criterion, mark=(marks or {}).get(criterion.id))

    def _add_criterion(self, criterion: Criterion, *, mark: DraftMark | None) -> None:
        self.fields[f"level-{criterion.id}"] = forms.TypedChoiceField(
            label=criterion.name,
            help_text="",
            required=False,
            coerce=int,
            empty_value=None,
            widget=LevelSelect,
            choices=level_choices(criterion),
            initial=mark.level if mark else None,
            error_messages={"invalid_choice": _("Choose one of the levels shown.")},
        )
        self.fields[f"comment-{criterion.id}"] = forms.CharField(
            label=_("Comment on “%s”") % criterion.name,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=mark.comment if mark else "",
        )
        self.fields[f"rests_on-{criterion.id}"] = forms.CharField(
            label=_("Rests on"),
            help_text=_("The place in the evidence, such as “record.pdf, page 2”."),
            required=False,
            initial=mark.rests_on if mark else "",
        )

    def mark(self, criterion_id: str) -> DraftMark:
        """Return what was given for one criterion."""
        return DraftMark(
            level=self.cleaned_data.get(f"level-{criterion_id}"),
            comment=self.cleaned_data.get(f"comment-{criterion_id}", ""),
            rests_on=self.cleaned_data.get(f"rests_on-{criterion_id}", ""),
        )


class DecisionForm(forms.Form):
    """Words to the learner about the whole; the outcome is the button that is pressed."""

    feedback = forms.CharField(
        label=gettext_lazy("Feedback on the whole"),
        help_text=gettext_lazy(
            "The learner reads this first, then your comment on each criterion."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=10_000,
    )


def level_choices(criterion: Criterion) -> list[tuple[int, Level]]:
    """Return the levels of a criterion, the highest first, the required one marked."""
    return [
        (
            level.level,
            Level(
                number=level.level,
                text=level.name or level.description,
                note=level.description if level.name else "",
                standard=level.level == (criterion.required_level or 1),
            ),
        )
        for level in sorted(criterion.levels, key=lambda each: -each.level)
    ]


def show_findings(form: forms.Form, error: InvalidInput) -> None:
    """Put each finding of a refused operation at its field; the rest on top of the form."""
    for finding in error.findings:
        field = finding.field if finding.field in form.fields else None
        form.add_error(field, f"{finding.problem} {finding.remedy}".strip())
    if not error.findings:
        form.add_error(None, error.message)


def _text_area(word_limit: int | None) -> forms.Textarea:
    if word_limit is None:
        return forms.Textarea(attrs={"rows": 6})
    return WordCountTextarea(max_words=word_limit, attrs={"rows": 6})
