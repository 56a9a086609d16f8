"""Error codes are documented, and public names have one import path."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
_ROOMS = ("baking", "encoding", "issue", "keys", "model", "proofs", "status", "verify")


def _codes() -> set[str]:
    """Find each code in the sources: code="…", or the code handed to a module's own _refuse."""
    found: set[str] = set()
    for folder in ("src/guildmark/credentials", "src/guildmark/fetch"):
        for path in (_ROOT / folder).rglob("*.py"):
            text = path.read_text()
            found |= set(re.findall(r'code="(\w+)"', text))
            if path.name in {"png.py", "svg.py"}:
                codes = re.findall(r'raise _refuse\((?:[^()]|\([^()]*\))*?"(\w+)"\s*\)', text)
                found |= {f"{path.stem}_{code}" for code in codes}
            if path.name == "coverage.py":
                found |= set(re.findall(r'"(\w+)",?\s*(?:path|"\$"|f"\{path\})', text))
    return found


def test_every_code_is_documented() -> None:
    """A reader of a report or log finds what it means."""
    documented = set(re.findall(r"`(\w+)`", (_ROOT / "docs/specs.md").read_text()))
    codes = _codes()
    assert len(codes) > 90
    assert codes - documented == set()


def test_every_named_module_and_test_exists() -> None:
    """The table of clauses does not point at nothing."""
    for line in (_ROOT / "docs/specs.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 or not line.startswith("|") or "`" not in cells[1]:
            continue
        for base, cell in (("src/guildmark", cells[1]), ("tests", cells[2])):
            folder = Path()
            for name in re.findall(r"`([\w./]+(?:\.py|/))`", cell):
                path = Path(name) if "/" in name else folder / name
                folder = path.parent
                assert (_ROOT / base / path).exists(), (line, name)


@pytest.mark.parametrize("room", _ROOMS)
def test_each_public_name_is_there(room: str) -> None:
    """What a room lists in __all__ can be imported from it, and is listed once."""
    module = importlib.import_module(f"guildmark.credentials.{room}")
    assert len(set(module.__all__)) == len(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
