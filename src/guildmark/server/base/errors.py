"""What an operation says when it refuses.

OperationError            root: `code` is stable, `message` says what, where and what to do
├── NotFound              there is no such thing for this actor (404, also for another's object)
├── NotPermitted          the actor may see it but not do this (403)
├── Conflict              it is not in a state that allows this (409)
└── InvalidInput          fields are wrong (422); one `Finding` for each

Apps derive their own (`UnableToPublish(InvalidInput)`). `problem.py` turns them
into responses, in one place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with what was given.

    Attributes:
        field: its name in the form or the JSON path; empty for the whole.
        problem: what is wrong.
        remedy: what to do.
    """

    field: str
    problem: str
    remedy: str = ""

    def to_json(self) -> dict[str, str]:
        """Return the finding as problem+json carries it."""
        return {
            "field": self.field,
            "problem": str(self.problem),
            "remedy": str(self.remedy),
        }


class OperationError(Exception):
    """An operation refused; nothing was written.

    Attributes:
        code: stable, for programs; lower case with underscores.
        message: for people, in their language.
        field: the field it is about, where there is one.
        findings: everything that is wrong, in the order of the form.
    """

    default_code: ClassVar[str] = "operation_refused"
    default_message: ClassVar[str | Promise] = _("This cannot be done.")
    status: ClassVar[int] = 400

    def __init__(
        self,
        code: str | None = None,
        message: str | Promise | None = None,
        *,
        field: str | None = None,
        findings: Iterable[Finding] = (),
    ) -> None:
        self.code = code or self.default_code
        self.message = str(self.default_message if message is None else message)
        self.field = field
        self.findings = tuple(findings)
        if not self.findings and field is not None:
            self.findings = (Finding(field, self.message),)
        super().__init__(self.message)

    def __str__(self) -> str:
        details = "; ".join(f"{item.field}: {item.problem}" for item in self.findings)
        return f"{self.message} ({details})" if details else self.message


class NotFound(OperationError):
    """There is no such thing, or it is nobody's business that there is."""

    default_code = "not_found"
    default_message = _("There is nothing here. Check the address.")
    status = 404


class NotPermitted(OperationError):
    """The actor may know of it, but may not do this."""

    default_code = "not_permitted"
    default_message = _("You may not do this. Ask an owner of the organization for the role.")
    status = 403


class Conflict(OperationError):
    """The thing is in a state that does not allow this."""

    default_code = "conflict"
    default_message = _("This has changed in the meantime. Look at it again.")
    status = 409


class InvalidInput(OperationError):
    """Some of what was given cannot be used; `findings` names each field."""

    default_code = "invalid_input"
    default_message = _("Some of what you gave needs another look.")
    status = 422
