"""O*NET, from its database files (tab-separated text, or the same tables as CSV).

Skills, knowledge, abilities and work activities come from ``Content Model Reference``;
occupations from ``Occupation Data`` and ``Alternate Titles``; what an occupation needs from the
rating tables (``Skills``, ``Knowledge``, ``Abilities``, ``Work Activities``).

An element counts as *essential* for an occupation when its mean importance is at least 3 on
O*NET's scale of 1 to 5 ("important"), as *optional* from 2; below that it is left out.

Not here: tasks, technology examples and job zones (no identifier that resolves).

Source: O*NET database 29.3, data dictionary; https://www.onetcenter.org/dictionary/29.3/text/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guildmark.skills.errors import BadRow, FrameworkUnreadable
from guildmark.skills.frameworks.graph import Parsed, Relation, SkillGraph
from guildmark.skills.frameworks.skill import Framework, Occupation, Skill, SkillKind
from guildmark.skills.frameworks.table import Row, Table, read_table

__all__ = [
    "element_url",
    "is_onet",
    "occupation_url",
    "onet_framework",
    "parse_onet",
]

_FILE = re.compile(
    r"(?:^|/)(content_model_reference|occupation_data|alternate_titles|skills|knowledge|abilities"
    r"|work_activities)(?:_[\d.]+)?\.(?:csv|txt|tsv)$"
)
# The branches of the content model that name what a person can do or knows.
# Source: O*NET content model, 1.A, 2.A, 2.B, 2.C, 4.A.
_BRANCHES: Mapping[str, SkillKind] = {
    "1.A": "ability",
    "2.A": "skill",
    "2.B": "skill",
    "2.C": "knowledge",
    "4.A": "activity",
}
_ESSENTIAL, _OPTIONAL = 3.0, 2.0
_SOC = re.compile(r"\d\d-\d{4}\.\d\d")


def onet_framework(version: str) -> Framework:
    """Return what identifies O*NET in that version, with its licence and attribution."""
    return Framework(
        id="onet",
        name="O*NET",
        version=version,
        licence="CC-BY-4.0",
        attribution=(
            f"This page includes information from the O*NET {version} Database by the U.S. "
            "Department of Labor, Employment and Training Administration (USDOL/ETA). Used under "
            "the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
        ),
        url="https://www.onetcenter.org/database.html",
    )


def occupation_url(code: str) -> str:
    """Return the public page of an occupation, by O*NET-SOC code such as ``49-9041.00``."""
    return f"https://www.onetonline.org/link/summary/{code}"


def element_url(element_id: str) -> str:
    """Return the public page of a content model element, such as ``2.B.3.l``."""
    return f"https://www.onetonline.org/find/descriptor/result/{element_id}"


def is_onet(files: Mapping[str, bytes]) -> bool:
    """Say whether the names of these files are those of the O*NET database."""
    return any(
        _kind_of_file(name) in {"content_model_reference", "occupation_data"} for name in files
    )


def parse_onet(files: Mapping[str, bytes], *, version: str) -> Parsed:
    """Read O*NET tables.

    Args:
        files: name → content, named as in the download (``Occupation Data.txt`` or
            ``occupation_data_29.3.csv``).
        version: of the database, such as ``29.3``.

    Raises:
        FrameworkUnreadable: neither elements nor occupations among them, or an unreadable file.
    """
    tables = {what: data for name, data in sorted(files.items()) if (what := _kind_of_file(name))}
    bad: list[BadRow] = []
    skills, relations = _read_elements(tables, bad)
    occupations = _read_occupations(tables, bad)
    if not skills and not occupations:
        raise FrameworkUnreadable(
            "None of these files is a table of the O*NET database. "
            "Give at least “Content Model Reference” or “Occupation Data”."
        )
    for what in ("skills", "knowledge", "abilities", "work_activities"):
        if what in tables:
            relations += _read_ratings(tables[what], what, bad)
    graph = SkillGraph.build(
        onet_framework(version),
        skills=skills,
        occupations=occupations,
        relations=relations,
    )
    return Parsed(graph, tuple(bad))


def _kind_of_file(name: str) -> str:
    match = _FILE.search(name.lower().replace(" ", "_"))
    return match.group(1) if match else ""


def _read_elements(
    tables: Mapping[str, bytes], bad: list[BadRow]
) -> tuple[list[Skill], list[Relation]]:
    if "content_model_reference" not in tables:
        return [], []
    table = read_table(
        tables["content_model_reference"],
        file="Content Model Reference",
        required=("Element ID", "Element Name", "Description"),
    )
    rows = [row for row in table if row.get("Element ID")[:3] in _BRANCHES]
    parents = {row.get("Element ID").rpartition(".")[0] for row in rows}
    skills, relations = [], []
    for row in rows:
        element, name = (
            row.get("Element ID"),
            table.text(row, "Element Name", required=True),
        )
        if name is None:
            continue
        kind = "group" if element in parents else _BRANCHES[element[:3]]
        skills.append(
            Skill(
                uri=element_url(element),
                framework="onet",
                kind=kind,
                labels={"en": name},
                descriptions={"en": row.get("Description")},
                code=element,
            )
        )
        parent = element.rpartition(".")[0]
        relations.append(Relation(element_url(element), "broader", element_url(parent)))
    bad += table.bad_rows
    return skills, relations


def _read_occupations(tables: Mapping[str, bytes], bad: list[BadRow]) -> list[Occupation]:
    if "occupation_data" not in tables:
        return []
    aliases = _read_titles(tables)
    table = read_table(
        tables["occupation_data"],
        file="Occupation Data",
        required=("O*NET-SOC Code", "Title", "Description"),
    )
    found = []
    for row in table:
        code, title = _soc_code(table, row), table.text(row, "Title", required=True)
        if code is None or title is None:
            continue
        found.append(
            Occupation(
                uri=occupation_url(code),
                framework="onet",
                code=code,
                titles={"en": title},
                alternative_titles={"en": tuple(dict.fromkeys(aliases.get(code, ())))},
                descriptions={"en": row.get("Description")},
            )
        )
    bad += table.bad_rows
    return found


def _read_titles(tables: Mapping[str, bytes]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if "alternate_titles" in tables:
        table = read_table(
            tables["alternate_titles"],
            file="Alternate Titles",
            required=("O*NET-SOC Code", "Alternate Title"),
        )
        for row in table:
            found.setdefault(row.get("O*NET-SOC Code"), []).append(row.get("Alternate Title"))
    return found


def _read_ratings(data: bytes, what: str, bad: list[BadRow]) -> list[Relation]:
    file = what.replace("_", " ").title()
    table = read_table(data, file=file, required=("O*NET-SOC Code", "Element ID"))
    found = []
    for row, column in _importances(table):
        code = _soc_code(table, row)
        try:
            importance = float(row.get(column))
        except ValueError:
            table.reject(
                row,
                column,
                reason="is not a number",
                remedy="Give the importance from 1 to 5.",
            )
            continue
        if code is not None and importance >= _OPTIONAL:
            kind = "essential" if importance >= _ESSENTIAL else "optional"
            element = element_url(row.get("Element ID"))
            found.append(Relation(occupation_url(code), kind, element))  # type: ignore[arg-type]
    bad += table.bad_rows
    return found


def _importances(table: Table) -> Iterator[tuple[Row, str]]:
    # The download has one line per scale ("Scale ID", "Data Value"); the spreadsheet version
    # that people make of it has one column per scale ("IM", "LV").
    if "IM" in table.columns:
        yield from ((row, "IM") for row in table if row.get("IM"))
    else:
        yield from ((row, "Data Value") for row in table if row.get("Scale ID") == "IM")


def _soc_code(table: Table, row: Row) -> str | None:
    code = row.get("O*NET-SOC Code")
    if _SOC.fullmatch(code):
        return code
    table.reject(
        row,
        "O*NET-SOC Code",
        reason="is not an O*NET-SOC code",
        remedy="Codes look like 49-9041.00.",
    )
    return None
