"""The conditions under which a template may answer, each with what goes wrong without it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildmark.credentials.encoding import (
    canonicalize_rdfc,
    conditions,
    conformance_contexts,
    template_compiler,
)
from guildmark.credentials.encoding.conditions import (
    SLOT_PREFIX,
    are_plain_iris,
    check_slots,
    escape_texts,
    has_plain_schemes,
    has_single_node,
    have_distinct_ids,
    is_sample,
    order_hashes,
    sort_lines,
)
from guildmark.credentials.encoding.shape import read_shape
from guildmark.credentials.encoding.template import Template
from guildmark.credentials.encoding.template_compiler import NotCovered, compile_template
from guildmark.credentials.errors import CredentialError, UncoveredData
from tests.credentials.encoding.hostile import ADDRESSES, PLAIN, TEXTS, UNSAFE

Document = dict[str, Any]
Change = Callable[[Document], None]

_FIXTURE = Path(__file__).parents[3] / "bench" / "credential.json"
_SLOT = f"<{SLOT_PREFIX}0>"
_P = "<urn:x:predicate>"


def badge(*changes: Change) -> Document:
    """Return the badge of the benchmarks, changed."""
    document: Document = json.loads(_FIXTURE.read_bytes())
    for change in changes:
        change(document)
    return document


@pytest.fixture(scope="module")
def template() -> Template:
    return compile_template(badge())


def fill(template: Template, document: Document) -> bytes | None:
    """Return what the template makes of a document of its shape."""
    values = template.read(document)
    return None if values is None else template.canonicalize_escaped(values)


def _at(document: Document, *path: str | int) -> Any:
    value: Any = document
    for key in path:
        value = value[key]
    return value


# --- 1: same shape -----------------------------------------------------------------------------

OTHER_SHAPES: dict[str, Change] = {
    "one more key": lambda d: d.update(partner=[]),
    "one key less": lambda d: d.pop("description"),
    "another order of keys": lambda d: d.update(name=d.pop("name")),
    "another type": lambda d: d["issuer"].update(type=["Evidence"]),
    "a type in another form": lambda d: d["issuer"].update(type="Profile"),
    "another context": lambda d: d.update({"@context": d["@context"][:1]}),
    "a longer array": lambda d: d["credentialSubject"]["achievement"]["tag"].append("x"),
    "an object where a text was": lambda d: d.update(name={"@value": "x", "@language": "en"}),
    "a number where a text was": lambda d: d.update(name=5),
    "true where false was": lambda d: d["credentialSubject"]["identifier"][0].update(hashed=False),
    "one where true was": lambda d: d["credentialSubject"]["identifier"][0].update(hashed=1),
}


@pytest.mark.parametrize("change", OTHER_SHAPES.values(), ids=OTHER_SHAPES)
def test_a_template_answers_only_for_its_own_shape(template: Template, change: Change) -> None:
    """Condition 1: what differs in more than free texts does not fit."""
    assert template.read(badge()) is not None
    assert template.read(badge(change)) is None


@pytest.mark.parametrize("pair", [(1, 1.0), (1, True), (0, False), (1.0, True), (0.0, -0.0)])
def test_numbers_that_python_holds_to_be_equal_make_two_shapes(pair: tuple[Any, Any]) -> None:
    """Condition 1: 1, 1.0 and true are three things in RDF."""
    first, second = (read_shape({"@context": [], "value": value}) for value in pair)
    assert first is not None
    assert second is not None
    assert first[0] != second[0]


UNUSUAL: dict[str, Document] = {
    "a null": {"a": None},
    "an array in an array": {"a": [["b"]]},
    "a keyword with an object": {"@value": {}},
    "a context written out": {"@context": {"did": "https://evil.example/"}},
    "a context written out in a list": {"@context": ["urn:x", {"did": "https://evil.example/"}]},
    "a type that is no text": {"type": [5]},
    "a class of its own": {"a": ("b",)},
    "a key that is no text": {5: "a"},  # type: ignore[dict-item]
}


@pytest.mark.parametrize("document", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_documents_have_no_shape(document: Document) -> None:
    """Condition 1: what could be told apart wrongly is left to the reference path."""
    try:
        read = read_shape(document)
    except TypeError:
        read = None
    assert read is None


# --- 2: every free text whole in the RDF -------------------------------------------------------

LOST: dict[str, list[tuple[str, str, str, str]]] = {
    "is nowhere": [("<urn:x:s>", _P, '"x"', "")],
    "became a predicate": [("<urn:x:s>", _SLOT, '"x"', ""), (_SLOT, _P, '"x"', "")],
    "became the name of a graph": [("<urn:x:s>", _P, '"x"', _SLOT), (_SLOT, _P, '"x"', "")],
    "became a type": [
        ("<urn:x:s>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", _SLOT, "")
    ],
    "became a datatype": [
        ("<urn:x:s>", _P, f'"x"^^{_SLOT}', ""),
        (_SLOT, _P, '"x"', ""),
    ],
    "is a part of a longer address": [("<urn:x:s>", _P, f"<{SLOT_PREFIX}0/x>", "")],
    "is a part of a longer text": [("<urn:x:s>", _P, f'"{SLOT_PREFIX}0 x"', "")],
    "is inside a JSON literal": [("<urn:x:s>", _P, f'"[\\"{SLOT_PREFIX}0\\"]"', "")],
    "is address here and text there": [
        ("<urn:x:s>", _P, _SLOT, ""),
        ("<urn:x:s>", _P, f'"{SLOT_PREFIX}0"', ""),
    ],
    "is there once whole and once in a part": [
        (_SLOT, _P, f'"{SLOT_PREFIX}0"^^<{SLOT_PREFIX}0>', "")
    ],
}


@pytest.mark.parametrize("quads", LOST.values(), ids=LOST)
def test_a_free_text_that_is_not_seen_whole_keeps_a_template_from_being_made(
    quads: list[tuple[str, str, str, str]],
) -> None:
    """Condition 2: the signature would not cover it, or it would change its neighbours."""
    with pytest.raises(NotCovered, match=r"^2:"):
        check_slots(quads, slot_count=1)


def test_a_free_text_may_be_an_address_or_a_text_with_datatype_or_language() -> None:
    """Condition 2: these are the places where data stands."""
    quads = [
        (f"<{SLOT_PREFIX}0>", _P, f'"{SLOT_PREFIX}1"^^<urn:x:date>', ""),
        ("_:c14n0", _P, f'"{SLOT_PREFIX}2"@en', "_:c14n1"),
        ("_:c14n0", _P, f"<{SLOT_PREFIX}0>", ""),
    ]
    assert check_slots(quads, slot_count=3) == ("iri", "text", "text")


@pytest.mark.parametrize("slot", range(0, 60, 6))
def test_a_document_with_a_stand_in_of_its_own_has_no_template(slot: int) -> None:
    """Condition 2: its constant would be taken for a slot."""
    constant = {"@value": f"{SLOT_PREFIX}{slot}"}
    with pytest.raises(NotCovered, match=r"^2:"):
        compile_template(badge(lambda d: d.update(description=constant)))


def test_free_texts_may_say_what_stand_ins_say(template: Template) -> None:
    """Condition 2: slots are found in the template, never in what fills it."""
    document = badge(lambda d: d.update(name=f"{SLOT_PREFIX}1", description="_:c14n0 \\0 %s"))
    assert fill(template, document) == canonicalize_rdfc(document)


# --- 3: addresses mean themselves --------------------------------------------------------------


@pytest.mark.parametrize("term", ["did", "https", "http", "urn", "mailto"])
@pytest.mark.parametrize("scoped", [False, True])
def test_a_context_that_defines_a_scheme_keeps_a_template_from_being_made(
    monkeypatch: pytest.MonkeyPatch, term: str, scoped: bool
) -> None:
    """Condition 3: with it, did:web:x means https://evil.example/web:x."""
    prefix: Document = {term: {"@id": "https://evil.example/", "@prefix": True}}
    context = {"Badge": {"@id": "urn:x:Badge", "@context": prefix}} if scoped else prefix
    monkeypatch.setattr(conditions, "CONTEXTS", {"urn:x:ctx": {"@context": context}})
    conditions.terms_of.cache_clear()
    try:
        assert not has_plain_schemes(["urn:x:ctx"])
    finally:
        conditions.terms_of.cache_clear()


@pytest.mark.parametrize("place", ["top", "inside"])
def test_a_prefix_in_a_context_written_inside_the_document_is_seen(place: str) -> None:
    """Condition 3: random tests did not find this hole. Also where such contexts are allowed."""
    inline = {"did": {"@id": "https://evil.example/", "@prefix": True}}

    def change(document: Document) -> None:
        if place == "top":
            document["@context"].append(inline)
        else:
            document["credentialSubject"]["@context"] = inline

    with conformance_contexts(), pytest.raises(NotCovered, match=r"^[13]:"):
        compile_template(badge(change))


@pytest.mark.parametrize("value", PLAIN)
def test_plain_addresses_fill_slots_as_the_reference_path_writes_them(
    template: Template, value: str
) -> None:
    """Condition 3: what the pattern lets pass, JSON-LD and canonical N-Quads leave as it is."""
    assert are_plain_iris([value])
    document = badge(lambda d: d["credentialSubject"].update(id=value))
    assert fill(template, document) == canonicalize_rdfc(document)


@pytest.mark.parametrize("value", ADDRESSES)
def test_any_other_address_is_left_to_the_reference_path(template: Template, value: str) -> None:
    """Condition 3: relative and compact ones, terms, keywords, blank names, odd characters."""
    document = badge(lambda d: d["credentialSubject"].update(id=value))
    filled = fill(template, document)
    if value != f"{SLOT_PREFIX}2":
        assert not are_plain_iris([value])
        assert filled is None
    else:
        assert filled == canonicalize_rdfc(document)


def test_an_address_that_is_a_term_is_left_to_the_reference_path() -> None:
    """Condition 3: a term may look like an absolute IRI."""
    assert are_plain_iris(["urn:ab:c"])
    assert not are_plain_iris(["urn:ab:c"], forbidden=frozenset({"urn:ab:c"}))


# --- 4: texts as RDFC-1.0 writes them ----------------------------------------------------------


@given(st.text())
def test_texts_are_escaped_as_the_engine_escapes_them(text: str) -> None:
    """Condition 4: or they are refused; an unescaped quote would begin a statement."""
    escaped = escape_texts([text])
    if escaped is None:
        assert conditions._UNSAFE.search(text)
        return
    quad = pyoxigraph.Quad(
        pyoxigraph.NamedNode("urn:x:s"), pyoxigraph.NamedNode("urn:x:p"), pyoxigraph.Literal(text)
    )
    written = pyoxigraph.serialize([quad], format=pyoxigraph.RdfFormat.N_QUADS)
    assert written == f'<urn:x:s> <urn:x:p> "{escaped[0]}" .\n'.encode()


@pytest.mark.parametrize("text", TEXTS)
def test_odd_texts_fill_slots_as_the_reference_path_writes_them(
    template: Template, text: str
) -> None:
    """Condition 4, through the whole path."""
    document = badge(lambda d: d.update(name=text))
    assert fill(template, document) == canonicalize_rdfc(document)


@pytest.mark.parametrize("text", UNSAFE)
def test_unsafe_texts_are_left_to_the_reference_path_which_refuses(
    template: Template, text: str
) -> None:
    """Condition 4: controls, halves of surrogate pairs and non-characters."""
    document = badge(lambda d: d.update(name=text))
    assert fill(template, document) is None
    with pytest.raises(CredentialError):
        canonicalize_rdfc(document)


# --- 5 and 8: unnamed nodes, lists -------------------------------------------------------------


def test_labels_follow_the_values(template: Template) -> None:
    """Condition 5: labels frozen in the template would be wrong for most documents."""
    labellings = set()
    for number in range(20):
        document = badge(lambda d, n=number: d["credentialSubject"].update(id=f"urn:uuid:{n}"))
        assert fill(template, document) == canonicalize_rdfc(document)
        values = template.read(document)
        assert values is not None
        labellings.add(tuple(template.number_nodes(values) or ()))
    assert len(labellings) > 10


def test_nodes_that_look_alike_are_left_to_the_reference_path(template: Template) -> None:
    """Condition 5: their order is for the whole algorithm to say."""

    def change(document: Document) -> None:
        results = document["credentialSubject"]["result"]
        results[1].update(value=results[0]["value"])
        results[1].update(resultDescription=results[0]["resultDescription"])

    assert fill(template, badge(change)) is None
    assert order_hashes(["b", "a", "b"]) is None
    assert order_hashes(["b", "a", "c"]) == [1, 0, 2]


def test_equal_items_of_a_list_are_told_apart_by_their_place() -> None:
    """Condition 8: cells of a list have different neighbours."""
    document = badge(
        lambda d: _at(d, "credentialSubject", "achievement", "resultDescription", 0).update(
            allowedValue=["A", "A", "A"]
        )
    )
    template = compile_template(badge())
    assert fill(template, document) in (None, canonicalize_rdfc(document))


def test_two_equal_lists_on_one_node_are_left_to_the_reference_path() -> None:
    """Condition 8: engines differ on whether they are one list or two."""

    def describe_twice(document: Document, *, second_id: str, values: list[str]) -> None:
        # The creator is, oddly, a description of results, too.
        document["credentialSubject"]["achievement"]["creator"] = {
            "id": second_id,
            "type": ["Profile", "ResultDescription"],
            "allowedValue": values,
        }

    described = _at(badge(), "credentialSubject", "achievement", "resultDescription", 0)
    same, other = described["id"], "urn:uuid:other"
    values = described["allowedValue"]
    template = compile_template(badge(lambda d: describe_twice(d, second_id=other, values=values)))
    equal = badge(lambda d: describe_twice(d, second_id=same, values=values))
    unequal = badge(lambda d: describe_twice(d, second_id=same, values=values[::-1]))
    assert fill(template, equal) is None
    # The node's types agree as well; those statements merge (condition 6).
    assert fill(template, unequal) in (None, canonicalize_rdfc(unequal))


# --- 6: statements form a set ------------------------------------------------------------------


def _creator_is_issuer(document: Document) -> None:
    document["credentialSubject"]["achievement"]["creator"]["id"] = document["issuer"]["id"]


MERGED: dict[str, Change] = {
    "the issuer is the creator": _creator_is_issuer,
    "a tag stands twice": lambda d: _at(d, "credentialSubject", "achievement").update(
        tag=["data", "data"]
    ),
}


@pytest.mark.parametrize("change", MERGED.values(), ids=MERGED)
def test_statements_that_became_one_are_left_to_the_reference_path(
    template: Template, change: Change
) -> None:
    """Condition 6: RDF counts them once."""
    assert fill(template, badge(change)) is None


@pytest.mark.parametrize("change", MERGED.values(), ids=MERGED)
def test_constants_that_agree_are_merged_when_they_are_baked_in(
    template: Template, change: Change
) -> None:
    """Condition 6: a template with them filled in states them once."""
    document = badge(change)
    read = read_shape(document)
    assert read is not None
    baked = template.bake(dict(enumerate(read[1])))
    assert baked is not None
    assert baked.canonicalize([]) == canonicalize_rdfc(document)


def test_a_merged_statement_about_an_unnamed_node_does_not_count_twice_in_its_hash() -> None:
    """Condition 6: the node's hash, made before merging, would be another."""

    def genres(document: Document, *values: str) -> None:
        document["evidence"][1]["genre"] = list(values)

    template = compile_template(badge(lambda d: genres(d, "film", "talk")))
    two = badge(lambda d: genres(d, "talk", "film"))
    assert fill(template, two) == canonicalize_rdfc(two)
    assert fill(template, badge(lambda d: genres(d, "film", "film"))) is None


# --- 7: order ----------------------------------------------------------------------------------


def test_lines_are_sorted_by_code_point_not_by_utf16(template: Template) -> None:
    """Condition 7: an emoji comes after U+E000 and U+FFFD, in UTF-16 it would come before."""
    document = badge(
        lambda d: d["credentialSubject"]["achievement"].update(tag=["\U0001f600", "\ufffd"])
    )
    assert fill(template, document) == canonicalize_rdfc(document)
    lines = ["\U0001f600", "\ue000", "a", "B"]
    sort_lines(lines)
    assert [line.encode() for line in lines] == sorted(line.encode() for line in lines)


# --- 9: proof options --------------------------------------------------------------------------


def test_proof_options_are_one_unnamed_node() -> None:
    """Condition 9: so their hash depends on the date and the key alone."""
    options = {
        "@context": badge()["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-22T10:00:00Z",
        "verificationMethod": "did:web:badges.example.edu#key-1",
        "proofPurpose": "assertionMethod",
    }
    template = compile_template(options)
    assert has_single_node(template.node_count)
    other = {**options, "created": "2026-11-23T10:00:00Z"}
    assert fill(template, other) == canonicalize_rdfc(other)
    assert not has_single_node(compile_template(badge()).node_count)


# --- 10: two engines, samples ------------------------------------------------------------------


@pytest.mark.parametrize("second", [None, b"", b"<urn:x:s> <urn:x:p> <urn:x:o> .\n"])
def test_engines_that_differ_keep_a_template_from_being_made(
    monkeypatch: pytest.MonkeyPatch, second: bytes | None
) -> None:
    """Condition 10: one of the two is wrong, and nobody here knows which."""
    monkeypatch.setattr(template_compiler, "canonicalize_second", lambda copy: second)
    with pytest.raises(NotCovered, match=r"^10:"):
        compile_template(badge())


def test_what_the_reference_path_refuses_has_no_template() -> None:
    """Condition 10: an undefined term stays outside the signature."""
    with pytest.raises(NotCovered, match=r"^10:"):
        compile_template(badge(lambda d: d.update(undefinedTerm="x")))


def test_the_first_and_one_in_a_thousand_are_samples() -> None:
    """Condition 10."""
    assert [count for count in range(3_000) if is_sample(count)] == [0, 1_000, 2_000]


# --- 11: ids of one array ----------------------------------------------------------------------


def test_repeated_ids_are_left_to_the_reference_path_which_refuses() -> None:
    """Condition 11: properties could be moved between two objects that are one."""

    def change(document: Document, second: str) -> None:
        # No statement agrees with one of the other's, so condition 6 would not notice.
        document["evidence"] = [
            {"id": "urn:uuid:1", "type": ["Evidence"], "name": "a"},
            {"id": second, "type": ["Achievement"], "narrative": "b"},
        ]

    template = compile_template(badge(lambda d: change(d, "urn:uuid:2")))
    repeated = badge(lambda d: change(d, "urn:uuid:1"))
    assert template.id_groups
    assert fill(template, repeated) is None
    with pytest.raises(UncoveredData, match="same id"):
        canonicalize_rdfc(repeated)


def test_ids_are_compared_inside_one_array_only() -> None:
    """Condition 11: the same id in two places is one thing described twice, which is allowed."""
    values = ["urn:uuid:1", "urn:uuid:2", "urn:uuid:1"]
    assert have_distinct_ids(values, groups=[(0, 1), (1, 2)])
    assert not have_distinct_ids(values, groups=[(1, 2), (0, 2)])
