"""Check the documents: links lead somewhere, each app has its README, settings are described.

Rules (../docs are for people, so few): relative links of Markdown files exist; a README of an
app has under 40 lines; each environment variable that the code reads is in
docs/reference/settings.md; decision records are numbered without gaps.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)#\s]+)[^)]*\)|!\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
_VARIABLE = re.compile(r"[\"'](GUILDMARK_[A-Z_]+|DATABASE_(?:OWNER_)?URL)[\"']")
_MOST_LINES = 40
# Names in code that are settings of Django or of the tests, not of an operator.
_NOT_FOR_OPERATORS = re.compile(r"GUILDMARK_(TEST_.*|SHELL|SCOPE_OF_REQUEST)$")


def main() -> int:
    """Print what is wrong; return 1 when anything is."""
    findings = [*_check_links(), *_check_readmes(), *_check_settings(), *_check_decisions()]
    for finding in findings:
        print(f"  {finding}")
    return 1 if findings else 0


def _documents() -> Iterator[Path]:
    for path in _ROOT.rglob("*.md"):
        inside = path.relative_to(_ROOT)
        if not {"node_modules", ".venv", "build", "var"} & set(inside.parts):
            yield path


def _check_links() -> Iterator[str]:
    for path in _documents():
        text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for match in _LINK.finditer(text):
            target = match.group(1) or match.group(2)
            if "://" in target or target.startswith("mailto:"):
                continue
            if not (path.parent / target).exists():
                yield f"{path.relative_to(_ROOT)}: the link to {target} leads nowhere"


def _check_readmes() -> Iterator[str]:
    for app in sorted((_ROOT / "src/guildmark/server").iterdir()):
        if not (app / "__init__.py").exists():
            continue
        readme = app / "README.md"
        if not readme.exists():
            yield f"{app.relative_to(_ROOT)}: there is no README.md"
        elif len(readme.read_text(encoding="utf-8").splitlines()) >= _MOST_LINES:
            yield f"{readme.relative_to(_ROOT)}: has {_MOST_LINES} lines or more"


def _check_settings() -> Iterator[str]:
    described = _described_settings()
    read: dict[str, Path] = {}
    for path in (_ROOT / "src").rglob("*.py"):
        for name in _VARIABLE.findall(path.read_text(encoding="utf-8")):
            read.setdefault(name, path)
    for name, path in sorted(read.items()):
        if name not in described and not _NOT_FOR_OPERATORS.match(name):
            yield f"docs/reference/settings.md: {name} is missing ({path.relative_to(_ROOT)})"


def _described_settings() -> set[str]:
    """Return the names in the table; ``…_PORT`` stands for the name before it, with that end."""
    text = (_ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    names: set[str] = set()
    stem = ""
    for name, ending in re.findall(r"`(?:([A-Z][A-Z_]+)|…(_[A-Z]+))`", text):
        stem = name.rpartition("_")[0] if name else stem
        names.add(name or stem + ending)
    return names


def _check_decisions() -> Iterator[str]:
    numbers = sorted(int(path.name[:4]) for path in (_ROOT / "docs/decisions").glob("[0-9]*.md"))
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"docs/decisions: the numbers are {numbers}, not 1 to {len(numbers)}"


if __name__ == "__main__":
    sys.exit(main())
