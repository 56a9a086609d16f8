"""The fonts are what their manifests say, and each has its licence beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import guildmark.server.ui

_UI = Path(guildmark.server.ui.__file__).parent
_FOLDERS = [_UI / "fonts", _UI / "static" / "ui" / "fonts"]


@pytest.mark.parametrize("folder", _FOLDERS, ids=["documents", "pages"])
def test_each_font_is_in_the_manifest_with_its_hash_and_licence(folder: Path) -> None:
    """A changed or forgotten file is noticed."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    fonts = {path.name for path in folder.iterdir() if path.suffix in {".ttf", ".woff2"}}
    assert {entry["file"] for entry in manifest["files"]} == fonts
    for entry in manifest["files"]:
        digest = hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest()
        assert digest == entry["sha256"]
        assert entry["licence"] == "OFL-1.1"
        assert "SIL OPEN FONT LICENSE" in (folder / entry["licence_file"]).read_text().upper()


def test_a_page_loads_little() -> None:
    """Style, script and the two latin fonts stay under 150 KB before compression."""
    static = _UI / "static" / "ui"
    parts = [static / "guildmark.css", static / "enhance.js", static / "favicon.svg"]
    parts += list((static / "fonts").glob("*latin-wght*.woff2"))
    assert len(parts) == 5
    assert sum(path.stat().st_size for path in parts) < 150_000
