"""Form parts: one field, the summary of errors, words of a field's kind for its template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms, template

from ..forms import LevelSelect
from .component import render_component

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField
    from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """One field with label, hint, error and input."""
    return bound.as_field_group()


@register.simple_tag
def error_summary(*forms: Any) -> SafeString | str:
    """List what is wrong, each linked to its field; nothing where nothing is wrong.

    Takes forms and formsets in the order of the page.
    """
    problems = [problem for form in forms if form for problem in _problems(form)]
    return render_component("error_summary", problems=problems) if problems else ""


@register.filter
def field_kind(bound: BoundField) -> str:
    """Name the kind of input: level, radios, checkboxes, checkbox, hidden or input."""
    widget = bound.field.widget
    if isinstance(widget, LevelSelect):
        return "level"
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.SelectDateWidget | forms.MultiWidget):
        return "many"
    return "hidden" if bound.is_hidden else "input"


@register.filter
def attribute(bound: BoundField, name: str) -> Any:
    """Read an attribute of a field's widget, such as data-max-words."""
    return bound.field.widget.attrs.get(name, "")


def _problems(form: Any) -> list[dict[str, str]]:
    """List message and target of each error of a form or formset."""
    if hasattr(form, "forms"):
        whole = [{"text": str(text), "target": ""} for text in form.non_form_errors()]
        return whole + [problem for part in form.forms for problem in _problems(part)]
    found = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    found += [
        {"text": str(text), "target": ""} for bound in form.hidden_fields() for text in bound.errors
    ]
    return found + [
        {"text": _name_problem(bound, text), "target": _target(bound)}
        for bound in form.visible_fields()
        for text in bound.errors
    ]


def _name_problem(bound: BoundField, text: Any) -> str:
    """Put the field's label before the message, so that it can be read alone."""
    label = str(bound.label)
    return f"{label} {text}" if label.endswith(("?", "!", ".", ":")) else f"{label}: {text}"


def _target(bound: BoundField) -> str:
    """Return the id to jump to: the input itself, or the first of a group."""
    if field_kind(bound) in {"radios", "checkboxes", "level", "many"}:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id
