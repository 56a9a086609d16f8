"""Accessible form markup for every Django form, and two widgets of our own.

`settings.FORM_RENDERER = "guildmark.server.ui.forms.GuildmarkFormRenderer"` makes
`{{ form }}`, `{{ form.name.as_field_group }}` and `{% field form.name %}` use the templates
in `ui/forms/`: label, hint, error at the field, `aria-describedby`, groups as fieldsets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.renderers import DjangoTemplates

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

__all__ = ["DateInput", "GuildmarkFormRenderer", "Level", "LevelSelect", "WordCountTextarea"]


class GuildmarkFormRenderer(DjangoTemplates):
    """Renders forms with the templates of the design system."""

    form_template_name = "ui/forms/form.html"
    formset_template_name = "ui/forms/formset.html"
    field_template_name = "ui/forms/field.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level as the label of a choice: `choices=[(level.id, Level(number=4, text=…)), …]`.

    `standard` marks the lowest level that passes; `note` is the longer description.
    """

    number: int | str
    text: Text
    note: Text = ""
    standard: bool = False

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class LevelSelect(forms.RadioSelect):
    """The assessor's choice of one level: numbers large, the chosen row marked.

    Digit keys choose a level where script runs; without script it is a radio group.
    """


class DateInput(forms.DateInput):
    """A date by the browser's own picker; the value is always ISO 8601."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class WordCountTextarea(forms.Textarea):
    """A text area that says how many words are wanted and counts them where script runs.

    Args:
        max_words: the most words; checked by the form, not by this widget.
    """

    def __init__(self, *, max_words: int, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={**(attrs or {}), "data-max-words": str(max_words)})
