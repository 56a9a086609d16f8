"""ESCO, from the CSV files of its official download ("classification" and "relations").

Reads ``skills_*.csv``, ``skillGroups_*.csv``, ``occupations_*.csv`` and the four relation
files; the other files of the download repeat the same concepts. Several languages may be given
at once: ``skills_en.csv`` and ``skills_es.csv`` become one graph with labels in both.

Not here: ISCO groups (they classify occupations, nobody is assessed in them).

Source: ESCO v1.1/v1.2 dataset, CSV; https://esco.ec.europa.eu/en/use-esco/download
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from guildmark.skills.errors import BadRow, FrameworkUnreadable
from guildmark.skills.frameworks.graph import Parsed, Relation, SkillGraph
from guildmark.skills.frameworks.skill import Framework, Occupation, Skill, SkillKind
from guildmark.skills.frameworks.table import Row, Table, read_table

__all__ = ["ESCO_ATTRIBUTION", "esco_framework", "is_esco", "parse_esco"]

# The wording the Commission asks for: https://esco.ec.europa.eu/en/about-esco/copyright
ESCO_ATTRIBUTION = "This service uses the ESCO classification of the European Commission."

_PREFIX = "http://data.europa.eu/esco/"
_NODES = re.compile(r"(skills|skillGroups|occupations)_([a-z]{2}(?:-[A-Za-z]+)?)\.csv$")
_RELATIONS = re.compile(
    r"(broaderRelations\w*|occupationSkillRelations|skillSkillRelations)(?:_\w+)?\.csv$"
)
# A dozen descriptions of the official v1.1.1 download were encoded as UTF-8 twice ("â\x80\x99"
# for an apostrophe). C1 controls occur nowhere else in it, so this cannot hit good text.
_DOUBLE_ENCODED = re.compile(r"[\xc2-\xf4][\x80-\x9f][\x80-\xbf]*")
_STRAY = re.compile(r"[\x80-\x9f]")  # what is left of one whose first bytes were cut off
_KINDS: Mapping[str, SkillKind] = {
    "knowledge": "knowledge",
    "skill/competence": "skill",
    "attitude": "attitude",
    "language": "language",
    "": "skill",
}


@dataclass(slots=True)
class _Node:
    kind: SkillKind | Literal["occupation"]
    code: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)


def esco_framework(version: str) -> Framework:
    """Return what identifies ESCO in that version, with its licence and attribution."""
    return Framework(
        id="esco",
        name="ESCO",
        version=version,
        licence="Reuse with attribution (Commission Decision 2011/833/EU)",
        attribution=ESCO_ATTRIBUTION,
        url="https://esco.ec.europa.eu/",
    )


def is_esco(files: Mapping[str, bytes]) -> bool:
    """Say whether the names of these files are those of an ESCO download."""
    return any(_NODES.search(name) for name in files)


def parse_esco(files: Mapping[str, bytes], *, version: str) -> Parsed:
    """Read an ESCO download.

    Args:
        files: name → content; names decide what a file is, folders in them do not matter.
        version: of the download, such as ``v1.2.0`` (the files do not say).

    Raises:
        FrameworkUnreadable: no known file among them, or one that cannot be read at all.
    """
    nodes: dict[str, _Node] = {}
    bad: list[BadRow] = []
    for name, data in sorted(files.items()):
        if match := _NODES.search(name):
            table = read_table(
                data,
                file=match.group(0),
                required=("conceptUri", "preferredLabel", "altLabels"),
            )
            for row in table:
                _add_node(nodes, table, row, what=match.group(1), language=match.group(2))
            bad += table.bad_rows
    if not nodes:
        raise FrameworkUnreadable(
            "None of these files is an ESCO list of skills or occupations. "
            "Give the classification download, which holds skills_en.csv and occupations_en.csv."
        )
    relations: list[Relation] = []
    for name, data in sorted(files.items()):
        if match := _RELATIONS.search(name):
            relations += _read_relations(match.group(1), data, file=match.group(0))
    return Parsed(_build(nodes, relations, version), tuple(bad))


def _add_node(nodes: dict[str, _Node], table: Table, row: Row, *, what: str, language: str) -> None:
    uri = table.text(row, "conceptUri", required=True)
    if uri is None:
        return
    if not uri.startswith(_PREFIX):
        remedy = f"ESCO identifiers start with {_PREFIX}."
        table.reject(row, "conceptUri", reason="is not an ESCO identifier", remedy=remedy)
        return
    kind = _kind_of(table, row, what)
    label = table.text(row, "preferredLabel", required=True)
    description = table.text(row, "description", mend=_mend)
    aliases = table.text(row, "altLabels")
    if label is None or description is None or aliases is None or kind is None:
        return
    node = nodes.setdefault(uri, _Node(kind, row.get("code")))
    node.labels[language] = label
    names = (alias.strip() for alias in re.split(r"\n|\s\|\s", aliases))
    node.aliases[language] = tuple(dict.fromkeys(n for n in names if n and n != label))
    if description:
        node.descriptions[language] = description


def _mend(text: str) -> str:
    return _STRAY.sub("", _DOUBLE_ENCODED.sub(_decode_again, text))


def _decode_again(found: re.Match[str]) -> str:
    try:
        return found.group().encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


def _kind_of(table: Table, row: Row, what: str) -> SkillKind | Literal["occupation"] | None:
    if what != "skills":
        return "group" if what == "skillGroups" else "occupation"
    try:
        return _KINDS[row.get("skillType")]
    except KeyError:
        known = ", ".join(name for name in _KINDS if name)
        table.reject(
            row,
            "skillType",
            reason="is not a kind of ESCO skill",
            remedy=f"Use one of: {known}.",
        )
        return None


def _read_relations(what: str, data: bytes, *, file: str) -> list[Relation]:
    read = _READERS["broader" if what.startswith("broader") else what]
    return read(data, file)


def _read_broader(data: bytes, file: str) -> list[Relation]:
    table = read_table(data, file=file, required=("conceptUri", "broaderUri"))
    return [Relation(r.get("conceptUri"), "broader", r.get("broaderUri")) for r in table]


def _read_occupation_skills(data: bytes, file: str) -> list[Relation]:
    table = read_table(data, file=file, required=("occupationUri", "relationType", "skillUri"))
    return [
        Relation(
            row.get("occupationUri"),
            "essential" if row.get("relationType") == "essential" else "optional",
            row.get("skillUri"),
        )
        for row in table
    ]


def _read_skill_skills(data: bytes, file: str) -> list[Relation]:
    columns = ("originalSkillUri", "relationType", "relatedSkillUri")
    table = read_table(data, file=file, required=columns)
    # Between two skills, "essential" and "optional" say how strongly they are related, not what
    # a job needs; keeping "essential" lets a plan put the prerequisite first.
    return [
        Relation(
            row.get("originalSkillUri"),
            "essential" if row.get("relationType") == "essential" else "related",
            row.get("relatedSkillUri"),
        )
        for row in table
    ]


_READERS: Mapping[str, Callable[[bytes, str], list[Relation]]] = {
    "broader": _read_broader,
    "occupationSkillRelations": _read_occupation_skills,
    "skillSkillRelations": _read_skill_skills,
}


def _build(nodes: Mapping[str, _Node], relations: list[Relation], version: str) -> SkillGraph:
    skills, occupations = [], []
    for uri, node in nodes.items():
        if node.kind == "occupation":
            occupations.append(
                Occupation(uri, "esco", node.code, node.labels, node.aliases, node.descriptions)
            )
        else:
            skills.append(
                Skill(
                    uri=uri,
                    framework="esco",
                    kind=node.kind,
                    labels=node.labels,
                    aliases=node.aliases,
                    descriptions=node.descriptions,
                    code=node.code,
                )
            )
    return SkillGraph.build(
        esco_framework(version),
        skills=skills,
        occupations=occupations,
        relations=relations,
    )
