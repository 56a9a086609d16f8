"""Forms about awards."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from guildmark.server.issuance.models import Award


class AwardFilter(forms.Form):
    """Which awards to list."""

    text = forms.CharField(label=_("Title or name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All states")), *Award.State.choices],
    )


class RevocationForm(forms.Form):
    """Why an award is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Its holder reads it. Verifiers only see that the award was revoked, and when."
        ),
    )
