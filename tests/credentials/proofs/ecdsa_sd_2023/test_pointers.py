"""JSON pointers name what RFC 6901 says, and select what the suite says."""

from __future__ import annotations

from typing import Any

import pytest

from guildmark.credentials.errors import UnreadableInput
from guildmark.credentials.proofs.ecdsa_sd_2023.pointers import (
    MAX_POINTERS,
    check_pointers,
    parse_pointer,
    select,
)

DOCUMENT: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "id": "urn:uuid:1",
    "type": ["VerifiableCredential"],
    "a/b": 1,
    "m~n": 2,
    "": 3,
    "7": 4,
    "items": [{"id": "urn:0", "type": "T", "x": 1, "y": 2}, {"x": 3}, {"x": 5}],
    "deep": {"id": "urn:2", "type": "U", "er": {"x": 1, "y": 2}},
}
ROOT = {key: DOCUMENT[key] for key in ("@context", "id", "type")}


def cut(*pointers: str) -> dict[str, Any]:
    """Return what these pointers select of DOCUMENT, without what is always there."""
    selected = select(DOCUMENT, pointers=pointers).cut(DOCUMENT)
    assert ROOT.items() <= selected.items()
    return {key: value for key, value in selected.items() if key not in ROOT}


@pytest.mark.parametrize(
    ("pointer", "tokens"),
    [
        ("", ()),
        ("/", ("",)),
        ("/a~1b/m~0n", ("a/b", "m~n")),
        ("/~01", ("~1",)),
        ("/0/-", ("0", "-")),
    ],
)
def test_pointers_are_split_and_unescaped(pointer: str, tokens: tuple[str, ...]) -> None:
    """Source: RFC 6901, 4 and 5."""
    assert parse_pointer(pointer) == tokens


@pytest.mark.parametrize(
    "pointer", ["issuer", "#/issuer", "$.issuer", "/a~", "/a~2", 7, None, ["/issuer"], "/a" * 40]
)
def test_what_is_no_pointer_is_refused(pointer: object) -> None:
    """With the code that says so."""
    with pytest.raises(UnreadableInput) as refused:
        parse_pointer(pointer)
    assert refused.value.code == "pointer_syntax"


@pytest.mark.parametrize(
    "pointers", ["/issuer", None, {"/issuer": 1}, [["/issuer"]], ["/a"] * (MAX_POINTERS + 1), 7]
)
def test_only_a_list_of_pointers_is_one(pointers: object) -> None:
    """A single text, an object, a number and far too many are not."""
    with pytest.raises(UnreadableInput) as refused:
        check_pointers(pointers)
    assert refused.value.code == "pointer_syntax"


@pytest.mark.parametrize(
    "pointer",
    ["/nothing", "/items/3", "/items/-", "/items/01", "/items/-1", "/items/+1", "/items/x", "/7/0"],
)
def test_a_pointer_that_names_nothing_is_refused(pointer: str) -> None:
    """Also an index with a leading zero, or behind the end."""
    with pytest.raises(UnreadableInput) as refused:
        select(DOCUMENT, pointers=[pointer])
    assert refused.value.code == "pointer_unmatched"
    assert pointer in refused.value.message


@pytest.mark.parametrize(
    ("pointers", "expected"),
    [
        (["/a~1b", "/m~0n", "/", "/7"], {"a/b": 1, "m~n": 2, "": 3, "7": 4}),
        (["/deep"], {"deep": DOCUMENT["deep"]}),
        (["/deep/er/x"], {"deep": {"id": "urn:2", "type": "U", "er": {"x": 1}}}),
        (["/deep/id"], {"deep": {"id": "urn:2", "type": "U"}}),
        (["/items/2/x", "/items/0/x"], {"items": [{"id": "urn:0", "type": "T", "x": 1}, {"x": 5}]}),
        (["/items/1", "/items/1/x"], {"items": [{"x": 3}]}),
        (["/items/1/x", "/items"], {"items": DOCUMENT["items"]}),
        (["/id", "/type/0", "/@context"], {}),
        ([], {}),
    ],
    ids=[
        "odd keys",
        "a whole object",
        "a part keeps id and type on the way",
        "an id alone",
        "an array closes up in its own order",
        "the same thing twice",
        "the whole after a part",
        "what is always there",
        "nothing",
    ],
)
def test_what_is_selected(pointers: list[str], expected: dict[str, Any]) -> None:
    """Source: Data Integrity ECDSA Cryptosuites 1.0, 3.4 (selectJsonLd)."""
    assert cut(*pointers) == expected


def test_the_empty_pointer_selects_everything() -> None:
    """Source: RFC 6901, 5."""
    assert select(DOCUMENT, pointers=[""]).cut(DOCUMENT) == DOCUMENT


def test_no_part_of_what_is_shown_as_a_whole_can_be_named() -> None:
    """A list of JSON-LD; the refusal names the pointer that works."""
    with pytest.raises(UnreadableInput, match=r"Use /items\.") as refused:
        select(DOCUMENT, pointers=["/items/0"], indivisible={("items",)})
    assert refused.value.code == "pointer_indivisible"


def test_the_selection_never_shares_values_with_the_document() -> None:
    """What a caller does with it changes nothing."""
    select(DOCUMENT, pointers=["/deep"]).cut(DOCUMENT)["deep"]["er"]["x"] = "changed"
    assert DOCUMENT["deep"]["er"]["x"] == 1
