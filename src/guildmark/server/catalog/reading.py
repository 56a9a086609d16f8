"""Read untrusted JSON key by key and collect everything that is wrong with it.

A reader never raises: it notes a finding (field path, problem, remedy) and returns a harmless
value, so that one pass names every fault. Field paths are dotted, with list positions counted from
0 (`criteria.0.levels.1.name`); they are also the names of the form inputs.

Text is brought to Unicode NFC with line ends as LF. Refused in any text: control characters (C0 but
for line break and tab, DEL, C1), lone surrogates, and the characters that reverse the reading
direction (U+202A to 202E, U+2066 to 2069), with which a name can be made to look like another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from guildmark.server.base.errors import Finding

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DIRECTION: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def join_path(path: str, key: str | int) -> str:
    """Return the dotted path of `key` inside `path`."""
    return f"{path}.{key}" if path else str(key)


def find_text_faults(text: str) -> tuple[str, str] | None:
    """Return (problem, remedy) when the text holds characters that are never accepted."""
    if hit := _CONTROL.search(text.replace("\n", " ").replace("\t", " ")):
        code = f"U+{ord(hit.group()):04X}"
        return (
            _("It holds an invisible control character (%(code)s).") % {"code": code},
            _("Delete it, or paste the text again as plain text."),
        )
    if hit := _DIRECTION.search(text):
        code = f"U+{ord(hit.group()):04X}"
        return (
            _("It holds a character that changes the reading direction (%(code)s).")
            % {"code": code},
            _("Delete it: right-to-left text needs none here."),
        )
    if _SURROGATE.search(text):
        return (
            _("It holds half of a character (a lone surrogate)."),
            _("Type the character again."),
        )
    return None


class ObjectReader:
    """One JSON object being read; `findings` is shared by all readers of one document."""

    def __init__(
        self, value: object, *, known: Iterable[str], findings: list[Finding], path: str = ""
    ) -> None:
        self.path = path
        self.findings = findings
        self._value: Mapping[str, Any] = {}
        if isinstance(value, Mapping):
            self._value = value
        else:
            self._note("", _("This is not an object with named fields."), _("Send a JSON object."))
        known = frozenset(known)
        for key in self._value:
            if key not in known:
                self._note(
                    str(key)[:60],
                    _("There is no field of this name."),
                    _("Remove it. The fields are: %(fields)s.")
                    % {"fields": ", ".join(sorted(known))},
                )

    def _note(self, key: str, problem: str, remedy: str) -> None:
        path = join_path(self.path, key) if key else self.path
        self.findings.append(Finding(field=path, problem=problem, remedy=remedy))

    def refuse(self, key: str, problem: str, remedy: str) -> None:
        """Note a finding of the caller's own about one field."""
        self._note(key, problem, remedy)

    def text(self, key: str, *, at_most: int, lines: bool = False) -> str:
        """Read a text; one line unless `lines`; missing reads as empty."""
        return self._text(self._value.get(key, ""), key=key, at_most=at_most, lines=lines)

    def _text(self, value: object, *, key: str, at_most: int, lines: bool) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self._note(key, _("This is not a text."), _("Write it as text."))
            return ""
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if fault := find_text_faults(text):
            self._note(key, *fault)
            return ""
        text = unicodedata.normalize("NFC", text).strip()
        if not lines and "\n" in text:
            self._note(key, _("It has more than one line."), _("Write it on one line."))
            return ""
        if len(text) > at_most:
            self._note(
                key,
                _("It has %(length)d characters; at most %(limit)d fit.")
                % {"length": len(text), "limit": at_most},
                _("Shorten it."),
            )
            return ""
        return text

    def choice(self, key: str, *, among: Iterable[str]) -> str:
        """Read one code of a closed list; empty or missing reads as empty."""
        return self._choice(self._value.get(key) or "", key=key, among=among)

    def _choice(self, value: object, *, key: str, among: Iterable[str]) -> str:
        codes = tuple(among)
        if value == "" or (isinstance(value, str) and value in codes):
            return str(value)
        self._note(
            key,
            _("This is not one of the choices."),
            _("Choose one of: %(choices)s.") % {"choices": ", ".join(codes)},
        )
        return ""

    def slug(self, key: str) -> str:
        """Read an identifier of 1 to 60 of the characters a-z, 0-9, hyphen and underscore."""
        value = self._value.get(key, "")
        if isinstance(value, str) and _SLUG.fullmatch(value):
            return value
        self._note(
            key,
            _("This is not an identifier."),
            _("Use 1 to 60 of the characters a-z, 0-9, hyphen and underscore."),
        )
        return ""

    def web_address(self, key: str, *, at_most: int = 500) -> str:
        """Read an absolute http or https address without user name or password."""
        text = self.text(key, at_most=at_most)
        if not text or is_web_address(text):
            return text
        self._note(
            key,
            _("This is not a web address."),
            _("Write the whole address, beginning with https:// or http://."),
        )
        return ""

    def integer(self, key: str, *, least: int, most: int) -> int | None:
        """Read a whole number between `least` and `most`; missing or empty reads as None."""
        number = self.decimal(key, least=least, most=most, places=0)
        return None if number is None else int(number)

    def decimal(self, key: str, *, least: int, most: int, places: int) -> Decimal | None:
        """Read a number between `least` and `most` with at most `places` decimals."""
        value = self._value.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            self._note(key, _("This is not a number."), _number_remedy(least, most, places))
            return None
        # No math.isfinite: a huge whole number fits no float. A Decimal's NaN cannot be compared.
        is_nan = isinstance(value, Decimal) and value.is_nan()
        if is_nan or not least <= value <= most:
            self._note(
                key, _("This number is outside the range."), _number_remedy(least, most, places)
            )
            return None
        number = Decimal(str(value))
        rounded = round(number, places) if places else number.to_integral_value()
        if rounded != number:
            self._note(key, _("This number is too fine."), _number_remedy(least, most, places))
            return None
        return rounded

    def truth(self, key: str) -> bool:
        """Read true or false; missing reads as false."""
        value = self._value.get(key) or False
        if isinstance(value, bool):
            return value
        self._note(key, _("This is neither true nor false."), _("Send true or false."))
        return False

    def texts(self, key: str, *, at_most: int, items_at_most: int) -> tuple[str, ...]:
        """Read a list of one-line texts; empty ones are left out."""
        values = self._list(key, items_at_most=items_at_most)
        read = (
            self._text(value, key=join_path(key, place), at_most=at_most, lines=False)
            for place, value in enumerate(values)
        )
        return tuple(text for text in read if text)

    def choices(self, key: str, *, among: Iterable[str]) -> tuple[str, ...]:
        """Read a list of codes of a closed list; the order kept, repeats left out."""
        codes = tuple(among)
        values = self._list(key, items_at_most=100)
        read = (
            self._choice(value, key=join_path(key, place), among=codes)
            for place, value in enumerate(values)
        )
        return tuple(dict.fromkeys(code for code in read if code))

    def part(self, key: str, *, known: Iterable[str]) -> ObjectReader:
        """Return a reader of the object under `key`; missing reads as an empty object."""
        value = self._value.get(key)
        return ObjectReader(
            {} if value is None else value,
            known=known,
            findings=self.findings,
            path=join_path(self.path, key),
        )

    def objects(
        self, key: str, *, known: Iterable[str], items_at_most: int
    ) -> tuple[ObjectReader, ...]:
        """Return a reader for each object of the list under `key`."""
        fields = tuple(known)
        return tuple(
            ObjectReader(
                value,
                known=fields,
                findings=self.findings,
                path=join_path(self.path, join_path(key, place)),
            )
            for place, value in enumerate(self._list(key, items_at_most=items_at_most))
        )

    def _list(self, key: str, *, items_at_most: int) -> list[object]:
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self._note(key, _("This is not a list."), _("Send a JSON list."))
            return []
        if len(value) > items_at_most:
            self._note(
                key,
                _("There are %(count)d entries; at most %(limit)d fit.")
                % {"count": len(value), "limit": items_at_most},
                _("Remove some."),
            )
            return []
        return list(value)

    def refuse_repeats(self, key: str, *, field: str, values: Iterable[str | int]) -> None:
        """Note a finding for each entry of the list `key` whose `field` was there before."""
        seen: set[str | int] = set()
        for place, value in enumerate(values):
            if value != "" and value in seen:
                self._note(
                    join_path(join_path(key, place), field),
                    _("Another entry already has “%(value)s”.") % {"value": value},
                    _("Give each entry its own."),
                )
            seen.add(value)

    def check_counting(self, key: str, *, field: str, values: list[int]) -> None:
        """Note a finding unless the `field` of the list's entries counts 1, 2, 3 …"""
        for place, (value, due) in enumerate(zip(values, range(1, len(values) + 1), strict=True)):
            if value != due:
                self._note(
                    join_path(join_path(key, place), field),
                    _("Levels count from 1, lowest first, without gaps."),
                    _("Write %(number)d here.") % {"number": due},
                )


def is_web_address(text: str) -> bool:
    """Tell whether the text is an absolute http(s) address without credentials or blanks."""
    if any(char.isspace() for char in text):
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _number_remedy(least: int, most: int, places: int) -> str:
    if places:
        return _("Write a number from %(least)s to %(most)s, with at most %(places)d decimals.") % {
            "least": least,
            "most": most,
            "places": places,
        }
    return _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
