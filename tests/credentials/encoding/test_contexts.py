"""Only shipped contexts, and only as they were pinned (security design, row 1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import CONTEXTS, contexts
from guildmark.credentials.errors import CredentialError


@pytest.mark.parametrize("url", sorted(CONTEXTS))
def test_each_context_is_what_was_pinned(url: str) -> None:
    """Loading compares the hash."""
    assert "@context" in CONTEXTS[url]


def test_a_context_that_was_changed_is_refused() -> None:
    """A file that differs from its pin is never used."""
    name = contexts._manifest()[contexts.CREDENTIALS_V2_CONTEXT][0]
    with pytest.raises(CredentialError) as refusal:
        contexts._load(name, "0" * 64)
    assert refusal.value.code == "context_changed"


def test_the_manifest_names_where_each_came_from() -> None:
    """Package, version, file, licence and hash, for each file that is there and no other."""
    folder = Path(contexts.__file__).parent / "context_files"
    listed = json.loads((folder / "manifest.json").read_bytes())["contexts"]
    assert {entry["file"] for entry in listed} == {
        path.name for path in folder.glob("*.json") if path.name != "manifest.json"
    }
    for entry in listed:
        assert all(
            entry[name] for name in ("url", "package", "version", "source", "licence", "sha256")
        )


def test_shipped_contexts_say_the_same_as_the_published_ones(vectors: Path) -> None:
    """Each that the shared vectors hold too has the same JSON value there."""
    index = json.loads((vectors / "contexts/index.json").read_bytes())
    compared = [url for url in CONTEXTS if url in index]
    assert len(compared) >= 6
    for url in compared:
        assert json.loads((vectors / "contexts" / index[url]).read_bytes()) == CONTEXTS[url], url


def test_no_shipped_context_uses_what_the_coverage_check_does_not_follow() -> None:
    """Maps, nesting, reversal and imports would let data slip past the check."""
    for url in CONTEXTS:
        for key, value in _entries(CONTEXTS[url]["@context"]):
            assert key not in {"@nest", "@reverse", "@import", "@index", "@vocab", "@base"}, url
            assert key != "@language", url
            if key == "@container":
                containers = set(value if isinstance(value, list) else [value])
                assert containers <= {"@set", "@list", "@graph"}, url


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from _entries(item)
    elif isinstance(value, list):
        for item in value:
            yield from _entries(item)
