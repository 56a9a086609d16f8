"""What can go wrong in the trust core, one class per kind of refusal.

The tree::

    CredentialError
    ├── UnreadableInput      the bytes are not what they should be (JSON, PNG, SVG, multibase …)
    ├── UncoveredData        the document says something that a signature would not cover
    ├── WorkLimitExceeded    the document would cost too much to process
    ├── InvalidKey           a key, DID or verification method that is no such thing
    ├── InvalidDraft         a draft that may not be signed; carries every finding
    ├── BakingFailed         an image that can not carry, or does not carry, a credential
    ├── StatusListInvalid    a status list that can not answer
    └── SourceUnavailable    an outside document that could not be had; permanent or not

A bad credential is not an error: ``guildmark.credentials.verify`` answers with a ``Report``.
Codes are stable and lower_snake_case; messages say what happened, where, and what to do, in
plain English. Callers that speak other languages translate by code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

__all__ = [
    "MAX_MESSAGE",
    "BakingFailed",
    "CredentialError",
    "InvalidDraft",
    "InvalidKey",
    "SourceUnavailable",
    "StatusListInvalid",
    "UncoveredData",
    "UnreadableInput",
    "WorkLimitExceeded",
    "shorten",
]

# Messages quote what they are about, and a hostile document has names of a million characters.
MAX_MESSAGE: Final = 2_000


def shorten(text: str) -> str:
    """Return a message that can be shown: at most ``MAX_MESSAGE`` characters, all of them text."""
    shown = text if len(text) <= MAX_MESSAGE else text[: MAX_MESSAGE - 1] + "…"
    # Half a surrogate pair, from a command line, could not be written anywhere.
    return shown if shown.isascii() else shown.encode("utf-8", "replace").decode("utf-8")


class CredentialError(Exception):
    """Root of everything the trust core raises on purpose.

    Attributes:
        code: stable, lower_snake_case, documented in docs/specs.md.
        message: one or two plain sentences, at most ``MAX_MESSAGE`` characters.
    """

    def __init__(self, message: str, *, code: str) -> None:
        self.code = code
        self.message = shorten(message)
        super().__init__(self.message)


class UnreadableInput(CredentialError):
    """The bytes can not be read as what they claim to be."""


class UncoveredData(CredentialError):
    """A part of the document would silently stay outside the signature.

    Attributes:
        path: JSON path of the part, for example ``$.credentialSubject.nickname``.
    """

    def __init__(self, message: str, *, code: str, path: str) -> None:
        super().__init__(message, code=code)
        self.path = path


class WorkLimitExceeded(CredentialError):
    """The document is larger or more tangled than anything honest needs."""


class InvalidKey(CredentialError):
    """A key, DID or verification method that can not be used."""


class InvalidDraft(CredentialError):
    """A draft that may not be signed.

    Attributes:
        findings: what is wrong, one ``path: problem`` line each, at least one.
    """

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            "This draft can not be signed: " + "; ".join(self.findings) + ".",
            code="invalid_draft",
        )


class BakingFailed(CredentialError):
    """An image that can not carry a credential, or carries none."""


class StatusListInvalid(CredentialError):
    """A status list that can not answer for an index."""


class SourceUnavailable(CredentialError):
    """An outside document could not be had.

    Attributes:
        reason: what happened, for people.
        permanent: True when asking again later can not help.
    """

    def __init__(
        self, reason: str, *, permanent: bool = False, code: str = "source_unavailable"
    ) -> None:
        super().__init__(reason, code=code)
        self.reason = self.message
        self.permanent = permanent
