"""Add, remove and move entries of a definition's lists. Pure: JSON in, new JSON out.

An action is one word that a submit button carries: `add:criteria`, `remove:criteria.1`,
`up:criteria.1.levels.2`, `down:overview_questions.0`. Paths are dotted, places count from 0.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from guildmark.server.catalog.definition import LEVELS_AT_MOST, Definition, blank_criterion

_ACTION: Final = re.compile(
    r"(add|remove|up|down):([a-z_]+(?:\.\d{1,2}\.[a-z_]+)*)(?:\.(\d{1,2}))?"
)


@dataclass(frozen=True, slots=True)
class Action:
    """One change of one list: `verb` add, remove, up or down; `place` is None for add."""

    verb: str
    path: str
    place: int | None

    @property
    def target(self) -> str:
        """Return the dotted path of the entry it is about, or of the list when it adds one."""
        return self.path if self.place is None else f"{self.path}.{self.place}"


def parse_action(text: str) -> Action | None:
    """Read an action; None when it is none."""
    match = _ACTION.fullmatch(text)
    if match is None or (match[1] == "add") != (match[3] is None):
        return None
    return Action(match[1], match[2], None if match[3] is None else int(match[3]))


def apply_action(fields: Mapping[str, Any], action: Action) -> dict[str, Any]:
    """Return the fields with the action done; an action on something absent changes nothing."""
    changed = copy.deepcopy(dict(fields))
    owner, key = _find_owner(changed, action.path)
    items = owner.get(key) if owner is not None else None
    if owner is None or not isinstance(items, list) or key not in _BLANKS:
        return changed
    if action.verb == "add":
        items.append(_BLANKS[key](item.get("id", "") for item in items))
    elif action.place is not None and action.place < len(items):
        _rearrange(items, action)
    if key == "levels":
        _count_levels(owner, action)
    return changed


def blank_entry(key: str) -> dict[str, Any]:
    """Return an empty entry of a list, with the id that an empty list would give it."""
    return _BLANKS[key](())


def _find_owner(fields: dict[str, Any], path: str) -> tuple[dict[str, Any] | None, str]:
    *way, key = path.split(".")
    owner: Any = fields
    for part in way:
        try:
            owner = owner[int(part)] if part.isdigit() else owner[part]
        except (KeyError, IndexError, TypeError):
            return None, key
    return (owner if isinstance(owner, dict) else None), key


def _rearrange(items: list[Any], action: Action) -> None:
    place = action.place or 0
    item = items.pop(place)
    if action.verb == "up":
        items.insert(max(0, place - 1), item)
    elif action.verb == "down":
        items.insert(place + 1, item)


def _count_levels(criterion: dict[str, Any], action: Action) -> None:
    """Number the levels 1, 2, 3 … again; the passing level follows what it was about."""
    levels = criterion["levels"] = criterion["levels"][:LEVELS_AT_MOST]
    required = criterion.get("required_level")
    if isinstance(required, int):
        moved = [place + 1 for place, each in enumerate(levels) if each.get("level") == required]
        criterion["required_level"] = moved[0] if moved and action.verb != "add" else required
        if action.verb == "remove" and not moved:
            criterion["required_level"] = min(required, len(levels)) or None
    for place, level in enumerate(levels):
        level["level"] = place + 1


def _next_id(prefix: str, taken: Iterable[str]) -> str:
    """Return an id that was not in the list: earlier ids are known to credentials."""
    used = [int(each[1:]) for each in taken if each[:1] == prefix and each[1:].isdecimal()]
    return f"{prefix}{max(used, default=0) + 1}"


def _blank_criterion(taken: Iterable[str]) -> dict[str, Any]:
    draft = Definition(criteria=(blank_criterion(_next_id("c", taken)),)).to_json()
    criterion: dict[str, Any] = draft["criteria"][0]
    return criterion


def _blank_requirement(taken: Iterable[str]) -> dict[str, Any]:
    return {
        "id": _next_id("e", taken),
        "name": "",
        "description": "",
        "kinds": ["file", "link"],
        "minimum": 1,
        "authenticity": "",
    }


def _blank_question(taken: Iterable[str]) -> dict[str, Any]:
    return {"id": _next_id("q", taken), "prompt": "", "word_limit": 150}


def _blank_level(_taken: Iterable[str]) -> dict[str, Any]:
    return {"level": 0, "name": "", "description": ""}


_BLANKS: Final[dict[str, Callable[[Iterable[str]], dict[str, Any]]]] = {
    "criteria": _blank_criterion,
    "levels": _blank_level,
    "evidence_requirements": _blank_requirement,
    "overview_questions": _blank_question,
    # Skills come from the search, never empty; they can be removed and moved.
    "alignments": lambda _taken: {},
}
