"""Reading O*NET's tables."""

from __future__ import annotations

import gzip

import pytest

from guildmark.skills.frameworks import (
    FrameworkUnreadable,
    element_url,
    load_starter,
    occupation_url,
    parse_onet,
)
from tests.skills.shared import shared_data

_OCCUPATIONS = (
    "O*NET-SOC Code\tTitle\tDescription\n"
    "49-9041.00\tIndustrial Machinery Mechanics\tRepair machinery.\n"
)
_ELEMENTS = (
    "Element ID\tElement Name\tDescription\n"
    "2.B\tCross-Functional Skills\tx\n2.B.3\tTechnical Skills\tx\n"
    "2.B.3.j\tEquipment Maintenance\tx\n2.B.3.k\tTroubleshooting\tx\n3\tOther\tx\n"
)


def test_elements_and_occupations_are_read_from_the_download() -> None:
    """Tab-separated text as published; importance decides essential, optional or nothing."""
    ratings = (
        "O*NET-SOC Code\tElement ID\tScale ID\tData Value\n"
        "49-9041.00\t2.B.3.j\tIM\t4.12\n49-9041.00\t2.B.3.j\tLV\t1.0\n"
        "49-9041.00\t2.B.3.k\tIM\t2.5\n49-9041.00\t2.B.3\tIM\t1.9\n"
    )
    files = {
        "db_29_3_text/Occupation Data.txt": _OCCUPATIONS.encode(),
        "db_29_3_text/Content Model Reference.txt": _ELEMENTS.encode(),
        "db_29_3_text/Skills.txt": ratings.encode(),
        "db_29_3_text/Technology Skills.txt": b"not read at all",
    }
    graph = parse_onet(files, version="29.3").strict()
    job = occupation_url("49-9041.00")
    assert graph.targets(job, "essential") == (element_url("2.B.3.j"),)
    assert graph.targets(job, "optional") == (element_url("2.B.3.k"),)
    assert graph.skill(element_url("2.B.3.j")).kind == "skill"
    assert graph.skill(element_url("2.B.3")).kind == "group"
    assert graph.targets(element_url("2.B.3.j"), "broader") == (element_url("2.B.3"),)
    assert "CC BY 4.0" in graph.framework.attribution


@pytest.mark.parametrize(
    ("ratings", "column"),
    [
        ("O*NET-SOC Code,Element ID,IM\n49-9041,2.B.3.j,4\n", "O*NET-SOC Code"),
        ("O*NET-SOC Code,Element ID,IM\n49-9041.00,2.B.3.j,high\n", "IM"),
    ],
    ids=["code", "number"],
)
def test_a_bad_value_is_named(ratings: str, column: str) -> None:
    """Row, column and remedy, and the rest is read."""
    files = {
        "occupation_data.csv": _OCCUPATIONS.encode(),
        "content_model_reference.csv": _ELEMENTS.encode(),
        "skills.csv": ratings.encode(),
    }
    parsed = parse_onet(files, version="29.3")
    (bad,) = parsed.bad_rows
    assert (bad.row, bad.column) == (2, column)
    assert len(parsed.graph.occupations) == 1


def test_files_that_are_no_tables_of_the_database_are_refused() -> None:
    """The message names the tables that are needed."""
    with pytest.raises(FrameworkUnreadable, match="Occupation Data"):
        parse_onet({"holiday.csv": b"a,b\n"}, version="29.3")


def test_the_published_tables_are_read_whole() -> None:
    """O*NET 29.3 as at hand: every element and occupation, no bad row."""
    files = {
        path.name.removesuffix(".gz"): gzip.decompress(path.read_bytes())
        for path in shared_data("onet").glob("*.gz")
    }
    graph = parse_onet(files, version="29.3").strict()
    assert len(graph.occupations) == 1_016
    kinds = [skill.kind for skill in graph.skills.values()]
    assert (kinds.count("skill"), kinds.count("knowledge"), kinds.count("ability")) == (35, 33, 52)


def test_the_starter_equals_the_published_occupations() -> None:
    """Code, title and description are those of O*NET 29.3, word for word."""
    data = gzip.decompress((shared_data("onet") / "occupation_data_29.3.csv.gz").read_bytes())
    official = parse_onet({"occupation_data.csv": data}, version="29.3").strict()
    starter = load_starter("onet")
    assert set(starter.occupations) == set(official.occupations)
    for uri, job in official.occupations.items():
        assert starter.occupation(uri).title() == job.title()
        assert starter.occupation(uri).description() == job.description()
