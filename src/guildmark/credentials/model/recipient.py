"""Was a credential awarded to the person who says so?

Compares what a person claims (an e-mail address, most often) with the salted hashes in the
credential. It proves nothing about who claims it; that is for whoever sends them a mail.

Source: Open Badges 3.0, 8.3 (recipient) and B.3.5 (IdentityHash); Open Badges 2.0,
IdentityObject.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guildmark.credentials.model.recognition import is_open_badges_2

__all__ = ["matches_recipient", "recipient_identities"]

_EMAIL_TYPES: Final = frozenset(
    {"email", "emailAddress", "schema:email", "http://schema.org/email"}
)
# MD5 can be made to match by somebody who chose the address; it identifies nobody.
_HASHES: Final = frozenset({"sha256"})
_MAX_IDENTITIES: Final = 100


@dataclass(frozen=True, slots=True)
class _Identity:
    kind: str
    value: str
    is_hashed: bool
    salt: str


def recipient_identities(credential: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds of identity that a credential names its recipient by, in order."""
    return tuple(identity.kind for identity in _identities(credential))


def matches_recipient(credential: Mapping[str, Any], *, email: str) -> bool | None:
    """Tell whether a credential was awarded to an e-mail address.

    Args:
        credential: Open Badges 3.0 (``identifier`` of the subject, also inside a CLR), or an
            assertion of Open Badges 2.0 (``recipient``).
        email: as the person wrote it; also compared in lower case, since issuers write it so.

    Returns:
        True when one identity is that address, False when there are such identities and none
        is, None when the credential has none that can tell (no address, or MD5 only).
    """
    answers = [
        _is_about(identity, email.strip())
        for identity in _identities(credential)
        if identity.kind in _EMAIL_TYPES
    ]
    known = [answer for answer in answers if answer is not None]
    return any(known) if known else None


def _identities(credential: Mapping[str, Any]) -> Iterator[_Identity]:
    if is_open_badges_2(credential):
        recipient = credential.get("recipient")
        if isinstance(recipient, Mapping):
            yield from _read(recipient, kind="type", value="identity")
        return
    subjects = credential.get("credentialSubject")
    left = _MAX_IDENTITIES
    for subject in subjects if isinstance(subjects, list) else [subjects]:
        listed = subject.get("identifier") if isinstance(subject, Mapping) else None
        for item in (listed if isinstance(listed, list) else [listed])[:left]:
            if isinstance(item, Mapping):
                left -= 1
                yield from _read(item, kind="identityType", value="identityHash")


def _read(item: Mapping[str, Any], *, kind: str, value: str) -> Iterator[_Identity]:
    name, text, salt = item.get(kind), item.get(value), item.get("salt", "")
    if isinstance(name, str) and isinstance(text, str):
        yield _Identity(
            kind=name,
            value=text,
            is_hashed=item.get("hashed") is True,
            salt=salt if isinstance(salt, str) else "",
        )


def _is_about(identity: _Identity, email: str) -> bool | None:
    spellings = {email, email.lower()}
    if not identity.is_hashed:
        return identity.value.strip().lower() == email.lower()
    algorithm, separator, digest = identity.value.partition("$")
    if not separator or algorithm.lower() not in _HASHES:
        return None
    found = digest.lower().encode()
    expected = [
        hashlib.sha256((spelling + identity.salt).encode()).hexdigest() for spelling in spellings
    ]
    return any(hmac.compare_digest(text.encode(), found) for text in expected)
