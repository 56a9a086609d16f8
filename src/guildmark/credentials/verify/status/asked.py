"""What a status list is asked with, and what it answers, for each kind of list alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import StatusListInvalid
from guildmark.credentials.verify.sources import Sources

__all__ = ["Answered", "Asking", "StatusReader", "unusable"]


@dataclass(frozen=True, slots=True)
class Asking:
    """The credential whose status is asked for, when, and of whom.

    Attributes:
        document: the credential; its proof holds.
        issuer: its issuer's id, who must be the list's too.
        sources: answer with lists; what they answer is still to be verified.
        now: the moment to judge by.
    """

    document: JsonObject
    issuer: str | None
    sources: Sources
    now: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """What a list that was verified says.

    Attributes:
        purpose: ``revocation``, ``suspension``, ``message``, ``refresh`` or another.
        is_set: whether it says that the purpose holds.
        message: words of the issuer's; may be empty.
        as_of: the list's own date, as text; empty where it has none.
    """

    purpose: str
    is_set: bool
    message: str = ""
    as_of: str = ""


class StatusReader(Protocol):
    """One kind of status list."""

    def purposes_of(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what an entry is about.

        Raises:
            StatusListInvalid: the entry is malformed.
        """
        ...

    def ask(self, entry: Mapping[str, Any], asking: Asking) -> tuple[Answered, ...]:
        """Fetch the list, verify it, and look the entry up.

        Raises:
            SourceUnavailable: the list could not be had.
            CredentialError: it can not be relied on.
        """
        ...


def unusable(problem: str) -> StatusListInvalid:
    """Return the error of a list that can not be relied on."""
    return StatusListInvalid(problem, code="STATUS_VERIFICATION_ERROR")
