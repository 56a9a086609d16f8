"""Reading ESCO's own download: small files by hand, and the real one where it is at hand."""

from __future__ import annotations

import io
import zipfile

import pytest

from guildmark.skills.frameworks import (
    BadRows,
    FrameworkUnreadable,
    UnknownSkill,
    esco_framework,
    load_starter,
    parse_esco,
    parse_framework,
)
from tests.skills.shared import shared_data

_HEAD = "conceptType,conceptUri,skillType,preferredLabel,altLabels,description\n"
_ONE = "http://data.europa.eu/esco/skill/1"
_TWO = "http://data.europa.eu/esco/skill/2"


def _files(*rows: str, language: str = "en") -> dict[str, bytes]:
    return {f"folder/skills_{language}.csv": (_HEAD + "\n".join(rows)).encode()}


def test_labels_aliases_and_kind_are_read() -> None:
    """One row gives one skill; other names are split by line or bar, the label left out."""
    row = f'K,{_ONE},knowledge,welding,"welding\njoining | brazing",Join parts.'
    skill = parse_esco(_files(row), version="v1").strict().skill(_ONE)
    assert skill.kind == "knowledge"
    assert skill.label() == "welding"
    assert skill.aliases["en"] == ("joining", "brazing")
    assert skill.description() == "Join parts."


def test_two_languages_become_one_skill_with_two_labels() -> None:
    """Files of several languages are merged by URI."""
    files = _files(f"K,{_ONE},,weld,,") | _files(f"K,{_ONE},,soldar,,", language="es")
    skill = parse_esco(files, version="v1").strict().skill(_ONE)
    assert (skill.label("es"), skill.label("es-MX"), skill.label("fr")) == ("soldar",) * 2 + (
        "weld",
    )


def test_relations_join_skills_and_occupations() -> None:
    """Broader, essential and optional are read; relations to unknown nodes are left out."""
    job = "http://data.europa.eu/esco/occupation/9"
    files = _files(f"K,{_ONE},,weld,,", f"K,{_TWO},,join,,")
    files["occupations_en.csv"] = (
        f"conceptUri,preferredLabel,altLabels,description,code\n{job},welder,,,7212.3\n"
    ).encode()
    files["broaderRelationsSkillPillar_en.csv"] = (
        f"conceptUri,broaderUri\n{_ONE},{_TWO}\n{_ONE},http://data.europa.eu/esco/skill/none\n"
    ).encode()
    files["occupationSkillRelations.csv"] = (
        f"occupationUri,relationType,skillUri\n{job},essential,{_ONE}\n{job},optional,{_TWO}\n"
    ).encode()
    graph = parse_esco(files, version="v1").strict()
    assert graph.targets(_ONE, "broader") == (_TWO,)
    assert graph.sources(_TWO, "broader") == (_ONE,)
    assert list(graph.ancestors(_ONE)) == [_TWO]
    assert graph.targets(job, "essential") == (_ONE,)
    assert graph.targets(job, "optional") == (_TWO,)
    assert graph.occupation(job).code == "7212.3"


def test_a_cycle_of_broader_skills_ends() -> None:
    """Bad data must not hang the walk."""
    files = _files(f"K,{_ONE},,a,,", f"K,{_TWO},,b,,")
    relations = f"conceptUri,broaderUri\n{_ONE},{_TWO}\n{_TWO},{_ONE}\n"
    files["broaderRelationsSkillPillar.csv"] = relations.encode()
    graph = parse_esco(files, version="v1").strict()
    assert list(graph.ancestors(_ONE)) == [_TWO]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("K,,knowledge,weld,,", "conceptUri", "is empty"),
        ("K,http://elsewhere.example/1,,weld,,", "conceptUri", "is not an ESCO identifier"),
        (f"K,{_ONE},,,,", "preferredLabel", "is empty"),
        (f"K,{_ONE},magic,weld,,", "skillType", "is not a kind of ESCO skill"),
        (f"K,{_ONE},,weld\x07,,", "preferredLabel", "holds a control character"),
        (f"K,{_ONE},,weld,,,more", "description", "ends a row of 7 values"),
    ],
    ids=["no uri", "foreign uri", "no label", "unknown kind", "bell in label", "too many cells"],
)
def test_a_bad_row_is_named_by_row_column_and_reason(row: str, column: str, reason: str) -> None:
    """The good rows are still read; strict() raises with every bad one."""
    parsed = parse_esco(_files(f"K,{_TWO},,fine,,", row), version="v1")
    assert list(parsed.graph.skills) == [_TWO]
    (bad,) = parsed.bad_rows
    assert (bad.file, bad.row, bad.column) == ("skills_en.csv", 3, column)
    assert bad.reason.startswith(reason)
    assert bad.remedy.endswith(".")
    with pytest.raises(BadRows, match="row 3"):
        parsed.strict()


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({}, "neither an ESCO nor an O"),
        ({"skills_en.csv": b"\xff\xfe"}, "byte 0xff is not UTF-8"),
        ({"skills_en.csv": b""}, "lacks the column"),
        ({"skills_en.csv": b'conceptUri,preferredLabel,altLabels\n"x'}, "quotation mark"),
        ({"a.zip": b"PK not really"}, "not a zip archive"),
        ({"a.csv": b"", "b.csv": b""}, "neither an ESCO nor an O"),
    ],
    ids=["nothing", "not text", "empty", "open quote", "no zip", "two local files"],
)
def test_an_unreadable_file_is_one_clear_error(files: dict[str, bytes], part: str) -> None:
    """The message names what is wrong and what to do."""
    with pytest.raises(FrameworkUnreadable, match=part):
        parse_framework(files, framework=esco_framework("v1"))


def test_a_zip_that_unpacks_too_far_is_refused_before_unpacking() -> None:
    """Sizes are bounded by what the archive declares."""
    from guildmark.skills.frameworks import read_archive

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("skills_en.csv", b"0" * 5_000_000)
    with pytest.raises(FrameworkUnreadable, match="more than 1 MB"):
        read_archive(packed.getvalue(), file="bomb.zip", max_bytes=1_000_000)


def test_an_unknown_uri_says_what_to_do() -> None:
    """Asking for a skill that is not there names it."""
    graph = parse_esco(_files(f"K,{_ONE},,weld,,"), version="v1").strict()
    with pytest.raises(UnknownSkill, match="import the framework"):
        graph.skill("http://data.europa.eu/esco/skill/other")


def test_the_official_download_is_read_whole() -> None:
    """ESCO v1.1.1 as published: every skill, occupation and relation, no bad row."""
    folder = shared_data("esco")
    files: dict[str, bytes] = {}
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            files |= {name: archive.read(name) for name in archive.namelist()}
    graph = parse_esco(files, version="v1.1.1").strict()
    real = [skill for skill in graph.skills.values() if skill.kind != "group"]
    assert len(real) == 13_896
    assert len(graph.occupations) == 3_007
    aliases = sum(len(skill.aliases["en"]) for skill in real)
    assert aliases > 80_000
    essential = sum(relation.kind == "essential" for relation in graph.relations)
    assert essential > 60_000


def test_the_starter_names_real_concepts() -> None:
    """Every URI we ship that ESCO v1.1.1 knows is a skill there; most labels are the same."""
    with zipfile.ZipFile(shared_data("esco") / "ESCO_v1.1.1_classification_en_csv.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist() if "skills_en" in name}
    official = parse_esco(files, version="v1.1.1").graph
    starter = load_starter("esco")
    known = [uri for uri in starter.skills if uri in official.skills]
    assert len(known) > 13_600
    assert len(starter.skills) - len(known) < 300, "new in v1.2"
    same = sum(starter.skill(uri).label() == official.skill(uri).label() for uri in known)
    assert same / len(known) > 0.97
