"""Storing a framework and finding skills in it, on a real database."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildmark.server.base.errors import NotPermitted
from guildmark.server.frameworks import queries
from guildmark.server.frameworks.models import Framework as StoredFramework
from guildmark.server.frameworks.models import Skill as StoredSkill
from guildmark.server.frameworks.operations import (
    UnableToImportFramework,
    import_framework,
)
from guildmark.server.organizations.permissions import SYSTEM, VISITOR
from guildmark.skills.frameworks import (
    Framework,
    Parsed,
    load_starter,
    parse_local_csv,
    parse_local_json,
)

pytestmark = pytest.mark.django_db

_HEAD = "uri,label,aliases,description\n"
_ROWS = """https://s.example/1,follow standards for machinery safety,,Apply safety standards.
https://s.example/2,adjust a machine,,Keep the safety distance while adjusting.
https://s.example/3,machine safety,,Know what makes machines safe.
https://s.example/4,weld,join metal|braze,Join parts.
"""


def _parsed(rows: str = _ROWS, *, version: str = "1", key: str = "house") -> Parsed:
    framework = Framework(key, "House skills", version, "CC0-1.0", "By the house.")
    return parse_local_csv((_HEAD + rows).encode(), framework=framework)


def _labels(text: str, **options: object) -> list[str]:
    return [row.label for row in queries.search_skills(text=text, **options)]  # type: ignore[arg-type]


def test_the_label_itself_comes_first_then_labels_with_every_word_then_descriptions() -> None:
    """Ranking is by how near the words are to the name."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    assert _labels("machine safety")[0] == "machine safety"
    assert _labels("mach saf") == [
        "machine safety",
        "follow standards for machinery safety",
        "adjust a machine",
    ]


def test_words_may_be_unfinished_and_other_names_count() -> None:
    """A prefix of an alias finds the skill."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    assert _labels("braz") == ["weld"]
    assert _labels("welding") == ["weld"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "& | !", "'; DROP TABLE frameworks_skill; --", "a:* & b", "\\", "%", "é" * 300],
)
def test_whatever_is_typed_is_a_search_and_never_an_error(text: str) -> None:
    """Query syntax and punctuation are not interpreted."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    assert _labels(text) == []
    assert StoredSkill.objects.count() == 4


def test_a_whole_uri_finds_its_skill() -> None:
    """Pasting the identifier works in the search field too."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    assert _labels("https://s.example/4") == ["weld"]


def test_importing_the_same_twice_changes_nothing() -> None:
    """The second import reports no change and keeps every row's id."""
    first = import_framework(actor=SYSTEM, parsed=_parsed())
    ids = set(StoredSkill.objects.values_list("id", flat=True))
    second = import_framework(actor=SYSTEM, parsed=_parsed())
    assert (first.changed, second.changed) == (True, False)
    assert ids == set(StoredSkill.objects.values_list("id", flat=True))


def test_a_changed_file_of_the_same_version_replaces_rows_and_keeps_ids() -> None:
    """Rows are matched by URI: renamed ones keep their page, dropped ones go."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    before = queries.skill("https://s.example/4")
    changed = "https://s.example/4,weld metal,,Join parts.\n"
    import_framework(actor=SYSTEM, parsed=_parsed(changed))
    after = queries.skill("https://s.example/4")
    assert before is not None
    assert after is not None
    assert (after.id, after.label) == (before.id, "weld metal")
    assert queries.skill("https://s.example/1") is None
    assert _labels("weld metal") == ["weld metal"]


def test_a_new_version_is_searched_and_the_old_one_is_still_found_by_uri() -> None:
    """People hold credentials that name skills of older versions."""
    import_framework(actor=SYSTEM, parsed=_parsed(version="1"))
    newer = "https://s.example/1,machinery safety standards,,\n"
    import_framework(actor=SYSTEM, parsed=_parsed(newer, version="2"))
    assert _labels("weld") == []
    old = queries.skill("https://s.example/4")
    assert old is not None
    assert (old.label, old.framework_version) == ("weld", "1")
    current = queries.skill("https://s.example/1")
    assert current is not None
    assert current.framework_version == "2"


def test_bad_rows_stop_the_import_and_nothing_is_written() -> None:
    """Each bad row is a finding with place, value, reason and remedy."""
    rows = _ROWS + "not a uri,label,,\nhttps://s.example/9,,,\n"
    with pytest.raises(UnableToImportFramework) as caught:
        import_framework(actor=SYSTEM, parsed=_parsed(rows))
    assert len(caught.value.findings) == 2
    assert "row 6, column uri" in caught.value.findings[0].field
    assert not StoredFramework.objects.exists()
    result = import_framework(actor=SYSTEM, parsed=_parsed(rows), leave_out_bad_rows=True)
    assert (result.nodes, result.left_out) == (4, 2)


def test_only_an_operator_or_the_system_may_import() -> None:
    """A visitor is refused before anything is read."""
    with pytest.raises(NotPermitted):
        import_framework(actor=VISITOR, parsed=_parsed())


def test_labels_in_the_language_asked_for_else_in_english() -> None:
    """A Spanish page searches Spanish labels where a framework has them."""
    document = (
        '{"skills": [{"uri": "https://s.example/w", "labels": {"en": "weld", "es": "soldar"}}]}'
    )
    framework = Framework("two", "Two languages", "1", "", "")
    import_framework(actor=SYSTEM, parsed=parse_local_json(document.encode(), framework=framework))
    import_framework(actor=SYSTEM, parsed=_parsed())
    assert _labels("soldar", language="es") == ["soldar"]
    assert _labels("machine safety", language="es")[0] == "machine safety"
    assert _labels("weld", framework="two", language="es") == []
    row = queries.skill("https://s.example/w", language="es-MX")
    assert row is not None
    assert row.label == "soldar"


def test_many_skills_are_read_in_one_query() -> None:
    """The number of queries does not grow with the number of URIs."""
    import_framework(actor=SYSTEM, parsed=_parsed())
    uris = [f"https://s.example/{number}" for number in range(10)]
    with CaptureQueriesContext(connection) as captured:
        found = queries.skills(uris)
    assert len(captured) == 1
    assert set(found) == {f"https://s.example/{number}" for number in (1, 2, 3, 4)}


def test_the_starter_occupations_are_found_and_typed_as_terms_of_ctdl() -> None:
    """An occupation is no competency; its alignment says so."""
    import_framework(actor=SYSTEM, parsed=load_starter("onet"))
    (row,) = queries.search_skills(text="49-9041.00")
    assert row.label == "Industrial Machinery Mechanics"
    assert row.kind == "occupation"
    assert row.target_type == "CTDL"
    assert "CC BY 4.0" in row.attribution


def test_the_command_imports_what_the_package_ships() -> None:
    """`import_framework starter` fills a new installation with ESCO and O*NET."""
    said = io.StringIO()
    call_command("import_framework", "starter", stdout=said)
    assert "ESCO v1.2: 13934 entries imported." in said.getvalue()
    assert "O*NET 29.3: 1016 entries imported." in said.getvalue()
    assert {row.key for row in queries.frameworks()} == {"esco", "onet"}
    assert _labels("electrical safety", framework="esco")[0] == "electrical safety regulations"


def test_the_command_imports_a_file_and_says_so(tmp_path: Path) -> None:
    """`import_framework FILE` stores it; again, it says that nothing changed."""
    file = tmp_path / "house.csv"
    file.write_text(_HEAD + _ROWS, encoding="utf-8")
    said = io.StringIO()
    call_command("import_framework", str(file), "--key", "house", "--name", "House", stdout=said)
    call_command("import_framework", str(file), "--key", "house", "--name", "House", stdout=said)
    assert "4 entries imported" in said.getvalue()
    assert "nothing changed" in said.getvalue()


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"name,label\nx,y\n", "lacks the column uri"),
        (b"uri,label\nhttps://s.example/1,\n", "cannot be used"),
    ],
    ids=["not text", "column missing", "a bad row"],
)
def test_the_command_refuses_a_bad_file_with_one_clear_line(
    tmp_path: Path, content: bytes, part: str
) -> None:
    """Never a stack trace, never half an import."""
    file = tmp_path / "house.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=part):
        call_command("import_framework", str(file), stderr=io.StringIO())
    assert not StoredFramework.objects.exists()


def test_the_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The name of the missing file is in the message."""
    with pytest.raises(CommandError, match=r"gone\.csv"):
        call_command("import_framework", str(tmp_path / "gone.csv"))
