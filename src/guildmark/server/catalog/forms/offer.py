"""The form of one offer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from guildmark.server.base.errors import Finding
from guildmark.server.catalog import vocabulary
from guildmark.server.catalog.forms.path_form import choices_of
from guildmark.server.catalog.operations import OfferInput
from guildmark.server.catalog.queries import OfferRow
from guildmark.server.ui.forms import DateInput


class OfferForm(forms.Form):
    """Price, language, place and dates of one chance to earn it."""

    price_amount = forms.DecimalField(
        label=_("Price"),
        help_text=_("0 for free of charge; empty for “ask the provider”."),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        localize=True,
    )
    price_currency = forms.ChoiceField(
        label=_("Currency"), choices=[(code, code) for code in vocabulary.CURRENCIES]
    )
    participation = forms.ChoiceField(
        label=_("Form of participation"), choices=choices_of(vocabulary.PARTICIPATION)
    )
    language = forms.ChoiceField(label=_("Language"), choices=choices_of(vocabulary.LANGUAGES))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    starts_on = forms.DateField(
        label=_("Starts on"),
        help_text=_("Leave empty if one can start at any time."),
        required=False,
        widget=DateInput(),
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        help_text=_("Leave empty if there is no limit."),
        required=False,
        min_value=1,
        max_value=1_000_000,
    )
    is_open = forms.BooleanField(label=_("Open for learners"), required=False, initial=True)

    @staticmethod
    def initial_of(row: OfferRow) -> dict[str, Any]:
        """Return what the inputs show for a stored offer."""
        return {name: getattr(row, name) for name in OfferForm.base_fields}

    def to_input(self, offer_id: UUID | None) -> OfferInput:
        """Return what was sent, for the operation."""
        return OfferInput(id=offer_id, **self.cleaned_data)

    def add_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show the operation's findings at their fields."""
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, f"{finding.problem} {finding.remedy}".strip())
