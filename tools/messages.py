"""Bring the catalogues of languages up to date with the source, without gettext installed.

    python tools/messages.py            extract, merge into each .po, compile each .mo
    python tools/messages.py --check    change nothing; say what is missing, empty or left over

There is one catalogue for each language, for all rooms: src/guildmark/server/locale. A message
that a library says better in its own words here (allauth, Django) stands in it too, with the
comment "Overrides: <package>", and is never thrown out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

from guildmark.server.base.facts import first_clause

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/guildmark/server"
LOCALE = SOURCE / "locale"

# What a catalogue keeps although no file of ours has it.
OVERRIDES = "Overrides:"

_FUNCTIONS = {"_": "gettext"} | {
    name + ending: name
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for ending in ("", "_lazy", "_noop")
}
_ARGUMENTS = {
    "gettext": ("message",),
    "ngettext": ("message", "plural"),
    "pgettext": ("context", "message"),
    "npgettext": ("context", "message", "plural"),
}
_LITERAL = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"\b([np]*gettext|_)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)", re.DOTALL)
_HOLE = re.compile(r"%\(\w+\)[-+ #0-9.]*[a-zA-Z]|%[-+#0-9.]*[sdrf]|\{[a-z_]\w*[^{}]*\}")


class NotExtractable(Exception):
    """A text is marked for translation in a way that no catalogue can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One text of the source: its English words are its name."""

    message: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What a catalogue finds it by."""
        return self.context, self.message


def read_python(text: str, *, name: str) -> Iterator[Message]:
    """Yield each text that a Python file hands to a gettext function, and what its facts say."""
    for node in ast.walk(ast.parse(text, name)):
        if isinstance(node, ast.ClassDef) and _is_fact(node):
            # The audit record shows how the docstring of a fact begins.
            yield Message(message=first_clause(ast.get_docstring(node) or node.name))
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        function = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        if function not in _FUNCTIONS or (isinstance(called, ast.Attribute) and function == "_"):
            continue
        names = _ARGUMENTS[_FUNCTIONS[function]]
        found = {}
        for argument, value in zip(names, node.args, strict=False):
            if isinstance(value, (ast.JoinedStr, ast.BinOp)):
                raise NotExtractable(
                    f"{name}:{value.lineno}: the text is put together before it is translated. "
                    "Hand over the whole text and fill its holes afterwards."
                )
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[argument] = value.value
        # A variable is translated where it was made: by gettext_noop or gettext_lazy.
        if len(found) == len(names) and found["message"]:
            yield Message(**found)


def _is_fact(node: ast.ClassDef) -> bool:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    return any(base.endswith("Fact") for base in bases) and not node.name.startswith("_")


def read_template(text: str, *, name: str) -> Iterator[Message]:
    """Yield each text that a template marks for translation."""
    for function, literals in _CALL.findall(templatize(text, name)):
        values = [ast.literal_eval(value) for value in re.findall(_LITERAL, literals, re.DOTALL)]
        names = _ARGUMENTS[_FUNCTIONS[function]]
        if len(values) >= len(names) and values[names.index("message")]:
            yield Message(**dict(zip(names, values, strict=False)))


def extract(source: Path = SOURCE) -> dict[Message, list[str]]:
    """Return each message of the server, with the files that have it, in their order.

    Raises:
        NotExtractable: a text is computed before it is translated.
    """
    found: dict[Message, list[str]] = {}
    for path in sorted(source.rglob("*")):
        if path.suffix not in {".py", ".html", ".txt", ".svg"} or not path.is_file():
            continue
        if path.suffix != ".py" and "templates" not in path.parts:
            continue
        name = path.relative_to(source.parents[1]).as_posix()
        read = read_python if path.suffix == ".py" else read_template
        for message in read(path.read_text(encoding="utf-8"), name=name):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def catalogues(locale: Path = LOCALE) -> list[Path]:
    """Return the .po file of each language that we have."""
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def holes(text: str) -> list[str]:
    """Return the placeholders of a text, sorted: what must be the same in each language."""
    return sorted(_HOLE.findall(text.replace("%%", "")))


def update(path: Path, messages: dict[Message, list[str]]) -> None:
    """Write the messages of the source into one catalogue; translations in it stay."""
    old = polib.pofile(str(path), wrapwidth=98)
    known = {(entry.msgctxt or "", entry.msgid): entry for entry in old if not entry.obsolete}
    new = polib.POFile(wrapwidth=98)
    new.header, new.metadata = old.header, old.metadata
    entries: dict[tuple[str, str], polib.POEntry] = {}
    for message, files in messages.items():
        entry = entries.get(message.key) or known.pop(message.key, None)
        if message.key in entries:  # once with and once without a plural
            files = [*(name for name, _ in entry.occurrences), *files]
        entry = entry or polib.POEntry(msgid=message.message)
        if message.plural and entry.msgid_plural != message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        entry.msgctxt = message.context or None
        entry.occurrences = [(name, "") for name in dict.fromkeys(files)]
        entry.flags = _formats(message.message + message.plural)
        entries[message.key] = entry
    kept = [entry for entry in known.values() if entry.comment.startswith(OVERRIDES)]
    new.extend([*entries.values(), *kept])
    new.save(str(path))


def _formats(text: str) -> list[str]:
    found = holes(text)
    names = {"python-brace-format" if hole.startswith("{") else "python-format" for hole in found}
    return sorted(names)


def compile_catalogue(path: Path) -> bytes:
    """Return what belongs into the .mo beside a .po."""
    return bytes(polib.pofile(str(path)).to_binary())


def check(path: Path, messages: dict[Message, list[str]]) -> list[str]:
    """Return what is wrong with one catalogue, one line for each thing."""
    catalogue = polib.pofile(str(path))
    plurals = int(re.search(r"nplurals=(\d+)", catalogue.metadata["Plural-Forms"])[1])
    entries = {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue}
    findings = []
    for message, files in messages.items():
        entry = entries.pop(message.key, None)
        if entry is None or entry.obsolete:
            findings.append(f"missing: {message.message!r} of {files[0]}")
        elif (entry.msgid_plural or "") and message.plural != entry.msgid_plural:
            findings.append(f"another plural: {message.message!r} of {files[0]}")
        elif message.plural and not entry.msgid_plural:
            findings.append(f"no plural: {message.message!r} of {files[0]}")
    for entry in entries.values():
        if entry.obsolete or not entry.comment.startswith(OVERRIDES):
            findings.append(f"left over, no file has it: {entry.msgid!r}")
    for entry in catalogue:
        findings += [f"{problem}: {entry.msgid!r}" for problem in _check_entry(entry, plurals)]
    compiled = path.with_suffix(".mo")
    if not compiled.exists() or compiled.read_bytes() != compile_catalogue(path):
        findings.append(f"{compiled.name} is not what {path.name} compiles to")
    return findings


def _check_entry(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(form.strip() for form in forms):
        yield "not translated"
        return
    if entry.msgid_plural and len(forms) != plurals:
        yield f"{len(forms)} plural forms, not {plurals}"
    # "One thing" may leave its number out, in any language; the last form may not.
    wanted = holes(entry.msgid_plural or entry.msgid)
    if holes(forms[-1]) != wanted:
        yield f"other placeholders than {wanted}"
    if any(set(holes(form)) - set(wanted) for form in forms):
        yield "a placeholder too many"
    # Django insists on both ends of lines.
    if any(
        form.startswith("\n") != entry.msgid.startswith("\n")
        or form.endswith("\n") != entry.msgid.endswith("\n")
        for form in forms
    ):
        yield "other line ends"


def main(arguments: list[str]) -> int:
    """Update or check all catalogues; return 1 when something is to be done by hand."""
    messages = extract()
    failed = False
    for path in catalogues():
        if "--check" not in arguments:
            update(path, messages)
            path.with_suffix(".mo").write_bytes(compile_catalogue(path))
        findings = check(path, messages)
        failed = failed or bool(findings)
        language = path.parents[1].name
        print(f"{language}: {len(messages)} messages, {len(findings)} to do")
        for finding in findings:
            print(f"  {finding}")
    if failed:
        print("  Translate in the .po, then run: make messages")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
