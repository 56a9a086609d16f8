"""The two forms of a held credential: who may see it, and a new share link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from guildmark.server.wallet.operations import ShareInput

__all__ = ["ShareForm", "VisibilityForm"]


class VisibilityForm(forms.Form):
    """Who may see the credential's page; "only me" is where everybody starts."""

    visibility = forms.ChoiceField(
        label=_("Who may see its page?"),
        choices=(
            ("private", _("Only me. Others see it only by a share link that you make.")),
            (
                "unlisted",
                _("Anyone who has the address. Search engines are told to leave it out."),
            ),
            ("public", _("Everyone. Search engines may list it.")),
        ),
        widget=forms.RadioSelect,
    )
    shows_name = forms.BooleanField(
        label=_("Show my name on the page"),
        help_text=_("The signed file never holds your name in clear, only a hash of it."),
        required=False,
    )


class ShareForm(forms.Form):
    """A link that shows one credential until a date, or until it is withdrawn."""

    label = forms.CharField(
        label=_("Who is it for?"),
        help_text=_("Only you see this note."),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"),
        choices=(
            (7, _("One week")),
            (30, _("One month")),
            (90, _("Three months")),
            (365, _("One year")),
        ),
        coerce=int,
        initial=30,
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False, initial=True)

    def __init__(
        self, *args: Any, artefacts: Sequence[tuple[UUID, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(artefact_id), name) for artefact_id, name in artefacts]
        if choices:
            self.fields["artefacts"] = _evidence_field(choices)

    def share(self) -> ShareInput:
        """Return what was asked for; only after the form was found valid."""
        data = self.cleaned_data
        return ShareInput(
            label=data["label"],
            days=data["days"],
            shows_name=data["shows_name"],
            artefact_ids=tuple(data.get("artefacts", ())),
        )


def _evidence_field(choices: list[tuple[str, str]]) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=_("Evidence that this link opens"),
        help_text=_(
            "Evidence of class “on request”. Public evidence is always open; evidence for assessors"
            " only never is."
        ),
        choices=choices,
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
