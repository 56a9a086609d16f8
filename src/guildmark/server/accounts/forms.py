"""Forms about one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guildmark.server.accounts.models import Person
from guildmark.server.accounts.operations import MAX_TOKEN_DAYS, SCOPES, check_name
from guildmark.server.base.errors import InvalidInput


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As it should stand on a credential, in any script."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class _NameForm(forms.Form):
    def clean_name(self) -> str:
        """Check the name as the operation will."""
        try:
            return check_name(self.cleaned_data["name"])
        except InvalidInput as error:
            raise ValidationError(
                [f"{each.problem} {each.remedy}" for each in error.findings]
            ) from error


class SignupExtra(_NameForm):
    """What signing up asks for besides e-mail and password (allauth adds it to its form)."""

    field_order = ("name", "email", "password1")

    name = _name_field()

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Keep the name and the language of the page; allauth calls this before saving."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or "en"
        user.save(update_fields=["name", "language"])


class ProfileForm(_NameForm):
    """Name and language."""

    name = _name_field()
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)


class TokenForm(forms.Form):
    """A new API token."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Which program will use it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=[(scope, scope) for scope in SCOPES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What the program may do; it can never do more than you."),
    )
    days = forms.IntegerField(
        label=_("Lifetime in days"), min_value=1, max_value=MAX_TOKEN_DAYS, initial=90
    )


class EraseForm(forms.Form):
    """The last question before erasing."""

    confirm = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_confirm(self) -> str:
        """Compare with the account's address."""
        typed = str(self.cleaned_data["confirm"]).strip().lower()
        if typed != self._email.lower():
            raise ValidationError(
                _("This is not the address of this account: %(email)s."),
                params={"email": self._email},
            )
        return typed
