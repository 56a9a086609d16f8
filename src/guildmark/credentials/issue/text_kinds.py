"""What may stand in a place of a draft, found by trying.

``check_structure`` judges whole credentials and takes longer than signing. Whether a draft stays
sound when one of its texts changes depends on what the standard asks of that place: any text, an
address, a moment. Witnesses tell which: texts of each kind are put there, and the structure is
checked. A place that takes none of the kinds (a language, a value of a list) stays as it is in
bulk; to change it there, the whole credential is checked. So does one that must fit another
place, as the end of validity must lie behind its beginning.

Source: Open Badges 3.0, B; the house's rule that nothing is signed unchecked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, Literal

from guildmark.credentials.encoding import parse_datetime
from guildmark.credentials.encoding.conditions import are_plain_iris
from guildmark.credentials.errors import CredentialError
from guildmark.credentials.model import check_structure

__all__ = ["Places", "TextKind", "find_kind"]

TextKind = Literal["any text", "address", "moment", "only this"]

# If a place takes all of these, it takes any text: each kind that is checked refuses one.
_WITNESSES: Final[Mapping[TextKind, tuple[str, ...]]] = {
    "any text": ("", "any text", "two\nlines", "–1 ✓", "a" * 1_000, "@"),
    "address": (
        "https://witness.example/a?b=c#d",
        "http://witness.example",
        "urn:uuid:7c5f4d0e-8f2b-4a56-9d11-3f0f6f0a2b71",
        "did:web:witness.example",
        "mailto:witness@witness.example",
    ),
    # The first and the last: a moment that must lie before or after another one takes only one.
    "moment": ("2026-01-02T03:04:05.5+02:00", "0001-01-02T00:00:00Z", "9999-12-30T00:00:00Z"),
}


def find_kind(draft_with: Callable[[str], Mapping[str, Any]]) -> TextKind:
    """Say what may stand in a place without the structure becoming unsound.

    Args:
        draft_with: returns the draft, sound but for this place, with that text in it.
    """
    for kind, witnesses in _WITNESSES.items():
        if not any(check_structure(draft_with(witness)) for witness in witnesses):
            return kind
    return "only this"


_TEXT_ONLY: Final = frozenset({str})


class Places:
    """The places of a draft that vary, and what may stand in each.

    Args:
        kinds: of each place.
        drafted: what stands there in the sound draft, which always may.
    """

    def __init__(self, kinds: Sequence[TextKind], *, drafted: Sequence[str]) -> None:
        self._addresses = _slots_of("address", kinds)
        self._moments = _slots_of("moment", kinds)
        self._fixed = [(n, drafted[n]) for n in _slots_of("only this", kinds)]

    def are_sound(self, texts: Sequence[str]) -> bool:
        """Tell whether each text is certain to be sound in its place."""
        return (
            set(map(type, texts)) <= _TEXT_ONLY
            and all(texts[n] == text for n, text in self._fixed)
            and (not self._addresses or are_plain_iris([texts[n] for n in self._addresses]))
            and all(_is_moment(texts[n]) for n in self._moments)
        )


def _slots_of(kind: TextKind, kinds: Sequence[TextKind]) -> list[int]:
    return [number for number, each in enumerate(kinds) if each == kind]


# A batch has few dates, each of them many times.
@lru_cache(maxsize=1_024)
def _is_moment(text: str) -> bool:
    try:
        parse_datetime(text)
    except CredentialError:
        return False
    return True
