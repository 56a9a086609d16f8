"""What an issuer does well to make mandatory, so that any part that is shown is still a whole.

Source: VC Data Model 2.0, 4 (required members); Open Badges 3.0, B.1.1 (Achievement).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import format_pointer

__all__ = ["suggest_mandatory_pointers"]

# A holder who could leave these out could show a credential that was revoked, or is over, as if
# it were not.
_NOT_TO_MISS: Final = (
    "issuer",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "credentialStatus",
    "credentialSchema",
    "refreshService",
    "termsOfUse",
)
# Without these an achievement is none; id and type come with them.
_OF_ACHIEVEMENTS: Final = ("name", "description", "criteria")


def suggest_mandatory_pointers(document: Mapping[str, Any]) -> tuple[str, ...]:
    """List what a verifier must not miss in a credential, as far as it is there.

    That is who says it, from when to when, how to ask whether it still holds, and what the
    standards require of its subject. Left to the holder are results, evidence, images, tags,
    alignments and whatever else there is.
    """
    pointers = [f"/{name}" for name in _NOT_TO_MISS if name in document]
    return (*pointers, *_of_subjects(document.get("credentialSubject")))


def _of_subjects(subjects: Any) -> Iterator[str]:
    if isinstance(subjects, list):
        for index, subject in enumerate(subjects):
            yield from _of_subject(subject, ("credentialSubject", index))
    else:
        yield from _of_subject(subjects, ("credentialSubject",))


def _of_subject(subject: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    if not isinstance(subject, Mapping):
        return
    achievement = subject.get("achievement")
    named = [
        ("achievement", name)
        for name in _OF_ACHIEVEMENTS
        if isinstance(achievement, Mapping) and name in achievement
    ]
    # Where there is no achievement, the subject itself must not vanish.
    own = [(name,) for name in ("id", "type") if name in subject][:1]
    for parts in named or own:
        yield format_pointer((*path, *parts))
