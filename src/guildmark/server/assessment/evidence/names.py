"""The name of an uploaded file: kept as its owner wrote it, or refused with a reason."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from guildmark.server.assessment.evidence.kinds import BY_EXTENSION, FileType
from guildmark.server.assessment.evidence.problems import UnfitEvidence

MAX_NAME_CHARACTERS: Final = 150
# Characters that turn the reading direction around: "gpj.exe" can be shown as "exe.jpg".
_TURNING: Final = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NOT_IN_NAMES: Final = frozenset('<>:"|?*')


def clean_name(upload_name: str) -> str:
    """Return the name to keep: the last part of a path, normalised (NFC), spaces joined.

    Raises:
        UnfitEvidence: the name holds control characters or characters that turn the reading
            direction, or is empty.
    """
    # Browsers on some systems send whole paths; only the last part is a name.
    last = upload_name.replace("\\", "/").rsplit("/", 1)[-1]
    name = " ".join(unicodedata.normalize("NFC", last).split(" ")).strip(" .")
    hidden = [c for c in name if unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp")]
    if hidden:
        raise UnfitEvidence(
            _("The file's name holds a character that cannot be seen (U+%04X).") % ord(hidden[0]),
            _("Rename the file with ordinary letters and digits, then add it again."),
        )
    if not _TURNING.isdisjoint(name):
        raise UnfitEvidence(
            _("The file's name holds a character that turns the reading direction around."),
            _("Rename the file with ordinary letters and digits, then add it again."),
        )
    name = "".join("_" if c in _NOT_IN_NAMES else c for c in name)
    if not name:
        raise UnfitEvidence(
            _("The file has no name."), _("Give the file a name, then add it again.")
        )
    return _shortened(name)


def extension_of(name: str) -> str:
    """Return the ending of a name in lower case with its dot, or "" where it has none."""
    stem, dot, ending = name.rpartition(".")
    return f".{ending.lower()}" if dot and stem and len(ending) <= 10 else ""


def expected_type(name: str) -> FileType | None:
    """Return the kind that a reader of the name would expect; None for unknown endings."""
    return BY_EXTENSION.get(extension_of(name))


def _shortened(name: str) -> str:
    if len(name) <= MAX_NAME_CHARACTERS:
        return name
    ending = extension_of(name)
    return name[: MAX_NAME_CHARACTERS - len(ending) - 1].rstrip() + "…" + ending
