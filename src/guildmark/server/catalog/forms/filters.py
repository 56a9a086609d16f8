"""The catalogue's filters, carried in the address."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.queries import CatalogueSearch, Facets

# Steps that read well as choices; finer limits help nobody.
HOURS = (5, 10, 20, 40, 80, 150)
COSTS = (0, 50, 100, 250, 500, 1000)


class CatalogueFilters(forms.Form):
    """What to look for. A value that is not offered is left out, never an error page."""

    use_required_attribute = False
    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    skill = forms.CharField(label=_("Skill"), required=False, max_length=500)
    level = forms.TypedChoiceField(
        label=_("EQF level"), required=False, coerce=int, empty_value=None
    )
    hours = forms.TypedChoiceField(
        label=_("Hours"), required=False, coerce=Decimal, empty_value=None
    )
    cost = forms.TypedChoiceField(label=_("Cost"), required=False, coerce=Decimal, empty_value=None)
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[(code, code) for code in vocabulary.CURRENCIES],
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    provider = forms.ChoiceField(label=_("Provider"), required=False)

    def __init__(self, data: Any, *, facets: Facets) -> None:
        super().__init__(data)
        every = _("Any")
        self._choose("level", [("", every), *((n, str(n)) for n in range(1, 9))])
        hours = [(n, _("At most %(n)d hours") % {"n": n}) for n in HOURS]
        self._choose("hours", [("", every), *hours])
        costs = [(n, _("At most %(n)d") % {"n": n}) for n in COSTS if n]
        self._choose("cost", [("", every), ("0", _("Free of charge")), *costs])
        languages = [(each.value, _label(each.value)) for each in facets.languages]
        self._choose("language", [("", every), *languages])
        providers = [(each.value, each.label) for each in facets.providers]
        self._choose("provider", [("", every), *providers])

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def narrowing(self) -> list[forms.BoundField]:
        """Return the filters, without the words to search for."""
        return [self[name] for name in self.fields if name != "q"]

    def to_search(self) -> CatalogueSearch:
        """Return the search; fields that could not be read do not narrow."""
        self.is_valid()
        sent = self.cleaned_data
        # From here on the form is only shown: "(optional)" beside each filter says nothing.
        for field in self.fields.values():
            field.required = True
        return CatalogueSearch(
            text=sent.get("q", ""),
            skill=sent.get("skill", ""),
            eqf_level=sent.get("level"),
            max_hours=sent.get("hours"),
            max_cost=sent.get("cost"),
            currency=sent.get("currency") or "EUR",
            language=sent.get("language", ""),
            provider=sent.get("provider", ""),
        )


def _label(code: str) -> Any:
    return vocabulary.LANGUAGES.get(code, code)
