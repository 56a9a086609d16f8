"""A form that shows and collects one object of a definition, and judges nothing.

Inputs are named by the dotted path in the definition (`criteria.0.levels.1.name`), so that a
finding of `Definition.from_json` leads to its input. The form does not validate: the definition
does, once, for pages and programs alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from guildmark.server.base.errors import Finding

_MOST_DIGITS = 18


class PathForm(forms.Form):
    """One object's inputs; `prefix` is its path, empty for the definition itself."""

    use_required_attribute = False

    def add_prefix(self, field_name: str) -> str:
        """Return the dotted path of a field."""
        return f"{self.prefix}.{field_name}" if self.prefix else field_name

    def full_clean(self) -> None:
        """Judge nothing: findings come from the definition (`add_findings`)."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def read(self) -> dict[str, Any]:
        """Return what was sent as the JSON of this object; what is no number stays text."""
        values = {}
        for name, field in self.fields.items():
            raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            values[name] = field.to_json(raw) if isinstance(field, JsonField) else raw or ""
        return values

    def add_findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """Show the findings about this form's fields; return the others."""
        left = []
        for finding in findings:
            name = self._name_of(finding.field)
            if name is None:
                left.append(finding)
            else:
                text = f"{finding.problem} {finding.remedy}".strip()
                self.errors.setdefault(name, self.error_class()).append(text)
        return left

    def _name_of(self, path: str) -> str | None:
        for name in self.fields:
            full = self.add_prefix(name)
            if path == full or (path.startswith(f"{full}.") and path[len(full) + 1 :].isdigit()):
                return name
        return None


class JsonField(forms.Field):
    """A field that knows its JSON form."""

    def to_json(self, raw: Any) -> Any:
        """Turn what the browser sent into JSON."""
        raise NotImplementedError

    def prepare_value(self, value: Any) -> Any:
        """Turn JSON into what the input shows."""
        return value


class NumberField(JsonField):
    """A number typed by a person: with a decimal point or a decimal comma."""

    def __init__(self, *, whole: bool = False, **options: Any) -> None:
        mode = "numeric" if whole else "decimal"
        widget = forms.TextInput(attrs={"inputmode": mode, "class": "short", "autocomplete": "off"})
        super().__init__(widget=widget, **options)

    def to_json(self, raw: Any) -> Any:
        """Return a number, None for nothing, or the text itself when it is no number."""
        text = str(raw or "").strip()
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ".") if text.count(",") == 1 else text)
        except InvalidOperation:
            return text
        # int() of 1e999999 would take minutes and all memory; no field has a number that long.
        if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
            return text
        return int(number) if number == number.to_integral_value() else float(number)


class CodeNumberField(JsonField, forms.ChoiceField):
    """A choice whose codes are whole numbers, such as a level; nothing chosen is None."""

    def to_json(self, raw: Any) -> Any:
        """Return the number, or None."""
        return int(raw) if raw and str(raw).isdecimal() else None


class LinesField(JsonField):
    """A list of texts, one a line."""

    def __init__(self, *, rows: int = 5, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_json(self, raw: Any) -> Any:
        """Return the lines that are not empty."""
        return [line.strip() for line in str(raw or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write a list one a line."""
        return "\n".join(value) if isinstance(value, list) else value


class CodesField(JsonField, forms.MultipleChoiceField):
    """Several codes of a closed list."""

    def to_json(self, raw: Any) -> Any:
        """Return the codes as a list."""
        return list(raw or [])


class PlaceField(JsonField):
    """A hidden number that the page counts itself, such as a level's."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.HiddenInput(), **options)

    def to_json(self, raw: Any) -> Any:
        """Return the number, or the text itself."""
        return int(raw) if str(raw or "").isdecimal() else raw


def choices_of(choices: Mapping[str, Any], *, empty: Any = None) -> list[tuple[str, Any]]:
    """Return a closed list as choices, with `empty` (words for "nothing chosen") first."""
    first = [] if empty is None else [("", empty)]
    return [*first, *choices.items()]
