"""The search form of the skills pages."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from guildmark.server.frameworks import queries


class SkillSearchForm(forms.Form):
    """What to look for, and in which framework."""

    q = forms.CharField(
        label=_("Skill, knowledge or occupation"),
        max_length=200,
        strip=True,
    )
    framework = forms.ChoiceField(label=_("Framework"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer the frameworks that are stored now."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast(forms.ChoiceField, self.fields["framework"])
        field.choices = [
            ("", _("All frameworks")),
            *((each.key, f"{each.name} {each.version}") for each in queries.frameworks()),
        ]
