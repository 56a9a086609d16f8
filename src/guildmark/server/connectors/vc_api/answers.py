"""What the endpoints answer: a status, a media type and a body.

Refusals are RFC 9457 problem details inside the shape that the VC-API gives them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from guildmark.credentials.encoding import JsonObject
from guildmark.credentials.errors import CredentialError, InvalidDraft

__all__ = ["Answer", "Refusal", "build_problem", "refuse", "refuse_error"]

_PROBLEMS = "https://www.w3.org/TR/vc-data-model#"


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer.

    Attributes:
        status: HTTP status code.
        body: a JSON value.
        media_type: of the body.
        max_age_seconds: how long it may be kept; None for not at all.
    """

    status: int
    body: Any
    media_type: str = "application/json"
    max_age_seconds: int | None = None

    def to_bytes(self) -> bytes:
        """Return the body as it is sent."""
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


class Refusal(Exception):
    """Ends an operation with an answer that says what is wrong."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.body))
        self.answer = answer


def build_problem(detail: str, *, code: str, title: str = "The input is not valid.") -> JsonObject:
    """Return one entry of ``problemDetails``.

    Source: VC Data Model 2.0, 7.3 (problem details); RFC 9457.
    """
    kind = "PARSING_ERROR" if code.startswith("json_") else "CRYPTOGRAPHIC_SECURITY_ERROR"
    if code in ("structure", "invalid_draft", "request"):
        kind = "MALFORMED_VALUE_ERROR"
    return {"type": _PROBLEMS + kind, "title": title, "detail": detail, "code": code}


def refuse(details: str | Iterable[str], *, code: str, status: int = 400) -> Answer:
    """Return a refusal with one problem for each detail."""
    listed = [details] if isinstance(details, str) else list(details)
    problems = [build_problem(detail, code=code) for detail in listed]
    return Answer(
        status,
        {
            "verified": False,
            "results": [],
            "problemDetails": problems,
            "errors": [{"name": code, "message": detail} for detail in listed],
        },
    )


def refuse_error(error: CredentialError) -> Answer:
    """Return the refusal for what the trust core raised."""
    if isinstance(error, InvalidDraft):
        return refuse(error.findings, code=error.code)
    return refuse(error.message, code=error.code)
