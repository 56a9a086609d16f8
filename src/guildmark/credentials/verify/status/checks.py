"""The checks about status: each entry is asked by its kind; one entry of the report per purpose.

1. sort the entries by kind and purpose; an unknown kind may mean revoked, so it leaves
   revocation open
2. ask each list
3. one "revoked" outweighs a list that could not answer, which outweighs a pass
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from guildmark.credentials.errors import CredentialError, SourceUnavailable
from guildmark.credentials.verify.findings import worst
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.report import Check, CheckId, Outcome
from guildmark.credentials.verify.status import (
    bitstring,
    open_badges_2,
    revocation_list,
    status_list_2021,
    token_list,
)
from guildmark.credentials.verify.status.asked import Answered, Asking, StatusReader

__all__ = ["StatusFindings", "check_statuses", "skip_statuses"]

_Purpose = Literal["revocation", "suspension", "message"]
# What one list says: for which check, the check, and words of the issuer.
_Told = tuple[_Purpose, Check, str]
_CHECK_IDS: Final[dict[_Purpose, CheckId]] = {
    "revocation": "status.revocation",
    "suspension": "status.suspension",
    "message": "status.message",
}
_MEANINGS: Final[dict[_Purpose, str]] = {"revocation": "revoked", "suspension": "suspended"}
# A list for refresh says that something newer is to be had: words, like a message.
_TOLD_AS: Final[dict[str, _Purpose]] = {
    "revocation": "revocation",
    "suspension": "suspension",
    "message": "message",
    "refresh": "message",
}
_CLAUSE: Final = "Bitstring Status List 1.0, 3.2"
# By the type of an entry of credentialStatus.
_READERS: Final[dict[str, tuple[StatusReader, str]]] = {
    "BitstringStatusListEntry": (bitstring, _CLAUSE),
    "StatusList2021Entry": (status_list_2021, "Status List 2021, 5.3"),
    "1EdTechRevocationList": (
        revocation_list,
        "1EdTech Revocation List Status Method 1.0; Open Badges 3.0, 8.3",
    ),
}
# Forms that say it elsewhere than in credentialStatus.
_TOKEN_LIST: Final[tuple[StatusReader, str]] = (token_list, "Token Status List, 8.3")
_BADGE_LIST: Final[tuple[StatusReader, str]] = (open_badges_2, "Open Badges 2.0, RevocationList")
# More lists than this name nothing honest, and each costs a request.
_MAX_ENTRIES: Final = 16


@dataclass(frozen=True, slots=True)
class StatusFindings:
    """What came of the status: the checks, and the issuer's words.

    Attributes:
        checks: revocation and suspension always; message when there is such an entry.
        messages: what lists of messages say.
    """

    checks: tuple[Check, ...]
    messages: tuple[str, ...] = ()


def skip_statuses(reason: str, *, outcome: Outcome = "could not run") -> StatusFindings:
    """Return the entries of status checks that were not made."""
    code = "not_looked_at" if outcome == "could not run" else "not_asked"
    purposes: tuple[_Purpose, ...] = ("revocation", "suspension")
    return StatusFindings(
        tuple(_status(purpose, outcome, reason, code=code) for purpose in purposes)
    )


def check_statuses(received: Received, *, asking: Asking) -> StatusFindings:
    """Say what the issuer's lists say about a credential whose proof holds.

    Args:
        received: for where its status stands.
        asking: the credential as it is proven, and the sources.
    """
    found: dict[_Purpose, list[Check]] = {"revocation": [], "suspension": [], "message": []}
    messages: list[str] = []
    for purpose, check, message in _check_all(received, asking=asking):
        found[purpose].append(check)
        messages.extend([message] if message else [])
    checks = [
        worst(found[purpose]) if found[purpose] else _without_list(purpose)
        for purpose in found
        if found[purpose] or purpose != "message"
    ]
    return StatusFindings(tuple(checks), tuple(messages))


def _check_all(received: Received, *, asking: Asking) -> Iterator[_Told]:
    document = asking.document
    if received.form == "SD-JWT VC":
        if "status" in document:
            yield from _ask(*_TOKEN_LIST, document, asking=asking)
        return
    if received.form in ("hosted badge", "signed badge"):
        if open_badges_2.has_list(document, is_hosted=received.form == "hosted badge"):
            yield from _ask(*_BADGE_LIST, document, asking=asking)
        return
    entries = document.get("credentialStatus")
    listed = entries if isinstance(entries, list) else [] if entries is None else [entries]
    for entry in listed[:_MAX_ENTRIES]:
        kind = _kind_of(entry)
        if kind in _READERS:
            yield from _ask(*_READERS[kind], entry, asking=asking)
        else:
            reason = f"The status is of the kind {str(kind)[:60]!r}, which is not supported yet."
            yield _open_question(reason, code="other_status_type")
    if len(listed) > _MAX_ENTRIES:
        reason = f"It names more than {_MAX_ENTRIES} status lists; not all were asked."
        yield _open_question(reason, code="too_many_statuses")


def _open_question(reason: str, *, code: str, clause: str = _CLAUSE) -> _Told:
    """Return the answer to what may mean revoked and can not be told."""
    return "revocation", _status("revocation", "could not run", reason, code=code,
                                 clause=clause), ""  # fmt: skip


def _without_list(purpose: _Purpose) -> Check:
    return _status(
        purpose,
        "not applicable",
        f"The issuer published no list that could say {_MEANINGS[purpose]}.",
    )


def _ask(
    reader: StatusReader, clause: str, entry: Mapping[str, Any], *, asking: Asking
) -> list[_Told]:
    """Ask one entry's list; return its checks by purpose, with words of the issuer."""
    try:
        purposes = [_TOLD_AS[name] for name in reader.purposes_of(entry) if name in _TOLD_AS]
    except CredentialError as error:
        return [_open_question(error.message, code=error.code, clause=clause)]
    if not purposes:
        return []
    try:
        answers = reader.ask(entry, asking)
    except CredentialError as error:
        return [(purpose, _problem(purpose, error, clause=clause), "") for purpose in purposes]
    return [
        (_TOLD_AS[answer.purpose], *_tell(answer, clause=clause))
        for answer in answers
        if answer.purpose in _TOLD_AS
    ]


def _kind_of(entry: Any) -> str | None:
    kind = entry.get("type") if isinstance(entry, Mapping) else None
    if isinstance(kind, list) and len(kind) == 1:
        kind = kind[0]
    return kind if isinstance(kind, str) else None


def _problem(purpose: _Purpose, error: CredentialError, *, clause: str) -> Check:
    if isinstance(error, SourceUnavailable):
        return _status(
            purpose,
            "could not run",
            f"The status list could not be had: {error.reason}",
            code="STATUS_RETRIEVAL_ERROR",
            clause=clause,
        )
    return _status(
        purpose,
        "could not run",
        f"The status list can not be relied on: {error.message}",
        code=error.code,
        clause=clause,
    )


def _tell(answer: Answered, *, clause: str) -> tuple[Check, str]:
    purpose = _TOLD_AS[answer.purpose]
    if purpose == "message":
        return _tell_words(answer, clause=clause)
    word = _MEANINGS[purpose]
    why = f" Its reason: “{answer.message[:300]}”" if answer.message else ""
    if answer.is_set:
        reason = f"The issuer has {word} this credential.{why}"
        return _status(purpose, "fail", reason, code=word, clause=clause), ""
    when = f" (list of {answer.as_of})" if answer.as_of else ""
    return _status(purpose, "pass", f"The issuer has not {word} it{when}.", clause=clause), ""


def _tell_words(answer: Answered, *, clause: str) -> tuple[Check, str]:
    if answer.purpose == "refresh":
        if not answer.is_set:
            return _status("message", "pass", "No newer version is announced.", clause=clause), ""
        text = "The issuer says that a newer version of this credential is to be had."
        return _status("message", "pass", text, clause=clause), text
    words = answer.message[:300]
    return _status("message", "pass", f"The issuer's list says: “{words}”", clause=clause), words


def _status(
    purpose: _Purpose, outcome: Outcome, reason: str, *, code: str = "", clause: str = _CLAUSE
) -> Check:
    return Check(_CHECK_IDS[purpose], outcome, reason, clause, code=code)
