"""Forms about organizations and their members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from guildmark.server.organizations.models import Role
from guildmark.server.organizations.operations import OrganizationInput

ROLE_HINT = _(
    "Authors define, assessors mark, issuers award and revoke, viewers read, owners do all of it."
)


def role_name(role: str) -> str:
    """Return what people call a role, in the language of the page; an unknown one as it is."""
    return str(Role(role).label) if role in Role.values else role


class OrganizationForm(forms.Form):
    """What the world reads about an organization."""

    name = forms.CharField(label=_("Name"), max_length=200)
    description = forms.CharField(
        label=_("Description"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences for learners and employers."),
    )
    url = forms.URLField(label=_("Web address"), required=False, assume_scheme="https")
    email = forms.EmailField(label=_("Contact e-mail"), required=False)
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=(),
        widget=forms.SelectMultiple(attrs={"size": 6}),
        required=False,
        help_text=_("European element 3: the countries of the issuer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = list(countries)  # type: ignore[attr-defined]

    def to_input(self, *, kind: str) -> OrganizationInput:
        """Return the cleaned values as the operation takes them."""
        return OrganizationInput(
            kind=kind,
            name=self.cleaned_data["name"],
            description=self.cleaned_data["description"],
            url=self.cleaned_data["url"],
            email=self.cleaned_data["email"],
            countries=tuple(self.cleaned_data["countries"]),
        )


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.ASSESSOR, help_text=ROLE_HINT
    )


class RoleForm(forms.Form):
    """A role to give or to take."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
