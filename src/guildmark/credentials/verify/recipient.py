"""Was it awarded to the person that somebody asks about?

Only when asked: the answer compares an e-mail address with salted hashes, or a DID with the
subject's id. It does not say that whoever shows the credential is that person.

Source: Open Badges 3.0, 8.3 (recipient) and B.3.5 (IdentityHash); Open Badges 2.0,
IdentityObject.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from guildmark.credentials.model import matches_recipient
from guildmark.credentials.verify.received import Received
from guildmark.credentials.verify.report import Check

__all__ = ["check_recipient", "subject_ids"]

_CLAUSE: Final = "Open Badges 3.0, 8.3 and B.3.5"


def check_recipient(received: Received, document: Mapping[str, Any], *, who: str | None) -> Check:
    """Say whether a credential was awarded to an e-mail address or DID.

    Args:
        received: for its form.
        document: the credential as it is proven.
        who: an e-mail address, a DID or another IRI; None when nobody asked.
    """
    if who is None:
        return Check("recipient", "not applicable", "Nobody asked whom it is for.", _CLAUSE)
    matches = _matches(received, document, who.strip())
    if matches is None:
        return Check(
            "recipient",
            "could not run",
            "It names its recipient in no way that can be compared with what was asked.",
            _CLAUSE,
            code="recipient_unknown",
        )
    if not matches:
        return Check(
            "recipient",
            "fail",
            f"It was awarded to somebody else than {who[:200]}.",
            _CLAUSE,
            code="recipient_other",
        )
    return Check("recipient", "pass", f"It was awarded to {who[:200]}.", _CLAUSE)


def subject_ids(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids of whom a credential is about."""
    if "vct" in document:
        subject = document.get("sub")
        return (subject,) if isinstance(subject, str) else ()
    subjects = document.get("credentialSubject")
    listed = subjects if isinstance(subjects, list) else [subjects]
    found = [each.get("id") for each in listed if isinstance(each, Mapping)]
    return tuple(each for each in found if isinstance(each, str))


def _matches(received: Received, document: Mapping[str, Any], who: str) -> bool | None:
    if "@" in who and ":" not in who:
        if received.form == "SD-JWT VC":
            email = document.get("email")
            return email.strip().lower() == who.lower() if isinstance(email, str) else None
        return matches_recipient(document, email=who)
    ids = subject_ids(document)
    return who in ids if ids else None
