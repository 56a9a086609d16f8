"""An organization's own framework, as one CSV or one JSON file.

CSV: columns ``uri`` and ``label``, and where known ``kind``, ``code``, ``aliases`` (one a line
inside the cell, or separated by ``|``), ``description``, ``broader``, ``related`` (URIs
separated by ``|``). JSON: ``{"framework": {…}, "skills": [{"uri": …, "labels": {"en": …}}]}``.

A ``uri`` without a scheme is taken as a name inside the framework (``urn:guildmark:…``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from guildmark.skills.errors import BadRow, FrameworkUnreadable
from guildmark.skills.frameworks.graph import Parsed, Relation, RelationKind, SkillGraph
from guildmark.skills.frameworks.skill import KINDS, Framework, Skill, SkillKind
from guildmark.skills.frameworks.table import Row, Table, read_table

__all__ = ["parse_local_csv", "parse_local_json"]

_ABSOLUTE = re.compile(r"(?:https?://[^\s/]+\S*|urn:[a-zA-Z0-9][a-zA-Z0-9-]+:\S+)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")


def parse_local_csv(
    data: bytes, *, framework: Framework, file: str = "skills.csv", language: str = "en"
) -> Parsed:
    """Read a CSV of skills in one language.

    Raises:
        FrameworkUnreadable: not a CSV in UTF-8 with the columns ``uri`` and ``label``.
    """
    table = read_table(data, file=file, required=("uri", "label"))
    seen: dict[str, int] = {}
    skills, relations = [], []
    for row in table:
        skill = _read_skill(table, row, framework=framework, language=language)
        if skill is None:
            continue
        if skill.uri in seen:
            table.reject(
                row,
                "uri",
                reason=f"is already used in row {seen[skill.uri]}",
                remedy="Give each skill its own identifier, or remove the second row.",
            )
            continue
        seen[skill.uri] = row.number
        skills.append(skill)
        relations += _read_relations(row, skill, framework)
    graph = SkillGraph.build(framework, skills=skills, relations=relations)
    return Parsed(graph, tuple(table.bad_rows))


def parse_local_json(data: bytes, *, framework: Framework, file: str = "skills.json") -> Parsed:
    """Read a JSON document of skills with labels in any number of languages.

    The document's own ``framework`` member, where it has one, replaces ``framework`` field by
    field.

    Raises:
        FrameworkUnreadable: not JSON in UTF-8, or not an object with a list ``skills``.
    """
    try:
        document = json.loads(data)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise FrameworkUnreadable(
            f"{file} is not JSON: {error}. Check the file in a JSON editor.", file=file
        ) from error
    if not isinstance(document, dict) or not isinstance(document.get("skills"), list):
        raise FrameworkUnreadable(
            f'{file} must be an object with a list "skills". See the framework’s README.',
            file=file,
        )
    framework = _override(framework, document.get("framework"))
    bad: list[BadRow] = []
    skills: dict[str, Skill] = {}
    relations: list[Relation] = []
    for number, entry in enumerate(document["skills"], start=1):
        fault = _entry_fault(entry, known=skills, framework=framework)
        if fault:
            column, value, reason, remedy = fault
            bad.append(BadRow(file, number, column, value, reason, remedy))
            continue
        uri = str(_absolute(entry["uri"], framework))
        skills[uri] = _skill_of_entry(entry, uri=uri, framework=framework)
        for kind in ("broader", "related"):
            targets = entry.get(kind)
            names = [t for t in targets if isinstance(t, str)] if isinstance(targets, list) else []
            relations += _relations(uri, kind, names, framework)
    graph = SkillGraph.build(framework, skills=skills.values(), relations=relations)
    return Parsed(graph, tuple(bad))


def _read_skill(table: Table, row: Row, *, framework: Framework, language: str) -> Skill | None:
    name, label = (
        table.text(row, "uri", required=True),
        table.text(row, "label", required=True),
    )
    description, aliases = table.text(row, "description"), table.text(row, "aliases")
    if name is None or label is None or description is None or aliases is None:
        return None
    uri = _absolute(name, framework)
    if uri is None:
        table.reject(row, "uri", reason=_URI_REASON, remedy=_URI_REMEDY)
        return None
    kind = row.get("kind") or "skill"
    if kind not in KINDS:
        remedy = f"Use one of: {', '.join(KINDS)}."
        table.reject(row, "kind", reason="is not a known kind", remedy=remedy)
        return None
    names = (alias.strip() for alias in re.split(r"\n|\|", aliases))
    return Skill(
        uri=uri,
        framework=framework.id,
        kind=kind,
        labels={language: label},
        aliases={language: tuple(dict.fromkeys(n for n in names if n and n != label))},
        descriptions={language: description} if description else {},
        code=row.get("code"),
    )


_URI_REASON = "is neither a web address, a URN, nor a plain name"
_URI_REMEDY = "Use an address (https://…), or letters, digits, dots and hyphens only."


def _absolute(name: str, framework: Framework) -> str | None:
    if _ABSOLUTE.fullmatch(name):
        return name
    return f"urn:guildmark:{framework.id}:{name}" if _NAME.fullmatch(name) else None


def _read_relations(row: Row, skill: Skill, framework: Framework) -> list[Relation]:
    found: list[Relation] = []
    kinds: tuple[RelationKind, ...] = ("broader", "related")
    for kind in kinds:
        names = [name.strip() for name in row.get(kind).split("|") if name.strip()]
        found += _relations(skill.uri, kind, names, framework)
    return found


def _relations(uri: str, kind: str, names: list[str], framework: Framework) -> list[Relation]:
    targets = (_absolute(name, framework) for name in names)
    return [Relation(uri, kind, target) for target in targets if target]  # type: ignore[arg-type]


def _override(framework: Framework, given: object) -> Framework:
    if not isinstance(given, dict):
        return framework
    fields = ("id", "name", "version", "licence", "attribution", "url")
    values = {
        f: given[f] if isinstance(given.get(f), str) else getattr(framework, f) for f in fields
    }
    return Framework(**values)


def _entry_fault(
    entry: Any, *, known: Mapping[str, Skill], framework: Framework
) -> tuple[str, str, str, str] | None:
    if not isinstance(entry, dict):
        return "", repr(entry)[:60], "is not an object", "Write each skill as {…}."
    uri, labels, kind = (
        entry.get("uri"),
        entry.get("labels"),
        entry.get("kind", "skill"),
    )
    if not isinstance(uri, str) or _absolute(uri, framework) is None:
        return "uri", str(uri), _URI_REASON, _URI_REMEDY
    if _absolute(uri, framework) in known:
        return "uri", uri, "is used twice", "Give each skill its own identifier."
    if not isinstance(labels, dict) or not labels or not all(_is_text(v) for v in labels.values()):
        remedy = 'Write labels by language: {"en": "…"}.'
        return "labels", str(labels), "holds no label", remedy
    for column in ("aliases", "descriptions"):
        if not isinstance(entry.get(column) or {}, dict):
            return (
                column,
                str(entry[column]),
                "is not grouped by language",
                'Write {"en": …}.',
            )
    if kind not in KINDS:
        return (
            "kind",
            str(kind),
            "is not a known kind",
            f"Use one of: {', '.join(KINDS)}.",
        )
    return None


def _skill_of_entry(entry: Mapping[str, Any], *, uri: str, framework: Framework) -> Skill:
    kind: SkillKind = entry.get("kind", "skill")
    aliases = entry.get("aliases") or {}
    descriptions = entry.get("descriptions") or {}
    return Skill(
        uri=uri,
        framework=framework.id,
        kind=kind,
        labels={language: label.strip() for language, label in entry["labels"].items()},
        aliases={
            language: tuple(name for name in names if _is_text(name))
            for language, names in aliases.items()
            if isinstance(names, list)
        },
        descriptions={k: v for k, v in descriptions.items() if _is_text(v)},
        code=str(entry.get("code", "")),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
