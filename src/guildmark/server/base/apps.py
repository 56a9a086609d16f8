"""Registers the app `base` with Django."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Ground floor: jobs, ids, paging, problems, facts, scope of rows, the installation."""

    name = "guildmark.server.base"
    label = "base"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Set up logs, and give each new connection the scope of its thread."""
        from guildmark.server.base import logs, scope

        logs.configure()
        scope.install()
        _allow_type_parameters()


def _allow_type_parameters() -> None:
    """Let ``ModelAdmin[Row]`` and ``ModelForm[Row]`` be written, as the type stubs ask.

    Django's classes take no parameters at run time; this app is ready before
    any module of forms or of the admin site is loaded.
    """
    from django.contrib.admin.options import BaseModelAdmin
    from django.forms.formsets import BaseFormSet
    from django.forms.models import BaseModelForm
    from django.views.generic.edit import FormMixin

    kinds: tuple[Any, ...] = (BaseModelAdmin, BaseModelForm, BaseFormSet, FormMixin)
    for kind in kinds:
        kind.__class_getitem__ = classmethod(lambda cls, *_: cls)
