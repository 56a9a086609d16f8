"""Only shipped contexts, and only as they were pinned (security design, row 1)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from guildmark.credentials.encoding import (
    CONTEXTS,
    canonicalize_rdfc,
    conformance_contexts,
    context_bytes,
    contexts,
)
from guildmark.credentials.errors import CredentialError, UncoveredData


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
    assert len(compared) >= 10
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


_EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"


def test_the_examples_context_is_known_to_the_conformance_endpoints_only() -> None:
    """It defines every term there is, so with it nothing would ever be undefined."""
    assert _EXAMPLES not in CONTEXTS
    assert context_bytes(_EXAMPLES) is None
    with conformance_contexts():
        assert CONTEXTS[_EXAMPLES] == {
            "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
        }
    assert _EXAMPLES not in CONTEXTS


def test_a_term_of_the_examples_is_covered_inside_the_block_and_refused_outside() -> None:
    """Also after the JSON-LD engine has kept the processed context."""
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2", _EXAMPLES],
        "type": ["VerifiableCredential"],
        "nickname": "Ada",
    }
    with conformance_contexts():
        assert b"credentials/examples#nickname" in canonicalize_rdfc(document)
    with pytest.raises(UncoveredData) as refusal:
        canonicalize_rdfc(document)
    assert refusal.value.code == "unknown_context"


def test_the_bytes_of_a_context_are_those_that_were_pinned() -> None:
    """What relatedResource digests are compared with."""
    data = context_bytes("https://www.w3.org/ns/credentials/v2")
    assert data is not None
    assert json.loads(data) == CONTEXTS["https://www.w3.org/ns/credentials/v2"]
    assert context_bytes("https://example.org/unknown") is None


def test_the_contexts_that_suites_need_are_all_there() -> None:
    """Each that the published suites name resolves without a network."""
    with conformance_contexts():
        missing = [url for url in _SUITES_NEED if url not in CONTEXTS]
    assert missing == []


_OB3 = "https://purl.imsglobal.org/spec/ob/v3p0"
_SUITES_NEED = (
    "https://www.w3.org/2018/credentials/v1",
    "https://www.w3.org/ns/credentials/v2",
    _EXAMPLES,
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "https://w3id.org/security/multikey/v1",
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/vdl/v1",
    "https://w3id.org/vdl/aamva/v1",
    "https://w3id.org/citizenship/v4rc1",
    f"{_OB3}/context.json",
    f"{_OB3}/context-3.0.1.json",
    f"{_OB3}/context-3.0.2.json",
    f"{_OB3}/context-3.0.3.json",
    f"{_OB3}/extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://w3id.org/openbadges/v2",
)
