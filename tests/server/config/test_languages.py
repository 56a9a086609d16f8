"""Every text of the server is in each catalogue, translated, with its placeholders."""

from __future__ import annotations

import ast
import gettext
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from tools.messages import (
    LOCALE,
    OVERRIDES,
    SOURCE,
    Message,
    NotExtractable,
    catalogues,
    check,
    extract,
    holes,
    main,
    read_python,
    read_template,
    update,
)

SPANISH = LOCALE / "es/LC_MESSAGES/django.po"


def test_each_language_but_english_has_a_catalogue() -> None:
    """A language in the switch without words would show English."""
    found = {path.parents[1].name for path in catalogues()}
    assert found == {code for code, _ in settings.LANGUAGES} - {"en"}
    assert list(settings.LOCALE_PATHS) == [LOCALE]


@pytest.mark.parametrize("path", catalogues(), ids=lambda path: path.parents[1].name)
def test_each_catalogue_has_every_text_of_the_source_and_no_other(path: Path) -> None:
    """Nothing is missing, empty, fuzzy or left over; placeholders and plurals fit; .mo is .po."""
    messages = extract()
    assert len(messages) > 1500
    assert check(path, messages) == []


def test_an_override_is_of_a_text_that_a_library_still_has() -> None:
    """A library that changes its English would silently bring English back to our pages."""
    import allauth
    import django

    packages = {"allauth": Path(allauth.__file__).parent, "Django": Path(django.__file__).parent}
    texts = {
        name: {
            (entry.msgctxt or "", entry.msgid)
            for path in folder.rglob("locale/es/LC_MESSAGES/django.po")
            for entry in polib.pofile(str(path))
        }
        for name, folder in packages.items()
    }
    overrides = [e for e in polib.pofile(str(SPANISH)) if e.comment.startswith(OVERRIDES)]
    for entry in overrides:
        package = entry.comment.removeprefix(OVERRIDES).strip()
        assert (entry.msgctxt or "", entry.msgid) in texts[package], entry.msgid


def test_spanish_says_tu_to_its_reader() -> None:
    """One voice: nobody is addressed as «usted» on one page and «tú» on the next."""
    polite = re.compile(
        r"\b[Uu]sted(es)?\b|(^|[.:;«!?] )(Elija|Escriba|Introduzca|Pulse|Seleccione|Haga|Intente|"
        r"Inténtelo|Compruebe|Abra|Ponga|Añada|Indique|Guarde|Vuelva|Espere|Pegue|Quite|Use)\b"
    )
    for entry in polib.pofile(str(SPANISH)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            assert not polite.search(text), text


def test_texts_are_found_in_python() -> None:
    """Calls by each name, joined literals and plurals are found; what is computed is refused."""
    found = read_python(
        'a = _("One " "text")\nb = gettext_lazy("Lazy")\n'
        'c = ngettext("%(n)d thing", "%(n)d things", n)\nd = pgettext("tool", "File")\n'
        "e = _(variable)\n",
        name="x.py",
    )
    assert list(found) == [
        Message(message="One text"),
        Message(message="Lazy"),
        Message(message="%(n)d thing", plural="%(n)d things"),
        Message(message="File", context="tool"),
    ]
    with pytest.raises(NotExtractable, match=r"x\.py:1"):
        list(read_python('_(f"Hello {name}")', name="x.py"))
    with pytest.raises(NotExtractable):
        list(read_python('_("Hello %s" % name)', name="x.py"))


def test_texts_are_found_in_templates() -> None:
    """Tags, blocks with plurals, arguments of components, quotes and per cents are found."""
    found = read_template(
        '{% translate "It\'s" %}{% card title=_("In a tag") %}{{ x|default:_("In a filter") }}'
        '{% translate "File" context "tool" %}'
        "{% blocktrans trimmed count n=n %}\n {{ n }} thing\n{% plural %}\n {{ n }} things\n"
        "{% endblocktrans %}{% blocktrans %}100% “sure”{% endblocktrans %}",
        name="x.html",
    )
    assert list(found) == [
        Message(message="It's"),
        Message(message="In a tag"),
        Message(message="In a filter"),
        Message(message="File", context="tool"),
        Message(message="%(n)s thing", plural="%(n)s things"),
        Message(message="100%% “sure”"),
    ]


def test_holes_of_each_kind_are_seen() -> None:
    """Named, counted and braced placeholders count; a per cent sign does not."""
    assert holes("%(ratio).1f of %s and {n}") == ["%(ratio).1f", "%s", "{n}"]
    assert holes("100%% of { it") == []


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """Return a small catalogue with one translation that is right."""
    path = tmp_path / "es/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    header = SPANISH.read_text(encoding="utf-8").split("\n\n", 1)[0]
    path.write_text(f'{header}\n\nmsgid "Yes, %(name)s"\nmsgstr "Sí, %(name)s"\n', encoding="utf-8")
    path.with_suffix(".mo").write_bytes(bytes(polib.pofile(str(path)).to_binary()))
    return path


YES = Message(message="Yes, %(name)s")


def test_a_catalogue_in_order_has_no_finding(catalogue: Path) -> None:
    """The check is quiet when there is nothing to say."""
    assert check(catalogue, {YES: ["a.py"]}) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("Sí, %(name)s", "", "not translated"),
        ("Sí, %(name)s", "Sí, %(nombre)s", "other placeholders"),
        ("Sí, %(name)s", "Sí", "other placeholders"),
        ("Sí", "Claro", "django.mo is not"),
        ('msgid "Yes', '#, fuzzy\nmsgid "Yes', "fuzzy"),
        ('msgid "Yes', 'msgid "Yes!', "left over"),
        ('msgid "Yes', 'msgid "Yes!', "missing"),
    ],
)
def test_each_fault_of_a_catalogue_is_named(
    catalogue: Path, old: str, new: str, finding: str
) -> None:
    """Whatever would show English, an error or an old text on a page is found."""
    catalogue.write_text(catalogue.read_text("utf-8").replace(old, new), encoding="utf-8")
    assert any(line.startswith(finding) for line in check(catalogue, {YES: ["a.py"]}))


def test_plural_forms_are_all_asked_for(catalogue: Path) -> None:
    """A message with a plural needs each form of the language."""
    messages = {YES: ["a.py"], Message(message="one", plural="%(n)d"): ["b.py"]}
    assert any("missing" in line for line in check(catalogue, messages))
    update(catalogue, messages)
    assert any("not translated" in line for line in check(catalogue, messages))


def test_an_update_keeps_translations_and_overrides_and_drops_the_rest(catalogue: Path) -> None:
    """New texts come in empty, gone ones go out, what overrides a library stays."""
    with catalogue.open("a", encoding="utf-8") as file:
        file.write('\n#. Overrides: allauth\nmsgid "Menu:"\nmsgstr "Menú:"\n')
        file.write('\nmsgid "Gone"\nmsgstr "Ido"\n')
    update(catalogue, {YES: ["a.py"], Message(message="New"): ["b.py", "c.py"]})
    entries = {entry.msgid: entry for entry in polib.pofile(str(catalogue))}
    assert {name: entry.msgstr for name, entry in entries.items()} == {
        "Yes, %(name)s": "Sí, %(name)s",
        "New": "",
        "Menu:": "Menú:",
    }
    assert entries["New"].occurrences == [("b.py", ""), ("c.py", "")]
    assert entries["Yes, %(name)s"].flags == ["python-format"]


def test_make_messages_leaves_our_catalogues_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is committed is what the command writes, byte for byte; and its answer is yes."""
    copy = tmp_path / "locale"
    shutil.copytree(LOCALE, copy)
    monkeypatch.setattr("tools.messages.catalogues", lambda: catalogues(copy))
    assert main([]) == 0
    assert "0 to do" in capsys.readouterr().out
    for path in sorted(copy.rglob("django.*")):
        assert path.read_bytes() == (LOCALE / path.relative_to(copy)).read_bytes(), path.name


def test_the_compiled_catalogue_is_what_python_reads() -> None:
    """Any gettext reads our .mo, with its plurals."""
    with SPANISH.with_suffix(".mo").open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert spanish.gettext("Wallet") == "Cartera"
    assert spanish.ngettext("%(count)d month", "%(count)d months", 2) == "%(count)d meses"


def test_numbers_and_dates_follow_the_language() -> None:
    """Decimal commas and day before month, in Spanish and nowhere else."""
    template = Template("{% load humanize %}{{ x }} · {{ day|date }}")
    from datetime import date

    context = {"x": 4.5, "day": date(2026, 3, 2)}
    with translation.override("es"):
        assert template.render(Context(context)) == "4,5 · 2 de marzo de 2026"
    with translation.override("en"):
        assert template.render(Context(context)) == "4.5 · 2 March 2026"


_TOLD = re.compile(r"Finding|InvalidInput|Conflict|NotPermitted|OperationError|UnableTo\w+")
_LABELS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"}


def test_what_people_are_told_is_handed_to_gettext() -> None:
    """Findings, refusals, labels and flash messages are never bare English."""
    bare = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if "migrations" in path.parts or name.startswith(("demo/", "ui/styleguide")):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                bare += [f"{name}:{text.lineno}: {text.value}" for text in _bare_texts(node)]
    assert bare == []


def _bare_texts(call: ast.Call) -> Iterator[ast.Constant]:
    function = call.func
    called = getattr(function, "id", "") or getattr(function, "attr", "")
    owner = getattr(getattr(function, "value", None), "id", "")
    told = _TOLD.fullmatch(called) or (owner == "messages" and called != "get_messages")
    values = [*call.args, *(keyword.value for keyword in call.keywords)] if told else []
    values += [keyword.value for keyword in call.keywords if keyword.arg in _LABELS]
    for value in values:
        if isinstance(value, ast.Constant) and re.match(r"[A-Z].* ", str(value.value)):
            yield value
