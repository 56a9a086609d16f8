"""The form of a role profile: inputs named by their path in the profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guildmark.server.catalog.forms.path_form import CodeNumberField, JsonField, PathForm

_SKILL: Final = re.compile(r"skills\.(\d{1,2})\.")


class TruthField(JsonField):
    """A box to tick."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.CheckboxInput(), **options)

    def to_json(self, raw: Any) -> bool:
        """Return whether it was ticked."""
        return bool(raw)


class RoleForm(PathForm):
    """What the job is."""

    title = forms.CharField(label=_("Job title"))
    description = forms.CharField(
        label=_("Description"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    occupation_url = forms.CharField(
        label=_("Occupation"),
        help_text=_("Its address in ESCO or O*NET, if there is one."),
        required=False,
    )


class RoleSkillForm(PathForm):
    """One skill that the job needs."""

    framework = forms.CharField(widget=forms.HiddenInput(), required=False)
    target_url = forms.CharField(widget=forms.HiddenInput())
    target_name = forms.CharField(widget=forms.HiddenInput())
    level = CodeNumberField(
        label=_("Level needed"),
        choices=[("", _("Not stated")), *((n, str(n)) for n in range(1, 9))],
        required=False,
    )
    critical = TruthField(
        label=_("Critical"), help_text=_("The job cannot be done without it."), required=False
    )


class RoleForms:
    """The form of the job and one form for each of its skills."""

    def __init__(self, profile: Mapping[str, Any], sent: QueryDict | None) -> None:
        self.main = RoleForm(sent, initial=dict(profile))
        stored = profile.get("skills", [])
        count = len(stored) if sent is None else _count_sent(sent)
        self.skills = [
            RoleSkillForm(
                sent,
                initial=stored[place] if place < len(stored) else {},
                prefix=f"skills.{place}",
            )
            for place in range(count)
        ]

    @property
    def forms(self) -> list[PathForm]:
        """Return every form in the order of the page, as the summary of errors wants them."""
        return [self.main, *self.skills]

    def non_form_errors(self) -> tuple[str, ...]:
        """Return no error of the whole: each is put at a form."""
        return ()

    def read(self) -> dict[str, Any]:
        """Return the profile as JSON."""
        return {**self.main.read(), "skills": [form.read() for form in self.skills]}


def _count_sent(sent: QueryDict) -> int:
    places = [int(match[1]) for name in sent if (match := _SKILL.match(name))]
    return max(places, default=-1) + 1
