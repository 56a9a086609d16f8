"""Our map of blank nodes gives the bytes that the canonicalization engine gives."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guildmark.credentials.encoding import canonicalize_nquads
from guildmark.credentials.encoding.blank_nodes import (
    label_blank_nodes,
    list_blank_nodes,
    relabel_line,
    split_line,
)
from guildmark.credentials.errors import WorkLimitExceeded


def canonical(lines: list[str]) -> bytes:
    """Put canonical names into lines and sort them."""
    labels = label_blank_nodes(lines)
    return "".join(sorted(relabel_line(line, labels=labels) for line in lines)).encode()


@pytest.mark.parametrize("name", ["test044", "test063"])
def test_the_published_graphs_are_labelled_as_the_engine_labels_them(
    name: str, vectors: Path
) -> None:
    """Both need Hash N-Degree Quads. Source: the W3C's rdf-canon tests."""
    data = (vectors / f"rdfc/{name}-in.nq").read_bytes()
    lines = sorted(set(data.decode().splitlines(keepends=True)))
    assert canonical(lines) == (vectors / f"rdfc/{name}-rdfc10.nq").read_bytes()


def test_the_published_map_is_ours(vectors: Path) -> None:
    """Up to nodes that can be exchanged: the statements are the same."""
    lines = (vectors / "rdfc/test063-in.nq").read_text().splitlines(keepends=True)
    published = json.loads((vectors / "rdfc/test063-rdfc10map.json").read_bytes())
    renamed = {f"_:{old}": f"_:{new}" for old, new in published.items()}
    ours = label_blank_nodes(sorted(set(lines)))
    assert set(ours) == set(renamed)
    assert {relabel_line(line, labels=ours) for line in lines} == {
        relabel_line(line, labels=renamed) for line in lines
    }


nodes = st.integers(0, 5).map(lambda number: f"_:n{number}")
quads = st.tuples(
    nodes,
    st.sampled_from(["<urn:p>", "<urn:q>"]),
    st.one_of(nodes, st.sampled_from(["<urn:o>", '"_:n0 ."', '"a\\"b"@en', '"x"^^<urn:t>'])),
    st.one_of(st.just(""), st.just("<urn:g>"), nodes),
)


@given(graph=st.sets(quads, min_size=1, max_size=9), seed=st.integers(0, 3))
@settings(max_examples=150)
def test_random_graphs_are_labelled_as_the_engine_labels_them(
    graph: set[tuple[str, str, str, str]], seed: int
) -> None:
    """Also look-alikes, cycles and named graphs, in any order of the lines."""
    lines = [" ".join(term for term in quad if term) + " .\n" for quad in graph]
    random.Random(seed).shuffle(lines)
    try:
        expected = canonicalize_nquads("".join(lines).encode())
    except WorkLimitExceeded:
        return
    assert canonical(lines) == expected


def test_texts_that_look_like_nodes_are_left_alone() -> None:
    """A literal may say anything."""
    line = '_:a <urn:p> "_:a _:b <urn:x> . \\" _:c" _:g .\n'
    assert list_blank_nodes([line]) == ["_:a", "_:g"]
    assert relabel_line(line, labels={"_:a": "_:z", "_:g": "_:y"}) == (
        '_:z <urn:p> "_:a _:b <urn:x> . \\" _:c" _:y .\n'
    )


@pytest.mark.parametrize(
    "line",
    [
        "<urn:s> <urn:p> <urn:o> .",
        "<urn:s>  <urn:p> <urn:o> .\n",
        "<urn:s> _:p <urn:o> .\n",
        '"s" <urn:p> <urn:o> .\n',
        '<urn:s> <urn:p> "o .\n',
        "<urn:s> <urn:p> <urn:o> .\n<urn:s> <urn:p> <urn:o> .\n",
    ],
)
def test_what_is_no_canonical_line_is_refused(line: str) -> None:
    """No line end, two spaces, a blank predicate, a literal subject, an open quote, two lines."""
    with pytest.raises(ValueError, match="no line of canonical N-Quads"):
        split_line(line)
