"""Reading a framework of one's own, and the frameworks that are shipped."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.skills import frameworks
from guildmark.skills.frameworks import (
    STARTERS,
    Framework,
    FrameworkUnreadable,
    SkillsError,
    load_starter,
    parse_framework,
    parse_local_csv,
    parse_local_json,
    starter_manifest,
)

_HOUSE = Framework("house", "House", "1", "", "")
_texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)


@given(labels=st.lists(_texts, min_size=1, max_size=8), delimiter=st.sampled_from(",;\t"))
def test_what_was_written_as_csv_is_read_again(labels: list[str], delimiter: str) -> None:
    """Any label survives, with comma, semicolon or tab between the cells."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerow(["uri", "label", "description"])
    for number, label in enumerate(labels):
        writer.writerow([f"s{number}", label, label])
    graph = parse_local_csv(written.getvalue().encode("utf-8-sig"), framework=_HOUSE).strict()
    assert [skill.label() for skill in graph.skills.values()] == [one.strip() for one in labels]


@given(
    data=st.binary(max_size=200),
    name=st.sampled_from(["a.csv", "a.json", "a.zip", "skills_en.csv"]),
)
def test_any_bytes_are_read_or_refused_in_words(data: bytes, name: str) -> None:
    """No input raises anything but the engine's own errors."""
    try:
        parse_framework({name: data}, framework=_HOUSE)
    except SkillsError as error:
        assert len(str(error)) > 20


def test_plain_names_become_identifiers_inside_the_framework() -> None:
    """A name without a scheme is put under the framework's URN."""
    rows = "uri,label,broader\njoin,Join parts,\nweld,Weld,join\n"
    graph = parse_local_csv(rows.encode(), framework=_HOUSE).strict()
    assert graph.targets("urn:guildmark:house:weld", "broader") == ("urn:guildmark:house:join",)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("x y,Label,", "uri"),
        ("javascript:alert(1),Label,", "uri"),
        ("s1,Label,wizardry", "kind"),
        ("fine,Label again,", "uri"),
    ],
    ids=["space", "script", "kind", "repeated"],
)
def test_a_bad_row_of_a_csv_is_named(row: str, column: str) -> None:
    """Row numbers count as a spreadsheet shows them."""
    parsed = parse_local_csv(f"uri,label,kind\nfine,Fine,\n{row}\n".encode(), framework=_HOUSE)
    (bad,) = parsed.bad_rows
    assert (bad.row, bad.column) == (3, column)
    assert len(parsed.graph.skills) == 1


def test_json_carries_several_languages_and_its_own_framework() -> None:
    """The document's framework fields replace those given."""
    document = {
        "framework": {"id": "ours", "version": "7", "licence": 3},
        "skills": [
            {
                "uri": "weld",
                "labels": {"en": "weld", "es": "soldar"},
                "aliases": {"en": ["join", 3]},
                "related": ["weld", "nothing"],
            }
        ],
    }
    graph = parse_local_json(json.dumps(document).encode(), framework=_HOUSE).strict()
    assert (graph.framework.id, graph.framework.version, graph.framework.licence) == (
        "ours",
        "7",
        "",
    )
    skill = graph.skill("urn:guildmark:ours:weld")
    assert skill.label("es") == "soldar"
    assert skill.aliases["en"] == ("join",)
    assert graph.relations == ()


@pytest.mark.parametrize(
    "entry",
    [
        3,
        {"labels": {"en": "x"}},
        {"uri": "a b", "labels": {"en": "x"}},
        {"uri": "a", "labels": {}},
        {"uri": "a", "labels": {"en": ""}},
        {"uri": "a", "labels": {"en": "x"}, "kind": []},
        {"uri": "a", "labels": {"en": "x"}, "aliases": ["y"]},
    ],
    ids=str,
)
def test_a_bad_entry_of_json_is_named(entry: object) -> None:
    """Each bad entry is one bad row; the document is still read."""
    data = json.dumps({"skills": [entry]}).encode()
    parsed = parse_local_json(data, framework=_HOUSE)
    assert len(parsed.bad_rows) == 1
    assert not parsed.graph.skills


@pytest.mark.parametrize("data", [b"", b"[]", b'{"skills": 3}', b"\xff", b"[" * 100_000])
def test_what_is_no_framework_document_is_refused(data: bytes) -> None:
    """One clear error instead of a stack trace."""
    with pytest.raises(FrameworkUnreadable):
        parse_local_json(data, framework=_HOUSE)


@pytest.mark.parametrize("name", STARTERS)
def test_a_shipped_framework_is_what_its_manifest_says(name: frameworks.StarterName) -> None:
    """Rows, licence, attribution and sources are stated and true."""
    entry, graph = starter_manifest()[name], load_starter(name)
    assert len(graph.skills) + len(graph.occupations) == entry["rows"]
    assert graph.framework.version == entry["version"]
    assert entry["attribution"]
    for source in entry["sources"]:
        assert set(source) == {"package", "version", "licence", "wheel_sha256"}


def test_the_shipped_skills_have_a_label_and_a_description() -> None:
    """Nothing in the picker is empty."""
    for skill in load_starter("esco").skills.values():
        assert skill.label()
        assert skill.description()
        assert skill.uri.startswith("http://data.europa.eu/esco/skill/")


def test_every_public_name_can_be_imported() -> None:
    """`__all__` names what is there."""
    for name in frameworks.__all__:
        assert hasattr(frameworks, name)
