"""The REST API reads bodies with the engine's strict JSON parser: one parser at the border.

Duplicate keys, NaN, lone surrogates and deep nesting are refused with the reason, and so is the
character U+0000, which PostgreSQL cannot keep.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.errors import ValidationError
from ninja.parser import Parser

from guildmark.credentials.encoding import parse_json
from guildmark.credentials.errors import UnreadableInput


class StrictParser(Parser):
    """Reads bodies, queries and forms for the REST API."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the JSON body.

        Raises:
            UnreadableInput: it is not JSON that any two readers understand alike.
        """
        value = parse_json(request.body, max_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        if _has_null(value):
            raise UnreadableInput(_null_problem(), code="json_null_character")
        return value

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> Any:
        """Return the values of a query or form.

        Raises:
            ValidationError: one of them cannot be kept; it is named.
        """
        for name, values in data.lists():
            if any(isinstance(value, str) and "\x00" in value for value in values):
                raise ValidationError([{"loc": (name,), "msg": _null_problem()}])
        return super().parse_querydict(data, list_fields, request)


def _null_problem() -> str:
    return _("The character U+0000 cannot be kept. Leave it out.")


def _has_null(value: Any) -> bool:
    if isinstance(value, str):
        return "\x00" in value
    if isinstance(value, dict):
        return any("\x00" in name or _has_null(each) for name, each in value.items())
    return isinstance(value, list) and any(_has_null(each) for each in value)
