"""The form of the verification page: one of three ways to hand over a credential."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["VerifyForm"]


class VerifyForm(forms.Form):
    """An address, a file or the text; exactly one of them."""

    url = forms.CharField(
        label=gettext_lazy("An address on the web"),
        help_text=gettext_lazy("The page of a credential, or its JSON, PNG or SVG file."),
        required=False,
        max_length=2_000,
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("A file"),
        help_text=gettext_lazy("JSON, or a badge as PNG or SVG; at most 2 MB."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(
            attrs={"accept": ".json,.jsonld,.png,.svg,application/json,image/png,image/svg+xml"}
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("The text of a credential"),
        help_text=gettext_lazy("Paste the JSON; it begins with { and ends with }."),
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off", "dir": "ltr"}
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse none and refuse more than one: the page must not guess which is meant."""
        data = super().clean() or {}
        if self.errors:
            return data
        given = [name for name in self.fields if self._is_given(data.get(name))]
        if not given:
            self.add_error("url", _("Nothing to check yet. Fill in one of the three."))
        for extra in given[1:]:
            self.add_error(
                extra, _("More than one was filled in. Leave only what you want to check.")
            )
        return data

    @property
    def way(self) -> str:
        """The name of the field that was filled in; ask only after the form was found valid."""
        return next(name for name in self.fields if self._is_given(self.cleaned_data.get(name)))

    @staticmethod
    def _is_given(value: Any) -> bool:
        return value is not None and (not isinstance(value, str) or bool(value.strip()))
